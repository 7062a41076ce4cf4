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

// phraseIndex is a table of phrases by the first word of each.
type phraseIndex struct {
	of    map[string][]phrase
	sizes [utf8.RuneSelf]uint64 // by first letter the lengths of such words, a bit each
}

// phrases is the table of phrases.txt.
var phrases = sync.OnceValue(func() *phraseIndex {
	table := &phraseIndex{of: map[string][]phrase{}}
	for row := range strings.Lines(phraseTable) {
		row = strings.TrimSpace(row)
		fields := strings.SplitN(row, " ", 3)
		if len(fields) < 3 || strings.HasPrefix(row, "#") {
			continue
		}
		p := phrase{place: place(fields[0]), form: fields[1], text: strings.TrimSpace(fields[2])}
		key := firstWord(p.text)
		table.of[key] = append(table.of[key], p)
		if key != "" && key[0] < utf8.RuneSelf {
			table.sizes[key[0]] |= 1 << (len(key) % 64)
		}
	}
	return table
})

// with gives the phrases that begin with a word. For most words the first
// letter and the length tell that there are none.
func (t *phraseIndex) with(word string) []phrase {
	if word != "" && word[0] < utf8.RuneSelf && t.sizes[word[0]]>>(len(word)%64)&1 == 0 {
		return nil
	}
	return t.of[word]
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
		for i, r := range s {
			if letterOrDigit(r) || r == '\'' && start >= 0 {
				if start < 0 {
					start = i
				}
				continue
			}
			if start >= 0 && !yield(start, strings.TrimRight(s[start:i], "'")) {
				return
			}
			start = -1
		}
		if start >= 0 {
			yield(start, strings.TrimRight(s[start:], "'"))
		}
	}
}

func firstWord(s string) string {
	for _, w := range wordsAt(s) {
		return w
	}
	return ""
}

func letterOrDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != ',' && r != '.' }) < 0
}
