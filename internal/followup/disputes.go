package followup

import (
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// opened are the questions on which an untold claim takes a side, and that were
// not told as disputed before.
func (f *finder) opened() []news.Dispute {
	var out []news.Dispute
	for _, q := range f.across.Quarrels {
		if len(out) == mostOpened {
			break
		}
		if f.taken(q.A) || f.taken(q.B) || f.again[q.A] && f.again[q.B] || f.goesOn(q.A, q.B) {
			continue
		}
		f.used[q.A], f.used[q.B] = true, true
		out = append(out, q.Dispute)
	}
	return out
}

// taken tells whether a claim can open no dispute: a line tells it, it is in a
// comment, or says again what was told.
func (f *finder) taken(i int) bool {
	if f.used[i] || f.contra[i] {
		return true
	}
	return !f.told(i) && !f.news(i)
}

// goesOn tells whether two claims carry on a dispute that was told: each is, or
// agrees with, a passage of it.
func (f *finder) goesOn(a, b int) bool {
	for _, d := range f.disputes() {
		if f.takesPart(a, d) && f.takesPart(b, d) {
			return true
		}
	}
	return false
}

func (f *finder) takesPart(i int, d news.Dispute) bool {
	for _, p := range d.Positions {
		if _, ok := f.bound(i, p); ok {
			return true
		}
	}
	return false
}

// disputes are those told before, each question once, the latest first.
func (f *finder) disputes() []news.Dispute {
	var out []news.Dispute
	for _, b := range slices.Backward(f.Before) {
		list := slices.Clone(b.Disputed)
		if b.Since != nil {
			list = append(list, b.Since.Opened...)
		}
		for _, d := range list {
			if !slices.ContainsFunc(out, func(o news.Dispute) bool { return o.Question == d.Question }) {
				out = append(out, d)
			}
		}
	}
	return out
}

// bound tells how surely a claim speaks to a position: it is one of its
// passages, or the gate sees the two agree, exclude or overtake each other.
func (f *finder) bound(i int, p news.Position) (score int, ok bool) {
	for _, e := range p.Evidence {
		if f.claim(i).Evidence == e {
			return 5000, true
		}
		for _, t := range f.turns[i] {
			if f.claim(t.Told).Evidence == e {
				if s := max(t.Agree, t.Conflict, t.Update); s >= 0 {
					score, ok = max(score, s), true
				}
			}
		}
	}
	return score, ok
}

// settled are the disputes told before on which an untold claim says that the
// question is answered, and answers it in kind.
func (f *finder) settled() []news.Settled {
	var out []news.Settled
	for _, d := range f.disputes() {
		best, at := 0, -1
		for _, i := range f.untold {
			c := f.claim(i)
			if f.used[i] || !f.settles[i] || f.again[i] || !answers(c, d.Kind) || c.Cues.Has(claims.Plan) {
				continue
			}
			score, ok := 0, false
			for _, p := range d.Positions {
				s, here := f.bound(i, p)
				score, ok = score+s, ok || here
			}
			if score -= 100 * f.unclear(i); ok && (at < 0 || score > best) {
				best, at = score, i
			}
		}
		if at < 0 {
			continue
		}
		f.used[at] = true
		for _, e := range f.echoes[at] {
			f.used[e] = true
		}
		out = append(out, news.Settled{Question: d.Question, By: news.ByEngine, Outcome: f.statement(at, f.echoes[at])})
	}
	return out
}

// answers tells whether a claim has what a question of the kind asks for.
func answers(c claims.Claim, kind news.Kind) bool {
	switch kind {
	case news.Time:
		return len(c.Moments) > 0
	case news.Quantity:
		return len(c.Numbers) > 0
	case news.Polarity, news.Place, news.Attribution, news.Identity, news.Cause:
	}
	return true
}
