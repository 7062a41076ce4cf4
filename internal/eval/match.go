package eval

import (
	"slices"
	"strings"
	"unicode"

	"counterpoint/internal/news"
)

// squash is the lower-cased words of a text: quotations are compared without
// regard to space, case, quotation marks and dashes.
func squash(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// Same tells whether a quoted passage is the annotated sentence: one holds the
// other, or they share most of their words.
func Same(quote, gold string) bool {
	a, b := squash(quote), squash(gold)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) >= 4 && strings.Contains(strings.Join(long, " "), strings.Join(short, " ")) {
		return true
	}
	both, all := overlap(a, b)
	return float64(both)/float64(all) >= 0.6
}

// overlap counts the words that are in both, and those in either.
func overlap(a, b []string) (both, all int) {
	set := map[string]int{}
	for _, w := range a {
		set[w] |= 1
	}
	for _, w := range b {
		set[w] |= 2
	}
	for _, in := range set {
		if in == 3 {
			both++
		}
	}
	return both, len(set)
}

// Hits reports whether any of the passages is one of the annotated ones.
func Hits(evidence []news.Evidence, gold []Gold) bool {
	return slices.ContainsFunc(gold, func(g Gold) bool { return hit(evidence, g) })
}

func hit(evidence []news.Evidence, g Gold) bool {
	return slices.ContainsFunc(evidence, func(e news.Evidence) bool {
		return e.Article == g.Article && Same(e.Quote, g.Quote)
	})
}

// articlesHit counts the articles whose annotated passages are among the
// evidence.
func articlesHit(evidence []news.Evidence, gold []Gold) int {
	in := map[string]bool{}
	for _, g := range gold {
		if hit(evidence, g) {
			in[g.Article] = true
		}
	}
	return len(in)
}

// What a reader would read of a line or position; the rest counts for nothing.
const (
	mostQuotes = 8
	mostWords  = 90 // of a quotation
)

// read is the part of the evidence that counts.
func read(evidence []news.Evidence) []news.Evidence {
	var out []news.Evidence
	for _, e := range evidence[:min(len(evidence), mostQuotes)] {
		if len(strings.Fields(e.Quote)) <= mostWords {
			out = append(out, e)
		}
	}
	return out
}
