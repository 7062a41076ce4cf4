package compare

import (
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// statements compares what two claims deny, what they give as a cause, where
// and by whom.
func (x *index) statements(f *RivalFeatures, ia, ib int) {
	a, b := &x.r.Claims[ia], &x.r.Claims[ib]
	x.denied(f, ia, ib)
	x.denied(f, ib, ia)
	f[NegationsA], f[NegationsB] = min(len(x.denials(ia)), 4), min(len(x.denials(ib)), 4)
	for _, w := range a.Words {
		if u, ok := b.Word(w.ID); ok && w.Negated != u.Negated && !w.Name && !u.Name {
			f[NegatedVerb] = min(f[NegatedVerb]+1, 5)
			f[NegatedVerbWeight] = max(f[NegatedVerbWeight], min(x.r.Weight[w.ID]/10, 100))
		}
	}
	x.opposed(f, a, b)
	x.causes(f, a, b)
	x.places(f, a, b)
	f[HolderDenies] = flag(a.Holder.Key != "" && denies(*a)) + flag(b.Holder.Key != "" && denies(*b))
	f[SameSubject] = flag(len(a.Tokens) > 0 && len(b.Tokens) > 0 && a.Tokens[0].ID == b.Tokens[0].ID)
	f[ShortLeast] = min(len(a.Tokens), len(b.Tokens), 60)
}

// denied tells how much of what a claim denies the other says.
func (x *index) denied(f *RivalFeatures, i, other int) {
	ds := x.denials(i)
	if len(ds) == 0 {
		return
	}
	c := &x.r.Claims[i]
	f[DeniedHolder] |= flag(c.Holder.Key != "") + 2*flag(x.names(c.Holder, x.r.Claims[other]))
	for _, d := range ds {
		f[DeniedShared] = max(f[DeniedShared], x.share(d.scope, x.words[other]))
		f[DeniedBest] = max(f[DeniedBest], x.best(d.scope, x.words[other]))
		f[DeniedNear] = max(f[DeniedNear], x.share(d.scope, x.near[other]))
		f[DeniedClose] = max(f[DeniedClose], x.best(d.close, x.words[other]))
		f[DenialCue] |= flag(d.outright)
	}
}

// denial is what a word denies or negates.
type denial struct {
	scope    []int // sorted IDs of the content words of its clause behind it
	close    []int // the first two of them, sorted
	outright bool  // somebody denies, and does not only say "not"
}

// denials are those of a claim, read once.
func (x *index) denials(i int) []denial {
	if x.denies == nil {
		x.denies = make([][]denial, len(x.r.Claims))
	}
	if x.denies[i] == nil {
		out := []denial{}
		c := &x.r.Claims[i]
		for _, m := range c.Marks {
			if m.Cues.Has(claims.Negation | claims.Denial) {
				scope := reach(c, m)
				out = append(out, denial{sorted(slices.Clone(scope)), sorted(scope[:min(len(scope), 2)]), m.Cues.Has(claims.Denial)})
			}
		}
		x.denies[i] = out
	}
	return x.denies[i]
}

// reach is the content words in the scope of a cue: those of its clause behind
// it, but for who says so.
func reach(c *claims.Claim, m claims.Mark) (ids []int) {
	_, to := claims.Clause(c.Text, m.Start, m.End)
	for _, says := range [...]string{", said ", ", says ", ", according "} {
		if i := strings.Index(c.Text[m.End:to], says); i >= 0 {
			to = m.End + i
		}
	}
	for _, t := range c.Tokens {
		if t.Start >= m.End && t.End <= to {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// opposed holds the clauses against each other in which opposite words stand.
func (x *index) opposed(f *RivalFeatures, a, b *claims.Claim) {
	if f[Opposites] == 0 {
		return
	}
	for _, t := range a.Tokens {
		for _, u := range b.Tokens {
			if x.r.Opposed(t.ID, u.ID) {
				ca, cb := clauseWords(a, t.Span), clauseWords(b, u.Span)
				f[OppositeClause] = max(f[OppositeClause], x.overlap(ca, cb))
				f[OppositeBest] = max(f[OppositeBest], x.best(ca, cb))
			}
		}
	}
}

// causes holds the clauses against each other in which words of cause stand.
func (x *index) causes(f *RivalFeatures, a, b *claims.Claim) {
	if f[CauseBoth] == 0 {
		return
	}
	for _, m := range a.Marks {
		for _, n := range b.Marks {
			if m.Cues.Has(claims.Cause) && n.Cues.Has(claims.Cause) {
				f[CauseClause] = max(f[CauseClause], x.overlap(clauseWords(a, m.Span), clauseWords(b, n.Span)))
			}
		}
	}
}

func clauseWords(c *claims.Claim, at text.Span) (ids []int) {
	from, to := claims.Clause(c.Text, at.Start, at.End)
	for _, t := range c.Tokens {
		if t.Start >= from && t.End <= to {
			ids = append(ids, t.ID)
		}
	}
	return sorted(ids)
}

// places compares the places and the agents that only one of two claims names,
// beside the most telling word that both use.
func (x *index) places(f *RivalFeatures, a, b *claims.Claim) {
	placesA, agentsA, verb := x.fillers(a, b)
	placesB, agentsB, _ := x.fillers(b, a)
	f[PlaceApart], f[PlaceVerb] = min(placesA, placesB, 3), verb
	f[AgentApart] = flag(agentsA > 0 && agentsB > 0)
}

func (x *index) fillers(a, b *claims.Claim) (places, agents, verb int) {
	for _, w := range a.Words {
		if u, ok := b.Word(w.ID); ok {
			if !w.Name && w.Role == claims.NoRole && u.Role == claims.NoRole {
				verb = max(verb, min(x.r.Weight[w.ID]/10, 100))
			}
			continue
		}
		places += flag(w.Role == claims.AtPlace && w.Name)
		agents += flag(w.Role == claims.ByAgent)
	}
	return places, agents, verb
}
