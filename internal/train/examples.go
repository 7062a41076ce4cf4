package main

import (
	"slices"

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

// told is a story of a case with what its annotation says of each claim.
type told struct {
	fold    int
	of      int // its case
	story   news.Story
	reading claims.Reading
	sides   []sides
	said    verdicts
}

// sides tells which annotated positions, facts and states a claim takes.
type sides struct {
	position       map[string]int // dispute -> set of positions
	facts          map[string]bool
	earlier, later map[string]bool
}

// readStory reads a story of a case.
func readStory(c eval.Case, s news.Story, fold, of int) told {
	t := told{fold: fold, of: of, story: s, reading: claims.Read(s)}
	for _, cl := range t.reading.Claims {
		t.sides = append(t.sides, sidesOf(c, cl.Evidence))
	}
	return t
}

// only is a story as some of its articles tell it.
func (t told) only(c eval.Case, ids ...string) told {
	s := news.Story{ID: t.story.ID}
	for i, a := range t.story.Articles {
		if slices.Contains(ids, a.ID) {
			s.Articles, s.Lineage = append(s.Articles, a), append(s.Lineage, t.story.Lineage[i])
		}
	}
	return readStory(c, s, t.fold, t.of)
}

// has tells whether an article is of the story.
func (t told) has(article string) bool {
	return slices.ContainsFunc(t.story.Articles, func(a news.Article) bool { return a.ID == article })
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
		if eval.Hits(one, f.Support) {
			s.facts[f.ID] = true
		}
	}
	for _, o := range c.Superseded {
		if eval.Hits(one, o.Earlier) {
			s.earlier[o.ID] = true
		}
		if eval.Hits(one, o.Later) {
			s.later[o.ID] = true
		}
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
		if b.later[o] {
			return Updating
		}
	}
	for f := range a.facts {
		if b.facts[f] {
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

// examples are rows to learn from with the folds of their cases.
type examples struct {
	rows [][]int
	fold []int
	want [][]bool // by output
}

func (e *examples) add(row []int, fold int, want ...bool) {
	e.rows, e.fold = append(e.rows, row), append(e.fold, fold)
	if e.want == nil {
		e.want = make([][]bool, len(want))
	}
	for k, w := range want {
		e.want[k] = append(e.want[k], w)
	}
}

// pairsOf labels the candidate pairs of stories; of each gate, the words' weights
// are used.
func pairsOf(stories []told, gates []compare.Gate) (out examples) {
	for _, t := range stories {
		for _, p := range gates[t.fold].Candidates(t.reading) {
			l := label(t.sides[p.A], t.sides[p.B])
			out.add(p.Features()[:], t.fold, l == Agreeing, l == Conflicting, l == Updating)
		}
	}
	return out
}

// alikesOf labels the pairs that get a second look, weighed by gates which have
// not seen a story.
func alikesOf(stories []told, gates []compare.Gate) (out examples) {
	for _, t := range stories {
		for _, p := range gates[t.fold].Alikes(t.story, t.reading) {
			out.add(p.Features(), t.fold, label(t.sides[p.A], t.sides[p.B]) == Agreeing)
		}
	}
	return out
}

// linesOf labels the lines that gates which have not seen a story suggest for
// it.
func linesOf(stories []told, gates []compare.Gate) (agreed examples) {
	for _, t := range stories {
		for _, l := range gates[t.fold].Lines(t.story, t.reading) {
			tells := t.tells(l.Members)
			agreed.add(l.Features(), t.fold, tells, t.joins(l.Members) && !tells)
		}
	}
	return agreed
}

// tells reports whether two articles state one annotated fact in these claims.
func (t told) tells(ids []int) bool {
	in := map[string]int{} // fact -> article + 1 of a claim that states it
	for _, i := range ids {
		for f := range t.sides[i].facts {
			if a := t.reading.Claims[i].Article + 1; in[f] != 0 && in[f] != a {
				return true
			}
			in[f] = t.reading.Claims[i].Article + 1
		}
	}
	return false
}

// joins reports whether the claims take two sides of a dispute.
func (t told) joins(ids []int) bool {
	taken := map[string]int{}
	for _, i := range ids {
		for d, p := range t.sides[i].position {
			taken[d] |= p
			if taken[d]&(taken[d]-1) != 0 {
				return true
			}
		}
	}
	return false
}

// overtaken reports whether one of the later claims overtakes one of the
// earlier ones.
func (t told) overtaken(earlier, later []int) bool {
	for _, a := range earlier {
		for o := range t.sides[a].earlier {
			for _, b := range later {
				if t.sides[b].later[o] {
					return true
				}
			}
		}
	}
	return false
}
