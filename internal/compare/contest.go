package compare

import (
	"cmp"
	"regexp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/when"
)

// contest is a question on which claims take sides.
type contest struct {
	kind  news.Kind
	sort  Sort
	sides []side
	score int
	sure  bool // a question with an answer from each side
	held  bool // it asks whether somebody is right who denies
}

// side is the claims that give one answer; the first is the one it began with.
type side struct {
	claims []int
	at     []int // of each claim the place of its value in Numbers or Moments
}

const (
	// A third answer must be surer than two by so much.
	sureThird = 400
	// A further pair of statements joins a sure contest from so far below the
	// floor of a dispute on.
	sureJoin = -600
	// A side names at most so many passages: the surest.
	mostClaims = 5
	// More sides than this are no dispute but a list.
	mostSides = 4
)

// contests merges the rivals into contests: those that answer one question are
// one. What cannot be told as a dispute, or conflicts less surely, differs.
func (x *comparer) contests() (disputed, differ []contest) {
	var sure, rest []contender
	for _, v := range x.claimants() {
		switch {
		case x.conflicting[key(v.A, v.B)] && !v.plain || x.opposed[key(v.A, v.B)] || x.grew(v.Rival):
		case v.sure:
			sure = append(sure, v.contender)
		default:
			rest = append(rest, v.contender)
		}
	}
	var all []contest
	for _, v := range append(sure, rest...) {
		if !has(all, v.Rival) && !x.join(all, v) {
			all = append(all, x.open(v))
		}
	}
	for _, c := range all {
		x.settle(c)
		switch {
		case x.alone(c): // one voice, which is not set against itself through a copy
		case c.sure && len(disputed) < mostDisputed && !x.grown(c):
			disputed = append(disputed, c)
			x.contest(c)
		case len(differ) < mostDiffer:
			differ = append(differ, c)
		}
	}
	return disputed, differ
}

// open begins a contest with a rival.
func (x *comparer) open(v contender) contest {
	kind, typed := x.kindOf(v.Rival)
	c := contest{kind: kind, sort: v.Sort, score: v.score, sides: []side{{[]int{v.A}, []int{v.P}}, {[]int{v.B}, []int{v.Q}}}}
	fit := typed && v.score >= 0 && (v.plain || !x.overtaken(v.Rival))
	c.sure = fit && x.asks(c)
	if fit && !c.sure && c.kind == news.Polarity && v.score >= sureHeld {
		c.held = true
		c.sure = x.asks(c)
	}
	return c
}

// overtaken tells whether two claims are rather an earlier state and a later
// one.
func (x *comparer) overtaken(v Rival) bool {
	p, ok := x.pair(v.A, v.B)
	return ok && p.update > p.conflict && overtakes(p.f)
}

// kindOf tells what two rivals dispute, and whether both answer a question of
// that kind.
func (x *comparer) kindOf(v Rival) (kind news.Kind, typed bool) {
	f, a, b := v.f, x.claim(v.A), x.claim(v.B)
	switch {
	case v.Sort == Figures:
		return news.Quantity, x.bound(v) || v.plain
	case v.Sort == Times:
		return news.Time, x.bound(v)
	case v.one:
		return news.Place, true
	case denies(a) != denies(b) && (f[NegatedVerb] > 0 || x.shareQuestion(ordered(a, b))), v.plain:
		return news.Polarity, states(a) && states(b) && (a.Holder.Key == "" || !a.Holder.Same(b.Holder))
	case f[CauseBoth] > 0:
		return news.Cause, true
	case f[PlaceDiffers] > 0 && f[PlaceShared] == 0 && placePhrase(a, b) != "" && placePhrase(b, a) != "":
		return news.Place, isPlace(a, placePhrase(a, b)) && isPlace(b, placePhrase(b, a))
	case f[Opposites] > 0:
		return news.Attribution, true
	case f[AgentDiffers] > 0:
		return news.Identity, true
	}
	return news.Attribution, false
}

// bound tells whether two values can be of one event: none is of somebody or
// some year that only its own sentence names, none is of a rule, none counts a
// part or other things, none is a mere "dozens", and no article gives both. What
// is so long is not so wide, and who gives a second figure corrects the first.
func (x *comparer) bound(v Rival) bool {
	f := v.f
	if h := x.claim(v.A).Holder; h.Key != "" && h.Same(x.claim(v.B).Holder) {
		return false
	}
	if v.Sort == Figures {
		p, q := &x.r.Claims[v.A].Numbers[v.P], &x.r.Claims[v.B].Numbers[v.Q]
		if p.Unit == "m" && !slices.Equal(p.Words, q.Words) || unlike(&x.r.Claims[v.A], &x.r.Claims[v.B], p, q) {
			return false
		}
	}
	if v.Sort == Figures && f[UnitClass] == 0 && f[TollDiffers] > 0 && f[HeadMissing] == 0 {
		return false // the dead, and those who were there
	}
	if f[PartAny] == 1 {
		return false
	}
	return f[VagueAny]+f[ScopeOne]+f[RuleOne]+f[PeopleOne]+f[LongAgo]+f[SameArticle] == 0 && (f[UnitClass] != 1 || f[ForeignNames] == 0)
}

// grew tells whether the later claim tops a toll of an earlier hour and no
// other speaker stands against the first: a toll grows.
func (x *comparer) grew(v Rival) bool {
	a, b := x.claim(v.A), x.claim(v.B)
	return v.f[GrowsToll] > 0 && v.f[HoursApart] > 0 && (a.Holder.Key == "" || b.Holder.Key == "" || a.Holder.Same(b.Holder))
}

// grown tells whether a count of a toll only grew: whoever gives the smaller one
// was published before all who give the greater.
func (x *comparer) grown(c contest) bool {
	if c.sort != Figures {
		return false
	}
	sides := slices.Clone(c.sides)
	slices.SortStableFunc(sides, func(a, b side) int {
		return cmp.Compare(stated(x.number(a, 0).Quantity), stated(x.number(b, 0).Quantity))
	})
	published := func(a, b int) int { return x.claim(a).Published.Compare(x.claim(b).Published) }
	for i, s := range sides {
		if x.number(s, 0).Toll < 0 {
			return false
		}
		if i > 0 && published(slices.MaxFunc(sides[i-1].claims, published), slices.MinFunc(s.claims, published)) >= 0 {
			return false
		}
	}
	return true
}

// has tells whether the claims of a rival stand in a contest of its sort already,
// or begin the two sides of another.
func has(all []contest, v Rival) bool {
	return slices.ContainsFunc(all, func(c contest) bool {
		a, b := c.sideOf(v.A), c.sideOf(v.B)
		return a >= 0 && b >= 0 && (c.sort == v.Sort || a != b && c.begins(v.A) && c.begins(v.B))
	})
}

func (c contest) begins(claim int) bool {
	return slices.ContainsFunc(c.sides, func(s side) bool { return s.claims[0] == claim })
}

func (c contest) sideOf(claim int) int {
	return slices.IndexFunc(c.sides, func(s side) bool { return slices.Contains(s.claims, claim) })
}

// join puts a rival into a contest about the same. It reports true where the
// rival needs no contest of its own.
func (x *comparer) join(all []contest, v contender) bool {
	for i := range all {
		c := &all[i]
		switch {
		case c.sort != v.Sort:
		case v.Sort == Words && x.joinWords(c, v):
			return true
		case v.Sort != Words && x.joinValues(c, v):
			return true
		}
	}
	return false
}

// joinWords puts a pair of statements into a contest that one of them is in:
// into a sure one only if it denies where those deny that began it.
func (x *comparer) joinWords(c *contest, v contender) bool {
	a, b := c.sideOf(v.A), c.sideOf(v.B)
	if a < 0 && b < 0 || c.sure && v.score < sureJoin {
		return false
	}
	if a < 0 {
		a = (b + 1) % 2
	}
	b = (a + 1) % 2
	like := func(side, claim int) bool { return denies(x.claim(c.sides[side].claims[0])) == denies(x.claim(claim)) }
	if c.sure && c.kind == news.Polarity && !(like(a, v.A) && like(b, v.B)) {
		return false
	}
	c.add(a, v.A, v.P)
	c.add(b, v.B, v.Q)
	return true
}

// joinValues puts two values into a contest that has both, or one and its claim:
// the other is then a further answer, if it is sure enough.
func (x *comparer) joinValues(c *contest, v contender) bool {
	a, b := x.sideFor(c, v.A, v.P), x.sideFor(c, v.B, v.Q)
	if a < 0 && b < 0 || c.sure && v.score < sureJoin {
		return false
	}
	knownA, knownB := a >= 0 && slices.Contains(c.sides[a].claims, v.A), b >= 0 && slices.Contains(c.sides[b].claims, v.B)
	switch {
	case !knownA && !knownB && v.score < 0:
		return false // less sure than what it would join
	case a >= 0 && b >= 0:
		if a != b && (!c.sure || x.bound(v.Rival)) {
			c.add(a, v.A, v.P)
			c.add(b, v.B, v.Q)
		}
		return true
	case knownA:
		x.third(c, v, v.B, v.Q)
		return true
	case knownB:
		x.third(c, v, v.A, v.P)
		return true
	}
	return false
}

func (c *contest) add(side, claim, at int) {
	if s := &c.sides[side]; c.sideOf(claim) < 0 && len(s.claims) < mostClaims {
		s.claims, s.at = append(s.claims, claim), append(s.at, at)
	}
}

// third opens a further side, where the rival is as sure as a dispute must be; a
// number of another thing is no third answer. How long something lasted it need
// not be as sure of: a story has one such thing.
func (x *comparer) third(c *contest, v contender, claim, at int) {
	if len(c.sides) < mostSides && (!c.sure || (v.score >= sureThird || v.f[LastsBoth] > 0) && v.f[HeadMissing] != 1 && x.bound(v.Rival) && !x.sibling(v.Rival)) {
		c.sides = append(c.sides, side{[]int{claim}, []int{at}})
	}
}

// sibling tells whether only one of two claims names which of several events it
// is about: "the first round".
func (x *comparer) sibling(v Rival) bool { return whichEvent(x.claim(v.A)) != whichEvent(x.claim(v.B)) }

func whichEvent(c claims.Claim) string {
	for _, m := range ordinalNoun.FindAllStringSubmatch(c.Text, -1) {
		if noun := lower(m[1]); claims.NamesEvent(noun) || stages[noun] {
			return lower(m[0])
		}
	}
	return ""
}

// stages are parts of an event that have figures of their own.
var stages = map[string]bool{"ballot": true, "half": true, "leg": true, "month": true, "round": true, "season": true, "stage": true, "wave": true, "week": true, "year": true}

var ordinalNoun = regexp.MustCompile(`(?i)\b(?:first|second|third|previous|earlier|last) ([a-z]+)`)

// sideFor is the side whose value a claim's value is, or -1.
func (x *comparer) sideFor(c *contest, claim, at int) int {
	v := x.value(c.sort, claim, at)
	return slices.IndexFunc(c.sides, func(s side) bool {
		if s.claims[0] == claim {
			return s.at[0] == at
		}
		first := x.value(c.sort, s.claims[0], s.at[0])
		return first.alike(&v)
	})
}

// value is a claim's value without its surroundings.
func (x *comparer) value(sort Sort, claim, at int) value {
	if sort == Times {
		return value{sort: sort, when: &x.r.Claims[claim].Moments[at]}
	}
	return value{sort: sort, num: &x.r.Claims[claim].Numbers[at]}
}

// number is the number that the i-th claim of a side gives.
func (x *comparer) number(s side, i int) claims.Number { return x.claim(s.claims[i]).Numbers[s.at[i]] }

// moment is the time that the first claim of a side gives.
func (x *comparer) moment(s side) when.Moment { return x.claim(s.claims[0]).Moments[s.at[0]] }

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

// contest bars from the agreed lines what takes a side in a dispute: of values,
// whoever gives one of them; of statements, those that began it.
func (x *comparer) contest(c contest) {
	for _, s := range c.sides {
		x.contested[s.claims[0]] = true
		if c.sort == Words {
			continue
		}
		for _, i := range s.claims {
			x.contested[i] = true
		}
	}
}
