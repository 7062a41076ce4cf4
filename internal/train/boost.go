package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"counterpoint/internal/compare"
)

// How the trees are grown. Small trees, slow learning and much smoothing: the
// examples are few and their newsrooms are not the ones that will be read.
const (
	trees           = 240
	leaves          = 4
	rate            = 0.06
	leastRows       = 30  // in a leaf
	smoothing       = 5.0 // added to the curvature of a leaf
	rowShare        = 0.8
	featuresPerTree = 3 // a tree sees one feature in so many
	seed            = 1
)

// boost fits a forest that tells the rows with want from the others, by
// gradient boosting on the logistic loss.
func boost(rows []example, want Label) compare.Forest {
	rnd := rand.New(rand.NewPCG(seed, uint64(want)))
	positive := 0
	for _, r := range rows {
		if r.label == want {
			positive++
		}
	}
	bias := math.Log(float64(positive+1) / float64(len(rows)-positive+1))
	f := compare.Forest{Bias: milli(bias)}
	score := make([]float64, len(rows))
	for i := range score {
		score[i] = bias
	}
	g := grower{rows: rows, grad: make([]float64, len(rows)), hess: make([]float64, len(rows))}
	for range trees {
		for i, r := range rows {
			p := 1 / (1 + math.Exp(-score[i]))
			g.grad[i], g.hess[i] = p, p*(1-p)
			if r.label == want {
				g.grad[i] = p - 1
			}
		}
		t := g.grow(rnd)
		f.Trees = append(f.Trees, t)
		one := compare.Forest{Trees: []compare.Tree{t}}
		for i := range rows {
			score[i] += float64(one.Score(&rows[i].features)) / 1000
		}
	}
	return f
}

func milli(x float64) int { return int(math.Round(1000 * x)) }

// grower grows one tree at a time on gradients and curvatures.
type grower struct {
	rows       []example
	grad, hess []float64
	features   []int // that this tree may use
}

// split is a cut of a leaf's rows.
type split struct {
	feature, threshold int
	gain               float64
}

// leaf is a node that may still be cut.
type leaf struct {
	node int
	rows []int
	best split
}

// grow grows a tree leaf by leaf, the best cut first.
func (g *grower) grow(rnd *rand.Rand) compare.Tree {
	g.features = rnd.Perm(compare.NumFeatures)[:compare.NumFeatures/featuresPerTree]
	slices.Sort(g.features)
	var all []int
	for i := range g.rows {
		if rnd.Float64() < rowShare {
			all = append(all, i)
		}
	}
	t := compare.Tree{g.leafNode(all)}
	open := []leaf{{0, all, g.bestSplit(all)}}
	for len(open) < leaves {
		at := 0
		for i := range open {
			if open[i].best.gain > open[at].best.gain {
				at = i
			}
		}
		l := open[at]
		if l.best.gain <= 0 {
			break
		}
		low, high := g.cut(l)
		next := len(t)
		t = append(t, g.leafNode(low), g.leafNode(high))
		t[l.node] = compare.Node{l.best.feature, l.best.threshold, next}
		open[at] = leaf{next, low, g.bestSplit(low)}
		open = append(open, leaf{next + 1, high, g.bestSplit(high)})
	}
	return t
}

func (g *grower) leafNode(rows []int) compare.Node {
	var sum, curve float64
	for _, i := range rows {
		sum, curve = sum+g.grad[i], curve+g.hess[i]
	}
	return compare.Node{-1, milli(-rate * sum / (curve + smoothing)), 0}
}

func (g *grower) cut(l leaf) (low, high []int) {
	for _, i := range l.rows {
		if g.rows[i].features[l.best.feature] <= l.best.threshold {
			low = append(low, i)
		} else {
			high = append(high, i)
		}
	}
	return low, high
}

// bin gathers the rows of one feature value.
type bin struct {
	grad, hess float64
	rows       int
}

const bins = 128 // feature values run from 0 to 100; negative ones count as 0

func (g *grower) bestSplit(rows []int) split {
	best := split{}
	for _, f := range g.features {
		var hist [bins]bin
		var total bin
		for _, i := range rows {
			b := &hist[min(max(g.rows[i].features[f], 0), bins-1)]
			b.grad, b.hess, b.rows = b.grad+g.grad[i], b.hess+g.hess[i], b.rows+1
			total.grad, total.hess, total.rows = total.grad+g.grad[i], total.hess+g.hess[i], total.rows+1
		}
		var low bin
		for v := range bins - 1 {
			if hist[v].rows == 0 {
				continue
			}
			low.grad, low.hess, low.rows = low.grad+hist[v].grad, low.hess+hist[v].hess, low.rows+hist[v].rows
			if low.rows < leastRows || total.rows-low.rows < leastRows {
				continue
			}
			high := bin{total.grad - low.grad, total.hess - low.hess, 0}
			if gain := quality(low) + quality(high) - quality(total); gain > best.gain {
				best = split{f, v, gain}
			}
		}
	}
	return best
}

func quality(b bin) float64 { return b.grad * b.grad / (b.hess + smoothing) }
