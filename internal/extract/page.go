package extract

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"counterpoint/internal/news"
)

// Page reads an HTML page. raw may be in any charset, declared or not; pageURL
// is where it was read, or empty. The headline is the title and no part of the
// body.
//
// It fails with ErrTooLarge, ErrCharset, ErrTooComplex or ErrNoArticle.
func Page(raw []byte, pageURL string) (news.Article, error) {
	if len(raw) > MaxBytes {
		return news.Article{}, ErrTooLarge
	}
	text, err := decode(raw)
	if err != nil {
		return news.Article{}, err
	}
	doc, err := parse(text)
	if err != nil {
		return news.Article{}, err
	}
	m, d := readMeta(doc), readJSONLD(doc)
	prune(doc)
	p := cut(doc)
	stamp := timeElement(doc)

	says := newRuns()
	says.add(d.body)
	found := newRuns()
	if p.size() <= maxText {
		found = extracted(doc)
	}
	chosen := choose(p, found, says)
	if len(chosen) == 0 {
		return news.Article{}, ErrNoArticle
	}
	return p.article(m, d, chosen, stamp, pageURL)
}

// maxText is the size of the largest text that the library is asked about; its
// time grows faster than the text. Of a page with more, which no newsroom has,
// all prose outside of marked elements is taken.
const maxText = 2 << 20

// article puts the chosen lines and what the page says of itself together.
func (p page) article(m meta, d declared, chosen []int, stamp time.Time, pageURL string) (news.Article, error) {
	outlet := m.outlet(d, p.names)
	title := m.headline(d, p.headings(chosen), outlet)
	lines := make([]line, 0, len(chosen))
	for _, i := range chosen {
		if l := p.lines[i]; l.prose() || !sameName(l.text, title) && !sameName(l.text, outlet) {
			lines = append(lines, l)
		}
	}
	s := sift(lines)
	first := firstParagraph(s.lines)
	h := readHead(s.lines[:first], firstNonEmpty(title, "-"), outlet)
	above := readHead(p.above(chosen[0]), firstNonEmpty(title, "-"), outlet)
	kept := make([]line, 0, len(s.lines))
	live := liveBlog(s.lines)
	for i, l := range s.lines {
		if i >= first || h.keep[i] || live && timeOnly(l) {
			kept = append(kept, l)
		}
	}
	byline := firstNonEmpty(m.byline(d), above.byline, h.byline)
	kept = dropSignature(kept, byline, outlet)
	body := join(kept)
	if body == "" {
		return news.Article{}, ErrNoArticle
	}
	return news.Article{
		URL: m.address(pageURL), Title: title, Byline: byline,
		Outlet:     firstNonEmpty(outlet, h.outlet, above.outlet),
		Published:  firstTime(m.published(d), above.published, stamp, h.published),
		Lang:       language(body, firstNonEmpty(m.lang, d.language, m.first("og:locale", "language", "content-language"))),
		Body:       body,
		Captions:   p.captions(chosen, s.captions, body),
		Partial:    s.partial || cutShort(body) || p.walled(chosen[len(chosen)-1]) || !d.free && declaresMore(d.body, body),
		OriginHint: firstNonEmpty(s.origin, above.origin, h.origin, m.origin(d)),
	}, nil
}

// headings gives the texts of the page's H1 elements; without any, that of the
// heading next above the first paragraph.
func (p page) headings(chosen []int) []string {
	var out []string
	for _, l := range p.lines {
		if l.tag == atom.H1 && !p.outside(l, zoneMarks) {
			out = append(out, l.text)
		}
	}
	if len(out) > 0 {
		return out
	}
	first := chosen[0]
	for _, i := range chosen {
		if first = i; p.lines[i].prose() {
			break
		}
	}
	for i := first - 1; i >= max(0, first-aboveLines/2); i-- {
		if l := p.lines[i]; l.heading() && l.words >= 3 && !p.outside(l, zoneMarks) {
			return []string{l.text}
		}
	}
	return nil
}

// names reports whether a name stands on the page as a line of its own, or
// begins one, other than its headline: as an outlet's does in head and foot.
func (p page) names(s string) bool {
	if wordCount(s) == 0 {
		return false
	}
	for _, l := range p.lines {
		if l.heading() || l.prose() && !p.outside(l, zoneMarks) {
			continue
		}
		rest := strings.TrimLeft(strings.TrimPrefix(fold(l.text), "copyright"), "© 0123456789-")
		if rest = strings.TrimPrefix(rest, "the "); strings.HasPrefix(rest, strings.TrimPrefix(fold(s), "the ")) {
			return true
		}
	}
	return false
}

// aboveLines is how far above the text a byline may stand.
const aboveLines = 15

// above gives the short lines between the headline and the first paragraph.
func (p page) above(first int) []line {
	from := max(0, first-aboveLines)
	for i := from; i < first; i++ {
		if p.lines[i].tag == atom.H1 {
			from = i + 1
		}
	}
	var out []line
	for _, l := range p.lines[from:min(first+2, len(p.lines))] {
		if !p.outside(l, zoneMarks&^markBio) && l.marks&(markCaption|markCredit|markFigure) == 0 && l.words <= 20 {
			out = append(out, l)
		}
	}
	return out
}

// captions gives the captions of the article's photos: those within the text,
// and those above it after the headline.
func (p page) captions(chosen []int, found []string, body string) []string {
	first, last := chosen[0], chosen[len(chosen)-1]
	s := sifted{}
	for i := max(0, first-aboveLines); i < min(len(p.lines), last+4); i++ {
		l := p.lines[i]
		if l.marks&markCaption == 0 || p.outside(l, zoneMarks) || l.linkShare() > .8 {
			continue
		}
		s.caption(l.text)
	}
	for _, c := range found {
		s.caption(c)
	}
	var out []string
	for _, c := range s.captions {
		if !hasLine(body, c) {
			out = append(out, c)
		}
	}
	return out
}

func firstTime(all ...time.Time) time.Time {
	for _, t := range all {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// timeElement gives the first time element outside of lists of other stories.
func timeElement(doc *html.Node) time.Time {
	tries := 0
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Time {
			continue
		}
		if tries++; tries > 20 {
			break
		}
		aside := false
		for up := n.Parent; up != nil; up = up.Parent {
			aside = aside || marksOf(up)&(markNav|markAside|markFooter|markComment|markRelated) != 0
		}
		if aside {
			continue
		}
		for _, s := range []string{attr(n, "datetime"), textOf(n)} {
			if t := machineDate(s); !t.IsZero() {
				return t
			}
		}
	}
	return time.Time{}
}
