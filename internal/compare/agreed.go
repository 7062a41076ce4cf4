package compare

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// agreed tells what two origins or more say. A claim joins a line only if the
// gate takes it for the same as the sentence that is printed: chains of "A is
// like B is like C" end elsewhere than they began. A line that is likely to join
// two sides of a question is not told, however many say so. What looks back comes
// after what is new.
func (x *comparer) agreed() []news.Statement {
	var out []news.Statement
	told, recalls := map[int]bool{}, map[news.Evidence]bool{}
	for _, l := range weigh(x.agreedLines(), &x.gate.Tells) {
		if len(out) == mostAgreed || l.score < x.floors.Tells {
			break
		}
		first := x.claim(l.Members[0])
		if told[l.Members[0]] || first.Headline || x.ofItself(first) || x.gate.Joins.Score(l.f) >= x.floors.Joins || x.printedBefore(first, out) {
			continue
		}
		for _, m := range l.Members {
			told[m], x.used[m] = true, true
		}
		recalls[first.Evidence] = first.Recalls()
		out = append(out, news.Statement{Text: first.Text, By: news.ByEngine, Origins: x.origins(l.Members), Support: x.evidence(l.Members)})
	}
	slices.SortStableFunc(out, func(a, b news.Statement) int {
		return cmp.Or(flag(recalls[a.Support[0]])-flag(recalls[b.Support[0]]), cmp.Compare(b.Origins, a.Origins))
	})
	return out
}

// topped tells whether a later claim gives a greater count of a toll: what an
// earlier hour knew is no longer agreed.
func (x *comparer) topped(c claims.Claim) bool {
	for _, n := range c.Numbers {
		if n.Toll < 0 || n.Part {
			continue
		}
		for _, later := range x.r.Claims {
			if !later.Published.After(c.Published) {
				continue
			}
			for _, m := range later.Numbers {
				if m.Toll == n.Toll && !m.Part && m.Comparable(n.Quantity) && stated(m.Quantity) > stated(n.Quantity) {
					return true
				}
			}
		}
	}
	return false
}

// numbersExclude tells whether the claims give one thing two numbers: such a
// pair hardly agrees.
func (x *comparer) numbersExclude(p judged) bool {
	_, _, filled := x.quantitySlot(x.claim(p.A), x.claim(p.B), p.f[Contained])
	return filled
}

// printable tells whether a claim can stand as an agreed line: a whole
// sentence that states something and takes no side in a contest.
func (x *comparer) printable(i int) bool {
	c := x.claim(i)
	if x.contested[i] || x.topped(c) || c.Caption || c.Asks || c.Quoted || strings.Count(c.Text, `"`)%2 != 0 || strings.Count(c.Text, "“") != strings.Count(c.Text, "”") {
		return false
	}
	if slices.ContainsFunc(c.Marks, func(m claims.Mark) bool { return m.Cues.Has(claims.Denial) && m.Start < longestSpeaker }) {
		return false // "She denies that …": somebody says the contrary
	}
	if len(c.Words) < leastTold {
		return false // "There was none."
	}
	for _, w := range c.Words {
		if !w.Name {
			return true
		}
	}
	return false // names only: a caption or a list
}

// ofItself tells whether an outlet speaks of itself: "we were told", "he said to
// Harbour Radio", "reports are coming in". That no second source says.
func (x *comparer) ofItself(c claims.Claim) bool {
	outlet := x.story.Articles[c.Article].Outlet // of one word, it may be a common one
	return strings.Contains(outlet, " ") && strings.Contains(c.Text, outlet) || comingIn.MatchString(c.Text) || claims.OwnVoice(c.Text)
}

var comingIn = regexp.MustCompile(`^(?:(?:First|Early|More|Unconfirmed) )?(?:[Rr]eports|[Dd]etails|[Nn]ews|[Ww]ord|[Pp]ictures) (?:is|are) (?:still |now |only |just )*(?:coming in|coming through|emerging|reaching)\b`)

// Who denies something stands in so many bytes before the verb.
const longestSpeaker = 60

// A line that tells something has so many content words.
const leastTold = 2

func (p judged) other(i int) int {
	if p.A == i {
		return p.B
	}
	return p.A
}

func key(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

// againstAny tells whether a claim stands against any of others in what is told.
func (x *comparer) againstAny(claim int, others []int) bool {
	return slices.ContainsFunc(others, func(o int) bool { return x.opposed[key(claim, o)] })
}

// clarity prefers, of sentences that say the same, one that stands alone: no
// question, no quotation, neither too short nor too long, no pronoun first.
func (x *comparer) clarity(i int) int {
	c := x.claim(i)
	n := len(strings.Fields(c.Text))
	score := 100
	if n < 7 || n > 40 {
		score -= 30
	}
	if c.Quoted || c.Asks {
		score -= 30
	}
	if c.Headline || c.Caption {
		score -= 20
	}
	switch first, _, _ := strings.Cut(c.Text, " "); first {
	case "He", "She", "It", "They", "This", "That", "But", "And", "His", "Her", "Their", "These", "Those":
		score -= 25
	}
	if c.Cues.Has(claims.Opinion) {
		score -= 10
	}
	return score
}

// printedBefore tells whether a line with nearly the same words stands already.
func (x *comparer) printedBefore(c claims.Claim, out []news.Statement) bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(strings.ToLower(c.Text)) {
		words[strings.Trim(w, ".,;:\"'“”’()")] = true
	}
	for _, st := range out {
		both, total := 0, len(words)
		seen := map[string]bool{}
		for w := range strings.FieldsSeq(strings.ToLower(st.Text)) {
			w = strings.Trim(w, ".,;:\"'“”’()")
			if seen[w] {
				continue
			}
			seen[w] = true
			if words[w] {
				both++
			} else {
				total++
			}
		}
		if 2*both >= total {
			return true
		}
	}
	return false
}

// oneSource tells what only one origin says, the most telling first.
func (x *comparer) oneSource() []news.Statement {
	type lone struct{ id, score int }
	var found []lone
	for i, c := range x.r.Claims {
		if x.used[i] || c.Asks || c.Headline || c.Caption || c.Cues.Has(claims.Opinion|claims.Background) || len(c.Words) < 5 || len(strings.Fields(c.Text)) > 45 {
			continue
		}
		score := 0
		for _, w := range c.Words {
			if len(x.r.Claims) > 0 {
				score += max(0, 500-x.r.Weight[w.ID]) // what the story is about
			}
			if w.Name {
				score += 60
			}
		}
		score = score / len(c.Words) * x.clarity(i) / 100
		score += 40*min(len(c.Numbers), 2) - 5*c.Index
		found = append(found, lone{i, score})
	}
	slices.SortFunc(found, func(a, b lone) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	var out []news.Statement
	for _, l := range found[:min(len(found), mostOneSource)] {
		c := x.claim(l.id)
		out = append(out, news.Statement{Text: c.Text, By: news.ByEngine, Support: []news.Evidence{c.Evidence}})
	}
	return out
}
