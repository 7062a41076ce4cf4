package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"counterpoint/internal/boosted"
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

// bag fits n forests by other random choices and returns their mean: the fewer
// the examples, the more a single one owes to chance (Breiman 1996, "Bagging
// predictors").
func bag(t table, want []bool, stream uint64, n int) (mean boosted.Forest) {
	for i := range n {
		f := boost(t, want, seed+uint64(i), stream)
		mean.Bias += f.Bias
		mean.Trees = append(mean.Trees, f.Trees...)
	}
	mean.Bias /= n
	for _, tree := range mean.Trees {
		for i := range tree {
			if leaf := &tree[i]; leaf[0] < 0 {
				leaf[1] = int(math.Round(float64(leaf[1]) / float64(n)))
			}
		}
	}
	return mean
}

// boost fits a forest that tells the rows with want from the others, by
// gradient boosting on the logistic loss. The seed and the stream number the random
// choices.
func boost(t table, want []bool, seed, stream uint64) boosted.Forest {
	rnd := rand.New(rand.NewPCG(seed, stream))
	positive := 0
	for _, w := range want {
		if w {
			positive++
		}
	}
	bias := math.Log(float64(positive+1) / float64(len(want)-positive+1))
	f := boosted.Forest{Bias: milli(bias)}
	score := make([]float64, len(want))
	for i := range score {
		score[i] = bias
	}
	g := grower{table: t, grad: make([]float64, len(want)), hess: make([]float64, len(want))}
	for range trees {
		for i, w := range want {
			p := 1 / (1 + math.Exp(-score[i]))
			g.grad[i], g.hess[i] = p, p*(1-p)
			if w {
				g.grad[i] = p - 1
			}
		}
		tree := g.grow(rnd)
		f.Trees = append(f.Trees, tree)
		one := boosted.Forest{Trees: []boosted.Tree{tree}}
		for i := range want {
			score[i] += float64(one.Score(t.rows[i])) / 1000
		}
	}
	return f
}

func milli(x float64) int { return int(math.Round(1000 * x)) }

// grower grows one tree at a time on gradients and curvatures.
type grower struct {
	table
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
func (g *grower) grow(rnd *rand.Rand) boosted.Tree {
	g.features = rnd.Perm(len(g.cols))[:len(g.cols)/featuresPerTree]
	slices.Sort(g.features)
	var all []int
	for i := range g.rows {
		if rnd.Float64() < rowShare {
			all = append(all, i)
		}
	}
	t := boosted.Tree{g.leafNode(all)}
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
		t[l.node] = boosted.Node{l.best.feature, l.best.threshold, next}
		open[at] = leaf{next, low, g.bestSplit(low)}
		open = append(open, leaf{next + 1, high, g.bestSplit(high)})
	}
	return t
}

func (g *grower) leafNode(rows []int) boosted.Node {
	var sum, curve float64
	for _, i := range rows {
		sum, curve = sum+g.grad[i], curve+g.hess[i]
	}
	return boosted.Node{-1, milli(-rate * sum / (curve + smoothing)), 0}
}

func (g *grower) cut(l leaf) (low, high []int) {
	for _, i := range l.rows {
		if int(g.cols[l.best.feature][i]) <= l.best.threshold {
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

func (g *grower) bestSplit(rows []int) split {
	best := split{}
	for _, f := range g.features {
		var hist [bins]bin
		var total bin
		col := g.cols[f]
		for _, i := range rows {
			b := &hist[col[i]]
			b.grad, b.hess, b.rows = b.grad+g.grad[i], b.hess+g.hess[i], b.rows+1
		}
		for v := range hist {
			b := &hist[v]
			total.grad, total.hess, total.rows = total.grad+b.grad, total.hess+b.hess, total.rows+b.rows
		}
		var low bin
		for v := range hist[:bins-1] {
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
