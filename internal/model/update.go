package model

import (
	"time"

	"counterpoint/internal/news"
)

// updates are the model's updates that hold: the later sentence is not older.
func (j *judge) updates(in []overtaken) []news.Update {
	var out []news.Update
	for _, u := range in[:min(len(in), mostItems)] {
		earlier, before, ok1 := j.statement(u.Earlier, "an update")
		later, after, ok2 := j.statement(u.Later, "an update")
		switch {
		case !ok1 || !ok2:
		case j.newest(before).After(j.newest(after)) || j.opposed([][]int{before, after}) != "":
			j.turnDown("an update", "its later side is not later, or says the same")
		case len(out) < mostUpdates:
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
