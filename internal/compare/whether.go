package compare

import (
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// whether asks if what a says and b denies is so, in words that both have: what
// is asked must be what is denied.
func (x *comparer) whether(a, b claims.Claim) string {
	denied := map[int]bool{}
	for _, m := range b.Marks {
		if m.Cues.Has(claims.Negation | claims.Denial) {
			_, to := claims.Clause(b.Text, m.Start, m.End)
			for _, t := range b.Tokens {
				if w, _ := b.Word(t.ID); t.Start >= m.End && t.End <= to && !w.Name {
					denied[t.ID] = true
				}
			}
		}
	}
	for _, t := range a.Tokens {
		if !denied[t.ID] {
			continue
		}
		if s, ok := x.parse(a, t.Start, t.End); ok && !s.denied {
			if q := s.yesNo(); strings.Contains(strings.ToLower(q), claims.Root(a.Text[t.Start:t.End])) {
				return q
			}
		}
	}
	if q := x.askDenied(b); q != "" && x.speaksOf(q, b, a) {
		return q
	}
	if slices.ContainsFunc(a.Tokens, func(t claims.Token) bool { return denied[t.ID] }) {
		return x.trueThat(a)
	}
	return ""
}

// speaksOf tells whether a question made of one claim names what another does.
func (x *comparer) speaksOf(q string, of, c claims.Claim) bool {
	low := strings.ToLower(q)
	for _, t := range of.Tokens {
		if _, shared := c.Word(t.ID); shared && strings.Contains(low, claims.Root(of.Text[t.Start:t.End])) {
			return true
		}
	}
	return false
}

// trueThat asks whether a whole statement is true, where it is short and
// begins with what it is about.
func (x *comparer) trueThat(a claims.Claim) string {
	g := x.gist(a)
	if i := strings.LastIndex(g, ", "); i > 0 && says(g[i:]) {
		g = g[:i]
	}
	tokens := text.Tokens(g)
	if a.Quoted || len(tokens) < 4 || len(tokens) > 18 || !opensSubject(tokens) || strings.ContainsAny(g, "\"“”") {
		return ""
	}
	if _, ok := x.parseFrom(a, 0, len(a.Text)); !ok {
		return ""
	}
	return "Is it true that " + x.subject(g, a, 0) + "?"
}

// eitherWay asks whether what a says with a word that b has the opposite of is
// so; b must name something else of the question too.
func (x *comparer) eitherWay(a, b claims.Claim) string {
	for _, t := range a.Tokens {
		if !slices.ContainsFunc(b.Tokens, func(u claims.Token) bool { return x.r.Opposed(t.ID, u.ID) }) {
			continue
		}
		s, ok := x.parse(a, t.Start, t.End)
		if !ok || s.denied {
			continue
		}
		if q := s.yesNo(); strings.Contains(strings.ToLower(q), claims.Root(a.Text[t.Start:t.End])) && x.speaksOf(q, a, b) {
			return q
		}
	}
	return ""
}
