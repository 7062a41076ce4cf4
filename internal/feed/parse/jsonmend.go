package parse

import (
	"fmt"
	"strings"
)

// mendJSON writes broken JSON anew in one pass: without comments, trailing
// commas and control characters in strings, null for what JSON has no word
// for, and where the text is cut off, closed after the last value that is
// whole: an item, or a field of the feed.
func mendJSON(text string) (mended string, cutOff, tooDeep bool) {
	m := jsonMender{text: text}
	for m.at < len(text) && !m.stop {
		m.step()
		if len(m.open) > maxDepth {
			return "", false, true
		}
	}
	if len(m.open) == 0 {
		return m.out.String(), false, false
	}
	return m.out.String()[:m.safe] + m.safeClose, true, false
}

type jsonMender struct {
	text      string
	at        int
	out       strings.Builder
	open      []byte // the brackets that close what is open
	last      byte   // of the output
	stop      bool
	safe      int    // the output up to here is whole but for safeClose
	safeClose string // what closes it
}

func (m *jsonMender) step() {
	switch c := m.text[m.at]; {
	case space(c):
		m.at++
	case c == '/':
		m.comment()
	case c == ',': // written where the next value comes
		m.at++
	case c == '{' || c == '[':
		m.write(m.text[m.at : m.at+1])
		m.open = append(m.open, c+2) // } and ] stand two after { and [
		m.at++
	case c == '}' || c == ']':
		m.closeWith(c)
	case c == ':':
		m.out.WriteByte(':')
		m.last = ':'
		m.at++
	case c == '"':
		m.str()
	default:
		m.word()
	}
}

// write writes a value or name, after the comma that it needs, read or not.
func (m *jsonMender) write(s string) {
	if m.out.Len() > 0 && strings.IndexByte("{[:", m.last) < 0 {
		m.out.WriteByte(',')
	}
	m.out.WriteString(s)
	m.last = s[len(s)-1]
}

func (m *jsonMender) closeWith(c byte) {
	m.at++
	if len(m.open) == 0 || m.open[len(m.open)-1] != c {
		m.stop = len(m.open) > 0 // brackets that do not match: the rest is a guess
		return
	}
	m.open = m.open[:len(m.open)-1]
	m.out.WriteByte(c)
	m.last = c
	m.stop = len(m.open) == 0 // what comes after is not the feed's
	m.whole()
}

// whole notes that the output ends with a whole value, where the feed could
// end: a field of the feed, or an item.
func (m *jsonMender) whole() {
	if depth := len(m.open); depth <= 2 && (depth < 2 || m.open[1] == ']') {
		m.safe, m.safeClose = m.out.Len(), ""
		for i := depth - 1; i >= 0; i-- {
			m.safeClose += string(m.open[i])
		}
	}
}

func (m *jsonMender) comment() {
	rest := m.text[m.at:]
	end := "\n"
	if strings.HasPrefix(rest, "/*") {
		end = "*/"
	} else if !strings.HasPrefix(rest, "//") {
		m.at++
		return
	}
	if i := strings.Index(rest[2:], end); i >= 0 {
		m.at += 2 + i + len(end)
		return
	}
	m.at = len(m.text)
}

func (m *jsonMender) str() {
	var b strings.Builder
	b.WriteByte('"')
	i := m.at + 1
	for ; i < len(m.text) && m.text[i] != '"'; i++ {
		c := m.text[i]
		switch {
		case c < 0x20:
			fmt.Fprintf(&b, `\u%04x`, c)
		case c != '\\':
			b.WriteByte(c)
		case i+1 < len(m.text) && strings.IndexByte(`"\/bfnrt`, m.text[i+1]) >= 0,
			i+5 < len(m.text) && m.text[i+1] == 'u' && hex(m.text[i+2]) && hex(m.text[i+3]) && hex(m.text[i+4]) && hex(m.text[i+5]):
			b.WriteByte(c)
			i++
			b.WriteByte(m.text[i])
		}
	}
	if i >= len(m.text) {
		m.at, m.stop = len(m.text), true
		return
	}
	b.WriteByte('"')
	m.at = i + 1
	m.write(b.String())
	if !m.isName() {
		m.whole()
	}
}

// isName reports whether a colon comes next.
func (m *jsonMender) isName() bool {
	for i := m.at; i < len(m.text); i++ {
		if !space(m.text[i]) {
			return m.text[i] == ':'
		}
	}
	return true
}

// word is a number, true, false or null; what else stands there becomes null.
func (m *jsonMender) word() {
	i := m.at
	for i < len(m.text) && strings.IndexByte(",:{}[]\"/ \t\r\n", m.text[i]) < 0 {
		i++
	}
	word := m.text[m.at:i]
	if m.at = max(i, m.at+1); i >= len(m.text) {
		m.stop = true // may be half a number
		return
	}
	if !jsonWord(word) {
		word = "null"
	}
	m.write(word)
	m.whole()
}

func jsonWord(w string) bool {
	if w == "true" || w == "false" || w == "null" {
		return true
	}
	digits := strings.TrimPrefix(w, "-")
	if digits == "" || digits[0] < '0' || digits[0] > '9' || len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		return false
	}
	whole, part, dotted := strings.Cut(digits, ".")
	return onlyDigits(whole) && (!dotted || onlyDigits(part))
}

func onlyDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
