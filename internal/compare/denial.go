package compare

import (
	"slices"
	"strings"

	"counterpoint/internal/claims"
)

// denies tells whether a claim says no to something.
func denies(c claims.Claim) bool { return c.Cues.Has(claims.Negation | claims.Denial) }

// states tells whether a claim states something, and is no quotation of what
// somebody thinks of it.
func states(c claims.Claim) bool { return !(c.Quoted && c.Cues.Has(claims.Opinion)) }

// denier tells which of two claims says no to what the other says: the only one
// that says no to anything, or to a verb of the other.
func denier(a, b claims.Claim) (second, ok bool) {
	if denies(a) != denies(b) {
		return denies(b), true
	}
	return gainsays(b, a), gainsays(a, b) != gainsays(b, a)
}

// ordered puts the one of two claims last that says no.
func ordered(a, b claims.Claim) (tells, says claims.Claim) {
	if denies(a) {
		return b, a
	}
	return a, b
}

// shareQuestion tells whether half of the words that make the question of what
// the second claim denies stand in both. Names are of no help: two reports on one event
// share them.
func (x *comparer) shareQuestion(tells, says claims.Claim) bool {
	q := strings.ToLower(x.whether(tells, says))
	if q == "" || strings.HasPrefix(q, isItTrue) || says.Cues.Has(claims.Hypothetical|claims.Plan) {
		return false
	}
	asked := map[int]bool{}
	for _, c := range [2]claims.Claim{tells, says} {
		for _, t := range c.Tokens {
			if w, _ := c.Word(t.ID); !w.Name && letter(c.Text[t.Start]) && strings.Contains(q, claims.Root(c.Text[t.Start:t.End])) {
				asked[t.ID] = true
			}
		}
	}
	both := 0
	for id := range asked {
		_, told := tells.Word(id)
		_, denied := says.Word(id)
		both += flag(told && denied)
	}
	return both > 0 && 2*both >= len(asked)
}

// contradicts tells whether one of two claims denies in plain words what the
// other tells. The forests learn of denials from reports that have words of their
// own, and see in a repetition mostly agreement.
func (x *comparer) contradicts(i, j int) bool {
	a, b := x.claim(i), x.claim(j)
	return a.Origin != b.Origin && (gainsays(a, b) || gainsays(b, a))
}

// gainsays tells whether a claim says "not" to a verb that a clause of another
// has, and to two more of its words.
func gainsays(c, told claims.Claim) bool {
	return !told.Cues.Has(claims.Hypothetical|claims.Plan) && slices.ContainsFunc(c.Marks, func(m claims.Mark) bool {
		if !plainly(c.Text[m.Start:m.End]) {
			return false
		}
		near := around(c, m)
		verb := slices.IndexFunc(told.Tokens, func(t claims.Token) bool { return len(near) > 0 && t.ID == near[0] })
		if verb < 0 {
			return false
		}
		from, to := claims.Clause(told.Text, told.Tokens[verb].Start, told.Tokens[verb].End)
		said := map[int]bool{}
		for _, t := range told.Tokens {
			if t.Start < from || t.End > to || !slices.Contains(near, t.ID) || counts(told, t.Start) {
				continue
			}
			w, _ := told.Word(t.ID)
			if w.Negated {
				return false
			}
			if !w.Name {
				said[t.ID] = true
			}
		}
		return len(said) >= plainWords
	})
}

// around is the content words that a "not" speaks of: the next few, the verb
// first, and the few before, the subject.
func around(c claims.Claim, m claims.Mark) []int {
	after := reach(&c, m)
	if len(after) == 0 {
		return nil
	}
	after = after[:min(len(after), plainReach)]
	from, _ := claims.Clause(c.Text, m.Start, m.End)
	for _, t := range c.Tokens {
		if t.Start >= from && t.End <= m.Start {
			after = append(after, t.ID)
		}
	}
	return after
}

// plainly tells whether a word says "not" to the verb behind it.
func plainly(cue string) bool {
	switch w := strings.ToLower(cue); w {
	case "not", "never", "denied", "denies":
		return true
	default:
		return strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")
	}
}

// A plain denial has so many of the words in common, and speaks of so many that
// follow.
const (
	plainWords = 3
	plainReach = 6
)
