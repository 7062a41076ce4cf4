package page

import (
	"slices"
	"time"

	"counterpoint/internal/news"
)

// updateView is how the answer to one question moved on: its steps from the
// first to the latest, and a chart where every step is a figure.
type updateView struct {
	Question string
	ByModel  bool
	Steps    []stepView
	Chart    *chartView
}

// stepView is what was said at one time.
type stepView struct {
	Text     string
	When     moment
	Latest   bool
	Refs     []refView
	Quotes   []quoteView
	Verbatim bool
}

// step is a side of an update before it is worded.
type step struct {
	said news.Said
	at   *time.Time
}

// updates chains the updates of one question: where one ends, the next begins.
// Charts is the number of those that the story shows before.
func (k *desk) updates(list []news.Update, charts int) []updateView {
	at := map[string]int{}
	var views []updateView
	var chains [][]step
	for _, u := range list {
		i, ok := at[u.Question]
		if !ok || u.Question == "" {
			i = len(views)
			at[u.Question] = i
			views = append(views, updateView{Question: u.Question})
			chains = append(chains, nil)
		}
		views[i].ByModel = views[i].ByModel || u.By == news.ByModel
		chains[i] = k.extend(k.extend(chains[i], u.Earlier), u.Later)
	}
	for i, chain := range chains {
		chain = inOrder(chain)
		for n, s := range chain {
			views[i].Steps = append(views[i].Steps, k.step(s, n == len(chain)-1))
		}
		views[i].Chart = k.chart(views[i].Question, charts+i+1, chain)
	}
	return views
}

// extend adds a side to a chain, or its evidence to the side that says the
// same already.
func (k *desk) extend(chain []step, s news.Said) []step {
	for i, old := range chain {
		if old.said.Text != s.Text {
			continue
		}
		merged := slices.Clone(old.said.Evidence)
		for _, e := range s.Evidence {
			if !slices.Contains(merged, e) {
				merged = append(merged, e)
			}
		}
		chain[i] = step{said: news.Said{Text: s.Text, Evidence: merged}, at: k.firstTold(merged)}
		return chain
	}
	return append(chain, step{said: s, at: k.firstTold(s.Evidence)})
}

// inOrder sorts a chain of more than two steps by time where every time is
// known. Two steps stay as the update has them: it knows which is the later.
func inOrder(chain []step) []step {
	if len(chain) <= 2 {
		return chain
	}
	for _, s := range chain {
		if s.at == nil {
			return chain
		}
	}
	sorted := slices.Clone(chain)
	slices.SortStableFunc(sorted, func(a, b step) int { return a.at.Compare(*b.at) })
	return sorted
}

// firstTold is when the first of some evidence was published, or nil.
func (k *desk) firstTold(list []news.Evidence) *time.Time {
	var first *time.Time
	for _, e := range list {
		i, ok := k.index[e.Article]
		if !ok || !known(k.brief.Articles[i].Published) {
			continue
		}
		if t := k.brief.Articles[i].Published; first == nil || t.Before(*first) {
			first = t
		}
	}
	return first
}

func (k *desk) step(s step, latest bool) stepView {
	return stepView{
		Text:     s.said.Text,
		When:     k.clock.short(s.at),
		Latest:   latest,
		Refs:     k.refs(s.said.Evidence),
		Quotes:   k.quotations(s.said.Evidence),
		Verbatim: verbatim(s.said.Text, s.said.Evidence),
	}
}
