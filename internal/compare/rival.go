package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Sort is what two rivals answer one question with.
type Sort uint8

// The sorts of rivals.
const (
	Figures Sort = iota // numbers of one unit
	Times               // dates or clock times
	Words               // statements that answer one another
	Sorts
)

// Rival is two values of one sort that exclude each other and may be of one
// thing, or two statements that may answer one another. A is the earlier claim.
type Rival struct {
	Sort Sort
	A, B int // indices into Reading.Claims
	P, Q int // indices of the values in A's and B's Numbers or Moments

	f     *RivalFeatures
	plain bool // one says in so many words that the other is wrong
	one   bool // both are hours of one happening, or put it in two places
}

// Features returns what the forests of rivals weigh.
func (v Rival) Features() []int { return v.f[:] }

// Rivals returns the rivals of a story, unweighed.
func (g *Gate) Rivals(s news.Story, r claims.Reading) (out []Rival) {
	room := g.rooms.Get().(*[]Features)
	defer g.rooms.Put(room)
	x := g.comparer(s, r, room)
	x.eachRival(func(v Rival) {
		f := *v.f
		v.f = &f
		out = append(out, v)
	})
	return out
}

// contender is a rival with its score above the floor of a dispute, in
// thousandths of log odds.
type contender struct {
	Rival
	score int
}

// What is denied in so many words is a dispute even where the forests are less
// sure of it by so much.
const plainSlack = 2000

// A figure that somebody named holds against somebody else's is a dispute even
// where the forests are less sure of it by so much: they know what is said, and
// not who says it.
const heldSlack = 800

// So is one of two lengths, weights, speeds or the like: a story has fewer of them
// than of counts, and a word beside them mostly says what they are of.
const measureSlack = 900

// slack is how much less sure of two figures the forest may be.
func (x *comparer) slack(v Rival) int {
	if class := v.f[UnitClass]; class == unitClass("m") || class == unitClass("m/s") {
		return measureSlack
	}
	return heldSlack * flag(x.twoHold(v))
}

// Two hours of one happening are rivals where the gate suspects so much that their
// sentences conflict: the forest of times knows words, and not what happened.
const leastOne = -3300

// twoHold tells whether two claims are of two named holders.
func (x *comparer) twoHold(v Rival) bool {
	a, b := x.claim(v.A).Holder, x.claim(v.B).Holder
	return a.Key != "" && b.Key != "" && !a.Same(b)
}

// contenders are the rivals that at least differ, the surest first.
func (x *comparer) contenders() (out []contender) {
	x.eachRival(func(v Rival) {
		score := x.gate.weigh(v)
		if v.Sort == Figures {
			score += x.slack(v)
		}
		if v.plain && score >= x.floors.RivalDispute[v.Sort]-plainSlack {
			score = max(score, x.floors.RivalDispute[v.Sort])
		}
		if v.one {
			score = max(score, x.floors.RivalDispute[v.Sort])
		}
		if score < x.floors.RivalDiffer[v.Sort] {
			return
		}
		f := *v.f
		v.f = &f
		out = append(out, contender{v, score - x.floors.RivalDispute[v.Sort]})
	})
	slices.SortFunc(out, func(a, b contender) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.P, b.P), cmp.Compare(a.Q, b.Q))
	})
	return out
}

// eachRival gives the rivals of a story. The features are overwritten by those
// of the next.
func (x *comparer) eachRival(yield func(Rival)) {
	var f RivalFeatures
	for _, p := range x.pairs {
		if p.conflict >= x.floors.Suspect {
			f = RivalFeatures{}
			copy(f[:], p.f[:])
			x.company(&f, p)
			x.index.statements(&f, p.A, p.B)
			yield(Rival{Sort: Words, A: p.A, B: p.B, f: &f, plain: x.contradicts(p.A, p.B), one: x.apart(p)})
		}
	}
	x.eachSpot(yield)
	x.eachValues(yield)
}

// eachValues gives the rivals among the values of a story.
func (x *comparer) eachValues(yield func(Rival)) {
	var f RivalFeatures
	v := newValues(x.index)
	for i := range v.all {
		if !v.all[i].tells {
			continue
		}
		for j := i + 1; j < len(v.all); j++ {
			a, b := &v.all[i], &v.all[j]
			if !b.tells {
				continue
			}
			plain, one := v.rejects(a, b) || v.rejects(b, a), v.sameHappening(a, b)
			if !plain && (!a.excludes(b) || !one && !touch(a, b)) || v.oneVoice(a, b) {
				continue
			}
			if later(x.r.Claims[a.claim], x.r.Claims[b.claim]) {
				a, b = b, a
			}
			p := x.pairOf(a.claim, b.claim)
			if p.conflict < x.floors.SuspectValues {
				continue
			}
			f = RivalFeatures{}
			copy(f[:], p.f[:])
			f[RankA], f[RankB], f[BestForBoth] = 0, 0, 0 // of sentences, not of values
			x.company(&f, p)
			v.surroundings(&f, a, b)
			yield(Rival{Sort: a.sort, A: a.claim, B: b.claim, P: a.at, Q: b.at, f: &f, plain: plain, one: one && p.conflict >= leastOne})
		}
	}
}

// eachSpot gives the rivals that put one happening in two places and are no
// suspects by their words.
func (x *comparer) eachSpot(yield func(Rival)) {
	for i := range x.spots {
		for j := i + 1; len(x.spots[i]) > 0 && j < len(x.spots); j++ {
			if _, _, ok := x.spotsApart(i, j); !ok {
				continue
			}
			a, b := i, j
			if later(x.r.Claims[a], x.r.Claims[b]) {
				a, b = b, a
			}
			if p, ok := x.pair(a, b); ok && p.conflict >= x.floors.Suspect {
				continue
			}
			if p := x.pairOf(a, b); x.apart(p) {
				var f RivalFeatures
				copy(f[:], p.f[:])
				x.company(&f, p)
				x.index.statements(&f, a, b)
				yield(Rival{Sort: Words, A: a, B: b, f: &f, one: true})
			}
		}
	}
}

// pairOf is the pair of two claims, which need not share enough to be one of
// the story's pairs.
func (x *comparer) pairOf(a, b int) judged {
	if p, ok := x.pair(a, b); ok {
		return p
	}
	f := x.index.features(a, b)
	s := x.gate.scores(&f)
	return judged{Pair: Pair{a, b, &f}, agree: s[agreeing], conflict: s[conflicting], update: s[updating]}
}

// company tells how the gate takes two claims as a whole, and what else stands
// against each.
func (x *comparer) company(f *RivalFeatures, p judged) {
	f[PairAgree], f[PairConflict], f[PairUpdate] = step(p.agree), step(p.conflict), step(p.update)
	f[AgainstA], f[AgainstB] = x.against(p.A)[0], x.against(p.B)[0]
	f[OrderA], f[OrderB] = x.order[p.A], x.order[p.B]
	f[Voices] = x.r.Origins
	f[SameArticle] = flag(x.r.Claims[p.A].Article == x.r.Claims[p.B].Article)
}
