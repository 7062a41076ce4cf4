package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// contest is a question on which claims take sides.
type contest struct {
	slot  slotFill
	sides []side
	score int
	sure  bool // a typed slot is filled on both sides
}

// side is the claims that give one answer; the first is the one it began with.
type side struct{ claims []int }

// How long the event itself lasted has one answer, however differently two
// sentences are built: where both fill that slot, the gate, which goes by the
// words that they share, may be this much less sure.
const coreSlack = 1500

// contests merges the conflicting pairs into contests: pairs that share a
// claim and a kind of slot are one question. What fills no slot, or conflicts
// less surely, differs.
func (x *comparer) contests() (disputed, differ []contest) {
	type filled struct {
		judged
		fill slotFill
		sure bool
	}
	var found []filled
	for _, p := range x.pairs {
		if p.conflict < x.floors.Differ && !(x.lasts(p.A) && x.lasts(p.B)) {
			continue
		}
		if p.conflict < x.floors.Differ-coreSlack || x.conflicting[key(p.A, p.B)] || x.grew(p) {
			continue
		}
		fill, sure, ok := x.slot(p)
		if fill.core {
			p.conflict = max(p.conflict+coreSlack, p.agree+1)
		}
		if ok && p.conflict >= x.floors.Differ && p.conflict > p.update && p.conflict > p.agree {
			found = append(found, filled{p, fill, sure})
		}
	}
	slices.SortFunc(found, func(a, b filled) int {
		return cmp.Or(cmp.Compare(b.conflict, a.conflict), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	var all []contest
	for _, p := range found {
		if at := x.place(all, p.judged, p.fill, p.sure && (p.fill.core || p.conflict >= x.floors.Dispute)); at >= 0 {
			continue
		}
		all = append(all, contest{
			slot:  p.fill,
			sides: []side{{[]int{p.A}}, {[]int{p.B}}},
			score: p.conflict,
			sure:  p.sure && p.conflict >= x.floors.Dispute,
		})
	}
	for _, c := range all {
		x.settle(c)
		switch {
		case c.sure && len(disputed) < mostDisputed && x.tellable(c):
			disputed = append(disputed, c)
			for _, s := range c.sides {
				for _, id := range s.claims {
					x.contested[id] = true
				}
			}
		case len(differ) < mostDiffer:
			differ = append(differ, c)
		}
	}
	return disputed, differ
}

// lasts tells whether a claim says how long something went on: only then can a
// pair fill the slot that coreSlack is for.
func (x *comparer) lasts(i int) bool {
	return slices.ContainsFunc(x.claim(i).Numbers, func(n claims.Number) bool { return n.Lasts })
}

// grew tells whether the later claim tops a toll of an earlier hour and no
// other speaker stands against the first: a toll grows.
func (x *comparer) grew(p judged) bool {
	a, b := x.claim(p.A), x.claim(p.B)
	return p.f[GrowsToll] > 0 && p.f[HoursApart] > 0 && (a.Holder.Key == "" || b.Holder.Key == "" || a.Holder.Same(b.Holder))
}

// place puts a pair into a contest that one of its claims is in already; only a
// strong one may open a further side of a sure contest. It
// returns the contest's index, or -1.
func (x *comparer) place(all []contest, p judged, fill slotFill, strong bool) int {
	for i := range all {
		c := &all[i]
		a, b := c.sideOf(p.A), c.sideOf(p.B)
		if a < 0 && b < 0 || c.slot.kind != fill.kind && !(a >= 0 && b >= 0) {
			continue
		}
		switch {
		case a >= 0 && b >= 0:
		case a >= 0:
			c.add(x, p.B, a, fill, strong)
		default:
			c.add(x, p.A, b, fill, strong)
		}
		return i
	}
	return -1
}

func (c contest) sideOf(claim int) int {
	return slices.IndexFunc(c.sides, func(s side) bool { return slices.Contains(s.claims, claim) })
}

// add puts a claim on a side other than the one that it conflicts with: the
// side whose answer it shares, else the only other one; a third answer to a
// question of how much or when opens a side of its own.
func (c *contest) add(x *comparer, claim, against int, fill slotFill, strong bool) {
	best := -1
	for i, s := range c.sides {
		if i == against {
			continue
		}
		if x.sameAnswer(claim, s.claims[0], fill.kind) {
			best = i
			break
		}
	}
	switch {
	case best >= 0:
	case fill.kind == news.Quantity || fill.kind == news.Time:
		if c.sure && !strong {
			return // a number of another thing is no third answer
		}
		c.sides = append(c.sides, side{})
		best = len(c.sides) - 1
	default:
		best = (against + 1) % len(c.sides)
	}
	c.sides[best].claims = append(c.sides[best].claims, claim)
}

// settle notes what stands against what.
func (x *comparer) settle(c contest) {
	for i, s := range c.sides {
		for _, t := range c.sides[:i] {
			for _, a := range s.claims {
				for _, b := range t.claims {
					x.conflicting[key(a, b)] = true
					x.used[a], x.used[b] = true, true
				}
			}
		}
	}
}
