package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Turn is a claim that was told before and one that was not, weighed against
// each other: in thousandths of log odds, from 0 where the gate lets a pair
// count.
type Turn struct {
	Told, New               int // indices into Reading.Claims
	Agree, Conflict, Update int
	Overtakes               bool // the untold one is later, and the pair has the structure of an update
}

// Quarrel is a question on which an untold claim takes a side, and the claims
// that begin it.
type Quarrel struct {
	A, B    int // indices into Reading.Claims, A the earlier
	Dispute news.Dispute
}

// Across is what the told claims of a story and the untold ones make of each
// other.
type Across struct {
	Turns    []Turn
	Quarrels []Quarrel
	Echoes   [][2]int // untold claims of two voices that say the same

	x *comparer
}

// NewAcross compares the claims of told articles with the others. Told and
// untold claims of one voice are compared too: an outlet's report of today
// overtakes its own of yesterday.
func NewAcross(s news.Story, r claims.Reading, told func(article string) bool) *Across {
	g := loadGate()
	isTold := make([]bool, len(r.Claims))
	sides, fresh := r, r
	sides.Claims, fresh.Claims = slices.Clone(r.Claims), slices.Clone(r.Claims)
	for i, c := range r.Claims {
		isTold[i] = told(c.Evidence.Article)
		sides.Claims[i].Origin = "untold"
		if isTold[i] {
			sides.Claims[i].Origin = "told"
			fresh.Claims[i].Words = nil
		}
	}
	between, among := judge(g, sides, new([]Features)), judge(g, fresh, new([]Features))
	a := &Across{x: &comparer{story: s, r: r, floors: g.Floors, conflicting: map[[2]int]bool{}, contested: map[int]bool{}, used: map[int]bool{}}}
	for _, p := range between {
		t := Turn{Told: p.A, New: p.B, Agree: p.agree - g.Floors.Agree, Conflict: p.conflict - g.Floors.Dispute, Update: p.update - g.Floors.Update}
		t.Overtakes = !isTold[p.B] && overtakes(p.f) && r.Claims[p.A].Published.Before(r.Claims[p.B].Published) && p.update > p.conflict && p.update > p.agree-agreeSlack
		if isTold[p.B] {
			t.Told, t.New = p.B, p.A
		}
		a.Turns = append(a.Turns, t)
	}
	slices.SortFunc(a.Turns, func(p, q Turn) int { return cmp.Or(cmp.Compare(p.New, q.New), cmp.Compare(p.Told, q.Told)) })
	for _, p := range among {
		if p.agree >= g.Floors.AgreeSure && p.agree > p.conflict && p.f[Contained] >= leastEcho && !a.x.numbersExclude(p) {
			a.Echoes = append(a.Echoes, [2]int{p.A, p.B})
		}
	}
	a.x.pairs = slices.Concat(between, among)
	a.quarrels(g.comparer(s, r, new([]Features)), isTold)
	return a
}

// Question names what changed from one claim to the other.
func (a *Across) Question(told, later int) string {
	for _, p := range a.x.pairs {
		if p.A == told && p.B == later {
			return a.x.updateQuestion(told, later)
		}
	}
	return ""
}

// Two claims say the same only where so much of the smaller stands in the other,
// in hundredths.
const leastEcho = 45

// A side of a quarrel states something: it has so many content words.
const leastStated = 4

// quarrels are the rivals of two voices that are sides of a dispute beyond
// doubt, the surest first.
func (a *Across) quarrels(all *comparer, told []bool) {
	x := a.x
	seen := map[[2]int]bool{}
	for _, v := range all.contenders() {
		c := all.open(v)
		if !c.sure || seen[key(v.A, v.B)] || told[v.A] && told[v.B] || x.claim(v.A).Origin == x.claim(v.B).Origin || all.grew(v.Rival) || len(x.claim(v.A).Words) < leastStated || len(x.claim(v.B).Words) < leastStated {
			continue
		}
		seen[key(v.A, v.B)] = true
		a.Quarrels = append(a.Quarrels, Quarrel{A: v.A, B: v.B, Dispute: all.dispute(c)})
	}
}
