package check

import (
	"fmt"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/names"
	"counterpoint/internal/text"
)

// numbers checks that each quantity stands in a source, with its unit and
// hedge, of the same thing. A number of a source bears out one of the sentence.
func numbers(l *claims.Line, sources []source) []string {
	var out []string
	used := map[[2]int]bool{}
	for _, n := range l.Numbers {
		found := none(n)
		for i, s := range sources {
			for j, m := range s.Numbers {
				if at := [2]int{i, j}; !found && !used[at] && sameNumber(n, m) {
					found, used[at] = true, true
				}
			}
		}
		if !found && !onlyOne(n, sources) {
			out = append(out, fmt.Sprintf("the number %q", n.Text(l.Text)))
		}
	}
	return out
}

// none tells whether a number is a denial: "no money", "none". What it denies
// is checked as that.
func none(n claims.Number) bool { return n.Low == 0 && n.High == 0 && n.Head < 0 }

// onlyOne tells whether a source has the value of a number, no source has another
// one of the same thing, and nothing that is counted tells them apart: then other
// words were found for the thing.
func onlyOne(n claims.Number, sources []source) bool {
	has := false
	for _, s := range sources {
		for _, m := range s.Numbers {
			if sameValue(n, m) && (n.Head < 0 || m.Head < 0) {
				has = true
			} else if n.Unit == m.Unit && sameThing(n, m) {
				return false
			}
		}
	}
	return has
}

func sameValue(n, m claims.Number) bool {
	return n.Unit == m.Unit && n.Low == m.Low && n.High == m.High && n.Identifier == m.Identifier
}

// sameNumber tells whether two numbers are one value of one thing.
func sameNumber(n, m claims.Number) bool {
	return sameValue(n, m) && sameThing(n, m)
}

// sameThing tells whether two numbers count or measure one thing, as far as the
// words beside them tell.
func sameThing(n, m claims.Number) bool {
	if n.Toll >= 0 && m.Toll >= 0 {
		return n.Toll == m.Toll
	}
	if n.Head >= 0 && m.Head >= 0 && n.Head == m.Head || len(n.Context) == 0 || len(m.Context) == 0 {
		return true
	}
	return slices.ContainsFunc(n.Context, func(id int) bool {
		_, ok := slices.BinarySearch(m.Context, id)
		return ok
	})
}

// words checks that each name, figure and word of time stands in a source.
func words(l *claims.Line, sources []source) []string {
	return append(figures(l, sources), wholeNames(l, sources)...)
}

// figures checks that each figure and word of time stands in a source.
func figures(l *claims.Line, sources []source) []string {
	var out []string
	have := map[string]int{}
	for _, s := range sources {
		for _, t := range s.Forms {
			if t.Digit || timeWords[t.Norm] {
				have[bare(t)]++
			}
		}
	}
	for _, t := range l.Forms {
		var what string
		switch {
		case t.Digit:
			what = "the figure"
		case timeWords[t.Norm]:
			what = "the time"
		default:
			continue
		}
		if have[bare(t)] <= 0 && !spelled(l, t) && !dated(l, t, sources) {
			out = append(out, fmt.Sprintf("%s %q", what, t.Word))
		}
		if len(sources) == 1 {
			have[bare(t)]-- // one mention in what was reworded bears out one here
		}
	}
	return out
}

// used tells whether a source has a word that opens a line, whatever its case:
// an ordinary word that the finder of names does not know.
func used(first text.Token, sources []source) bool {
	return slices.ContainsFunc(sources, func(s source) bool { return formed(s.Line, first.Norm) })
}

// bare is a word without the point of an abbreviation.
func bare(t text.Token) string { return strings.ReplaceAll(t.Norm, ".", "") }

// firstName tells whether the word that opens a line is a name.
func firstName(l *claims.Line) bool {
	for _, n := range names.Find(l.Text) {
		if len(l.Forms) > 0 && n.Start <= l.Forms[0].Start {
			return true
		}
	}
	return false
}

// spelled tells whether a figure is part of a quantity, which is compared by
// its value: "61" for "sixty-one".
func spelled(l *claims.Line, t text.Token) bool {
	return t.Digit && slices.ContainsFunc(l.Numbers, func(n claims.Number) bool {
		return !n.Identifier && n.Start <= t.Start && t.End <= n.End
	})
}

func setOf(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// quotations checks that what stands in quotation marks stands in a passage in
// which somebody speaks.
func (c cited) quotations(sentence string) []string {
	var out []string
	parts := strings.Split(plainMarks.Replace(sentence), `"`)
	for i, quote := range parts {
		switch {
		case i%2 == 0:
		case i == len(parts)-1:
			out = append(out, "a quotation that is not closed")
		case !strings.Contains(c.said, strings.TrimRight(fold(quote), ".,!?… ")):
			out = append(out, fmt.Sprintf("the quotation “%s”", quote))
		}
	}
	return out
}
