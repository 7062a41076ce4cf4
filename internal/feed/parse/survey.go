package parse

import "strings"

// survey is what one pass over the markup tells, before anything that could
// be led astray reads it.
type survey struct {
	root       string // the local name of the tag that the feed begins with; empty where there is none
	start, end int    // of the root element, to the end of the text where it is not closed
	wellFormed bool   // each tag closed, in order
	closed     bool   // the root element is closed
	items      int
	depth      int  // the deepest nesting within an item
	bomb       bool // entities are declared in terms of others
	tags       int
	notes      int // comments and processing instructions
	strain     int // the largest product of an item's bytes and pieces
	spaces     int // namespaces declared
}

// roots are the tags that a feed, or what is left of one, begins with.
const roots = " rss rdf feed channel urlset item entry "

// void are the HTML tags that are not closed, so that they nest nothing.
const void = " br img hr input meta wbr source col embed p li "

func among(set, name string) bool { return strings.Contains(set, " "+name+" ") }

func look(text string) survey {
	s := survey{end: len(text), wellFormed: true}
	scan := scanner{text: text}
	var open []string
	depth, since, pieces := 0, 0, 0
	for {
		t, ok := scan.next()
		if !ok {
			break
		}
		if s.root == "" && !s.begins(t, text) {
			continue
		}
		pieces++
		s.wellFormed = s.wellFormed && !t.broken && t.kind != doctype
		switch t.kind {
		case startTag:
			s.tags++
			name := t.local()
			if name == "item" || name == "entry" || name == "url" {
				s.items++
				s.strain = max(s.strain, (t.start-since)*pieces)
				depth, since, pieces = 0, t.start, 0
			}
			if t.empty {
				continue
			}
			if !among(void, name) {
				depth++
				s.depth = max(s.depth, depth)
			}
			if s.wellFormed {
				open = append(open, t.name)
			}
		case endTag:
			depth = max(depth-1, 0)
			if !s.wellFormed {
				continue
			}
			if open[len(open)-1] != t.name {
				s.wellFormed = false
				continue
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				s.closed, s.end = true, t.end
				s.strain = max(s.strain, (t.end-since)*pieces)
				s.spaces = strings.Count(text[s.start:s.end], "xmlns")
				return s
			}
		case comment:
			s.notes++
		}
	}
	s.wellFormed = false
	return s
}

// begins reports whether the feed begins with t.
func (s *survey) begins(t token, text string) bool {
	switch {
	case t.kind == doctype:
		s.bomb = s.bomb || nestedEntities(text[t.start:t.end])
	case t.kind == startTag && !t.empty && among(roots, t.local()):
		s.root, s.start = t.local(), t.start
		return true
	}
	return false
}

// nestedEntities reports whether a declared entity stands for others: what
// bombs are made of, and no feed needs.
func nestedEntities(doctype string) bool {
	for _, d := range strings.Split(doctype, "<!ENTITY")[1:] {
		value, _, _ := strings.Cut(d, ">")
		for _, part := range strings.Split(value, "&")[1:] {
			if !strings.HasPrefix(part, "#") && strings.Contains(part, ";") {
				return true
			}
		}
	}
	return false
}

// tame reports whether gofeed can read the text in time and memory that grow
// with its size alone: it copies the namespaces in scope for each tag, and the
// text of an unknown element for each piece of it.
func (s survey) tame() bool {
	return s.items <= MaxEntries && s.tags <= 100_000 && s.notes <= 1000 &&
		s.strain <= 200<<20 && s.spaces*s.tags <= 5_000_000 && among(" rss rdf feed ", s.root)
}

// kind is the Format, as far as the root tells.
func (s survey) kind() string {
	switch s.root {
	case "feed", "entry":
		return "atom"
	case "urlset":
		return "sitemap"
	}
	return "rss"
}

// surroundings tells what is left out before and after the root.
func (s survey) surroundings(text string) []string {
	var notes []string
	scan := scanner{text: text[:s.start]}
	last := 0
	stray := false
	for {
		t, ok := scan.next()
		if !ok {
			break
		}
		stray = stray || strings.TrimSpace(text[last:t.start]) != "" || t.kind == startTag
		last = t.end
	}
	if stray || strings.TrimSpace(text[last:s.start]) != "" {
		notes = append(notes, "text before the feed left out")
	}
	after := strings.TrimSpace(text[s.end:])
	if after != "" && !strings.HasPrefix(after, "<!--") {
		notes = append(notes, "text after the feed left out")
	}
	return notes
}
