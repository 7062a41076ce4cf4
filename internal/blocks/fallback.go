package blocks

import (
	"strings"
	"unicode/utf8"

	"counterpoint/internal/wording"
)

// textLimit is what Slack recommends for a message's text, and what it
// enforces where a message is changed.
const textLimit = 4000

// fallback joins sentences to the text that stands for the blocks in a
// notification, with the three characters escaped that Slack gives a meaning.
// What does not fit is counted, by the noun given; the last words stand in any
// case.
func fallback(sentences []string, noun, last string) string {
	if last != "" {
		last = "\n" + escaped(last, 600)
	}
	room := textLimit - 40 - utf8.RuneCountInString(last)
	var b strings.Builder
	size := 0
	for i, s := range sentences {
		s = escaped(s, 1600)
		n := utf8.RuneCountInString(s)
		if i > 0 && size+n+1 > room {
			b.WriteString(" … and " + wording.Count(len(sentences)-i, "more "+noun) + ".")
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
		size += n + 1
	}
	return b.String() + last
}

// escaped is a text of at most limit code points once it is escaped.
func escaped(s string, limit int) string {
	for n := limit; ; n = n * 2 / 3 {
		if out := wording.Escape(wording.Shorten(s, n)); utf8.RuneCountInString(out) <= limit {
			return out
		}
	}
}
