package measure

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind int

const (
	word kind = iota
	digits
	punct
)

// token is a word, a number in digits or one punctuation mark. text is in
// lower case with straight apostrophes.
type token struct {
	start, end int
	kind       kind
	text       string
	glued      bool // no space before it
	upper      bool // begins with a capital
	newline    bool // first token of a line
	value      float64
	decimals   int
	comma      bool // digits grouped by commas
}

// tokens is a text cut up; at is safe beyond both ends.
type tokens []token

func (t tokens) at(i int) token {
	if i < 0 || i >= len(t) {
		return token{kind: punct}
	}
	return t[i]
}

func (t tokens) is(i int, words ...string) bool {
	text := t.at(i).text
	return slices.Contains(words, text)
}

func scan(s string) tokens {
	out := make(tokens, 0, len(s)/5+1)
	glued, newline := false, true
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			glued = false
			newline = newline || r == '\n'
			i += n
			continue
		}
		t := token{start: i, glued: glued, newline: newline, upper: unicode.IsUpper(r)}
		switch {
		case isDigit(r):
			t.end = i + digitsLen(s[i:])
			t.kind = digits
			t.setValue(s[i:t.end])
		case fractionSigns[r] > 0:
			t.end, t.kind, t.value, t.decimals = i+n, digits, fractionSigns[r], 2
		case unicode.IsLetter(r):
			t.end, t.kind = i+wordLen(s[i:]), word
		default:
			t.end, t.kind = i+n, punct
		}
		t.text = plain(s[t.start:t.end])
		out = append(out, t)
		i, glued, newline = t.end, true, false
	}
	return out
}

var fractionSigns = map[rune]float64{'½': .5, '¼': .25, '¾': .75, '⅓': 1.0 / 3, '⅔': 2.0 / 3}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// plain folds case, apostrophes and dashes, so that the lexicons need one form.
func plain(s string) string {
	switch s {
	case "–", "—", "‑", "−":
		return "-"
	}
	return strings.ReplaceAll(strings.ToLower(s), "’", "'")
}

// digitsLen is the length of the number at the start of s: digits with groups
// of exactly three behind commas, and a decimal part.
func digitsLen(s string) int {
	n := run(s)
	for n+1 < len(s) && s[n] == ',' && run(s[n+1:]) == 3 {
		n += 4
	}
	if n+1 < len(s) && s[n] == '.' {
		if d := run(s[n+1:]); d > 0 {
			n += 1 + d
		}
	}
	return n
}

func run(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func (t *token) setValue(s string) {
	t.comma = strings.Contains(s, ",")
	if _, after, ok := strings.Cut(s, "."); ok {
		t.decimals = len(after)
	}
	// Out of range gives an infinity; the finder drops such a number.
	t.value, _ = strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
}

// wordLen is the length of the word at the start of s: letters and digits,
// apostrophes before a letter, the dots of "a.m." but the last, and "Rs" apart
// from the digits that may stick to it.
func wordLen(s string) int {
	n, letters := 0, 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case isDigit(r) && strings.EqualFold(s[:n], "rs"):
			return n
		case unicode.IsLetter(r), isDigit(r), unicode.Is(unicode.Mn, r):
			letters++
		case (r == '\'' || r == '’') && letterAt(s, n+size):
			letters = 2
		case r == '.' && letters == 1 && letterAt(s, n+size):
			letters = 0
		default:
			return n
		}
		n += size
	}
	return n
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[min(i, len(s)):])
	return unicode.IsLetter(r)
}
