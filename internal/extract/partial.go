package extract

import "strings"

// cutShort reports whether a text ends before its article does: with an
// ellipsis, or in the middle of a long last paragraph.
func cutShort(body string) bool {
	last := body[strings.LastIndexByte(body, '\n')+1:]
	trimmed := strings.TrimRight(last, "\"'”’») ]")
	if truncated(trimmed) || strings.HasSuffix(trimmed, "[…") || strings.HasSuffix(trimmed, "[...") {
		return true
	}
	return wordCount(last) >= 20 && !ended(last) && !strings.HasSuffix(trimmed, ":")
}

// walled reports whether the page says near the article's end, or anywhere in
// so many words, that the rest is for subscribers.
func (p page) walled(last int) bool {
	for i, l := range p.lines {
		if i > last && i <= last+6 && l.words <= 40 && placeOf(l, true) == partial {
			return true
		}
	}
	return false
}

// declaresMore reports whether a declared text is far longer than what the
// page shows of it.
func declaresMore(declared, body string) bool { return len(declared)*2 > len(body)*3 }

// hasLine reports whether text is one of body's lines.
func hasLine(body, text string) bool {
	for l := range strings.Lines(body) {
		if strings.TrimSuffix(l, "\n") == text {
			return true
		}
	}
	return false
}
