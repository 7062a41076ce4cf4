package followup

import (
	"cmp"
	"math"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/news"
)

// changed tells which told statements untold ones have overtaken: tolls that
// rose, states that ended, and denials that did not hold.
func (f *finder) changed() []news.Update {
	out := f.tolls()
	out = append(out, f.overtaken(mostChanged-len(out))...)
	return append(out, f.denials(mostChanged-len(out))...)
}

// tolls are counts that top the highest that was told.
func (f *finder) tolls() []news.Update {
	type rise struct {
		value   float64
		claims  []int
		against int // the told claim with the highest count
		highest float64
	}
	rises := map[int]*rise{}
	var order []int
	for _, i := range f.untold {
		for _, n := range f.claim(i).Numbers {
			if n.Toll < 0 || n.Part || !f.grows(i) {
				continue
			}
			against, highest := f.highest(n)
			if v := stated(n); against >= 0 && v > highest {
				r := rises[n.Toll]
				if r == nil {
					r = &rise{}
					rises[n.Toll] = r
					order = append(order, n.Toll)
				}
				if v > r.value {
					*r = rise{value: v, against: against, highest: highest}
				}
				if v == r.value {
					r.claims = append(r.claims, i)
				}
			}
		}
	}
	var out []news.Update
	for _, toll := range order {
		r := rises[toll]
		slices.SortStableFunc(r.claims, func(a, b int) int { return cmp.Compare(f.unclear(a), f.unclear(b)) })
		out = append(out, f.update(f.across.Question(r.against, r.claims[0]), r.against, r.claims))
	}
	return out
}

// grows tells whether an untold claim overtakes any told one by the gate.
func (f *finder) grows(i int) bool {
	return slices.ContainsFunc(f.turns[i], func(t compare.Turn) bool { return t.Overtakes && t.Update >= 0 })
}

// highest is the told claim that gives the highest count of a toll.
func (f *finder) highest(n claims.Number) (at int, value float64) {
	at = -1
	for i, c := range f.Reading.Claims {
		if !f.told(i) || c.Cues.Has(claims.Background) {
			continue
		}
		for _, m := range c.Numbers {
			if m.Toll != n.Toll || m.Part || !m.Comparable(n.Quantity) {
				continue
			}
			v := stated(m)
			if at < 0 || v > value || v == value && f.unclear(i) < f.unclear(at) {
				at, value = i, v
			}
		}
	}
	return at, value
}

// stated is the figure that a quantity names, without its hedge.
func stated(n claims.Number) float64 {
	switch {
	case math.IsInf(n.High, 1):
		return n.Low
	case n.Low == 0:
		return n.High
	}
	return (n.Low + n.High) / 2
}

func (f *finder) unclear(i int) int {
	c := f.claim(i)
	score := c.Index
	if !clear(c) {
		score += 20
	}
	return score
}

// overtaken are the pairs that the gate takes for a state and what became of
// it, the surest first, each claim once.
func (f *finder) overtaken(most int) []news.Update {
	best := map[int]compare.Turn{}
	for _, t := range f.across.Turns {
		if !t.Overtakes || t.Update < 0 || !f.news(t.New) || f.used[t.New] || f.contra[t.Told] || !f.turnsOn(t) {
			continue
		}
		if b, ok := best[t.New]; !ok || t.Update > b.Update {
			best[t.New] = t
		}
	}
	turns := make([]compare.Turn, 0, len(best))
	for _, t := range best {
		turns = append(turns, t)
	}
	slices.SortFunc(turns, func(a, b compare.Turn) int { return cmp.Or(cmp.Compare(b.Update, a.Update), cmp.Compare(a.New, b.New)) })
	var out []news.Update
	for _, t := range turns {
		if len(out) >= most {
			break
		}
		if f.used[t.New] || f.contra[t.Told] {
			continue
		}
		out = append(out, f.update(f.across.Question(t.Told, t.New), t.Told, []int{t.New}))
	}
	return out
}

// turnsOn tells whether a pair can be told as a change: both sides state
// something, and the later one neither repeats nor leaves open what was open.
func (f *finder) turnsOn(t compare.Turn) bool {
	a, b := f.claim(t.Told), f.claim(t.New)
	return !f.again[t.New] && !b.Cues.Has(claims.Unknown) && !b.Headline && !a.Asks && !narrates(a) &&
		!slices.ContainsFunc(b.Numbers, func(n claims.Number) bool { return n.Toll >= 0 }) &&
		!slices.ContainsFunc(a.Numbers, func(n claims.Number) bool { return n.Toll >= 0 && !n.Part })
}

// denials are told denials that an untold claim shows not to hold: they exclude
// each other, and the later one says that the question is answered.
func (f *finder) denials(most int) []news.Update {
	var out []news.Update
	for _, q := range f.across.Quarrels {
		if len(out) >= most || !f.told(q.A) || !f.news(q.B) || !f.settles[q.B] && !f.claim(q.B).Cues.Has(claims.Late) || f.used[q.B] || f.contra[q.A] ||
			q.Dispute.Kind != news.Polarity || !f.claim(q.A).Cues.Has(claims.Negation|claims.Denial) {
			continue
		}
		out = append(out, f.update(q.Dispute.Question, q.A, []int{q.B}))
	}
	return out
}

func (f *finder) update(question string, told int, later []int) news.Update {
	f.contra[told] = true
	for _, i := range later {
		f.used[i] = true
	}
	return news.Update{
		Question: question, By: news.ByEngine,
		Earlier: news.Said{Text: f.claim(told).Text, Evidence: f.evidence([]int{told})},
		Later:   news.Said{Text: f.claim(later[0]).Text, Evidence: f.evidence(later)},
	}
}
