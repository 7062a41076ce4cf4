package extract

import (
	"hash/fnv"
	"iter"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The shares of a block's word runs from which it is held to be part of a text.
const (
	enough   = .6 // of what the library extracted, which may have lost a word or two
	verbatim = .8 // of an articleBody, which is the text itself
)

// runs is the set of a text's runs of four words, and of its short lines.
type runs struct {
	four  map[uint64]bool
	short map[string]bool
	chars int
}

const runLength = 4

func newRuns() runs {
	return runs{four: map[uint64]bool{}, short: map[string]bool{}}
}

func (r *runs) add(text string) {
	w := words(text)
	r.chars += len(text)
	if len(w) > 0 && len(w) < runLength {
		r.short[strings.Join(w, " ")] = true
	}
	for i := 0; i+runLength <= len(w); i++ {
		r.four[hashOf(w[i:i+runLength])] = true
	}
}

func hashOf(run []string) uint64 {
	h := fnv.New64a()
	for _, w := range run {
		h.Write([]byte(w)) //nolint:errcheck // a hash never fails
		h.Write([]byte{0}) //nolint:errcheck // a hash never fails
	}
	return h.Sum64()
}

// share gives the part of text's runs that are in r: of a line of less than
// four words all or nothing.
func (r *runs) share(text string) float64 {
	w := words(text)
	if len(w) < runLength {
		if len(w) > 0 && r.short[strings.Join(w, " ")] {
			return 1
		}
		return 0
	}
	hit := 0
	for i := 0; i+runLength <= len(w); i++ {
		if r.four[hashOf(w[i:i+runLength])] {
			hit++
		}
	}
	return float64(hit) / float64(len(w)-runLength+1)
}

// extracted asks the library which of the page's words are the article. It
// favours precision (measured best: F1 .973 against .968 balanced and .960 for
// recall), with its fallbacks, without its date search, which reads the clock.
// The library is a port of dynamic code; a panic in it is taken as no answer.
func extracted(doc *html.Node) (found runs) {
	found = newRuns()
	defer func() {
		if recover() != nil {
			found = newRuns()
		}
	}()
	result, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		EnableFallback:  true,
		Focus:           trafilatura.FavorPrecision,
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Disabled,
	})
	if err != nil || result.ContentNode == nil {
		return found
	}
	for n := range result.ContentNode.Descendants() {
		n.DataAtom = atom.Lookup([]byte(n.Data)) // the library builds elements without it
	}
	for _, l := range cut(result.ContentNode).lines {
		found.add(l.text)
	}
	return found
}

// choose gives the indices of the lines that are the article, in order.
func choose(p page, found, declared runs) []int {
	keep := make([]bool, len(p.lines))
	first, last := -1, -1
	p.frame(found)
	for i, l := range p.lines {
		keep[i] = p.usable(l) && found.share(l.text) >= enough
	}
	if p.declares(declared) {
		keep = p.among(declared, keep)
	}
	if p.chars(keep) < 140 {
		for i, l := range p.lines {
			keep[i] = keep[i] || p.usable(l) && l.prose() && l.linkShare() < .4
		}
	}
	for i := range keep {
		if keep[i] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return nil
	}
	p.bridge(keep, first, last)
	p.trimStrays(keep)
	p.times(keep)
	p.lead(keep, first)
	var out []int
	for i := range keep {
		if keep[i] {
			out = append(out, i)
		}
	}
	return out
}

// usable reports whether a line may be part of the article at all.
func (p page) usable(l line) bool {
	if l.tag == atom.H1 || l.marks&(markCaption|markCredit) != 0 {
		return false
	}
	return !p.outside(l, zoneMarks)
}

// frame clears the marks of the zones that are the article's own frame,
// however their classes are called: those that hold half of the prose that the
// library found or, where it found next to none, half of the page's.
func (p page) frame(found runs) {
	share := func(l line) bool { return found.share(l.text) >= enough }
	if found.chars < 140 {
		share = func(line) bool { return true }
	}
	total, in := 0, make([]int, len(p.zones))
	for _, l := range p.lines {
		if l.prose() && l.linkShare() < .5 && share(l) {
			total += len(l.text)
			for _, z := range l.zones {
				in[z] += len(l.text)
			}
		}
	}
	for z := range p.zones {
		if total > 0 && in[z]*2 >= total {
			p.zones[z].mark = 0
		}
	}
}

// outside reports whether a line stands in a zone of such a mark.
func (p page) outside(l line, marks mark) bool {
	for _, z := range l.zones {
		if p.zones[z].mark&marks != 0 {
			return true
		}
	}
	return false
}

// size is the length of the page's text.
func (p page) size() int {
	n := 0
	for _, l := range p.lines {
		n += len(l.text)
	}
	return n
}

func (p page) chars(keep []bool) int {
	n := 0
	for i, l := range p.lines {
		if keep[i] {
			n += len(l.text)
		}
	}
	return n
}

// declares reports whether an articleBody is an article and stands in the page.
func (p page) declares(body runs) bool {
	if body.chars < 250 {
		return false
	}
	n := 0
	for _, l := range p.lines {
		if p.usable(l) && body.share(l.text) >= verbatim {
			n += len(l.text)
		}
	}
	return n*10 >= body.chars*8
}

// among joins what the library found with the declared articleBody: where the
// two agree on most of the text, the declaration tells where it begins and
// ends. Where the library found much more, the declaration is an abstract.
func (p page) among(body runs, keep []bool) []bool {
	first, last := -1, -1
	out := make([]bool, len(keep))
	for i, l := range p.lines {
		if p.usable(l) && body.share(l.text) >= verbatim {
			out[i] = true
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	abstract := p.chars(keep)*2 > p.chars(out)*3
	for i := range keep {
		if keep[i] && (abstract || i < last && (i > first || p.lines[i].prose())) {
			out[i] = true
		}
	}
	return out
}

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
		case p.usable(l) && l.linkShare() < .3 && l.tag == atom.Tr && hasDigit(l.text) && wordCount(l.text) <= 20 && l.marks == 0:
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
		if !keep[i] && keep[i+1] && p.usable(p.lines[i]) && timeOnly(p.lines[i].text) {
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
		if within(l.parent, main) || wordCount(l.text) >= stray || alike[likeness(l.parent)] {
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
