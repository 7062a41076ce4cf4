package parse

import "strings"

type tokenKind int

const (
	startTag tokenKind = iota
	endTag
	cdata   // a whole section
	opener  // the mark of a CDATA section that is never closed
	comment // also processing instructions, and comments never closed
	doctype
)

// token is a piece of markup, text[start:end]. What lies between is text.
type token struct {
	kind       tokenKind
	name       string // as written, with its prefix
	start, end int
	empty      bool // <name/>
	broken     bool // ended by what cannot stand within it
}

// local is a tag's name without prefix, in lower case.
func (t token) local() string { return strings.ToLower(t.name[strings.IndexByte(t.name, ':')+1:]) }

// scanner goes through the markup of XML that may be broken in any way. It
// takes time in proportion to the text: marks that end something far away are
// looked for once.
type scanner struct {
	text     string
	at       int
	ends     [3]int // where the next "]]>", "-->", "?>" stands; 0: not looked for
	doctypes int
}

// The marks that scanner.ends is about.
var endMarks = [3]string{"]]>", "-->", "?>"}

func (s *scanner) find(mark, from int) int {
	if s.ends[mark] < from || s.ends[mark] == 0 {
		i := strings.Index(s.text[from:], endMarks[mark])
		if i < 0 {
			s.ends[mark] = len(s.text) + 1
		} else {
			s.ends[mark] = from + i
		}
	}
	return s.ends[mark]
}

// next is the next piece of markup. A "<" that begins none is text.
func (s *scanner) next() (token, bool) {
	for s.at < len(s.text) {
		i := strings.IndexByte(s.text[s.at:], '<')
		if i < 0 || s.at+i+2 >= len(s.text) {
			break
		}
		t := token{start: s.at + i}
		switch c := s.text[t.start+1]; {
		case c == '!':
			s.declaration(&t)
		case c == '?':
			t.kind = comment
			if t.end = s.find(2, t.start) + 2; t.end > len(s.text) {
				t.end = t.start + 2
			}
		case c == '/' && nameStart(s.text[t.start+2]):
			t.kind = endTag
			s.tag(&t, t.start+2)
		case nameStart(c):
			s.tag(&t, t.start+1)
		default:
			s.at = t.start + 1
			continue
		}
		if t.end == 0 {
			s.at = t.start + 1
			continue
		}
		s.at = t.end
		return t, true
	}
	s.at = len(s.text)
	return token{}, false
}

// tag reads a tag to its ">". A "<" within means that the tag was not closed,
// or that the first "<" was none: then it ends at a ">" within broken
// quotation marks, or is text.
func (s *scanner) tag(t *token, name int) {
	i := name
	for i < len(s.text) && nameByte(s.text[i]) {
		i++
	}
	t.name = s.text[name:i]
	var quote byte
	closed := 0
	for ; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '<':
			t.end, t.broken = closed, true
			return
		case c == '>' && quote == 0:
			t.end, t.empty = i+1, s.text[i-1] == '/'
			return
		case c == '>' && closed == 0:
			closed = i + 1
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && i > 0 && (s.text[i-1] == '=' || space(s.text[i-1])):
			quote = c
		}
	}
	t.end, t.broken = closed, true
}

func (s *scanner) declaration(t *token) {
	rest := s.text[t.start:]
	switch {
	case strings.HasPrefix(rest, cdataMark):
		s.section(t)
	case strings.HasPrefix(rest, "<!--"):
		t.kind = comment
		if t.end = s.find(1, t.start+4) + 3; t.end > len(s.text) {
			t.end, t.broken = t.start+4, true
		}
	case nameStart(s.text[t.start+2]):
		t.kind = doctype
		t.end = s.doctypeEnd(t.start)
	}
}

const cdataMark = "<![CDATA["

// section is a CDATA section. One that begins within another shows that the
// first was never closed.
func (s *scanner) section(t *token) {
	from := t.start + len(cdataMark)
	end := s.find(0, from)
	if end <= len(s.text) && !strings.Contains(s.text[from:end], cdataMark) {
		t.kind, t.end = cdata, end+3
		return
	}
	t.kind, t.end, t.broken = opener, from, true
}

// doctypeEnd goes past the declarations within the brackets of the first.
func (s *scanner) doctypeEnd(start int) int {
	i := strings.IndexByte(s.text[start:], '>')
	if i < 0 {
		return 0
	}
	s.doctypes++
	bracket := strings.IndexByte(s.text[start:start+i], '[')
	if bracket < 0 || s.doctypes > 1 {
		return start + i + 1
	}
	for at := start + bracket; ; {
		j := strings.IndexByte(s.text[at:], ']')
		if j < 0 {
			return start + i + 1
		}
		at += j + 1
		for at < len(s.text) && space(s.text[at]) {
			at++
		}
		if at < len(s.text) && s.text[at] == '>' {
			return at + 1
		}
	}
}

func nameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

func nameByte(c byte) bool {
	return nameStart(c) || '0' <= c && c <= '9' || c == ':' || c == '-' || c == '.'
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
