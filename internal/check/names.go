package check

import (
	"fmt"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// run is a name as it stands in a line: forms from to to, each with a capital,
// next to each other.
type run struct{ from, to int }

func (r run) in(l *claims.Line) string {
	return l.Text[l.Forms[r.from].Start:l.Forms[r.to-1].End]
}

// runs are the names of a line.
func runs(l *claims.Line) []run {
	var out []run
	first := firstName(l)
	name := func(i int) bool {
		t := l.Forms[i]
		return t.Upper && !t.Digit && !timeWords[t.Norm] && (i > 0 || first)
	}
	for i := 0; i < len(l.Forms); i++ {
		if !name(i) {
			continue
		}
		r := run{i, i + 1}
		for r.to < len(l.Forms) && name(r.to) && adjoins(l, r.to) {
			r.to++
		}
		out = append(out, r)
		i = r.to - 1
	}
	return out
}

// adjoins tells whether nothing but a space or a hyphen parts a form from the
// one before.
func adjoins(l *claims.Line, i int) bool {
	gap := l.Text[l.Forms[i-1].End:l.Forms[i].Start]
	return strings.Trim(gap, " -.'’") == ""
}

// places are where a name stands in a line: whole, each form beside the other.
// One word may be the first or the last of a longer name.
func (r run) places(l, s *claims.Line) []int {
	var out []int
	n := r.to - r.from
	for k := 0; k+n <= len(s.Forms); k++ {
		same := true
		for i := range n {
			same = same && sameName(l.Forms[r.from+i], s.Forms[k+i]) && (i == 0 || adjoins(s, k+i)) && (l.IDs[r.from+i] >= 0 || k > 0 && s.Forms[k+i].Upper)
		}
		if same && (n > 1 || !inner(s, k)) {
			out = append(out, k)
		}
	}
	return out
}

// inner tells whether a form stands within a name, neither first nor last.
func inner(s *claims.Line, k int) bool {
	return k > 0 && k+1 < len(s.Forms) && s.Forms[k-1].Upper && s.Forms[k+1].Upper && adjoins(s, k) && adjoins(s, k+1)
}

// sameName tells whether two words are one name: "Orvenna" for "Orvennan".
func sameName(a, b text.Token) bool {
	x, y := bare(a), bare(b)
	if x == y {
		return true
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	rest, ok := strings.CutPrefix(y, x)
	return ok && len(x) > 3 && a.Upper && b.Upper && (rest == "n" || rest == "ns" || rest == "an" || rest == "ian")
}

// wholeNames checks that each name stands whole in a source, or is put together of
// names there that end alike ("President Lira" and "Ximena Lira").
func wholeNames(l *claims.Line, sources []source) []string {
	var out []string
	for _, r := range runs(l) {
		if !r.stands(l, sources) {
			out = append(out, fmt.Sprintf("the name %q", r.in(l)))
		}
	}
	return out
}

func (r run) stands(l *claims.Line, sources []source) bool {
	for _, s := range sources {
		if len(r.places(l, s.Line)) > 0 {
			return true
		}
	}
	if r.to-r.from == 1 {
		return r.from == 0 && used(l.Forms[0], sources)
	}
	for i := r.from; i+1 < r.to; i++ {
		if !(run{i, i + 2}).beside(l, sources) && !(run{i, r.to}).leads(l, sources) {
			return false
		}
	}
	return true
}

// beside tells whether two words stand beside each other in a source.
func (r run) beside(l *claims.Line, sources []source) bool {
	for _, s := range sources {
		if len(r.places(l, s.Line)) > 0 {
			return true
		}
	}
	return false
}

// leads tells whether a name of a source begins with the first word of a run
// and ends with its last.
func (r run) leads(l *claims.Line, sources []source) bool {
	for _, s := range sources {
		for _, k := range (run{r.to - 1, r.to}).places(l, s.Line) {
			for k > 0 && s.Forms[k-1].Upper && adjoins(s.Line, k) {
				if k--; sameName(s.Forms[k], l.Forms[r.from]) {
					return true
				}
			}
		}
	}
	return false
}

// repeated checks a line against the one source that it rewords: one mention of
// a name there bears out one here.
func repeated(l *claims.Line, s source) []string {
	there := counted(s.Forms)
	var out []string
	for _, r := range runs(l) {
		for i := r.from; i < r.to; i++ {
			if b := bare(l.Forms[i]); i > 0 && there[b] > 0 {
				if there[b]--; there[b] == 0 {
					there[b] = -1
				}
			} else if there[b] < 0 {
				out = append(out, fmt.Sprintf("the name %q again", l.Forms[i].Word))
			}
		}
	}
	return out
}
