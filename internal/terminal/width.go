package terminal

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// What the callers of wrap may set between words, and a foreign text cannot
// have: a space at which a line is not broken, and a break.
const (
	stick     = "\u00a0"
	lineBreak = "\n"
)

const (
	joiner       = '\u200d'
	firstJamo    = 0x1160 // vowels and finals of Hangul, drawn into the syllable
	lastJamo     = 0x11ff
	firstSkin    = 0x1f3fb // skin tones, drawn into the emoji before them
	lastSkin     = 0x1f3ff
	continuation = 0
)

// columnsOf is how many columns a terminal gives a text.
func columnsOf(s string) int {
	n, joined := 0, false
	for _, r := range s {
		if !joined {
			n += runeColumns(r)
		}
		joined = r == joiner
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x7f:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return continuation
	case r >= firstJamo && r <= lastJamo, r >= firstSkin && r <= lastSkin:
		return continuation
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.Neutral, width.EastAsianAmbiguous, width.EastAsianNarrow, width.EastAsianHalfwidth:
		return 1
	}
	return 1
}

// wrap breaks a text into lines of at most limit columns, the second and
// following hang columns in. A word that is longer than a line is broken
// where the line ends; so is writing without spaces.
func wrap(text string, limit, hang int) []string {
	var lines []string
	line, used := "", 0
	room := limit
	next := func() {
		lines = append(lines, strings.TrimRight(strings.ReplaceAll(line, stick, " "), " "))
		line, used = strings.Repeat(" ", hang), 0
		room = limit - hang
	}
	for word := range strings.SplitSeq(text, " ") {
		if word == lineBreak {
			next()
		}
		if word == "" || word == lineBreak {
			continue
		}
		n := columnsOf(word)
		if used > 0 && used+1+n > room {
			next()
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		for n > room {
			head := firstColumns(word, room)
			line += head
			word = strings.TrimLeft(word[len(head):], stick)
			n = columnsOf(word)
			used = room
			next()
		}
		line, used = line+word, used+n
	}
	if used > 0 || len(lines) == 0 {
		next()
	}
	return lines
}

// firstColumns is the longest beginning of a word that fits, at least one
// character with what is drawn into it.
func firstColumns(word string, limit int) string {
	n, joined := 0, false
	for i, r := range word {
		if !joined {
			n += runeColumns(r)
		}
		joined = r == joiner
		if n > limit && i > 0 {
			return word[:i]
		}
	}
	return word
}
