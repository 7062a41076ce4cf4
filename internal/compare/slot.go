package compare

import (
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/when"
)

// At least this share of the clauses around two numbers must be common, in
// hundredths, before the numbers can be of one thing.
const leastContext = 20

// quantitySlot finds the two numbers that two claims, which share so much, give
// one thing and that exclude each other. It returns the one that says what it
// counts and the claim that it stands in.
func (x *comparer) quantitySlot(a, b claims.Claim, bound int) (num claims.Number, on claims.Claim, filled bool) {
	best := leastContext - 1
	for _, p := range a.Numbers {
		for _, q := range b.Numbers {
			if !p.Disjoint(q.Quantity) || p.Part != q.Part || !p.SameCount(q) {
				continue
			}
			if few := x.outsiders(p, q); foreign(x.r, p, a, b, few)+foreign(x.r, q, b, a, few) > 0 {
				continue // a number of somebody else
			}
			ctx := overlapOf(x.r, p.Context, q.Context)
			if p.Unit != "" || p.Toll >= 0 {
				ctx = max(ctx, bound) // one measure of the story's own event
			}
			if p.Lasts && q.Lasts && x.core(p) && x.core(q) {
				ctx = max(ctx, leastContext)
			}
			if ctx > best {
				best, num, on = ctx, p, a
				if p.Noun == "" && q.Noun != "" {
					num, on = q, b
				}
			}
		}
	}
	return num, on, best >= leastContext
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
