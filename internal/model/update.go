package model

import (
	"cmp"
	"time"

	"counterpoint/internal/news"
)

// updates are the model's updates that hold: the later sentence is not older.
func (j *judge) updates(in []overtaken) []news.Update {
	var out []news.Update
	for _, u := range in[:min(len(in), mostItems)] {
		earlier, before, why := j.statement(u.Earlier)
		later, after, why2 := j.statement(u.Later)
		switch {
		case earlier.Text == "" || later.Text == "":
			j.settle(anUpdate, u.Later.Text, dropped, cmp.Or(why, why2))
		case j.newest(before).After(j.newest(after)) || j.opposed([][]int{before, after}) != "":
			j.settle(anUpdate, u.Later.Text, dropped, "its later side is not later, or says the same")
		case len(out) < mostUpdates:
			j.said(anUpdate, u.Earlier.Text, why)
			j.said(anUpdate, u.Later.Text, why2)
			q := clean(u.Question)
			if j.question(q) != "" {
				q = "What is the latest?"
			}
			out = append(out, news.Update{
				Question: q, By: news.ByModel,
				Earlier: news.Said{Text: earlier.Text, Evidence: earlier.Support}, Later: news.Said{Text: later.Text, Evidence: later.Support},
			})
		}
	}
	return out
}

// newest is the latest time of publication of claims.
func (j *judge) newest(cited []int) (t time.Time) {
	for _, i := range cited {
		if at := j.claim(i).Published; at.After(t) {
			t = at
		}
	}
	return t
}
