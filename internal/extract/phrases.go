package extract

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed phrases.txt
var phraseTable string

// place says where a phrase removes a line, and what else follows from it.
type place string

const (
	nowhere  place = ""
	anywhere place = "any"
	atEdge   place = "edge"
	cutsOff  place = "cut"
	opens    place = "list"
	partial  place = "stop"
)

type phrase struct {
	place place
	form  string
	text  string
}

// phraseIndex is a table of phrases by the first word of each, of which slotOf
// tells the slot. It spares a map, which takes longer to tell that a word of a
// text, as most, begins no phrase.
type phraseIndex [512][]opening

type opening struct {
	word    string
	phrases []phrase
}

// phrases is the table of phrases.txt.
var phrases = sync.OnceValue(func() *phraseIndex {
	table := &phraseIndex{}
	for row := range strings.Lines(phraseTable) {
		row = strings.TrimSpace(row)
		fields := strings.SplitN(row, " ", 3)
		if len(fields) < 3 || strings.HasPrefix(row, "#") {
			continue
		}
		p := phrase{place: place(fields[0]), form: fields[1], text: strings.TrimSpace(fields[2])}
		table.add(firstWord(p.text), p)
	}
	return table
})

func (t *phraseIndex) add(word string, p phrase) {
	slot := &t[slotOf(word)]
	for i := range *slot {
		if o := &(*slot)[i]; o.word == word {
			o.phrases = append(o.phrases, p)
			return
		}
	}
	*slot = append(*slot, opening{word: word, phrases: []phrase{p}})
}

// with gives the phrases that begin with a word.
func (t *phraseIndex) with(word string) []phrase {
	for _, o := range t[slotOf(word)] {
		if o.word == word {
			return o.phrases
		}
	}
	return nil
}

// slotOf mixes the first, the middle and the last letter and the length of a word.
func slotOf(word string) int {
	n := len(word)
	if n == 0 {
		return 0
	}
	return (int(word[0])*37 + int(word[n/2])*11 + int(word[n-1])*5 + n) % len(phraseIndex{})
}

// reports knows a sentence that tells what somebody said or did about
// something: it is news, whatever words are in it.
var reports = regexp.MustCompile(`\b(?:said|told|says|added|announced|ruled|wrote|according to|insisted|denied|claimed|warned)\b`)

// longest is the number of words over which a line is no furniture, by form:
// a long paragraph that has such words is about them.
func longest(form string) int {
	if form == "has" {
		return 45
	}
	return 35
}

// placeOf gives what the first phrase that a line has says of it; an edge
// phrase counts only at an edge.
func placeOf(l line, edge bool) place {
	n, low := l.words, l.low
	if n == 0 || n > 45 {
		return nowhere
	}
	best, table := nowhere, phrases()
	for at, word := range wordsAt(low) {
		for _, p := range table.with(word) {
			if p.place == atEdge && !edge || n > longest(p.form) || !p.matches(low, at) {
				continue
			}
			if p.form == "has" && (quoted(low, at) || n >= 25 && wordCount(low[:at]) >= 12) {
				continue // somebody says it, or a paragraph ends in it
			}
			if p.form != "is" && !strings.HasSuffix(p.text, ":") && (p.form == "has" || ended(l.text)) && reports.MatchString(low) {
				continue
			}
			if p.place != anywhere && p.place != atEdge {
				return p.place
			}
			best = anywhere
		}
	}
	return best
}

// matches reports whether the phrase stands in low at a word's border there.
func (p phrase) matches(low string, at int) bool {
	start := at
	if r, n := utf8.DecodeRuneInString(p.text); n > 0 && !letterOrDigit(r) {
		start = max(0, at-n)
	}
	if !strings.HasPrefix(low[start:], p.text) {
		return false
	}
	end := start + len(p.text)
	if r, _ := utf8.DecodeRuneInString(low[end:]); end < len(low) && letterOrDigit(r) {
		if l, _ := utf8.DecodeLastRuneInString(p.text); letterOrDigit(l) {
			return false
		}
	}
	before := strings.TrimFunc(low[:start], func(r rune) bool { return !letterOrDigit(r) })
	after := strings.TrimFunc(low[end:], func(r rune) bool { return !letterOrDigit(r) })
	switch p.form {
	case "is":
		return (before == "" || isNumber(before)) && (after == "" || isNumber(after))
	case "starts":
		return before == "" && !strings.HasPrefix(low, `"`)
	case "ends":
		return after == ""
	}
	return true
}

// quoted reports whether an odd number of quotation marks stands before at:
// somebody says the phrase.
func quoted(low string, at int) bool { return strings.Count(low[:at], `"`)%2 == 1 }

// wordsAt yields each word of s with the offset of its first letter.
func wordsAt(s string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		start := -1
		for i := 0; i < len(s); {
			in, size := alphanumeric[s[i]], 1
			if s[i] >= utf8.RuneSelf {
				var r rune
				r, size = utf8.DecodeRuneInString(s[i:])
				in = letterOrDigit(r)
			}
			switch {
			case in && start < 0:
				start = i
			case in, start < 0, s[i] == '\'':
			case !yield(start, withoutQuotes(s[start:i])):
				return
			default:
				start = -1
			}
			i += size
		}
		if start >= 0 {
			yield(start, withoutQuotes(s[start:]))
		}
	}
}

// withoutQuotes cuts the quotation marks behind a word.
func withoutQuotes(word string) string {
	for strings.HasSuffix(word, "'") {
		word = word[:len(word)-1]
	}
	return word
}

func firstWord(s string) string {
	for _, w := range wordsAt(s) {
		return w
	}
	return ""
}

// alphanumeric tells the letters and digits of ASCII.
var alphanumeric = func() (is [256]bool) {
	for _, c := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		is[c] = true
	}
	return is
}()

func letterOrDigit(r rune) bool {
	if r >= 0 && r < utf8.RuneSelf {
		return alphanumeric[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != ',' && r != '.' }) < 0
}
