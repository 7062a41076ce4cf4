package main

import (
	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/eval"
	"counterpoint/internal/news"
)

// Label is what the annotation says of a pair of claims.
type Label int

// The labels, in the order of the gate's outputs; None is the rest.
const (
	None Label = iota - 1
	Agreeing
	Conflicting
	Updating
)

// example is a pair with its label.
type example struct {
	features compare.Features
	label    Label
}

// sides tells which annotated positions, facts and states a claim takes.
type sides struct {
	position       map[string]int // dispute -> position + 1
	facts          map[string]bool
	earlier, later map[string]bool
}

func sidesOf(c eval.Case, ev news.Evidence) sides {
	s := sides{position: map[string]int{}, facts: map[string]bool{}, earlier: map[string]bool{}, later: map[string]bool{}}
	one := []news.Evidence{ev}
	for _, d := range c.Disputes {
		for i, p := range d.Positions {
			if eval.Hits(one, p.Evidence) {
				s.position[d.ID] |= 1 << i
			}
		}
	}
	for _, f := range c.Facts {
		s.facts[f.ID] = eval.Hits(one, f.Support)
	}
	for _, o := range c.Superseded {
		s.earlier[o.ID], s.later[o.ID] = eval.Hits(one, o.Earlier), eval.Hits(one, o.Later)
	}
	return s
}

// label compares the sides of two claims, a published before b.
func label(a, b sides) Label {
	for d, p := range a.position {
		if q := b.position[d]; p != 0 && q != 0 && p&q == 0 {
			return Conflicting
		}
	}
	for o := range a.earlier {
		if a.earlier[o] && b.later[o] {
			return Updating
		}
	}
	for f, in := range a.facts {
		if in && b.facts[f] {
			return Agreeing
		}
	}
	for d, p := range a.position {
		if q := b.position[d]; p&q != 0 {
			return Agreeing
		}
	}
	return None
}

// examples reads a case's stories and labels their candidate pairs.
func examples(c eval.Case, stories []news.Story) []example {
	var out []example
	for _, s := range stories {
		r := claims.Read(s)
		of := make([]sides, len(r.Claims))
		for i, cl := range r.Claims {
			of[i] = sidesOf(c, cl.Evidence)
		}
		for _, p := range compare.Candidates(r) {
			out = append(out, example{*p.Features(), label(of[p.A], of[p.B])})
		}
	}
	return out
}
