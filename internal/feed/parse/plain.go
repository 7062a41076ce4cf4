package parse

import (
	"html"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// line is HTML, escaped or not, as one line of plain text. Feeds escape titles
// twice as often as once, so what reads as markup after the first unescaping
// is read as markup.
func line(s string) string {
	s = cut(s, 8*maxLine)
	for range 2 {
		s = stripTags(s)
		if !strings.Contains(s, "&") {
			break
		}
		s = unescape(s)
	}
	s = strings.Join(strings.Fields(strings.Map(permitted, stripTags(s))), " ")
	return strings.TrimSpace(cut(s, maxLine))
}

// stripTags takes out the tags of HTML and their comments. A "<" that begins
// none is text, and "<unknown>" too.
func stripTags(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var b strings.Builder
	scan := scanner{text: s}
	at := 0
	for {
		t, ok := scan.next()
		if !ok {
			break
		}
		if (t.kind == startTag || t.kind == endTag) && atom.Lookup([]byte(strings.ToLower(t.name))) == 0 {
			continue
		}
		b.WriteString(s[at:t.start])
		at = t.end
		switch {
		case t.kind == cdata:
			b.WriteString(s[t.start+len(cdataMark) : t.end-3])
		case atom.Lookup([]byte(t.local())) == atom.Br || atom.Lookup([]byte(t.local())) == atom.P:
			b.WriteByte(' ')
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// unescape decodes entities that are closed by a semicolon: html.UnescapeString
// would read "&copy=2" in an address as "©=2".
func unescape(s string) string {
	const longest = 40
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		b.WriteString(s[:i])
		s = s[i:]
		n := 1
		if end := strings.IndexByte(s[:min(len(s), longest)], ';'); end > 1 {
			if plain := html.UnescapeString(s[:end+1]); !strings.HasSuffix(plain, ";") || plain == ";" {
				b.WriteString(plain)
				s = s[end+1:]
				continue
			}
		}
		b.WriteString(s[:n])
		s = s[n:]
	}
	b.WriteString(s)
	return b.String()
}

// cut shortens s to at most n bytes, at a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// byline is a name without the address of mail that RSS asks for:
// "desk@outlet.example (Ada Pell)", "Ada Pell <desk@outlet.example>".
func byline(s string) string {
	s = unescape(cut(s, maxLine))
	if !strings.Contains(s, "@") {
		return s
	}
	var names []string
	for word := range strings.FieldsSeq(s) {
		if !strings.Contains(word, "@") {
			names = append(names, word)
		}
	}
	name := strings.TrimSpace(strings.Join(names, " "))
	if strings.HasPrefix(name, "(") && strings.HasSuffix(name, ")") {
		name = name[1 : len(name)-1]
	}
	return strings.Trim(name, "\"<>(),; ")
}

// maxNames is how many of those who wrote an entry are named.
const maxNames = 20

// bylines joins names, each once.
func bylines(names []string) string {
	var kept []string
	seen := map[string]bool{}
	for _, n := range names {
		if n = line(byline(n)); n != "" && !seen[n] {
			seen[n] = true
			kept = append(kept, n)
		}
	}
	return strings.Join(kept, ", ")
}

// paragraphs is plain text as HTML.
func paragraphs(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	s = html.EscapeString(strings.ReplaceAll(s, "\r\n", "\n"))
	return "<p>" + strings.ReplaceAll(s, "\n\n", "</p>\n<p>") + "</p>"
}
