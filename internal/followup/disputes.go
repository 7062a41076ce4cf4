package followup

import (
	"cmp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/news"
	"counterpoint/internal/when"
)

// opened are the questions on which an untold claim takes a side, and that were
// not told as disputed before.
func (f *finder) opened() []news.Dispute {
	var out []news.Dispute
	for _, q := range f.across.Quarrels {
		if len(out) == mostOpened {
			break
		}
		if f.taken(q.A) || f.taken(q.B) || f.goesOn(q.A, q.B, q.Dispute.Kind) || f.passing(q) {
			continue
		}
		f.used[q.A], f.used[q.B] = true, true
		out = append(out, q.Dispute)
	}
	return f.openedToday(out)
}

// openedToday adds the disputes of the whole story that an untold claim began.
func (f *finder) openedToday(out []news.Dispute) []news.Dispute {
	at := map[news.Evidence]int{}
	for i, c := range f.Reading.Claims {
		at[c.Evidence] = i
	}
	for _, d := range f.Today.Disputed {
		if len(out) == mostOpened {
			break
		}
		a, b := at[d.Positions[0].Evidence[0]], at[d.Positions[1].Evidence[0]]
		if f.told(a) && f.told(b) || f.taken(a) || f.taken(b) || f.goesOn(a, b, d.Kind) || f.passing(compare.Quarrel{A: a, B: b}) || f.passing(compare.Quarrel{A: b, B: a}) {
			continue
		}
		f.used[a], f.used[b] = true, true
		out = append(out, d)
	}
	return out
}

// taken tells whether a claim can open no dispute: a line tells it already, or
// it is in a comment.
func (f *finder) taken(i int) bool {
	return f.used[i] || f.contra[i] || f.comment[f.claim(i).Evidence.Article] || !f.told(i) && !f.news(i)
}

// goesOn tells whether two claims carry on what was told: the untold one says
// again what its side said before, or both speak to a dispute that was told. That
// something happened may be known, and the hour that it is now said to have
// happened at be new.
func (f *finder) goesOn(a, b int, kind news.Kind) bool {
	if kind != news.Time && f.known(a, b) && f.known(b, a) {
		return true
	}
	for _, d := range f.disputes() {
		if f.takesPart(a, d) && f.takesPart(b, d) {
			return true
		}
	}
	return false
}

// Above the gate's floor by so much, a told claim says what an untold one says.
const surelySame = 1400

// known tells whether what a claim says was told: it is told, it says of itself
// that it is not new, or a told claim other than the one against it says it.
func (f *finder) known(i, against int) bool {
	return f.told(i) || f.again[i] || slices.ContainsFunc(f.turns[i], func(t compare.Turn) bool {
		return t.Told != against && t.Agree >= surelySame && t.Agree > t.Conflict
	})
}

// takesPart tells whether a claim speaks to a dispute that was told: to one of
// its positions, or with the very hour that one of them gives.
func (f *finder) takesPart(i int, d news.Dispute) bool {
	for _, p := range d.Positions {
		if _, ok := f.bound(i, p); ok || d.Kind == news.Time && f.sameHour(i, p) {
			return true
		}
	}
	return false
}

// sameHour tells whether a claim gives the hour of a position, in its words or in
// others.
func (f *finder) sameHour(i int, p news.Position) bool {
	return p.Answer != "" && strings.Contains(strings.ToLower(f.claim(i).Text), strings.ToLower(p.Answer)) || slices.ContainsFunc(f.Reading.Claims, func(c claims.Claim) bool {
		return slices.Contains(p.Evidence, c.Evidence) && sameClock(f.claim(i), c)
	})
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
// question is answered, and answers it in kind. Questions of how much and when
// come first, for their answers can be told.
func (f *finder) settled() []news.Settled {
	var out []news.Settled
	list := f.disputes()
	slices.SortStableFunc(list, func(a, b news.Dispute) int { return cmp.Compare(flag(!valued(a.Kind)), flag(!valued(b.Kind))) })
	for _, d := range list {
		best, at := 0, -1
		for _, i := range f.untold {
			if f.used[i] || !f.settles[i] || f.again[i] || subhead(f.claim(i)) || f.claim(i).Cues.Has(claims.Plan) {
				continue
			}
			if score, ok := f.answers(i, d); ok && (at < 0 || score-100*f.unclear(i) > best) {
				best, at = score-100*f.unclear(i), i
			}
		}
		if at < 0 {
			continue
		}
		others := f.others(at)
		for _, i := range f.untold {
			if i != at && d.Kind == news.Time && !slices.Contains(others, i) && sameClock(f.claim(i), f.claim(at)) {
				others = append(others, i)
			}
		}
		for _, i := range append([]int{at}, others...) {
			f.used[i] = true
		}
		out = append(out, news.Settled{Question: d.Question, By: news.ByEngine, Outcome: f.statement(at, others)})
	}
	return out
}

// sameClock tells whether two claims give one time of day.
func sameClock(a, b claims.Claim) bool {
	exact := func(m when.Moment) bool { return m.HasClock && !m.Vague && m.FromMinute == m.ToMinute }
	return slices.ContainsFunc(a.Moments, func(m when.Moment) bool {
		return exact(m) && slices.ContainsFunc(b.Moments, func(n when.Moment) bool { return exact(n) && m.FromMinute == n.FromMinute })
	})
}

func valued(k news.Kind) bool { return k == news.Time || k == news.Quantity }

// answers tells whether a claim answers a dispute, and how surely: it gives a
// value of the kind and speaks to a position; or it excludes or overtakes one
// position and agrees with another, or is of who held the other before.
func (f *finder) answers(i int, d news.Dispute) (score int, ok bool) {
	c := f.claim(i)
	if valued(d.Kind) {
		if d.Kind == news.Time && len(c.Moments) == 0 || d.Kind == news.Quantity && len(c.Numbers) == 0 {
			return 0, false
		}
		for _, p := range d.Positions {
			s, here := f.bound(i, p)
			score, ok = score+s, ok || here
		}
		return score, ok
	}
	for k, p := range d.Positions {
		against, gave := f.against(i, p)
		if !gave && !(c.Holder.Name != "" && c.Holder.Same(claims.NewHolder(p.Holder))) {
			continue
		}
		for j, q := range d.Positions {
			if s, agrees := f.agrees(i, q); agrees && j != k {
				score, ok = max(score, s+against), true
			}
		}
	}
	return score, ok
}

// against tells how surely a claim excludes or overtakes a position.
func (f *finder) against(i int, p news.Position) (score int, ok bool) {
	for _, t := range f.turns[i] {
		if !slices.Contains(p.Evidence, f.claim(t.Told).Evidence) {
			continue
		}
		if s := max(t.Conflict, min(t.Update, 5000*flag(t.Overtakes)-1)); s >= 0 {
			score, ok = max(score, s), true
		}
	}
	return score, ok
}

func (f *finder) agrees(i int, p news.Position) (score int, ok bool) {
	for _, t := range f.turns[i] {
		if slices.Contains(p.Evidence, f.claim(t.Told).Evidence) && t.Agree >= 0 && t.Agree > t.Conflict {
			score, ok = max(score, t.Agree), true
		}
	}
	return score, ok
}
