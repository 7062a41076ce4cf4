package parse

import "strings"

// survey is what one pass over the markup tells before it is read.
type survey struct {
	root       string // the local name of the tag that the feed begins with; empty where there is none
	start, end int    // of the root element, to the end of the text where it is not closed
	tagEnd     int    // of the root's start tag
	wellFormed bool   // each tag closed, in order
	items      int
	depth      int  // the deepest nesting within an item
	bomb       bool // entities are declared in terms of others
}

// roots are the tags that a feed, or what is left of one, begins with.
const roots = " rss rdf feed channel urlset item entry "

// void are the HTML tags that are often not closed, so that they nest nothing.
const void = " br img hr input meta wbr source col embed p li "

// among reports whether a set, its names parted by spaces, has a name.
func among(set, name string) bool {
	i := strings.Index(set, name)
	return i > 0 && (set[i-1] == ' ' && set[i+len(name)] == ' ' || strings.Contains(set, " "+name+" "))
}

func look(text string) survey {
	s := survey{end: len(text), wellFormed: true}
	scan := scanner{text: text}
	var open []string
	depth := 0
	for {
		t, ok := scan.next()
		if !ok {
			break
		}
		if s.root == "" && !s.begins(t, text) {
			continue
		}
		s.wellFormed = s.wellFormed && !t.broken && t.kind != doctype
		if t.kind == startTag {
			depth = s.opens(t, depth)
			if s.wellFormed && !t.empty {
				open = append(open, t.name)
			}
		}
		if t.kind != endTag {
			continue
		}
		depth = max(depth-1, 0)
		if s.wellFormed && open[len(open)-1] != t.name {
			s.wellFormed = false
		}
		if !s.wellFormed {
			continue
		}
		if open = open[:len(open)-1]; len(open) == 0 {
			s.end = t.end
			return s
		}
	}
	s.wellFormed = false
	return s
}

// opens counts a start tag, and gives the depth below it. Each item begins
// anew, so that tags left open in many items do not add up.
func (s *survey) opens(t token, depth int) int {
	name := t.local()
	if name == "item" || name == "entry" || name == "url" {
		s.items++
		depth = 0
	}
	if !t.empty && !among(void, name) {
		depth++
	}
	s.depth = max(s.depth, depth)
	return depth
}

// begins reports whether the feed begins with t.
func (s *survey) begins(t token, text string) bool {
	switch {
	case t.kind == doctype:
		s.bomb = s.bomb || nestedEntities(text[t.start:t.end])
	case t.kind == startTag && !t.empty && among(roots, t.local()):
		s.root, s.start, s.tagEnd = t.local(), t.start, t.end
		s.wellFormed = s.root != "item" && s.root != "entry" // else there is more after the first
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
	if after := strings.TrimSpace(text[s.end:]); after != "" && !strings.HasPrefix(after, "<!--") {
		notes = append(notes, "text after the feed left out")
	}
	return notes
}
