package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// line is one paragraph of candidate text: a block of a page, or a line of
// scraped text. Nearly every rule asks for its words or its lower case, which
// are therefore found once.
type line struct {
	text   string     // as clean gives it
	low    string     // as lowered gives it
	words  int        // between spaces
	marks  mark       // what the markup says of it
	tag    atom.Atom  // the block element that it is in; 0 for scraped text
	parent *html.Node // of that element
	linked int        // how many of its characters are in links
	zones  []int      // the marked elements that hold it
	gap    bool       // scraped text: a blank line stands before it
}

// newLine makes a line of a text that clean has given.
func newLine(text string) line {
	l := line{text: text, low: lowered(text)}
	if text != "" {
		l.words = strings.Count(text, " ") + 1 // it has no other space, and none at its ends
	}
	return l
}

func (l line) linkShare() float64 {
	if l.linked == 0 {
		return 0
	}
	return float64(l.linked) / float64(utf8.RuneCountInString(l.text))
}

func (l line) heading() bool {
	switch l.tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// prose reports whether the line reads like a paragraph of running text.
func (l line) prose() bool {
	return l.words >= 25 || l.words >= 9 && ended(l.text)
}

// isBlock reports whether an element begins and ends a paragraph.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption,
		atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2,
		atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html,
		atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre,
		atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// isControl reports whether an element is something to press or to fill in:
// its text is no part of the text around it.
func isControl(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Button, atom.Select, atom.Input, atom.Label, atom.Option, atom.Progress, atom.Meter, atom.Output:
		return true
	}
	return false
}

// maxZones bounds how many zones within each other are kept apart.
const maxZones = 16

// zone is an element whose markup says that it holds something else than the
// article.
type zone struct{ mark mark }

type page struct {
	lines []line
	zones []zone
}

// cutter cuts a page into lines.
type cutter struct {
	page
	buf    strings.Builder
	linked int
	inLink int
	open   []int // zones around the present element
}

// The marks that the cutter puts between parts of a block's text.
const (
	lineBreak = '\n'
	cellBreak = '\t'
)

func cut(doc *html.Node) page {
	c := &cutter{page: page{lines: make([]line, 0, 16)}}
	c.element(doc, nil, 0)
	return c.page
}

func (c *cutter) element(n, block *html.Node, marks mark) {
	own := marksOf(n)
	if own&zoneMarks != 0 && len(c.open) < maxZones {
		c.zones = append(c.zones, zone{mark: own & zoneMarks})
		c.open = append(c.open, len(c.zones)-1)
		defer func() { c.open = c.open[:len(c.open)-1] }()
	}
	if n.DataAtom == atom.A && hasAttr(n, "href") {
		c.inLink++
		defer func() { c.inLink-- }()
	}
	if isBlock(n) {
		c.flush(block, marks)
		block = n
	}
	marks |= own
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch {
		case child.Type == html.TextNode:
			c.text(child.Data, child.Parent != nil && child.Parent.DataAtom == atom.Pre)
		case child.Type != html.ElementNode:
		case child.DataAtom == atom.Head:
		case child.DataAtom == atom.Br:
			c.buf.WriteByte(lineBreak)
		case child.DataAtom == atom.Td || child.DataAtom == atom.Th:
			c.buf.WriteByte(cellBreak)
			c.element(child, block, marks)
			c.buf.WriteByte(cellBreak)
		case isControl(child):
			c.flush(block, marks)
		default:
			c.element(child, block, marks)
		}
	}
	if isBlock(n) {
		c.flush(block, marks)
	}
}

func (c *cutter) text(s string, verbatim bool) {
	if !verbatim && (strings.IndexByte(s, lineBreak) >= 0 || strings.IndexByte(s, cellBreak) >= 0 || !utf8.ValidString(s)) {
		s = strings.Map(func(r rune) rune {
			if r == lineBreak || r == cellBreak {
				return ' '
			}
			return r
		}, s)
	}
	c.buf.WriteString(s)
	if c.inLink > 0 {
		c.linked += utf8.RuneCountInString(clean(s))
	}
}

func (c *cutter) flush(block *html.Node, marks mark) {
	raw, linked := c.buf.String(), c.linked
	c.buf.Reset()
	c.linked = 0
	parts := splitBlock(raw)
	for _, text := range parts {
		l := newLine(text)
		l.marks, l.zones = marks, append([]int(nil), c.open...)
		if linked > 0 {
			l.linked = min(linked/len(parts), utf8.RuneCountInString(text))
		}
		if block != nil {
			l.tag, l.parent = block.DataAtom, block.Parent
		}
		c.lines = append(c.lines, l)
	}
}

// splitBlock parts the text of one block at its line breaks and cells. Short
// cells are the row of a table and stay together. A single line break parts
// two paragraphs only where the text before it has ended.
func splitBlock(raw string) []string {
	if strings.IndexByte(raw, cellBreak) >= 0 {
		var cells []string
		short := true
		for cell := range strings.SplitSeq(raw, string(cellBreak)) {
			if t := clean(cell); t != "" {
				cells = append(cells, t)
				short = short && len(t) <= 60
			}
		}
		if short {
			return nonEmpty(strings.Join(cells, " "))
		}
		return cells
	}
	if strings.IndexByte(raw, lineBreak) < 0 {
		return nonEmpty(clean(raw))
	}
	var out []string
	rest := false // the last of out goes on
	for part := range strings.SplitSeq(raw, string(lineBreak)) {
		t := clean(part)
		switch {
		case t == "":
			rest = false
			continue
		case rest && !ended(out[len(out)-1]):
			out[len(out)-1] += " " + t
		default:
			out = append(out, t)
		}
		rest = true
	}
	return out
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
