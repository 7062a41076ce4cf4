package compare

import (
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/when"
)

// slotFill is a typed slot with what each claim of a pair puts into it.
type slotFill struct {
	kind news.Kind
	num  claims.Number
	on   claims.Claim // that num stands in
	core bool         // how long the event itself lasted
}

// At least this share of the clauses around two numbers must be common, in
// hundredths, before the numbers can be of one thing.
const leastContext = 20

// A claim that is not bound by a common value must share this much of the
// smaller sentence with the other, in hundredths: less binds no event.
const leastBound = 15

// A contradiction in words alone needs more in common than a number does.
const leastWords = 25

// slot finds the typed slot that a conflicting pair fills: two values of one
// kind that exclude each other, or one statement told as so and as not so. It
// reports sure where both sides fill it beyond doubt, and false for ok where
// the two sentences answer no common question at all.
func (x *comparer) slot(p judged) (fill slotFill, sure, ok bool) {
	a, b := x.claim(p.A), x.claim(p.B)
	fill, filled, foreign := x.quantitySlot(a, b, p.f[Contained])
	if filled {
		return fill, true, true
	}
	if foreign {
		return fill, false, false // a number of another event
	}
	if s, ok := timeSlot(a, b); ok {
		return s, true, true
	}
	if p.f[Contained] < leastBound {
		return fill, false, false
	}
	bound := p.f[Contained] >= leastWords
	deniesA, deniesB := denies(a), denies(b)
	switch {
	case deniesA != deniesB && (x.deniesSame(a, b) || p.f[DenialOne]+p.f[DenialNear] > 0 || bound):
		sure := x.deniesSame(a, b) || p.f[DenialOne]+p.f[DenialNear] > 0 && bound
		return slotFill{kind: news.Polarity}, sure && states(a) && states(b), true
	case p.f[CauseBoth] > 0:
		return slotFill{kind: news.Cause}, bound, true
	case p.f[PlaceDiffers] > 0 && p.f[PlaceShared] == 0 && placePhrase(a, b) != "" && placePhrase(b, a) != "":
		return slotFill{kind: news.Place}, bound, true
	case p.f[Opposites] > 0:
		return slotFill{kind: news.Attribution}, bound, true
	case p.f[AgentDiffers] > 0:
		return slotFill{kind: news.Identity}, bound, true
	}
	return slotFill{kind: news.Attribution}, false, bound
}

// deniesSame tells whether what one claim denies the other states: a word
// other than a name in the scope of a negation here and outside one there.
func (x *comparer) deniesSame(a, b claims.Claim) bool {
	for _, v := range a.Words {
		if w, ok := b.Word(v.ID); ok && v.Negated != w.Negated && !v.Name && !w.Name && x.r.Weight[v.ID] >= minShared {
			return true
		}
	}
	return false
}

// states tells whether a claim states something, and is no quotation of what
// somebody thinks of it.
func states(c claims.Claim) bool { return !(c.Quoted && c.Cues.Has(claims.Opinion)) }

func denies(c claims.Claim) bool { return c.Cues.Has(claims.Negation | claims.Denial) }

// quantitySlot finds two numbers of one thing that exclude each other. Foreign
// tells that there are such numbers, but of somebody that the other claim and
// most of the story do not name.
func (x *comparer) quantitySlot(a, b claims.Claim, bound int) (out slotFill, filled, alien bool) {
	best := leastContext - 1
	for _, p := range a.Numbers {
		for _, q := range b.Numbers {
			if !p.Comparable(q.Quantity) || !p.Disjoint(q.Quantity) || p.Part != q.Part || !p.SameCount(q) {
				continue
			}
			if few := x.outsiders(p, q); foreign(x.r, p, a, b, few)+foreign(x.r, q, b, a, few) > 0 {
				alien = true
				continue
			}
			ctx := overlapOf(x.r, p.Context, q.Context)
			if p.Unit != "" || p.Toll >= 0 {
				ctx = max(ctx, bound) // one measure of the story's own event
			}
			core := p.Lasts && q.Lasts && x.core(p) && x.core(q)
			if core {
				ctx = max(ctx, leastContext)
			}
			if ctx > best {
				best = ctx
				out = slotFill{kind: news.Quantity, num: p, on: a, core: core}
				if p.Noun == "" && q.Noun != "" {
					out.num, out.on = q, b // the one that says what it counts
				}
			}
		}
	}
	return out, best >= leastContext, alien
}

// outsiders is how many origins may name somebody who is no party to the
// event. Of something that lasted, its parties are named by nearly all.
func (x *comparer) outsiders(p, q claims.Number) int {
	if p.Lasts && q.Lasts {
		return (4*x.r.Origins - 1) / 5
	}
	return x.r.Origins / 2
}

// core tells whether what a number measures is what the story is about: most
// origins name it, or the clause names nothing else.
func (x *comparer) core(n claims.Number) bool {
	return n.Head < 0 || 2*x.r.Spread[n.Head] >= x.r.Origins
}

func overlapOf(r claims.Reading, a, b []int) int {
	x := index{r: r}
	return x.overlap(a, b)
}

func timeSlot(a, b claims.Claim) (slotFill, bool) {
	for _, m := range a.Moments {
		for _, n := range b.Moments {
			if m.Disjoint(n) && !m.Past(a.Published) && !n.Past(b.Published) && !shared(a, b, m, n) {
				return slotFill{kind: news.Time}, true
			}
		}
	}
	return slotFill{}, false
}

// shared tells whether the two claims agree on another time: then the apart
// ones are of other things.
func shared(a, b claims.Claim, m, n when.Moment) bool {
	for _, o := range a.Moments {
		for _, p := range b.Moments {
			if o.HasClock && p.HasClock && !o.Disjoint(p) && (o.Start != m.Start || p.Start != n.Start) {
				return true
			}
		}
	}
	return false
}

// near tells whether two figures can be one answer: a wide one ("an hour") may
// hold a narrow one and still be another.
func near(a, b float64) bool { return max(a, b) <= 1.15*min(a, b) }

func momentText(c claims.Claim, m when.Moment) string {
	return strings.TrimSpace(c.Text[m.Start:m.End])
}

// sameAnswer tells whether a claim answers as another does.
func (x *comparer) sameAnswer(claim, other int, kind news.Kind) bool {
	a, b := x.claim(claim), x.claim(other)
	switch kind {
	case news.Quantity:
		for _, p := range a.Numbers {
			for _, q := range b.Numbers {
				if p.Comparable(q.Quantity) && !p.Disjoint(q.Quantity) && p.SameCount(q) && near(stated(p.Quantity), stated(q.Quantity)) {
					return true
				}
			}
		}
		return false
	case news.Time:
		for _, m := range a.Moments {
			for _, n := range b.Moments {
				if (m.HasClock && n.HasClock || m.HasDay && n.HasDay) && !m.Disjoint(n) {
					return true
				}
			}
		}
		return false
	case news.Polarity:
		return denies(a) == denies(b)
	case news.Place, news.Attribution, news.Identity, news.Cause:
	}
	for _, p := range x.pairs {
		if p.A == min(claim, other) && p.B == max(claim, other) || p.B == min(claim, other) && p.A == max(claim, other) {
			return p.agree > p.conflict
		}
	}
	return false
}
