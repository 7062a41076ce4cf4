package compare

import (
	"regexp"
	"slices"

	"counterpoint/internal/measure"
)

// surroundings compares what stands around two values that exclude each other,
// and who else gives them.
func (v *values) surroundings(f *RivalFeatures, a, b *value) {
	ca, cb := &v.r.Claims[a.claim], &v.r.Claims[b.claim]
	f[ClauseShared], f[ClauseBest] = v.overlap(a.clause, b.clause), v.best(a.clause, b.clause)
	f[NearShared], f[NearBest] = v.overlap(a.near, b.near), v.best(a.near, b.near)
	f[NearCommon] = min(common(a.near, b.near), 5)
	f[SameBefore], f[SameAfter] = flag(a.before == b.before), flag(a.after == b.after)
	f[AgoAny] = flag(apartFrom[a.after] || apartFrom[b.after])
	f[SupportA], f[SupportB] = support(a, cb.Origin), support(b, ca.Origin)
	f[SupportLeast] = min(f[SupportA], f[SupportB])
	f[MentionsA], f[MentionsB] = min(1+a.mentions, 10), min(1+b.mentions, 10)
	f[CloserA], f[CloserB] = v.closer(a, b), v.closer(b, a)
	f[BothInOne] = v.bothInOne(a, b)
	f[BesideNot] = flag(a.before == "not" || b.before == "not" || a.before == "than" || b.before == "than")
	f[SpreadNear] = v.spread(a, b)
	if a.sort == Figures {
		v.figures(f, a, b)
	} else {
		v.times(f, a, b)
	}
}

func (v *values) figures(f *RivalFeatures, a, b *value) {
	p, q := a.num, b.num
	ca, cb := &v.r.Claims[a.claim], &v.r.Claims[b.claim]
	f[UnitClass] = unitClass(p.Unit)
	f[HeadSame] = flag(p.Head >= 0 && p.Head == q.Head)
	f[HeadMissing] = flag(p.Head < 0) + flag(q.Head < 0)
	f[HeadsDiffer] = flag(p.Head >= 0 && q.Head >= 0 && p.Head != q.Head)
	f[TollSame], f[TollDiffers] = flag(p.Toll >= 0 && p.Toll == q.Toll), flag(p.Toll != q.Toll)
	f[GapRatio] = ratio(p.Quantity, q.Quantity)
	f[HedgeA], f[HedgeB] = int(p.Hedge), int(q.Hedge)
	f[PartAny] = flag(p.Part) + flag(q.Part)
	f[SmallBoth] = flag(p.High < 20 && q.High < 20)
	f[LastsBoth], f[LastsOne] = flag(p.Lasts && q.Lasts), flag(p.Lasts != q.Lasts)
	half := v.r.Origins / 2
	f[ForeignNames] = min(foreign(v.r, *p, *ca, *cb, half)+foreign(v.r, *q, *cb, *ca, half), 5)
	for i := range ca.Numbers {
		for j := range cb.Numbers {
			n, m := &ca.Numbers[i], &cb.Numbers[j]
			f[OtherEqual] += flag((i != a.at || j != b.at) && n.Comparable(m.Quantity) && !n.Disjoint(m.Quantity) && n.SameCount(*m))
		}
	}
	f[OtherEqual] = min(f[OtherEqual], 3)
	if p.Head >= 0 {
		f[SpreadHead] = min(10*v.r.Spread[p.Head], 100)
	}
	f[WordsAgree] = 1
	if len(p.Words) > 0 && len(q.Words) > 0 {
		f[WordsAgree] = 2 * flag(slices.Equal(p.Words, q.Words))
	}
	f[ScopeOne] = flag(a.past != b.past)
	f[RuleOne] = flag(a.ruled != b.ruled)
	f[VagueAny] = flag(p.Hedge == measure.Vague || q.Hedge == measure.Vague)
	f[PeopleBoth], f[PeopleOne] = flag(people[p.Noun] && people[q.Noun]), flag(p.Noun != "" && q.Noun != "" && people[p.Noun] != people[q.Noun])
	f[HedgesOpen] = flag(open(p.Hedge)) + flag(open(q.Hedge))
	f[Alone] = flag(len(ca.Numbers) == 1) + flag(len(cb.Numbers) == 1)
}

// ruled tells whether a clause says what ought to be, mostly is or was thought of:
// a limit, a target, an average or a proposal is no value of the event.
func ruled(clause string) bool {
	var word [longestRule]byte
	n := 0
	for i := range len(clause) {
		switch {
		case letter(clause[i]) && n < longestRule:
			word[n] = clause[i] | 0x20
			n++
		case letter(clause[i]):
		case rules[string(word[:n])]:
			return true
		default:
			n = 0
		}
	}
	return rules[string(word[:n])]
}

// mooted is what was only thought of: "they discussed a cut of two
// days".
var mooted = regexp.MustCompile(`\b(?:considered|debated|discussed|mooted|suggested|weighed) an? `)

// longestRule is longer than any of the rules.
const longestRule = 12

var rules = map[string]bool{
	"allowed": true, "allows": true, "average": true, "averages": true, "bill": true, "capacity": true, "deadline": true, "demanded": true,
	"guideline": true, "option": true, "proposal": true, "proposed": true,
	"guidelines": true, "law": true, "legal": true, "limit": true, "limits": true, "maximum": true, "minimum": true, "must": true,
	"normally": true, "permit": true, "permits": true, "permitted": true, "quota": true, "regulations": true, "required": true, "requires": true,
	"rule": true, "rules": true, "should": true, "standard": true, "target": true, "threshold": true, "typical": true, "typically": true, "usual": true, "usually": true,
}

// open tells whether a hedge leaves one end open.
func open(h measure.Hedge) bool {
	return h == measure.AtLeast || h == measure.AtMost || h == measure.MoreThan || h == measure.LessThan
}

// people are nouns for human beings, whoever they are: two of them may count
// the same heads.
var people = map[string]bool{
	"person": true, "people": true, "man": true, "woman": true, "child": true, "boy": true, "girl": true, "passenger": true, "patient": true,
	"resident": true, "worker": true, "employee": true, "soldier": true, "civilian": true, "pupil": true, "student": true, "villager": true,
	"inhabitant": true, "victim": true, "casualty": true, "visitor": true, "spectator": true, "fan": true, "supporter": true, "protester": true,
	"demonstrator": true, "marcher": true, "migrant": true, "refugee": true, "prisoner": true, "hostage": true, "crew": true, "member": true,
	"customer": true, "user": true, "voter": true, "guest": true, "miner": true, "nurse": true, "teacher": true, "family": true, "officer": true,
	"firefighter": true, "troop": true, "traveller": true, "subscriber": true, "participant": true, "runner": true, "rider": true, "survivor": true,
}

func (v *values) times(f *RivalFeatures, a, b *value) {
	m, n := a.when, b.when
	ca, cb := &v.r.Claims[a.claim], &v.r.Claims[b.claim]
	if m.HasClock && n.HasClock {
		f[MinutesApart] = min(abs(m.FromMinute-n.FromMinute)/5, 100)
	}
	if m.HasDay && n.HasDay {
		f[DaysApart] = min(1+abs(m.FromDay-n.FromDay), 100)
	}
	f[DateOnly] = flag(!m.HasClock) + flag(!n.HasClock)
	f[VagueAny] = flag(m.Vague) + flag(n.Vague)
	f[RelationAny] = flag(m.Relation != "") + flag(n.Relation != "")
	f[LongAgo] = flag(m.Past(ca.Published)) + flag(n.Past(cb.Published))
	f[OtherEqual] = flag(shared(*ca, *cb, *m, *n))
	f[Alone] = flag(len(ca.Moments) == 1) + flag(len(cb.Moments) == 1)
	f[WordsAgree] = flag(m.HasClock == n.HasClock)
}

func abs(n int) int { return max(n, -n) }

func unitClass(unit string) int {
	switch unit {
	case "":
		return 0
	case "s":
		return 1
	case "m", "m2", "m3", "l", "kg":
		return 2
	case "%", "ratio", "pp":
		return 3
	case "m/s", "C", "magnitude", "degree", "level":
		return 4
	case "score", "times":
		return 5
	}
	return 6 // money, and the rest
}

// apartFrom are words that put a value behind them elsewhere than at the event.
var apartFrom = map[string]bool{"ago": true, "later": true, "earlier": true, "old": true, "before": true, "after": true}

// support counts the origins, but for its own and the one given, that give a
// value.
func support(a *value, but string) int {
	return min(len(a.origins)-flag(slices.Contains(a.origins, but)), 5)
}

// closer counts the values in b's article that share more with a than b does.
func (v *values) closer(a, b *value) (n int) {
	own := v.overlap(a.clause, b.clause) + v.overlap(a.near, b.near)
	article := v.r.Claims[b.claim].Article
	for i := v.from[article]; i < v.from[article+1] && n < 10; i++ {
		if c := &v.all[i]; c != b && c.tells && a.comparable(c) {
			n += flag(v.overlap(a.clause, c.clause)+v.overlap(a.near, c.near) > own)
		}
	}
	return n
}

// bothInOne tells whether a sentence, or two in a row, give both values:
// somebody holds them against each other.
func (v *values) bothInOne(a, b *value) int {
	out := v.beside(a, b)
	for _, i := range a.same {
		out = max(out, v.beside(&v.all[i], b))
	}
	return out
}

// beside tells whether a value like b stands in a's sentence, 2, or in one next
// to it, 1.
func (v *values) beside(a, b *value) (out int) {
	article := v.r.Claims[a.claim].Article
	look := func(i int) bool {
		c := &v.all[i]
		if abs(c.claim-a.claim) > 1 {
			return false
		}
		if c.tells && b.alike(c) {
			out = max(out, 1+flag(c.claim == a.claim))
		}
		return true
	}
	for i := a.place - 1; i >= v.from[article] && look(i); i-- {
	}
	for i := a.place + 1; i < v.from[article+1] && look(i); i++ {
	}
	return out
}

// spread is how many origins use the words around both values, in tenths.
func (v *values) spread(a, b *value) int {
	sum := 0
	for _, near := range [2][]int{a.near, b.near} {
		for _, id := range near {
			sum += 10 * v.r.Spread[id]
		}
	}
	return min(100, sum/max(1, len(a.near)+len(b.near)))
}
