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
	a, b string // the answers, as they are printed
	num  claims.Number
	on   int // the claim that num stands in
}

// At least this share of the clauses around two numbers must be common, in
// hundredths, before the numbers can be of one thing.
const leastContext = 20

// A name in the clause that belongs to neither the other claim nor the story
// takes so much off: the number is probably of another event.
const foreignCost = 40

// A claim that is not bound by a common value must share this much of the
// smaller sentence with the other, in hundredths: less binds no event.
const leastBound = 15

// slot finds the typed slot that a conflicting pair fills: two values of one
// kind that exclude each other, or one statement told as so and as not so. It
// reports false where the two sentences answer no common question.
func (x *comparer) slot(p judged) (slotFill, bool) {
	a, b := x.claim(p.A), x.claim(p.B)
	if s, ok := x.quantitySlot(p.A, a, b, p.f[Contained]); ok {
		return s, true
	}
	if s, ok := timeSlot(a, b); ok {
		return s, true
	}
	if p.f[Contained] < leastBound {
		return slotFill{kind: news.Attribution, a: x.gist(a), b: x.gist(b)}, false
	}
	deniesA, deniesB := denies(a), denies(b)
	if deniesA != deniesB && (p.f[NegatedShared] > 0 || p.f[DenialOne] > 0 || p.f[Contained] >= 35) {
		return slotFill{kind: news.Polarity, a: yesNo(!deniesA), b: yesNo(!deniesB)}, true
	}
	if p.f[CauseBoth] > 0 {
		return slotFill{kind: news.Cause, a: x.gist(a), b: x.gist(b)}, true
	}
	if p.f[PlaceDiffers] > 0 && p.f[PlaceShared] == 0 {
		if pa, pb := placePhrase(a, b), placePhrase(b, a); pa != "" && pb != "" {
			return slotFill{kind: news.Place, a: pa, b: pb}, true
		}
	}
	if p.f[Opposites] > 0 {
		return slotFill{kind: news.Polarity, a: x.gist(a), b: x.gist(b)}, true
	}
	if p.f[NamesApart] > 0 || p.f[AgentDiffers] > 0 {
		return slotFill{kind: news.Identity, a: x.gist(a), b: x.gist(b)}, true
	}
	return slotFill{kind: news.Attribution, a: x.gist(a), b: x.gist(b)}, false
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func denies(c claims.Claim) bool { return c.Cues.Has(claims.Negation | claims.Denial) }

func (x *comparer) quantitySlot(on int, a, b claims.Claim, bound int) (slotFill, bool) {
	best := leastContext - 1
	var out slotFill
	for _, p := range a.Numbers {
		for _, q := range b.Numbers {
			if !p.Comparable(q.Quantity) || !p.Disjoint(q.Quantity) || p.Part != q.Part {
				continue
			}
			if !p.SameCount(q) {
				continue
			}
			ctx := overlapOf(x.r, p.Context, q.Context)
			if foreign(x.r, p, a, b)+foreign(x.r, q, b, a) > 0 {
				ctx -= foreignCost
			} else if p.Unit != "" || p.Toll >= 0 {
				ctx = max(ctx, bound) // one measure of the story's own event
			}
			if ctx > best {
				best = ctx
				out = slotFill{kind: news.Quantity, a: p.Text(a.Text), b: q.Text(b.Text), num: p, on: on}
			}
		}
	}
	return out, best >= leastContext
}

func overlapOf(r claims.Reading, a, b []int) int {
	x := index{r: r}
	return x.overlap(a, b)
}

func timeSlot(a, b claims.Claim) (slotFill, bool) {
	for _, m := range a.Moments {
		for _, n := range b.Moments {
			if m.Disjoint(n) && !m.Past(a.Published) && !n.Past(b.Published) && !shared(a, b, m, n) {
				return slotFill{kind: news.Time, a: momentText(a, m), b: momentText(b, n)}, true
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
				if p.Comparable(q.Quantity) && !p.Disjoint(q.Quantity) && p.SameCount(q) {
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
