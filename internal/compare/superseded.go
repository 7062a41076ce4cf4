package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/news"
)

// An update shares what has stayed the same with what it overtakes, so the gate
// may take it for agreement too, up to so much more surely.
const agreeSlack = 1000

// updates tells which claims later ones have overtaken: the likeliest pair is
// printed, and the others that tell the same change support it.
func (x *comparer) updates() []news.Update {
	var found []judged
	for _, p := range x.pairs {
		if p.update >= x.floors.Update && p.update > p.conflict && p.update > p.agree-agreeSlack && overtakes(p.f) && x.claim(p.A).Published.Before(x.claim(p.B).Published) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.update, a.update), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	var all []update
	for _, p := range found {
		x.conflicting[key(p.A, p.B)] = true
		if !join(all, p) && len(all) < mostUpdates {
			all = append(all, update{best: p, earlier: []int{p.A}, later: []int{p.B}})
		}
	}
	var out []news.Update
	for _, u := range all {
		for _, i := range append(slices.Clone(u.earlier), u.later...) {
			x.used[i] = true
		}
		out = append(out, news.Update{
			Question: x.updateQuestion(u.best),
			By:       news.ByEngine,
			Earlier:  news.Said{Text: x.claim(u.best.A).Text, Evidence: x.evidence(u.earlier)},
			Later:    news.Said{Text: x.claim(u.best.B).Text, Evidence: x.evidence(u.later)},
		})
	}
	return out
}

// update is one change of state with all claims that tell either side of it.
type update struct {
	best           judged
	earlier, later []int
}

// A further pair joins an update if it is not less sure than its best by more
// than this.
const joinSlack = 1200

// join adds a pair to the update that one of its sides is in already.
func join(all []update, p judged) bool {
	for i := range all {
		u := &all[i]
		a, b := slices.Contains(u.earlier, p.A), slices.Contains(u.later, p.B)
		if !a && !b {
			continue
		}
		if p.update >= u.best.update-joinSlack {
			if !a && !slices.Contains(u.later, p.A) {
				u.earlier = append(u.earlier, p.A)
			}
			if !b && !slices.Contains(u.earlier, p.B) {
				u.later = append(u.later, p.B)
			}
		}
		return true
	}
	return false
}

// overtakes tells whether a pair has the structure of an update: a count that
// grew, a silence that was broken, something unknown that became known, a
// state that ended, a plan, or a correction. Likeness alone updates nothing.
func overtakes(f *Features) bool {
	for _, i := range []int{GrowsToll, Grows, UnknownThenKnown, SilenceBroken, StateOvertaken, PlanOne, OngoingThenLate, CorrectionSecond, OneZero} {
		if f[i] > 0 {
			return true
		}
	}
	return false
}
