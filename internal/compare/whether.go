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
// is asked must be what is denied, and not what is said of the same people.
func (x *comparer) whether(a, b claims.Claim) string {
	denied, said := map[int]bool{}, map[int]bool{}
	for _, m := range b.Marks {
		if m.Cues.Has(claims.Negation | claims.Denial) {
			scope := reach(&b, m)
			for _, id := range scope {
				said[id] = true
			}
			if len(scope) == 1 {
				scope = around(b, m) // "the pumps never started": it is of the pumps
			}
			for _, id := range scope {
				if w, _ := b.Word(id); !w.Name {
					denied[id] = true
				}
			}
		}
	}
	for _, t := range a.Tokens {
		if !denied[t.ID] || !said[t.ID] {
			continue
		}
		if s, ok := x.parse(a, t.Start, t.End); ok && !s.denied {
			q := s.yesNo()
			if words, thing := asksFor(q, a, denied); (thing || words > 1) && x.speaksOf(q, a, b) {
				return q
			}
		}
	}
	if q := x.askDenied(b); q != "" && x.speaksOf(q, b, a) {
		return q
	}
	q := x.trueThat(a)
	if words, _ := asksFor(q, a, denied); words > 1 && x.speaksOf(q, a, b) {
		return q
	}
	return ""
}

// asksFor counts the words that another denies in a question that was made of a
// claim, and tells whether one of them names a thing: what is done is done to
// many things.
func asksFor(q string, of claims.Claim, denied map[int]bool) (words int, thing bool) {
	low := strings.ToLower(q)
	asked := map[int]bool{}
	for _, t := range of.Tokens {
		word := of.Text[t.Start:t.End]
		base, past := claims.BaseVerb(strings.ToLower(word))
		if denied[t.ID] && (strings.Contains(low, claims.Root(word)) || past && strings.Contains(low, base)) {
			asked[t.ID] = true
			thing = thing || !past && letter(word[0])
		}
	}
	return len(asked), thing
}

// speaksOf tells whether another claim speaks of what a question asks that was
// made of one: it has two of the question's words, or its only one as it stands
// there. A word in common, or another word for it, is hardly ever what two are at
// odds about.
func (x *comparer) speaksOf(q string, of, other claims.Claim) bool {
	low, said := strings.ToLower(q), strings.ToLower(other.Text)
	asked := map[int]bool{}
	shared, same := 0, 0
	for _, t := range of.Tokens {
		root := claims.Root(of.Text[t.Start:t.End])
		if asked[t.ID] || !strings.Contains(low, root) {
			continue
		}
		asked[t.ID] = true
		if _, ok := other.Word(t.ID); ok {
			shared++
			same += flag(strings.Contains(said, root))
		}
	}
	return shared > 1 || same > 0
}

// trueThat asks whether a whole statement is true, where it is short and
// begins with what it is about.
func (x *comparer) trueThat(a claims.Claim) string {
	g := x.gist(a)
	if i := strings.LastIndex(g, ", "); i > 0 && says(g[i:]) {
		g = g[:i]
	}
	if slices.ContainsFunc(strings.Split(g, ", ")[1:], says) {
		return "" // who says it stands in the middle
	}
	tokens := text.Tokens(g)
	if a.Quoted || len(tokens) < 4 || len(tokens) > 18 || !opensSubject(tokens) || strings.ContainsAny(g, "\"“”") || pointing(g) {
		return ""
	}
	if _, ok := x.parseFrom(a, 0, len(a.Text)); !ok {
		return ""
	}
	return "Is it true that " + x.subject(g, a, 0) + "?"
}

// isItTrue begins a question that repeats a whole statement.
const isItTrue = "is it true "

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
