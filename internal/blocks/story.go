package blocks

import (
	"strconv"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// teller makes the chapter of one story and knows which quotations stand in
// it already.
type teller struct {
	lead
	opts   Options
	quoted map[news.Evidence]bool
	when   string // since when there is news
}

// storyChapter tells a story in the thread: who says what with quotations,
// then what is agreed and where it stands.
func storyChapter(d news.Digest, i, leads int, opts Options) chapter {
	t := teller{lead: newLead(d, i), opts: opts, quoted: map[news.Evidence]bool{}, when: wording.Since(d.Stories[i].Since, d, opts.Zone)}
	b := t.Brief
	groups := []group{t.opening(i < leads), t.changes()}
	for _, d := range b.Disputed {
		groups = append(groups, t.dispute(d, "⚖ "))
	}
	for _, d := range b.Differ {
		groups = append(groups, t.dispute(d, "≈ Reports differ: "))
	}
	for _, u := range b.Superseded {
		groups = append(groups, t.update(u))
	}
	groups = append(groups, t.agreed(), t.oneSource(), t.summaryEvidence(), t.sources())
	c := chapter{
		again: runs(nil).strong(t.number).bold(or(b.Headline, noHeadline), headlineLimit).note(" (continued)"),
		text:  t.spoken(),
		name:  t.number + oneLine(or(b.Headline, noHeadline), 150),
		tells: &b.ID,
	}
	for _, g := range groups {
		if len(g.head) > 0 {
			c.units = append(c.units, g.units()...)
		}
	}
	if i >= leads {
		for _, block := range buttons(b, i, opts) {
			c.units = append(c.units, unit{block, buttonsWeight})
		}
	}
	return c
}

// buttonsWeight is more than the labels of a story's buttons have.
const buttonsWeight = 400

// opening is the headline, and the summary where the channel has not shown it.
func (t teller) opening(told bool) group {
	b := t.Brief
	head := runs(nil).strong(t.number).bold(or(b.Headline, noHeadline), headlineLimit).note(" · " + size(b))
	if to := evidenceLink(b, t.opts); to != "" {
		head = head.own("  →  ").link(to, "Who says what", linkLimit)
	}
	g := group{head: head}
	if told && t.whole() {
		return g
	}
	for _, s := range b.Summary {
		if namesDispute(s, b) {
			continue
		}
		g.rows = append(g.rows, row{runs: runs(nil).said(s.Text, statementLimit).note(worded(s.By))})
	}
	return g
}

// worded marks a sentence that a language model worded.
func worded(by news.Author) string {
	if by == news.ByModel {
		return " (worded by a model)"
	}
	return ""
}

// dispute is a question with each answer, who gives it, and where.
func (t teller) dispute(d news.Dispute, sign string) group {
	g := group{head: runs(nil).own(sign).bold(or(d.Question, noQuestion), questionLimit).note(worded(d.By))}
	if d.Note != "" {
		g.rows = append(g.rows, row{runs: runs(nil).note("⚠ ").italic(d.Note, noteLimit)})
	}
	for _, p := range d.Positions {
		answer, holder := runs(nil), oneLine(p.Holder, holderLimit)
		switch {
		case len(p.Evidence) > 0 && wording.Repeats(p.Answer, p.Evidence[0].Quote):
			answer = answer.bold(or(holder, t.index.Outlet(p.Evidence[0].Article)), answerLimit) // the passage says it
		case holder != "":
			answer = answer.bold(or(p.Answer, noAnswer), answerLimit).own(", according to " + holder)
		default:
			answer = answer.bold(or(p.Answer, noAnswer), answerLimit)
		}
		if p.Origins > 1 {
			answer = answer.note(" · " + wording.Count(p.Origins, "origin"))
		}
		g.rows = append(g.rows, t.backed(answer, p.Evidence, p.Answer)...)
	}
	return g
}

// backed is what is said and the passages that it rests on: one in the same
// line, several below it.
func (t teller) backed(said runs, evidence []news.Evidence, answer string) []row {
	if len(evidence) == 1 && len(said) > 0 {
		return []row{{level: 1, runs: append(said.own(" — "), t.quotation(evidence[0], answer)...)}}
	}
	rows := []row{{level: 1, runs: said}}
	level := min(len(said), 1) + 1
	for _, e := range evidence {
		rows = append(rows, row{level: level, runs: t.quotation(e, answer), again: said})
	}
	return rows
}

// quotation is a passage with its outlet, which leads to the article. It is
// shortened to the part that has the answer.
func (t teller) quotation(e news.Evidence, answer string) runs {
	t.quoted[passage(e)] = true
	r := t.outlet(nil, e.Article)
	if t.index.IsCopy(e.Article) {
		r = r.note(" (a copy)")
	}
	quote := wording.Excerpt(wording.Clean(e.Quote), wording.Clean(answer), quoteLimit)
	if quote == "" {
		return r
	}
	before, after := wording.Marks(quote)
	return r.own(": "+before).said(quote, quoteLimit).own(after)
}

// passage is what makes two quotations the same to a reader.
func passage(e news.Evidence) news.Evidence {
	return news.Evidence{Article: e.Article, Quote: e.Quote}
}

// outlet appends the outlet of an article as a link to it.
func (t teller) outlet(r runs, id string) runs {
	a, _ := t.index.Article(id)
	return r.link(a.URL, t.index.Outlet(id), linkLimit)
}

// update is what was said earlier and what a later report says.
func (t teller) update(u news.Update) group {
	g := group{head: runs(nil).own("↻ Updated: ").bold(or(u.Question, noQuestion), questionLimit).note(worded(u.By))}
	for _, side := range []struct {
		label string
		said  news.Said
	}{{"earlier: ", u.Earlier}, {"later: ", u.Later}} {
		r := runs(nil).note(side.label).said(or(side.said.Text, noAnswer), statementLimit)
		g.rows = append(g.rows, t.backed(r, side.said.Evidence, side.said.Text)...)
	}
	return g
}

// changes are what is new in a story that was told before, each with the passages
// that say it.
func (t teller) changes() group {
	lines := wording.News(t.Since)
	if len(lines) == 0 {
		return group{}
	}
	g := group{head: runs(nil).bold("News "+t.when, headlineLimit)}
	for _, l := range lines {
		r := runs(nil).note(label(l)+": ").said(or(l.Text, l.Aside), statementLimit).note(worded(l.By))
		if l.Text != "" && l.Aside != "" {
			r = r.note(" (" + oneLine(l.Aside, statementLimit) + ")")
		}
		g.rows = append(g.rows, t.backed(r, l.Evidence, l.Text)...)
	}
	return g
}

// agreed lists what is agreed, each with the passages that it rests on.
func (t teller) agreed() group {
	if len(t.Agreed) == 0 {
		return group{}
	}
	g := group{head: runs(nil).own("✓ ").bold("Agreed", headlineLimit).note(" · of " + wording.Count(t.Counts.Origins, "origin"))}
	for _, s := range t.Agreed {
		g.rows = append(g.rows, t.statement(s, strconv.Itoa(voices(s, t.index))+": ")...)
	}
	return g
}

// oneSource lists what a single source says.
func (t teller) oneSource() group {
	if len(t.OneSource) == 0 {
		return group{}
	}
	g := group{head: runs(nil).bold("One source only", headlineLimit)}
	for _, s := range t.OneSource {
		g.rows = append(g.rows, t.statement(s, "")...)
	}
	return g
}

// statement is a sentence, the outlets that have it word for word, and the
// other passages that it rests on.
func (t teller) statement(s news.Statement, label string) []row {
	text := wording.Clean(s.Text)
	if text == "" {
		return t.backed(nil, s.Support, "")
	}
	r := runs(nil).note(label).said(text, statementLimit).note(worded(s.By))
	var others []news.Evidence
	for _, e := range s.Support {
		if wording.Clean(e.Quote) != text {
			others = append(others, e)
			continue
		}
		t.quoted[passage(e)] = true
		r = t.outlet(r.own(" — "), e.Article)
	}
	return t.backed(r, others, "")
}

// summaryEvidence are the passages that the summary rests on and that stand
// nowhere else in the chapter.
func (t teller) summaryEvidence() group {
	g := group{head: runs(nil).bold("The summary rests on", headlineLimit)}
	for _, s := range t.Summary {
		for _, e := range s.Support {
			if !t.quoted[passage(e)] {
				g.rows = append(g.rows, row{level: 1, runs: t.quotation(e, "")})
			}
		}
	}
	if len(g.rows) == 0 {
		return group{}
	}
	return g
}

// sources lists the articles with their titles and times, and under each the
// copies of it; and says why they are together.
func (t teller) sources() group {
	if len(t.Articles) == 0 {
		return group{}
	}
	g := group{head: runs(nil).bold("Sources", headlineLimit)}
	for _, s := range t.index.Sources() {
		g.rows = append(g.rows, row{level: 1, runs: t.source(s)})
		for _, c := range s.Copies {
			g.rows = append(g.rows, row{level: 2, runs: t.source(c).note(" · a copy")})
		}
	}
	if because := strings.Join(t.Because, "; "); because != "" {
		g.rows = append(g.rows, row{runs: runs(nil).note("Grouped because: ").italic(because, statementLimit)})
	}
	return g
}

func (t teller) source(s wording.Source) runs {
	a := s.Article
	r := runs(nil).said(wording.Outlet(a), 80).own(": ")
	r = r.link(a.URL, or(a.Title, "(no title)"), linkLimit)
	if clock := wording.Clock(a.Published, t.opts.Zone); clock != "" {
		r = r.note(" · " + clock)
	}
	if a.Partial {
		r = r.note(" · only a part of the text was readable")
	}
	return r
}
