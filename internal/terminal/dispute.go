package terminal

import (
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// disputes prints questions with one row an answer. The columns are the same
// for all of a section, so that the eye runs down them.
func (t told) disputes(name string, s style, note string, disputes []news.Dispute) {
	if len(disputes) == 0 {
		return
	}
	t.head(name, s, note)
	const indent = 4
	room := t.width - indent - 2*gap
	var answers, outlets []string
	for _, d := range disputes {
		for _, p := range d.Positions {
			answers = append(answers, answer(p))
			outlets = append(outlets, t.outlets(p))
		}
	}
	first := widestOf(answers, 8, room*30/100)
	second := widestOf(outlets, 8, room*26/100)
	third := room - first - second
	for i, d := range disputes {
		if i > 0 {
			t.blank()
		}
		t.flow(2, 2, bold, t.marked(sentence(d.Question, "What do the sources disagree on?"), d.By))
		for _, p := range d.Positions {
			quote := cell{text: quotation(p, third*3-4), width: third}
			if said := answer(p); said != "" {
				t.row(indent, cell{text: said, width: first, hang: 2}, cell{text: t.outlets(p), width: second, style: faint}, quote)
				continue
			}
			t.row(indent, cell{text: t.outlets(p), width: first + gap + second, style: faint}, quote)
		}
		if note := sentence(d.Note, ""); note != "" {
			t.flow(indent, 2, yellow, "⚠ "+note)
		}
	}
}

// answer is what a position says, and who says so where it is not the outlet. A
// statement that is quoted beside it is not printed twice.
func answer(p news.Position) string {
	text := wording.Shorten(sentence(p.Answer, "(no answer)"), 160)
	if len(p.Evidence) > 0 && wording.Repeats(p.Answer, p.Evidence[0].Quote) {
		return wording.Shorten(wording.Clean(p.Holder), 100)
	}
	if holder := wording.Shorten(wording.Clean(p.Holder), 100); holder != "" {
		text += " — " + holder
	}
	return text
}

// outlets are the publishers of a position, each with its reference numbers,
// and the copies, which are no voices of their own.
func (t told) outlets(p news.Position) string {
	var order []string
	by := map[string][]news.Evidence{}
	own, copies := t.index.Voices(p.Evidence)
	for _, e := range own {
		name := t.index.Outlet(e.Article)
		if _, seen := by[name]; !seen {
			order = append(order, name)
		}
		by[name] = append(by[name], e)
	}
	var parts []string
	for _, name := range order {
		part := wording.Shorten(name, 40)
		if refs := t.refs(by[name]); refs != "" {
			part += stick + refs
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, ", ")
	if n := len(t.index.Numbers(copies)); n == 1 {
		text += " +" + stick + "copy" + stick + t.refs(copies)
	} else if n > 1 {
		text += " +" + stick + "copies" + stick + t.refs(copies)
	}
	return text
}

// quotation is the first passage of a position, the part with the answer.
func quotation(p news.Position, limit int) string {
	if len(p.Evidence) == 0 {
		return ""
	}
	quote, answer := wording.Clean(p.Evidence[0].Quote), wording.Clean(p.Answer)
	if wording.Repeats(answer, quote) {
		answer = "" // from its beginning
	}
	before, after := wording.Marks(quote)
	return before + wording.Excerpt(quote, answer, limit) + after
}
