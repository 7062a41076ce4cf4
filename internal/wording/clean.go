// Package wording holds what the printed forms of a digest have in common:
// text from a feed made harmless for one line, shortened at a word boundary,
// counted nouns, dates, and which article of a story a reference points at.
//
// It decides nothing about what is told and knows neither Slack nor a
// terminal; markup is the business of the form that prints.
package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes one line of a text that a stranger wrote: white space of any
// kind becomes one space, every other control character becomes U+FFFD, so
// that an escape sequence shows as text instead of steering a terminal, and
// invisible format characters go (marks that turn the direction of writing,
// zero-width spaces, tags). Joiners stay: emoji and several scripts need them.
func Clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == zeroWidthNonJoiner || r == zeroWidthJoiner:
		case unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsControl(r):
			r = utf8.RuneError
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	ellipsis           = "…"
)

// Shorten cuts a text to at most limit code points, at a word boundary where
// one is near, and ends it with an ellipsis. A text that fits stays as it is.
func Shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	runes := []rune(s)
	cut := limit - 1
	for i := cut; i > cut/2; i-- {
		if unicode.IsSpace(runes[i]) {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(runes[:cut]), " ,;:–—-") + ellipsis
}

// Excerpt cuts a quotation to at most limit code points and keeps the part in
// which words of the answer stand, for a figure late in a long sentence is
// what the quotation is there for.
func Excerpt(quote, answer string, limit int) string {
	runes := []rune(quote)
	if len(runes) <= limit {
		return quote
	}
	at := mention(runes, answer)
	if at < limit*2/3 {
		return Shorten(quote, limit)
	}
	start := at - limit/3
	for start > 0 && !unicode.IsSpace(runes[start-1]) {
		start--
	}
	return ellipsis + " " + Shorten(string(runes[start:]), limit-2)
}

// mention is where the quotation first has a telling word of the answer: a
// figure, else a word of four letters or more; 0 where it has none.
func mention(quote []rune, answer string) int {
	var figures, words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(answer), isBreak) {
		switch {
		case strings.ContainsFunc(w, unicode.IsDigit):
			figures = append(figures, w)
		case utf8.RuneCountInString(w) >= 4:
			words = append(words, w)
		}
	}
	low := make([]rune, len(quote))
	for i, r := range quote {
		low[i] = unicode.ToLower(r)
	}
	text := string(low)
	for _, w := range append(figures, words...) {
		if before, _, ok := strings.Cut(text, w); ok {
			return utf8.RuneCountInString(before)
		}
	}
	return 0
}

func isBreak(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// Marks are the quotation marks to put around a passage: none where it begins
// with some of its own.
func Marks(passage string) (before, after string) {
	r, _ := utf8.DecodeRuneInString(passage)
	if strings.ContainsRune("“”„«»\"‘'", r) {
		return "", ""
	}
	return "“", "”"
}
