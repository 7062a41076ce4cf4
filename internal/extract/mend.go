package extract

import (
	"iter"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// bridge keeps what was passed over between two kept paragraphs of the same
// parent: a paragraph, or a quotation or post that is set apart.
func (p page) bridge(keep []bool, first, last int) {
	kept := map[*html.Node]bool{}
	for i := range keep {
		if keep[i] && p.lines[i].tag == atom.P {
			kept[p.lines[i].parent] = true
		}
	}
	for i := first + 1; i < last; i++ {
		l := p.lines[i]
		switch {
		case keep[i]:
		case p.usable(l) && l.linkShare() < .5 && l.tag == atom.P && kept[l.parent] && l.prose():
			keep[i] = true
		case p.usable(l) && l.linkShare() < .3 && l.tag == atom.Tr && hasDigit(l.text) && l.words <= 20 && l.marks == 0:
			keep[i] = true // a row of figures: the library leaves out tables in tables
		case !p.outside(l, zoneMarks&^markShare) && setApart(l, kept):
			keep[i] = true // a post is embedded by what pages call their social tools
		}
	}
}

// times keeps the times that stand alone above kept lines, when there are
// three or more: the entries of a live report.
func (p page) times(keep []bool) {
	var found []int
	for i := 0; i+1 < len(keep); i++ {
		if !keep[i] && keep[i+1] && p.usable(p.lines[i]) && timeOnly(p.lines[i]) {
			found = append(found, i)
		}
	}
	if len(found) >= 3 {
		for _, i := range found {
			keep[i] = true
		}
	}
}

// setApart reports whether a line stands in a block quotation within an
// element whose paragraphs were kept, or within that one's child.
func setApart(l line, kept map[*html.Node]bool) bool {
	n := l.parent
	if l.tag != atom.Blockquote {
		for n != nil && n.DataAtom != atom.Blockquote {
			n = n.Parent
		}
		if n == nil {
			return false
		}
		n = n.Parent
	}
	return n != nil && (kept[n] || n.Parent != nil && kept[n.Parent])
}

// lead keeps a paragraph of prose that stands between the headline and the
// first kept line, which pages like to set apart from the rest.
func (p page) lead(keep []bool, first int) {
	for i := first - 1; i >= max(0, first-aboveLines); i-- {
		l := p.lines[i]
		if l.tag == atom.H1 {
			for j := i + 1; j < first; j++ {
				if l := p.lines[j]; p.usable(l) && !l.heading() && l.prose() && ended(l.text) && l.linkShare() < .3 && l.marks&(markFigure|markByline|markDate|markLink) == 0 {
					keep[j] = true
				}
			}
			return
		}
	}
}

// stray is the number of words below which a line behind the article's element
// is taken for a teaser of another story.
const stray = 25

// trimStrays drops what follows the element that holds four fifths of the kept
// prose: short lines in elements unlike those that hold its paragraphs.
func (p page) trimStrays(keep []bool) {
	main := p.mainElement(keep)
	if main == nil {
		return
	}
	alike := map[string]bool{}
	for i, l := range p.lines {
		if keep[i] && l.prose() && within(l.parent, main) {
			alike[likeness(l.parent)] = true
		}
	}
	for i := len(keep) - 1; i >= 0; i-- {
		l := p.lines[i]
		if !keep[i] {
			continue
		}
		if within(l.parent, main) || l.words >= stray || alike[likeness(l.parent)] {
			return
		}
		keep[i] = false
	}
}

// mainElement gives the deepest element that holds four fifths of the kept
// prose.
func (p page) mainElement(keep []bool) *html.Node {
	total, held := 0, map[*html.Node]int{}
	for i, l := range p.lines {
		if !keep[i] || !l.prose() {
			continue
		}
		total += len(l.text)
		for n := range above(l.parent) {
			held[n] += len(l.text)
		}
	}
	var main *html.Node
	for i, l := range p.lines {
		if !keep[i] {
			continue
		}
		for n := range above(l.parent) {
			if held[n]*5 >= total*4 {
				if main == nil || within(n, main) {
					main = n
				}
				break
			}
		}
	}
	return main
}

func within(n, ancestor *html.Node) bool {
	for up := range above(n) {
		if up == ancestor {
			return true
		}
	}
	return false
}

// maxClimb bounds how far up the tree the article's element is looked for.
const maxClimb = 48

// above yields n and the elements around it.
func above(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for range maxClimb {
			if n == nil || !yield(n) {
				return
			}
			n = n.Parent
		}
	}
}

// likeness names an element by its tag and class.
func likeness(n *html.Node) string {
	if n == nil {
		return ""
	}
	return n.Data + " " + attr(n, "class")
}
