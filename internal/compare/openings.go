package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
)

// Of a story so many claims, the most open ones, are held against so many later
// ones each. More find no more.
const (
	mostOpen   = 16
	mostCloser = 12
)

// Two claims must share words of so much weight, or one with the sentences
// beside the other.
const (
	leastCommon = 100
	leastBeside = 150
)

// openings looks for what passed from one state into another.
type openings struct {
	*index
	lexis []LexisScores // leftOpen, closing
	turn  []int         // article -> its place among the story's by time, in hundredths
	own   []int         // weights of the words of the claim that is looked at, by ID
	by    []int         // and of those of the sentences beside it
	first int           // the claim published first
	last  int           // and last
}

func newOpenings(x *index, lexis []LexisScores) *openings {
	p := &openings{index: x, lexis: lexis, own: make([]int, len(x.r.Vocabulary)), by: make([]int, len(x.r.Vocabulary))}
	p.turn = turns(x.r.Claims)
	for i, c := range x.r.Claims {
		if c.Published.Before(x.r.Claims[p.first].Published) {
			p.first = i
		}
		if c.Published.After(x.r.Claims[p.last].Published) {
			p.last = i
		}
	}
	return p
}

// turns gives each claim the place of its article in the order of publication:
// 0 the first, 100 the last.
func turns(cs []claims.Claim) []int {
	var heads []int // of the articles, the first claim
	for i, c := range cs {
		if i == 0 || cs[i-1].Article != c.Article {
			heads = append(heads, i)
		}
	}
	out := make([]int, len(cs))
	for i, c := range cs {
		at := slices.IndexFunc(heads, func(h int) bool { return cs[h].Article == c.Article })
		before := 0
		for _, h := range heads {
			before += flag(cs[h].Published.Before(cs[heads[at]].Published))
		}
		out[i] = 100 * before / max(1, len(heads)-1)
	}
	return out
}

// passings pairs the claims that leave most open with the later ones that are
// likeliest to have closed what they left open.
func (p *openings) passings() []Passing {
	var open []int
	for i := range p.r.Claims {
		if p.r.Claims[i].Published.Before(p.r.Claims[p.last].Published) {
			open = append(open, i)
		}
	}
	likely := func(i int) int { return p.lexis[i][leftOpen] - 15*p.turn[i] }
	slices.SortFunc(open, func(a, b int) int { return cmp.Or(cmp.Compare(likely(b), likely(a)), cmp.Compare(a, b)) })
	open = open[:min(len(open), mostOpen)]
	slices.Sort(open)
	var out []Passing
	for _, a := range open {
		out = append(out, p.closers(a)...)
	}
	return out
}

// closer is a later claim with the weight of what it shares with an earlier one.
type closer struct {
	claim    int
	words    int // weight of the words of both
	besideB  int // of a's words in the sentences beside b
	besideA  int // of b's words in the sentences beside a
	likeness int
}

func (p *openings) closers(a int) []Passing {
	ca := &p.r.Claims[a]
	p.note(a, p.r.Weight)
	defer p.note(a, nil)
	var found []closer
	for b := range p.r.Claims {
		cb := &p.r.Claims[b]
		if !ca.Published.Before(cb.Published) || ca.Article != cb.Article && ca.Origin == cb.Origin {
			continue
		}
		s := closer{claim: b, words: summed(p.own, p.words[b]), besideB: summed(p.own, p.near[b]), besideA: summed(p.by, p.words[b])}
		if s.words < leastCommon && s.besideA < leastBeside && s.besideB < leastBeside {
			continue
		}
		s.likeness = p.lexis[b][closing] + 10*s.words/3 + 2000*s.besideA/max(1, p.total[b]) + 2000*s.besideB/max(1, p.total[a])
		found = append(found, s)
	}
	slices.SortFunc(found, func(s, t closer) int {
		return cmp.Or(cmp.Compare(t.likeness, s.likeness), cmp.Compare(s.claim, t.claim))
	})
	found = found[:min(len(found), mostCloser)]
	slices.SortFunc(found, func(s, t closer) int { return cmp.Compare(s.claim, t.claim) })
	out := make([]Passing, 0, len(found))
	for _, s := range found {
		out = append(out, Passing{A: a, B: s.claim, f: p.features(a, s)})
	}
	return out
}

// note puts down the weights of a claim's words and of those beside it; nil
// takes them away.
func (p *openings) note(a int, weights []int) {
	for k, ids := range [2][]int{p.words[a], p.near[a]} {
		into := [2][]int{p.own, p.by}[k]
		for _, id := range ids {
			into[id] = 0
			if weights != nil {
				into[id] = weights[id]
			}
		}
	}
}

func summed(weights, ids []int) (sum int) {
	for _, id := range ids {
		sum += weights[id]
	}
	return sum
}

// weightOf is the weight of what two sorted word lists share.
func (x *index) weightOf(a, b []int) (sum int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			sum += x.r.Weight[a[i]]
			i, j = i+1, j+1
		}
	}
	return sum
}

// telling are the cues that tell of states, plans, silence and corrections.
var telling = [...]claims.Cues{
	claims.Negation, claims.Unknown, claims.Ongoing, claims.Plan, claims.Hypothetical, claims.Silence,
	claims.Denial, claims.Insist, claims.Late, claims.Correction, claims.Background, claims.Opinion,
}

// features describes an earlier claim and a later one: how open and how closing
// they are, when and where they stand, what they share, what is denied or
// counted in either.
func (p *openings) features(a int, s closer) []int {
	b := s.claim
	ca, cb := &p.r.Claims[a], &p.r.Claims[b]
	f := append(make([]int, 0, 128),
		step(p.lexis[a][leftOpen]), step(p.lexis[b][closing]), step(p.lexis[a][closing]), step(p.lexis[b][leftOpen]),
		p.hours(p.first, a), p.hours(b, p.last), p.hours(a, b), p.turn[a], p.turn[b],
		min(ca.Index, 60), min(cb.Index, 60), flag(ca.Headline), flag(cb.Headline), min(len(ca.Words), 60), min(len(cb.Words), 60),
		min(s.words/20, 120), 100*s.words/max(1, min(p.total[a], p.total[b])), 100*s.besideB/max(1, p.total[a]), 100*s.besideA/max(1, p.total[b]),
		min(p.weightOf(p.near[a], p.near[b])/50, 120), p.central(*ca), p.central(*cb))
	f = p.sharedWords(f, ca, cb, a, b)
	n := tallied(ca, cb)
	f = append(f, n.grows, n.falls, n.stays, n.none, n.apart, n.equal)
	for _, c := range telling {
		f = append(f, flag(ca.Cues.Has(c)), flag(cb.Cues.Has(c)))
	}
	return append(f, min(p.r.Overtaken(*ca, *cb), 3), min(p.r.Overtaken(*cb, *ca), 3), min(p.r.Opposites(*ca, *cb), 3),
		flag(p.names(cb.Holder, *ca)), flag(p.names(ca.Holder, *cb)), flag(ca.Holder.Key != ""), flag(cb.Holder.Key != ""),
		min(len(ca.Numbers), 5), min(len(cb.Numbers), 5), min(p.r.Origins, 20), flag(ca.Article == cb.Article), min(len(p.r.Claims)/4, 120),
		flag(ca.Recalls()), flag(cb.Recalls()))
}

// hours from one claim to a later one, 0 where a time is unknown.
func (x *index) hours(from, to int) int {
	a, b := x.r.Claims[from].Published, x.r.Claims[to].Published
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return min(max(int(b.Sub(a).Hours()), 0), 120)
}

// sharedWords tells which words two claims share: names, the most telling ones,
// and those that only one of them denies.
func (p *openings) sharedWords(f []int, ca, cb *claims.Claim, a, b int) []int {
	n, names, named, best, bestOther, squares, deniedA, deniedB, bigrams := 0, 0, 0, 0, 0, 0, 0, 0, 0
	for i, j := 0, 0; i < len(ca.Words) && j < len(cb.Words); {
		v, w := &ca.Words[i], &cb.Words[j]
		switch {
		case v.ID < w.ID:
			i++
			continue
		case v.ID > w.ID:
			j++
			continue
		}
		i, j = i+1, j+1
		weight := p.r.Weight[v.ID]
		n, squares, best = n+1, squares+weight*weight, max(best, weight)
		if v.Name || w.Name {
			names, named = names+1, named+weight
		} else {
			bestOther = max(bestOther, weight)
		}
		bigrams += flag(v.After >= 0 && v.After == w.After)
		if v.Negated != w.Negated {
			deniedA, deniedB = deniedA+weight*flag(v.Negated), deniedB+weight*flag(w.Negated)
		}
	}
	return append(f, min(n, 10), min(names, 5), min(named/20, 120), min(best/10, 120), min(bestOther/10, 120), p.cosine(squares, a, b),
		min(deniedA/20, 120), min(deniedB/20, 120), min(bigrams, 5))
}

// tally tells what becomes of what two claims count: a toll that grows, falls,
// stays or had been none; other numbers of one thing that differ or do not. Each
// is 0 or 1.
type tally struct{ grows, falls, stays, none, apart, equal int }

func tallied(a, b *claims.Claim) (c tally) {
	for i := range a.Numbers {
		for j := range b.Numbers {
			m, n := &a.Numbers[i], &b.Numbers[j]
			switch {
			case m.Unit != n.Unit:
			case m.Toll >= 0 && m.Toll == n.Toll:
				was, is := stated(m.Quantity), stated(n.Quantity)
				c.grows, c.falls, c.stays, c.none = c.grows|flag(is > was), c.falls|flag(is < was), c.stays|flag(is == was), c.none|flag(m.High == 0)
			case m.Unit != "" && m.Unit != "ordinal" || m.Head >= 0 && m.Head == n.Head:
				c.apart, c.equal = c.apart|flag(m.Disjoint(n.Quantity)), c.equal|flag(!m.Disjoint(n.Quantity))
			}
		}
	}
	return c
}
