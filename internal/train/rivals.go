package main

import (
	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/eval"
	"counterpoint/internal/measure"
	"counterpoint/internal/when"
)

// rivalsOf labels the rivals that gates which have not seen a story find in it.
// Left out are those of which the annotation does not say which value is meant.
func rivalsOf(cases []eval.Case, stories []told, gates []compare.Gate) (out [compare.Sorts]examples) {
	found := make([][]compare.Rival, len(stories))
	each(len(stories), func(i int) { found[i] = gates[stories[i].fold].Rivals(stories[i].story, stories[i].reading) })
	for i, t := range stories {
		for _, v := range found[i] {
			if right, known := t.rivals(cases[t.of].Disputes, v); known {
				out[v.Sort].add(v.Features(), t.fold, right)
			}
		}
	}
	return out
}

// rivals tells whether two claims take two sides of a dispute, with the values
// that the sides' answers name.
func (t told) rivals(disputes []eval.Dispute, v compare.Rival) (right, known bool) {
	known = true
	a, b := t.sides[v.A].position, t.sides[v.B].position
	for _, d := range disputes {
		for i, p := range d.Positions {
			for j, q := range d.Positions {
				if i == j || a[d.ID]&(1<<i) == 0 || b[d.ID]&(1<<j) == 0 {
					continue
				}
				saysA, otherA := answers(p.Answer, t.reading.Claims[v.A], v.Sort, v.P)
				saysB, otherB := answers(q.Answer, t.reading.Claims[v.B], v.Sort, v.Q)
				if saysA && saysB {
					return true, true
				}
				known = known && (otherA || otherB)
			}
		}
	}
	return false, known
}

// answers tells whether an answer gives a claim's value, or another of its
// kind.
func answers(answer string, c claims.Claim, sort compare.Sort, at int) (says, other bool) {
	switch sort {
	case compare.Figures:
		for _, q := range measure.Find(answer) {
			if n := c.Numbers[at]; q.Comparable(n.Quantity) {
				says, other = says || !q.Disjoint(n.Quantity), true
			}
		}
	case compare.Times:
		for _, m := range when.Find(answer, c.Published) {
			says, other = says || !m.Disjoint(c.Moments[at]), true
		}
	case compare.Words, compare.Sorts:
		says = true
	}
	return says, other && !says
}
