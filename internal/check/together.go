package check

import (
	"fmt"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// together checks a sentence that puts several sources together: each thing in
// it stands in a source that is about it. A source that it follows word for
// word, if there is one, is followed in what it says: other sources may add to
// that, not take the place of it.
func (c cited) together(l *claims.Line, follows *source) []string {
	about := slices.DeleteFunc(slices.Clone(c.sources), func(s source) bool { return s.share < related })
	faults := numbers(l, about)
	faults = append(faults, figures(l, about)...)
	faults = append(faults, wholeNames(l, c.sources)...)
	faults = append(faults, c.strangers(l)...)
	faults = append(faults, c.strangeTimes(l)...)
	faults = append(faults, c.polarity(l, about)...)
	for _, p := range clauses(l) {
		faults = append(faults, c.denials(l, p)...)
		faults = append(faults, c.twice(l, p)...)
	}
	faults = append(faults, modality(l, about)...)
	faults = append(faults, holder(l, closest(about))...)
	if follows != nil {
		faults = append(faults, exact(l, *follows)...)
	}
	return faults
}

// closest are the sources that share most words with a line, and those that
// share half of them.
func closest(about []source) []source {
	most := 0
	for _, s := range about {
		most = max(most, s.share)
	}
	return slices.DeleteFunc(slices.Clone(about), func(s source) bool { return s.share < min(50, most) })
}

// reach is how many words apart two words stand at most that go together.
const reach = 6

// strangers finds names that stand with none of their neighbours in any source:
// the nearest word of content before or after them.
func (c cited) strangers(l *claims.Line) []string {
	var out []string
	for _, r := range runs(l) {
		near := neighbours(l, r)
		first := len(near) > 0 && near[0] > r.from
		if len(near) > 0 && !c.beside(l, r, near) && !(first && c.of(l, r)) || !c.after(l, r) {
			out = append(out, fmt.Sprintf("the name %q there", r.in(l)))
		}
	}
	return out
}

// of tells whether a source with a name is about the clause that the name opens:
// it has half of its other words.
func (c cited) of(l *claims.Line, r run) bool {
	for _, p := range clauses(l) {
		if r.from < p.from || p.to < r.to {
			continue
		}
		all := 0
		for i := p.from; i < p.to; i++ {
			if l.IDs[i] >= 0 && (i < r.from || i >= r.to) {
				all++
			}
		}
		for _, s := range c.sources {
			n := shared(l, part{p.from, r.from}, s.Line) + shared(l, part{r.to, p.to}, s.Line)
			if n > 1 && 2*n >= all && len(r.places(l, s.Line)) > 0 {
				return true
			}
		}
	}
	return false
}

// strangeTimes finds days and months that stand with none of their neighbours
// in any source, and are not told there in other words.
func (c cited) strangeTimes(l *claims.Line) []string {
	var out []string
	for i, t := range l.Forms {
		if !timeWords[t.Norm] || !t.Upper {
			continue
		}
		r := run{i, i + 1}
		if near := neighbours(l, r); len(near) > 0 && !c.beside(l, r, near) && !c.dated(l, t, near) {
			out = append(out, fmt.Sprintf("the time %q there", t.Word))
		}
	}
	return out
}

// prepositions after which names are of many kinds: "on Tuesday", "on Weir Quay".
var prepositions = setOf("on by from of in at")

// after tells whether a name that follows a preposition does so in a source.
func (c cited) after(l *claims.Line, r run) bool {
	if r.from == 0 || !prepositions[l.Forms[r.from-1].Norm] {
		return true
	}
	for _, s := range c.sources {
		for _, k := range r.places(l, s.Line) {
			for i := max(0, k-2); i < k; i++ {
				if s.Forms[i].Norm == l.Forms[r.from-1].Norm {
					return true
				}
			}
		}
	}
	return false
}

// neighbours are the words of content nearest to a name, in its clause.
func neighbours(l *claims.Line, r run) []int {
	from, to := claims.Clause(l.Text, l.Forms[r.from].Start, l.Forms[r.to-1].End)
	var out []int
	for i := r.from - 1; i >= 0 && l.Forms[i].Start >= from; i-- {
		if l.IDs[i] >= 0 || l.Forms[i].Digit {
			out = append(out, i)
			break
		}
	}
	for i := r.to; i < len(l.Forms) && l.Forms[i].End <= to; i++ {
		if l.IDs[i] >= 0 || l.Forms[i].Digit {
			out = append(out, i)
			break
		}
	}
	return out
}

// beside tells whether a source has a name beside one of its neighbours.
func (c cited) beside(l *claims.Line, r run, near []int) bool {
	n := r.to - r.from
	for _, s := range c.sources {
		places := r.places(l, s.Line)
		if len(places) == 0 && n > 1 { // put together of two names: by its last word
			places = run{r.to - 1, r.to}.places(l, s.Line)
		}
		for _, k := range places {
			if nearby(l, near, s, part{k, k + n}) {
				return true
			}
		}
	}
	return false
}

// dated tells whether a source that tells a day in other words has it beside a
// neighbour.
func (c cited) dated(l *claims.Line, t text.Token, near []int) bool {
	for _, s := range c.sources {
		for i, f := range s.Forms {
			if dated(l, t, []source{s}) && retold(s, f, l) && nearby(l, near, s, part{i, i + 1}) {
				return true
			}
		}
	}
	return false
}

// nearby tells whether one of some words of a line stands near a part of a source.
func nearby(l *claims.Line, words []int, s source, p part) bool {
	for i := max(0, p.from-reach); i < min(len(s.Forms), p.to+reach); i++ {
		if i >= p.from && i < p.to {
			continue
		}
		for _, j := range words {
			if l.IDs[j] >= 0 && l.IDs[j] == s.IDs[i] || bare(l.Forms[j]) == bare(s.Forms[i]) {
				return true
			}
		}
	}
	return false
}

// part is a clause of a line: forms from to to.
type part struct{ from, to int }

func clauses(l *claims.Line) []part {
	var out []part
	for i := 0; i < len(l.Forms); {
		_, end := claims.Clause(l.Text, l.Forms[i].Start, l.Forms[i].End)
		p := part{i, i + 1}
		for p.to < len(l.Forms) && l.Forms[p.to].Start < end {
			p.to++
		}
		out = append(out, p)
		i = p.to
	}
	return out
}

// twice finds names and words of time that a clause has more often than any one
// source: "the Castrel of Castrel".
func (c cited) twice(l *claims.Line, p part) []string {
	var out []string
	for b, n := range counted(l.Forms[p.from:p.to]) {
		i := slices.IndexFunc(l.Forms[p.from:p.to], func(t text.Token) bool { return bare(t) == b })
		if t := l.Forms[p.from+i]; n < 2 || !t.Upper && !timeWords[b] || l.IDs[p.from+i] < 0 && !timeWords[b] {
			continue
		}
		if !slices.ContainsFunc(c.sources, func(s source) bool { return counted(s.Forms)[b] >= n }) {
			out = append(out, fmt.Sprintf("the name %q again", b))
		}
	}
	slices.Sort(out)
	return out
}

// denials checks a clause against the sources that are closest to it: it denies
// no more often than one of them.
func (c cited) denials(l *claims.Line, p part) []string {
	here := denials(l.Forms[p.from:p.to])
	words, most := 0, 0
	for _, s := range c.sources {
		n := shared(l, p, s.Line)
		d := denials(s.Forms)
		switch {
		case n == 0 || n < words:
		case n > words:
			words, most = n, d
		default:
			most = max(most, d)
		}
	}
	if words > 0 && here > most {
		return []string{"more denials than any source"}
	}
	return nil
}

// shared counts the words of content of a clause that a source has.
func shared(l *claims.Line, p part, s *claims.Line) int {
	n := 0
	for i := p.from; i < p.to; i++ {
		if l.IDs[i] >= 0 {
			if _, ok := s.Word(l.IDs[i]); ok {
				n++
			}
		}
	}
	return n
}
