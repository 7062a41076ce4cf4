package page

import (
	"fmt"
	"slices"

	"counterpoint/internal/news"
)

// disputeView is a question and its answers.
type disputeView struct {
	Anchor    string
	Question  string
	Kind      string
	Note      string
	ByModel   bool
	Positions []positionView
}

// positionView is an answer and whose it is.
type positionView struct {
	Answer  string
	Holder  string
	Outlets []string
	Origins string
	Quotes  []quoteView
}

// tableView tells who says what: a row for each origin, a column for each
// disputed question.
type tableView struct {
	Anchor    string
	Questions []disputeView
	Rows      []rowView
}

// rowView is what one origin answers.
type rowView struct {
	Outlets []string
	Copies  string
	Cells   [][]answerView
}

// answerView is one answer in a cell.
type answerView struct {
	Answer string
	Holder string
	Refs   []refView
}

func (k *desk) disputes(list []news.Dispute, letter string) []disputeView {
	var views []disputeView
	for i, d := range list {
		v := disputeView{
			Anchor:   fmt.Sprintf("%s-%s%d", k.anchor, letter, i+1),
			Question: d.Question,
			Kind:     kindName(d.Kind),
			Note:     d.Note,
			ByModel:  d.By == news.ByModel,
		}
		for _, p := range d.Positions {
			v.Positions = append(v.Positions, k.position(p))
		}
		views = append(views, v)
	}
	return views
}

func (k *desk) position(p news.Position) positionView {
	v := positionView{Answer: p.Answer, Holder: p.Holder, Quotes: k.quotations(p.Evidence)}
	if p.Origins > 0 {
		v.Origins = count(p.Origins, "origin", "origins")
	}
	v.Outlets = k.voices(p.Evidence)
	return v
}

// voices are the outlets that some evidence speaks with, each origin once: a
// copy is named only where its original is not among the evidence.
func (k *desk) voices(list []news.Evidence) []string {
	var outlets []string
	named := map[string]bool{}
	for _, copies := range []bool{false, true} {
		for _, e := range list {
			i, ok := k.index[e.Article]
			if !ok {
				continue
			}
			a := k.brief.Articles[i]
			if copies != (a.CopyOf != "") || copies && named[a.Origin] {
				continue
			}
			named[a.Origin] = true
			if !slices.Contains(outlets, a.Outlet) {
				outlets = append(outlets, a.Outlet)
			}
		}
	}
	return outlets
}

// kindName says for a reader what a dispute is about. A kind that is not
// known here is shown as it is.
func kindName(k news.Kind) string {
	switch k {
	case news.Quantity:
		return "figures"
	case news.Polarity:
		return "yes or no"
	case news.Time:
		return "time"
	case news.Place:
		return "place"
	case news.Attribution:
		return "who did or said it"
	case news.Identity:
		return "who it is"
	case news.Cause:
		return "cause"
	default:
		return string(k)
	}
}

// table lays the disputes out by origin, or is nil where there are none.
func (k *desk) table() *tableView {
	if len(k.brief.Disputed) == 0 {
		return nil
	}
	t := &tableView{Anchor: k.anchor}
	for i, d := range k.brief.Disputed {
		t.Questions = append(t.Questions, disputeView{Anchor: fmt.Sprintf("%s-d%d", k.anchor, i+1), Question: d.Question})
	}
	for _, g := range k.groups() {
		row := rowView{}
		for _, i := range g.own {
			if o := k.brief.Articles[i].Outlet; !slices.Contains(row.Outlets, o) {
				row.Outlets = append(row.Outlets, o)
			}
		}
		if n := len(g.copies); n > 0 {
			row.Copies = count(n, "copy", "copies")
		}
		for _, d := range k.brief.Disputed {
			row.Cells = append(row.Cells, k.cell(g, d))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cell is what one origin answers to one question: nothing, one answer, or
// several where it contradicts itself or quotes several holders.
func (k *desk) cell(g group, d news.Dispute) []answerView {
	var answers []answerView
	for _, p := range d.Positions {
		var own []news.Evidence
		for _, e := range p.Evidence {
			if i, ok := k.index[e.Article]; ok && k.brief.Articles[i].Origin == g.origin {
				own = append(own, e)
			}
		}
		if len(own) > 0 {
			answers = append(answers, answerView{Answer: p.Answer, Holder: p.Holder, Refs: k.refs(own)})
		}
	}
	return answers
}
