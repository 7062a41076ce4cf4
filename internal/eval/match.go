package eval

import (
	"strings"
	"unicode"

	"counterpoint/internal/news"
)

// squash is the lower-cased words of a text: quotations are compared without
// regard to space, case, quotation marks and dashes.
func squash(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
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
	set := map[string]int{}
	for _, w := range a {
		set[w] |= 1
	}
	for _, w := range b {
		set[w] |= 2
	}
	both := 0
	for _, in := range set {
		if in == 3 {
			both++
		}
	}
	return float64(both) >= 0.6*float64(len(set))
}

// Hits reports whether any of the passages is one of the annotated ones.
func Hits(evidence []news.Evidence, gold []Gold) bool {
	for _, g := range gold {
		for _, e := range evidence {
			if e.Article == g.Article && Same(e.Quote, g.Quote) {
				return true
			}
		}
	}
	return false
}
