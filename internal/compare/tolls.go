package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
)

// A toll that grew is told from so high a score of its pair on; that the later
// figure is greater says more than any word.
const leastToll = -1000

// tollLines are the updates of tolls: how many are dead or hurt, said earlier and
// topped later, one of each toll. No pair is one that looks back, or of which a
// number is of somebody else.
func (x *comparer) tollLines() (out []Line) {
	var found []judged
	for _, p := range x.pairs {
		a, b := x.claim(p.A), x.claim(p.B)
		if p.f[GrowsToll] > 0 && p.update >= leastToll && p.f[DisjointForeign] == 0 && a.Published.Before(b.Published) && !a.Recalls() && !b.Recalls() {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(p, q judged) int {
		return cmp.Or(cmp.Compare(q.update, p.update), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	at := map[int]int{} // toll -> its line
	for _, p := range found {
		_, n, ok := x.grownToll(x.claim(p.A), x.claim(p.B))
		if !ok {
			continue
		}
		i, known := at[n.Toll]
		switch {
		case !known:
			at[n.Toll] = len(out)
			out = append(out, Line{Members: []int{p.A}, Later: []int{p.B}, strong: p.update})
		case out[i].Members[0] == p.A && len(out[i].Later) <= mostJoin:
			out[i].Later = append(out[i].Later, p.B)
		case out[i].Later[0] == p.B && len(out[i].Members) <= mostJoin:
			out[i].Members = append(out[i].Members, p.A)
		}
	}
	return out
}

// toll tells whether a line is the update of a toll, which needs no weighing.
func (l Line) toll() bool { return len(l.f) == 0 }

// grownToll is the numbers of a toll that can be asked for and that the later
// claim puts higher.
func (x *comparer) grownToll(a, b claims.Claim) (was, is claims.Number, ok bool) {
	for _, m := range a.Numbers {
		for _, n := range b.Numbers {
			if m.Toll >= 0 && m.Toll == n.Toll && stated(n.Quantity) > stated(m.Quantity) && x.tollQuestion(b, n) != "" {
				return m, n, true
			}
		}
	}
	return was, is, false
}

// overtakeToll notes that whoever gives the earlier figure of a toll disputes
// nothing with whoever gives the later one.
func (x *comparer) overtakeToll(a, b claims.Claim) {
	was, is, ok := x.grownToll(a, b)
	if !ok {
		return
	}
	gives := func(n claims.Number) (ids []int) {
		for i, c := range x.r.Claims {
			if slices.ContainsFunc(c.Numbers, func(m claims.Number) bool { return m.Toll == n.Toll && stated(m.Quantity) == stated(n.Quantity) }) {
				ids = append(ids, i)
			}
		}
		return ids
	}
	later := gives(is)
	for _, i := range gives(was) {
		for _, j := range later {
			if i != j {
				x.conflicting[key(i, j)], x.opposed[key(i, j)] = true, true
			}
		}
	}
}
