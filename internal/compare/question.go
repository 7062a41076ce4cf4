package compare

import (
	"cmp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/names"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// dispute words a contest: the question, and each side's answer with who
// holds it.
func (x *comparer) dispute(c contest) news.Dispute {
	d := news.Dispute{Question: x.question(c), Kind: c.kind, By: news.ByEngine}
	asked := d.Question != ""
	if !asked {
		d.Question = x.weakQuestion(c)
	}
	for i, s := range c.sides {
		first := x.claim(s.claims[0])
		d.Positions = append(d.Positions, news.Position{
			Answer:   x.answer(c, i, asked),
			Holder:   first.Holder.Name,
			Origins:  x.origins(s.claims),
			Evidence: x.evidence(s.claims),
		})
	}
	if name := x.twice(c); name != "" {
		d.Note = name + " gives more than one of the answers"
	}
	return d
}

// asks tells whether a contest is a dispute: it has a question that is
// understood without the articles, and each side an answer of its own.
func (x *comparer) asks(c contest) bool {
	question := strings.ToLower(x.question(c))
	if question == "" {
		return false
	}
	seen := map[string]bool{}
	for i := range c.sides {
		answer := strings.ToLower(x.answer(c, i, true))
		if answer == "" || seen[answer] || c.sort != Words && strings.Contains(question, answer) {
			return false // "How far are six kilometres of coast affected?"
		}
		seen[answer] = true
	}
	return true
}

// twice is the outlet that stands on two sides itself, if there is one.
func (x *comparer) twice(c contest) string {
	at := map[int]int{}
	for i, s := range c.sides {
		for _, id := range s.claims {
			article := x.claim(id).Article
			if j, ok := at[article]; ok && j != i {
				return x.story.Articles[article].Outlet
			}
			at[article] = i
		}
	}
	return ""
}

// answer is what a side says to the question, in its own words; where nothing
// can be asked, its whole statement.
func (x *comparer) answer(c contest, i int, asked bool) string {
	id := c.sides[i].claims[0]
	claim := x.claim(id)
	if !asked {
		return x.gist(claim)
	}
	other := x.claim(c.sides[0].claims[0])
	if i == 0 {
		other = x.claim(c.sides[1].claims[0])
	}
	switch c.kind {
	case news.Quantity:
		return x.number(c.sides[i], 0).Text(claim.Text)
	case news.Polarity:
		if claim.Holder.Name == "" && slices.ContainsFunc(text.Tokens(claim.Text), func(t text.Token) bool { return saying[t.Norm] }) {
			return x.gist(claim) // it is for somebody to say, whom only the sentence names
		}
		denied := denies(claim)
		if second, ok := denier(other, claim); ok {
			denied = second
		}
		return yesNo(denied == c.held)
	case news.Time:
		return momentText(claim, x.moment(c.sides[i]))
	case news.Place:
		if p := x.spotOf(c, i); p != "" {
			return p
		}
		if p := placePhrase(claim, other); p != "" {
			return p
		}
	case news.Identity:
		if p := agentPhrase(claim, other); p != "" {
			return p
		}
	case news.Attribution:
		return yesNo(i == 0)
	case news.Cause:
	}
	return x.gist(claim)
}

// question is what the sides answer differently; empty where it cannot be put
// so that it is understood without the articles.
func (x *comparer) question(c contest) string {
	a, b := x.claim(c.sides[0].claims[0]), x.claim(c.sides[1].claims[0])
	switch c.kind {
	case news.Quantity:
		return x.howMuch(c)
	case news.Time:
		return x.whenQuestion(c)
	case news.Polarity:
		second, ok := denier(a, b)
		if !ok {
			return ""
		}
		if !second {
			a, b = b, a
		}
		if c.held {
			return x.askHolder(b)
		}
		return x.whether(a, b)
	case news.Cause:
		if e := x.event(a, b); e != "" {
			return "What caused the " + e + "?"
		}
	case news.Place:
		return cmp.Or(x.whereHappened(c), x.fillQuestion("where", a, b, placePhrase))
	case news.Identity:
		return x.fillQuestion("by whom", a, b, agentPhrase)
	case news.Attribution:
		return x.eitherWay(a, b)
	}
	return ""
}

// weakQuestion names what a contest is about that cannot be asked.
func (x *comparer) weakQuestion(c contest) string {
	if about := x.about(c); about != "" {
		return "Which statement about " + about + " is right?"
	}
	return "Which of these statements is right?"
}

// about is the name that the sides of a contest share, else the event that they
// name; empty where they name neither.
func (x *comparer) about(c contest) string {
	a, b := x.claim(c.sides[0].claims[0]), x.claim(c.sides[1].claims[0])
	if name := x.sharedName(a, b); name != "" {
		return name
	}
	if e := x.event(a, b); e != "" {
		return "the " + e
	}
	return ""
}

// sharedName is the name that says most of what two claims share, as the first
// has it.
func (x *comparer) sharedName(a, b claims.Claim) (name string) {
	best := 0
	for i := range a.Tokens {
		weight, end := 0, i
		for j := i; j < len(a.Tokens); j++ {
			t := a.Tokens[j]
			if _, ok := b.Word(t.ID); !ok || !upper(a.Text[t.Start]) || isTimeWord(lower(a.Text[t.Start:t.End])) || !x.named(t.ID) || j > i && a.Tokens[j-1].End+1 != t.Start {
				break
			}
			weight, end = weight+x.r.Weight[t.ID], j
		}
		if weight > best && wholeName(a.Text, a.Tokens[i].Start, a.Tokens[end].End) {
			start := a.Tokens[i].Start
			if strings.HasSuffix(a.Text[:start], " the ") {
				start -= len("the ")
			}
			best, name = weight, a.Text[start:a.Tokens[end].End]
		}
	}
	return name
}

// wholeName tells whether a name does not only begin or end a longer one:
// "Secretary" of a "Press Secretary". An office before it is no part of it.
func wholeName(s string, start, end int) bool {
	if next := strings.TrimPrefix(s[end:], " "); next != s[end:] && next != "" && upper(next[0]) {
		return false
	}
	before := strings.TrimSuffix(s[:start], " ")
	word := before[strings.LastIndexByte(before, ' ')+1:]
	return before == s[:start] || word == "" || !upper(word[0]) || len(word) == len(before) || names.Role(lower(word))
}

// services are the words after which "fire" or "emergency" is no event.
var services = map[string]bool{"brigade": true, "service": true, "services": true, "department": true, "chief": true, "commander": true, "crew": true, "crews": true, "engine": true, "engines": true, "officer": true, "station": true, "number": true}

// event is the noun for what the story is about that the claims, or else most
// of the story, use.
func (x *comparer) event(cs ...claims.Claim) string { return x.eventBut(nil, cs...) }

// eventBut is the same, without some nouns.
func (x *comparer) eventBut(not map[string]bool, cs ...claims.Claim) string {
	best, out := 0, ""
	count := map[string]int{}
	for _, c := range x.r.Claims {
		for _, t := range c.Tokens {
			if n := strings.ToLower(c.Text[t.Start:t.End]); claims.NamesEvent(n) && !services[wordAfter(c.Text, t.End)] {
				count[n] += 10 * x.r.Spread[t.ID]
			}
		}
	}
	for _, c := range cs {
		for _, t := range c.Tokens {
			if n := strings.ToLower(c.Text[t.Start:t.End]); claims.NamesEvent(n) && !services[wordAfter(c.Text, t.End)] {
				count[n] += 1000 * x.r.Spread[t.ID]
			}
		}
	}
	for n, k := range count {
		if not[n] {
			continue
		}
		if k < 1000 && len(cs) > 1 && k < 40*x.r.Origins {
			continue // neither names it, nor is the story full of it
		}
		if k > best || k == best && n < out {
			best, out = k, n
		}
	}
	return out
}

// gist is a claim's sentence without the words that only say who says it.
func (x *comparer) gist(c claims.Claim) string {
	s := strings.TrimSpace(c.Text)
	if i := strings.Index(s, ") - "); i > 0 && i < longestDateline {
		s = s[i+len(") - "):]
	}
	for _, mark := range []string{", according to ", " according to "} {
		if i := strings.LastIndex(s, mark); i > 20 {
			s = s[:i]
		}
	}
	if i := strings.LastIndex(s, ", "); i > 20 && c.Holder.Name != "" && says(s[i:]) {
		s = s[:i]
	}
	if t := strings.Trim(s, " \"“”'‘’.,"); !strings.ContainsAny(t, "\"“”") {
		return t
	}
	return strings.TrimRight(s, " .,")
}

// says tells whether words only name who speaks: "she told reporters".
func says(tail string) bool {
	tokens := text.Tokens(tail)
	return len(tokens) <= mostSpeaker && slices.ContainsFunc(tokens, func(t text.Token) bool { return saying[t.Norm] })
}

// "HARBOUR TOWN, May 3 (Agency) - "
const longestDateline = 50

// So many words can be only of who speaks.
const mostSpeaker = 8

// updateQuestion names what changed.
func (x *comparer) updateQuestion(i, j int) string {
	a, b := x.claim(i), x.claim(j)
	if n, on, ok := x.quantitySlot(a, b, contained(x.r, a, b)); ok {
		if q := x.numberQuestion(on, n); q != "" {
			return q
		}
	}
	if _, n, ok := x.grownToll(a, b); ok {
		return x.tollQuestion(b, n)
	}
	if name := x.sharedName(b, a); name != "" {
		return "What has become of " + name + "?"
	}
	if e := x.event(b, a); e != "" {
		return "What has become of the " + e + "?"
	}
	return "What has changed?"
}

// contained is the share of the smaller of two claims, by weight, that stands in
// the other, in hundredths.
func contained(r claims.Reading, a, b claims.Claim) int { return overlapOf(r, ids(a), ids(b)) }

func ids(c claims.Claim) []int {
	out := make([]int, len(c.Words))
	for i, w := range c.Words {
		out[i] = w.ID
	}
	return out
}
