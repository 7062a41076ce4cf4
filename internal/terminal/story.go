package terminal

import (
	"strconv"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// How much of a story is printed; what is beyond is counted. All of it is in
// the JSON form and on the evidence page.
const (
	mostAgreed    = 12
	mostDiffer    = 3
	mostOneSource = 8
	textLimit     = 500 // code points of a sentence
)

// told is a story with what its lines refer to.
type told struct {
	*page
	brief news.Brief
	index wording.Index
}

func (p *page) story(b news.Brief) {
	t := told{page: p, brief: b, index: wording.NewIndex(b)}
	counts := count(b.Counts)
	p.row(0,
		cell{text: sentence(b.Headline, "(no headline)"), width: p.width - columnsOf(counts) - gap, style: bold},
		cell{text: counts, width: columnsOf(counts), style: faint})
	p.line(p.styled(faint, strings.Repeat("─", p.width)))
	t.since()
	t.summary()
	t.agreed()
	t.disputes("DISPUTED", yellow, "", b.Disputed)
	t.disputes("REPORTS DIFFER", bold, ", too loosely to call it a dispute", b.Differ[:min(len(b.Differ), mostDiffer)])
	t.further(len(b.Differ)-mostDiffer, "question")
	t.updates()
	t.oneSource()
	t.sources()
}

// count sizes a story; what every single article has need not be said.
func count(c news.Counts) string {
	if c.Articles <= 1 {
		return "1 article"
	}
	return wording.Count(c.Articles, "article") + " · " + wording.Count(c.Outlets, "outlet") + " · " + wording.Count(c.Origins, "origin")
}

// sentence is a foreign text as one line.
func sentence(text, instead string) string {
	if text = wording.Clean(text); text == "" {
		return instead
	}
	return wording.Shorten(text, textLimit)
}

// marked is a printed sentence, with a mark where a model worded it.
func (t told) marked(text string, by news.Author) string {
	if by != news.ByModel {
		return text
	}
	t.model = true
	return text + stick + "~"
}

// head prints the name of a section, and what it means where that needs words.
func (t told) head(name string, s style, note string) {
	t.blank()
	t.line(t.styled(s, name) + t.styled(faint, note))
}

// further counts what is not printed.
func (t told) further(n int, noun string) {
	if n > 0 {
		t.flow(2, 0, faint, "… and "+wording.Count(n, "more "+noun))
	}
}

// refs are reference numbers that are not broken over two lines.
func (t told) refs(evidence []news.Evidence) string {
	return strings.ReplaceAll(t.index.Refs(evidence), " ", stick)
}

// summary prints the sentences as one paragraph, each with its references
// before the full stop.
func (t told) summary() {
	var words []string
	for _, s := range t.brief.Summary {
		text := sentence(s.Text, "")
		if text == "" {
			continue
		}
		stem, stop := strings.CutSuffix(text, ".")
		if refs := t.refs(s.Support); refs != "" {
			stem += stick + refs
		}
		text = t.marked(stem, s.By)
		if stop {
			text += "."
		}
		words = append(words, text)
	}
	if len(words) > 0 {
		t.flow(0, 0, normal, strings.Join(words, " "))
	}
}

// since prints what is new in a story that was told before.
func (t told) since() {
	if t.brief.Since == nil {
		return
	}
	t.line(t.styled(faint, wording.Since(t.brief.Since, t.digest, t.zone)))
	news := wording.News(t.brief.Since)
	if len(news) == 0 {
		t.flow(0, 0, faint, "Told before; nothing new.")
		return
	}
	var labels, refs []string
	for _, l := range news {
		labels, refs = append(labels, l.Label), append(refs, t.refs(l.Evidence))
	}
	label, ref := widestOf(labels, 3, 14), widestOf(refs, 3, 16)
	room := t.width - 2 - label - ref - 2*gap
	for i, l := range news {
		name := strings.ToUpper(l.Label)
		if i > 0 && news[i-1].Label == l.Label {
			name = ""
		}
		text, aside := sentence(l.Text, ""), sentence(l.Aside, "")
		if text == "" {
			text, aside = aside, ""
		}
		t.row(2, cell{text: name, width: label, style: blue}, cell{text: t.marked(text, l.By), width: room}, cell{text: refs[i], width: ref, style: faint})
		if aside != "" {
			t.row(2+label+gap, cell{text: aside, width: room, hang: 2, style: faint})
		}
	}
	t.blank()
}

// referred is a line with its references in a column of their own.
type referred struct {
	label string
	text  string
	refs  string
}

// table prints lines with a label before and references behind each.
func (t told) table(indent int, lines []referred) {
	var labels, refs []string
	for _, l := range lines {
		labels, refs = append(labels, l.label), append(refs, l.refs)
	}
	label := widestOf(labels, 0, 12)
	ref := widestOf(refs, 3, 16)
	text := t.width - indent - ref - gap
	if label > 0 {
		text -= label + gap
	}
	for _, l := range lines {
		cells := []cell{{text: l.text, width: text, style: normal}, {text: l.refs, width: ref, style: faint}}
		if label > 0 {
			cells = append([]cell{{text: l.label, width: label, right: true}}, cells...)
		}
		t.row(indent, cells...)
	}
}

// agreed prints what is agreed, by how many of the origins.
func (t told) agreed() {
	if len(t.brief.Agreed) == 0 {
		return
	}
	t.head("AGREED", green, "")
	var lines []referred
	for _, s := range t.brief.Agreed[:min(len(t.brief.Agreed), mostAgreed)] {
		n := s.Origins
		if n == 0 {
			n = t.index.Origins(s.Support)
		}
		label := strconv.Itoa(n) + " of " + strconv.Itoa(t.brief.Counts.Origins)
		lines = append(lines, referred{label, t.marked(sentence(s.Text, "(no text)"), s.By), t.refs(s.Support)})
	}
	t.table(2, lines)
	t.further(len(t.brief.Agreed)-mostAgreed, "agreed point")
}

// updates prints what a later report has overtaken.
func (t told) updates() {
	if len(t.brief.Superseded) == 0 {
		return
	}
	t.head("UPDATED", blue, "")
	for _, u := range t.brief.Superseded {
		if question := sentence(u.Question, ""); question != "" {
			t.flow(2, 2, normal, t.marked(question, u.By))
		}
		t.table(4, []referred{
			{"earlier", sentence(u.Earlier.Text, "(no text)"), t.refs(u.Earlier.Evidence)},
			{"→ later", sentence(u.Later.Text, "(no text)"), t.refs(u.Later.Evidence)},
		})
	}
}

// oneSource prints what a single source says.
func (t told) oneSource() {
	if len(t.brief.OneSource) == 0 {
		return
	}
	t.head("ONE SOURCE", bold, "")
	var lines []referred
	for _, s := range t.brief.OneSource[:min(len(t.brief.OneSource), mostOneSource)] {
		lines = append(lines, referred{"", t.marked(sentence(s.Text, "(no text)"), s.By), t.refs(s.Support)})
	}
	t.table(2, lines)
	t.further(len(t.brief.OneSource)-mostOneSource, "claim")
}
