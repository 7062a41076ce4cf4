package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/boosted"
	"counterpoint/internal/news"
)

// An update shares what has stayed the same with what it overtakes, so the gate
// may take it for agreement too, up to so much more surely.
const agreeSlack = 1000

// updates tells which claims later ones have overtaken, the surest first.
func (x *comparer) updates() []news.Update {
	for _, p := range x.pairs {
		if p.update >= x.floors.Update && p.update > p.conflict && p.update > p.agree-agreeSlack && overtakes(p.f) && x.claim(p.A).Published.Before(x.claim(p.B).Published) {
			x.conflicting[key(p.A, p.B)] = true
		}
	}
	var out []news.Update
	told := map[int]bool{}
	for _, w := range weigh(x.updateLines(), &x.gate.Overtaken) {
		if len(out) == mostUpdates || w.score < x.floors.Overtaken {
			break
		}
		if a, b := x.claim(w.Members[0]), x.claim(w.Later[0]); told[w.Members[0]] || told[w.Later[0]] || a.Recalls() && !b.Recalls() {
			continue // what was so then is no earlier state of today's event
		}
		for _, i := range slices.Concat(w.Members, w.Later) {
			told[i], x.used[i] = true, true
		}
		for _, a := range w.Members {
			for _, b := range w.Later {
				x.conflicting[key(a, b)], x.opposed[key(a, b)] = true, true
			}
		}
		p, _ := x.pair(w.Members[0], w.Later[0])
		out = append(out, news.Update{
			Question: x.updateQuestion(p),
			By:       news.ByEngine,
			Earlier:  news.Said{Text: x.claim(w.Members[0]).Text, Evidence: x.evidence(w.Members)},
			Later:    news.Said{Text: x.claim(w.Later[0]).Text, Evidence: x.evidence(w.Later)},
		})
	}
	return out
}

// weighed is a line with its score.
type weighed struct {
	Line
	score int
}

// weigh scores lines and puts the highest first; of equal ones the order stays.
func weigh(lines []Line, f *boosted.Forest) []weighed {
	out := make([]weighed, len(lines))
	for i, l := range lines {
		out[i] = weighed{l, f.Score(l.f)}
	}
	slices.SortStableFunc(out, func(a, b weighed) int { return cmp.Compare(b.score, a.score) })
	return out
}

// A further claim joins an update if its pair with the other side is not less
// sure than the best by more than this.
const joinSlack = 500

// updateLines makes a line of each pair that may be an update, with the claims
// that tell either side about as surely.
func (x *comparer) updateLines() []Line {
	var found []int32
	for k, p := range x.pairs {
		if p.update >= x.floors.SuggestUpdate && x.claim(p.A).Published.Before(x.claim(p.B).Published) {
			found = append(found, int32(k))
		}
	}
	slices.SortFunc(found, func(a, b int32) int {
		return cmp.Or(cmp.Compare(x.pairs[b].update, x.pairs[a].update), cmp.Compare(a, b))
	})
	found = found[:min(len(found), mostWeighedUpdates)]
	out := make([]Line, 0, len(found))
	for rank, k := range found {
		out = append(out, x.updateLine(x.pairs[k], rank, x.pairs[found[0]].update))
	}
	return out
}

func (x *comparer) updateLine(best judged, rank, highest int) Line {
	l := Line{Members: []int{best.A}, Later: []int{best.B}, strong: best.update}
	later := x.rivals(best.A, best, func(p judged) (int, bool) { return p.B, p.A == best.A })
	earlier := x.rivals(best.B, best, func(p judged) (int, bool) { return p.A, p.B == best.B })
	l.Later = append(l.Later, later.join...)
	for _, i := range earlier.join {
		if !slices.Contains(l.Later, i) {
			l.Members = append(l.Members, i)
		}
	}
	a, b := x.claim(best.A), x.claim(best.B)
	f := append(make([]int, 0, lineRoom),
		step(best.update), step(best.agree), step(best.conflict), rank, step(best.update-highest),
		len(l.Members), len(l.Later), x.origins(l.Members), x.origins(l.Later),
		later.surer, earlier.surer, step(later.agree), step(earlier.agree), step(later.mean), step(earlier.mean),
		x.order[best.A], x.order[best.B], len(a.Words), len(b.Words), x.r.Origins, structures(best.f),
		min(best.f[HoursApart], 48), x.hours(x.first, best.A), x.hours(best.B, x.last),
		flag(a.Headline), flag(b.Headline), flag(a.Holder.Key != ""), flag(b.Holder.Key != ""), len(a.Numbers), len(b.Numbers))
	l.f = append(f, best.f[:]...)
	return l
}

// hours from one claim to a later one, 0 where a time is unknown.
func (x *comparer) hours(from, to int) int {
	a, b := x.claim(from).Published, x.claim(to).Published
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return min(max(int(b.Sub(a).Hours()), 0), 120)
}

// rivals are the other pairs of one side of an update.
type rivals struct {
	join  []int // claims of pairs about as sure
	surer int   // pairs that are surer
	mean  int   // of the surest four scores
	agree int   // the surest agreement of the claim
}

func (x *comparer) rivals(claim int, best judged, side func(judged) (int, bool)) rivals {
	r := rivals{agree: -scoreSpan}
	var found []judged
	for _, k := range x.web.of(claim) {
		p := x.pairs[k]
		r.agree = max(r.agree, p.agree)
		if _, ok := side(p); !ok || !x.claim(p.A).Published.Before(x.claim(p.B).Published) {
			continue
		}
		r.surer += flag(p.update > best.update)
		found = append(found, p)
	}
	slices.SortStableFunc(found, func(a, b judged) int { return cmp.Compare(b.update, a.update) })
	for n, p := range found {
		if n < 4 {
			r.mean += p.update
		}
		if c, _ := side(p); p.update >= best.update-joinSlack && (p.A != best.A || p.B != best.B) {
			r.join = append(r.join, c)
		}
	}
	r.mean /= max(1, min(len(found), 4))
	return r
}

// The marks of an update: a count that grew, a silence that was broken,
// something unknown that became known, a state that ended, a plan, or a
// correction.
var updateMarks = [...]int{GrowsToll, Grows, UnknownThenKnown, SilenceBroken, StateOvertaken, PlanOne, OngoingThenLate, CorrectionSecond, OneZero}

// structures counts the marks of an update in a pair.
func structures(f *Features) (n int) {
	for _, i := range updateMarks {
		n += flag(f[i] > 0)
	}
	return n
}

// overtakes tells whether a pair has the structure of an update. Likeness alone
// updates nothing.
func overtakes(f *Features) bool { return structures(f) > 0 }
