package compare

import (
	"slices"

	"counterpoint/internal/boosted"
)

// grove is the gate's forests in the form that is weighed fastest. A small tree
// is a sum of few terms: numbers that count where the answers to up to three
// questions are such and such. Terms of the same answers are added up over all
// trees and outputs, so that a pair takes additions without a branch in place
// of some hundred walks whose turns no processor can guess.
type grove struct {
	asked []question
	terms [longestPath + 1][]term // by the number of answers that they need
}

// question is whether a feature is greater than a threshold.
type question struct{ feature, threshold int }

// term counts where all three answers, named by their places, are 1.
type term struct {
	path
	add packed
}

// path is the places of answers on the way to a node.
type path [longestPath]uint16

// packed is a number for each output in one, of fieldBits each, so that all are
// added at once.
type packed int64

const (
	longestPath = 3
	fieldBits   = 21
	most        = 1<<(fieldBits-1) - 1 // of a score

	// mostAsked bounds the questions, so that no answer needs a check of its
	// place: each question has its yes and its no.
	mostAsked = 1024
	always    = 2*mostAsked - 1 // the place of an answer that is always 1
)

// plant returns nil where the trees are too high or the numbers too large.
func plant(forests [outputs]boosted.Forest) *grove {
	p := planter{numbers: map[question]int{}, at: map[path]int{}}
	for k, f := range forests {
		p.unit = packed(1) << (k * fieldBits)
		p.add(nil, f.Bias)
		sum := max(f.Bias, -f.Bias)
		for _, t := range f.Trees {
			if height(t, 0) > longestPath {
				return nil
			}
			p.node(t, 0, nil, 0)
			sum += largest(t)
		}
		if sum > most {
			return nil
		}
	}
	if len(p.asked) >= mostAsked {
		return nil
	}
	for _, t := range p.terms {
		n := 0
		for n < longestPath && t.path[n] != always {
			n++
		}
		p.grove.terms[n] = append(p.grove.terms[n], t)
	}
	return &p.grove
}

// height is the number of steps from node i to the farthest leaf.
func height(t boosted.Tree, i int) int {
	if t[i][0] < 0 {
		return 0
	}
	return 1 + max(height(t, t[i][2]), height(t, t[i][2]+1))
}

// largest is the largest score of a tree's leaves, without its sign.
func largest(t boosted.Tree) (score int) {
	for _, n := range t {
		if n[0] < 0 {
			score = max(score, n[1], -n[1])
		}
	}
	return score
}

type planter struct {
	grove
	numbers map[question]int
	terms   []term
	at      map[path]int // places of terms
	unit    packed       // 1 in the field of the output
}

// node adds the terms of node i, which stands at the end of a way and whose
// leaves give so much less than they say. Where one side is a leaf, its score
// counts both ways and the other side gives only what it has more.
func (p *planter) node(t boosted.Tree, i int, way []uint16, less int) {
	n := t[i]
	if n[0] < 0 {
		p.add(way, n[1]-less)
		return
	}
	yes := p.ask(n)
	low, high := n[2], n[2]+1
	toHigh, toLow := append(slices.Clip(way), yes), append(slices.Clip(way), yes+1)
	switch {
	case t[low][0] < 0:
		p.add(way, t[low][1]-less)
		p.node(t, high, toHigh, t[low][1])
	case t[high][0] < 0:
		p.add(way, t[high][1]-less)
		p.node(t, low, toLow, t[high][1])
	default:
		p.node(t, low, toLow, less)
		p.node(t, high, toHigh, less)
	}
}

func (p *planter) add(way []uint16, x int) {
	key := path{always, always, always}
	copy(key[:], way)
	slices.Sort(key[:])
	i, ok := p.at[key]
	if !ok {
		i = len(p.terms)
		p.at[key] = i
		p.terms = append(p.terms, term{path: key})
	}
	p.terms[i].add += packed(x) * p.unit
}

// ask returns the place of the answer yes; no comes after it.
func (p *planter) ask(n boosted.Node) uint16 {
	q := question{n[0], n[1]}
	i, ok := p.numbers[q]
	if !ok {
		i = len(p.asked)
		p.numbers[q] = i
		p.asked = append(p.asked, q)
	}
	return uint16(2 * i)
}

func (g *grove) scores(v []int) (s [outputs]int) {
	var answers [2 * mostAsked]uint8
	answers[always] = 1
	for i, q := range g.asked {
		var yes uint8
		if v[q.feature] > q.threshold {
			yes = 1
		}
		answers[2*i&always] = yes
		answers[(2*i+1)&always] = 1 - yes
	}
	sum := g.sum(&answers)
	for k := range s {
		field := sum << (64 - fieldBits) >> (64 - fieldBits)
		s[k] = int(field)
		sum = (sum - field) >> fieldBits
	}
	return s
}

// sum adds the terms whose answers are all 1: their conjunction is then
// 1, and its negative has every bit.
func (g *grove) sum(answers *[2 * mostAsked]uint8) (sum packed) {
	for i := range g.terms[0] {
		sum += g.terms[0][i].add
	}
	for i := range g.terms[1] {
		t := &g.terms[1][i]
		sum += t.add & -packed(answers[t.path[0]&always])
	}
	for i := range g.terms[2] {
		t := &g.terms[2][i]
		sum += t.add & -packed(answers[t.path[0]&always]&answers[t.path[1]&always])
	}
	for i := range g.terms[3] {
		t := &g.terms[3][i]
		sum += t.add & -packed(answers[t.path[0]&always]&answers[t.path[1]&always]&answers[t.path[2]&always])
	}
	return sum
}
