package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/boosted"
	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
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
	disputed := x.surelyDisputed()
	for _, w := range x.updateChoice(disputed) {
		for _, i := range slices.Concat(w.Members, w.Later) {
			x.used[i] = true
		}
		for _, p := range w.passed() {
			if !disputed[p] || w.toll() {
				x.conflicting[p], x.opposed[p] = true, true
			}
		}
		if w.toll() {
			x.overtakeToll(x.claim(w.Members[0]), x.claim(w.Later[0]))
		}
		out = append(out, news.Update{
			Question: x.updateQuestion(w.Members[0], w.Later[0]),
			By:       news.ByEngine,
			Earlier:  news.Said{Text: x.claim(w.Members[0]).Text, Evidence: x.evidence(w.Members)},
			Later:    news.Said{Text: x.claim(w.Later[0]).Text, Evidence: x.evidence(w.Later)},
		})
	}
	return out
}

// updateChoice is the lines that are told as updates, the surest first.
func (x *comparer) updateChoice(disputed map[[2]int]bool) (out []weighed) {
	o := x.gate.Overtaking
	told := map[int]bool{}
	lines := weighUpdates(o.lines, &o.Lines, x.updateLines())
	lines = slices.DeleteFunc(lines, func(w weighed) bool { return w.score < o.Floor || w.strong < o.Least })
	var tolls []weighed
	for _, l := range x.tollLines() {
		tolls = append(tolls, weighed{Line: l})
	}
	for _, w := range append(tolls, lines...) {
		if len(out) == mostUpdates {
			break
		}
		a, b := x.claim(w.Members[0]), x.claim(w.Later[0])
		if told[w.Members[0]] || told[w.Later[0]] || a.Recalls() && !b.Recalls() || !x.passes(a, b) || a.Asks || b.Asks || goesOn(a, b) || !w.toll() && disputed[key(w.Members[0], w.Later[0])] {
			continue // what was so then is no earlier state of today's event
		}
		if !w.toll() {
			w.Members, w.Later = undisputed(w.Members, disputed), undisputed(w.Later, disputed)
		}
		for _, i := range slices.Concat(w.Members, w.Later) {
			told[i] = true
		}
		out = append(out, w)
	}
	return out
}

// undisputed is the first of some claims with those of the others that take no
// side in a dispute.
func undisputed(ids []int, disputed map[[2]int]bool) []int {
	out := ids[:1:1]
	for _, i := range ids[1:] {
		sides := false
		for p := range disputed {
			sides = sides || p[0] == i || p[1] == i
		}
		if !sides {
			out = append(out, i)
		}
	}
	return out
}

// surelyDisputed are the pairs of claims that are two sides of a dispute by
// themselves.
func (x *comparer) surelyDisputed() map[[2]int]bool {
	out := map[[2]int]bool{}
	for _, v := range x.claimants() {
		if v.sure {
			out[key(v.A, v.B)] = true
		}
	}
	return out
}

// passes tells whether an earlier claim leaves something open, or the later one
// counts what it counts otherwise or names a state that ends its own. Likeness
// alone updates nothing.
func (x *comparer) passes(a, b claims.Claim) bool {
	if a.Cues.Has(claims.Negation|claims.Unknown|claims.Silence|claims.Ongoing|claims.Plan|claims.Hypothetical) || x.r.Overtaken(a, b) > 0 {
		return true
	}
	n := tallied(&a, &b)
	return n.grows+n.falls+n.none > 0 || n.apart > 0 && n.equal == 0
}

// goesOn tells whether the later of two claims says that what the earlier one
// told goes on: it is "still" so, or the toll is the same.
func goesOn(a, b claims.Claim) bool {
	if slices.ContainsFunc(text.Tokens(b.Text), func(t text.Token) bool { return t.Norm == "still" }) {
		return true
	}
	same, other := 0, 0
	for _, m := range a.Numbers {
		for _, n := range b.Numbers {
			if m.Toll >= 0 && m.Toll == n.Toll {
				same += flag(stated(m.Quantity) == stated(n.Quantity))
				other += flag(stated(m.Quantity) != stated(n.Quantity))
			}
		}
	}
	return same > 0 && other == 0
}

// passed are the pairs of claims that a line was made of: what it begins with on
// one side with each of the other.
func (l Line) passed() (out [][2]int) {
	for _, b := range l.Later {
		out = append(out, key(l.Members[0], b))
	}
	for _, a := range l.Members[1:] {
		out = append(out, key(a, l.Later[0]))
	}
	return out
}

// weighed is a line with its score.
type weighed struct {
	Line
	score int
}

// weigh scores lines and puts the highest first; of equal ones the order stays.
func weigh(lines []Line, f *boosted.Forest) []weighed { return weighUpdates(nil, f, lines) }

func weighUpdates(g *grove, f *boosted.Forest, lines []Line) []weighed {
	out := make([]weighed, len(lines))
	for i, l := range lines {
		out[i] = weighed{l, scored(g, f, l.f)}
	}
	slices.SortStableFunc(out, func(a, b weighed) int { return cmp.Compare(b.score, a.score) })
	return out
}

// Of a story so many likely updates are weighed as lines.
const mostWeighedUpdates = 80

// A further claim joins a side of an update if its pair with the other side is
// not less likely than the best by more than this, and so many do.
const (
	joinSlack = 500
	mostJoin  = 7
)

func (x *comparer) updateLines() []Line {
	return x.gate.Overtaking.lineUp(newOpenings(x.index, x.opens))
}

// Updates are the lines of updates that a story's claims suggest, unweighed.
func (o *Overtaking) Updates(r claims.Reading) []Line {
	return o.lineUp(newOpenings(newIndex(r), o.Lexis.read(r)))
}

// lineUp makes a line of each of the likeliest passings.
func (o *Overtaking) lineUp(p *openings) []Line {
	all := p.passings()
	for i := range all {
		all[i].score = scored(o.pairs, &o.Pairs, all[i].f)
	}
	slices.SortStableFunc(all, func(a, b Passing) int { return cmp.Compare(b.score, a.score) })
	out := make([]Line, 0, min(len(all), mostWeighedUpdates))
	for rank := range all[:min(len(all), mostWeighedUpdates)] {
		out = append(out, p.updateLine(all, rank))
	}
	return out
}

// updateLine makes a line of a passing with the claims that tell either side
// about as likely. All are the passings of the story, the likeliest first.
func (p *openings) updateLine(all []Passing, rank int) Line {
	best := all[rank]
	l := Line{Members: []int{best.A}, Later: []int{best.B}, strong: best.score}
	later := standing(all, rank, func(o Passing) (int, bool) { return o.B, o.A == best.A })
	earlier := standing(all, rank, func(o Passing) (int, bool) { return o.A, o.B == best.B })
	l.Later = append(l.Later, later.join...)
	for _, i := range earlier.join {
		if !slices.Contains(l.Later, i) {
			l.Members = append(l.Members, i)
		}
	}
	l.begin(all)
	open, meanOpen := p.most(l.Members, leftOpen)
	closed, meanClosed := p.most(l.Later, closing)
	f := append(make([]int, 0, 20+len(best.f)),
		step(best.score), rank, step(best.score-all[0].score), later.surer, earlier.surer,
		step(later.top), step(earlier.top), step(later.next), step(earlier.next), step(later.mean), step(earlier.mean),
		len(l.Members), len(l.Later), p.voices(l.Members), p.voices(l.Later), step(open), step(closed), step(meanOpen), step(meanClosed))
	l.f = append(f, best.f...)
	return l
}

// begin puts first on both sides the two claims of a line of which the later has
// likeliest overtaken the earlier: they are shown.
func (l *Line) begin(all []Passing) {
	for _, o := range all {
		i, j := slices.Index(l.Members, o.A), slices.Index(l.Later, o.B)
		if i >= 0 && j >= 0 {
			l.Members[0], l.Members[i] = l.Members[i], l.Members[0]
			l.Later[0], l.Later[j] = l.Later[j], l.Later[0]
			l.strong = o.score
			return
		}
	}
}

// most is the highest of some claims' scores, and their mean.
func (p *openings) most(ids []int, output int) (most, mean int) {
	most = -scoreSpan
	for _, i := range ids {
		most, mean = max(most, p.lexis[i][output]), mean+p.lexis[i][output]
	}
	return most, mean / len(ids)
}

// voices counts the articles of some claims.
func (p *openings) voices(ids []int) int {
	seen := map[int]bool{}
	for _, i := range ids {
		seen[p.r.Claims[i].Article] = true
	}
	return len(seen)
}

// place is where a passing stands among those of one of its claims.
type place struct {
	join      []int // the other claims of passings about as likely
	surer     int   // passings that are likelier
	top, next int   // the two highest scores
	mean      int   // of the highest four
}

func standing(all []Passing, rank int, side func(Passing) (other int, of bool)) place {
	at := place{top: -scoreSpan, next: -scoreSpan}
	n := 0
	for i, o := range all {
		other, ok := side(o)
		if !ok {
			continue
		}
		at.surer += flag(i < rank)
		switch n {
		case 0:
			at.top = o.score
		case 1:
			at.next = o.score
		}
		if n < 4 {
			at.mean += o.score
		}
		n++
		if i != rank && o.score >= all[rank].score-joinSlack && len(at.join) < mostJoin {
			at.join = append(at.join, other)
		}
	}
	at.mean /= max(1, min(n, 4))
	return at
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
