package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// dispute words a contest: the question, and each side's answer with who
// holds it.
func (x *comparer) dispute(c contest) news.Dispute {
	d := news.Dispute{Question: x.question(c), Kind: c.slot.kind, By: news.ByEngine}
	for _, s := range c.sides {
		first := x.claim(s.claims[0])
		d.Positions = append(d.Positions, news.Position{
			Answer:   x.answer(c, s),
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

// answer is what a side says to the question, in its own words.
func (x *comparer) answer(c contest, s side) string {
	claim := x.claim(s.claims[0])
	switch c.slot.kind {
	case news.Quantity:
		best, out := -1, ""
		for _, n := range claim.Numbers {
			if !n.Comparable(c.slot.num.Quantity) || !n.SameCount(c.slot.num) {
				continue
			}
			if ctx := overlapOf(x.r, n.Context, c.slot.num.Context); ctx > best {
				best, out = ctx, n.Text(claim.Text)
			}
		}
		if out != "" {
			return out
		}
	case news.Polarity:
		if c.slot.a == "yes" || c.slot.a == "no" {
			return yesNo(!denies(claim))
		}
	case news.Time:
		for _, m := range claim.Moments {
			if m.HasClock || m.HasDay {
				return momentText(claim, m)
			}
		}
	case news.Place:
		other := c.sides[0].claims[0]
		if other == s.claims[0] {
			other = c.sides[1].claims[0]
		}
		if p := placePhrase(claim, x.claim(other)); p != "" {
			return p
		}
	case news.Attribution, news.Identity, news.Cause:
	}
	return x.gist(claim)
}

// question is what the sides answer differently.
func (x *comparer) question(c contest) string {
	a := x.claim(c.sides[0].claims[0])
	b := x.claim(c.sides[1].claims[0])
	about := x.topic(a, b)
	switch c.slot.kind {
	case news.Quantity:
		return x.quantityQuestion(c.slot.on, c.slot.num)
	case news.Time:
		return "When was it (" + about.text + ")?"
	case news.Place:
		return "Where was it (" + about.text + ")?"
	case news.Cause:
		return "What caused it (" + about.text + ")?"
	case news.Identity:
		return "Who was it (" + about.text + ")?"
	case news.Polarity:
		yes := a
		if denies(a) {
			yes, about = b, x.topic(b, a)
		}
		if c.slot.a == "yes" || c.slot.a == "no" {
			return "Is it so that “" + x.statement(yes, about) + "”?"
		}
	case news.Attribution:
	}
	return "What is true of " + about.text + "?"
}

// topic is a phrase of a claim's text.
type topic struct {
	text       string
	start, end int
}

// topic is the phrase that says most of what two claims share, as the first
// has it.
func (x *comparer) topic(a, b claims.Claim) topic {
	best, at := -1, topic{text: x.gist(a)}
	for i := 0; i < len(a.Tokens); i++ {
		if isTimeWord(strings.ToLower(a.Text[a.Tokens[i].Start:a.Tokens[i].End])) {
			continue
		}
		weight, end := 0, i
		for j := i; j < len(a.Tokens); j++ {
			if _, shared := b.Word(a.Tokens[j].ID); !shared || j > i && a.Tokens[j].Start-a.Tokens[j-1].End > widestGap {
				break
			}
			weight, end = weight+x.r.Weight[a.Tokens[j].ID], j
		}
		if weight > max(best, 0) {
			start, stop := a.Tokens[i].Start, a.Tokens[end].End
			if strings.HasSuffix(a.Text[:start], " the ") {
				start -= len("the ")
			}
			best, at = weight, topic{a.Text[start:stop], start, stop}
		}
	}
	return at
}

// Shared words with more bytes than this between them are two phrases.
const widestGap = 6

// statement is what a claim states about a topic: the clause that it stands
// in, without who says so, or the whole sentence where the clause says little.
func (x *comparer) statement(c claims.Claim, about topic) string {
	whole := x.gist(c)
	if about.end == 0 || len(strings.Fields(whole)) < 14 {
		return whole
	}
	from, to := claims.Clause(c.Text, about.start, about.end)
	if i := strings.LastIndex(c.Text[from:about.start], " that "); i >= 0 {
		from += i + len(" that ")
	}
	clause := strings.Trim(c.Text[from:to], " \"“”'‘’.,")
	if len(strings.Fields(clause)) < 5 || opens(clause) {
		return whole
	}
	return clause
}

// opens tells whether a clause begins in the middle of a thought.
func opens(clause string) bool {
	switch first, _, _ := strings.Cut(strings.ToLower(clause), " "); first {
	case "who", "which", "and", "but", "or", "to", "of", "was", "were", "is", "had", "has", "with", "by", "after", "before", "saying", "where":
		return true
	}
	return false
}

// gist is a claim's sentence without the words that only say who says it.
func (x *comparer) gist(c claims.Claim) string {
	s := strings.TrimSpace(c.Text)
	for _, mark := range []string{", according to ", " according to "} {
		if i := strings.LastIndex(s, mark); i > 20 {
			s = s[:i]
		}
	}
	if c.Holder.Name != "" {
		if i := strings.LastIndex(s, ", "+c.Holder.Name); i > 20 && len(s)-i < len(c.Holder.Name)+20 {
			s = s[:i]
		}
	}
	return strings.Trim(s, " \"“”'‘’.,")
}

// quantityQuestion asks for a number by its unit and what it counts.
func (x *comparer) quantityQuestion(c claims.Claim, n claims.Number) string {
	topic := strings.TrimSpace(n.Noun)
	if n.Toll >= 0 {
		switch x.r.Vocabulary[n.Toll] {
		case "die":
			return "How many people died?"
		case "hurt":
			return "How many people were hurt?"
		case "arrest":
			return "How many people were arrested?"
		case "miss":
			return "How many people are missing?"
		case "evacu":
			return "How many people were evacuated?"
		case "rescu":
			return "How many people were rescued?"
		}
	}
	switch n.Unit {
	case "":
		if topic == "" {
			return "How many: “" + strings.TrimSpace(c.Text) + "”?"
		}
		return "How many " + strings.Join(append(append([]string{}, n.Words...), plural(topic)), " ") + passive(c.Text[n.End:]) + "?"
	case "s":
		if topic != "" {
			return "How long did the " + topic + " last?"
		}
		if n.Lasts {
			return "How long did it last?"
		}
		return "How long: “" + around(c.Text, n.Start, n.End) + "”?"
	case "%", "pp", "ratio":
		return "What share: “" + around(c.Text, n.Start, n.End) + "”?"
	case "m":
		return "How far or how long: “" + around(c.Text, n.Start, n.End) + "”?"
	}
	return "How much: “" + around(c.Text, n.Start, n.End) + "”?"
}

// passive is what was done to the counted, where it follows the number:
// " were injured".
func passive(rest string) string {
	tokens := text.Tokens(rest)
	for i := 0; i+1 < len(tokens) && i < 2; i++ {
		switch tokens[i].Norm {
		case "were", "was", "are", "is":
			if next := tokens[i+1].Norm; strings.HasSuffix(next, "ed") || strings.HasSuffix(next, "en") || next == "hurt" {
				return " " + plural2(tokens[i].Norm) + " " + next
			}
		case "died", "killed":
			return " died"
		}
	}
	return ""
}

func plural2(verb string) string {
	switch verb {
	case "was":
		return "were"
	case "is":
		return "are"
	}
	return verb
}

func plural(noun string) string {
	switch noun {
	case "person":
		return "people"
	case "man":
		return "men"
	case "woman":
		return "women"
	case "child":
		return "children"
	}
	switch {
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "sh"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "x"):
		return noun + "es"
	case strings.HasSuffix(noun, "y") && len(noun) > 2 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	}
	return noun + "s"
}

// around is the clause that a value stands in, with the value left open.
func around(s string, start, end int) string {
	from, to := claims.Clause(s, start, end)
	return strings.TrimSpace(strings.TrimSpace(s[from:start]) + " … " + strings.TrimRight(strings.TrimSpace(s[end:to]), ".\"” "))
}

// placePhrase is the phrase of place in c that b does not have: from its
// preposition to the next mark.
func placePhrase(c, b claims.Claim) string {
	tokens := text.Tokens(c.Text)
	other := strings.ToLower(b.Text)
	for i := 0; i+1 < len(tokens); i++ {
		switch tokens[i].Norm {
		case "in", "at", "on", "near", "inside", "outside", "into", "under", "behind", "beside":
		default:
			continue
		}
		end := i + 1
		for end+1 < len(tokens) && end-i < 6 && strings.TrimSpace(c.Text[tokens[end].End:tokens[end+1].Start]) == "" && !phraseEnd(tokens[end+1].Norm) {
			end++
		}
		head := tokens[end]
		if r, _ := utf8.DecodeRuneInString(head.Word); unicode.IsDigit(r) || isTimeWord(head.Norm) || strings.Contains(other, head.Norm) {
			continue
		}
		return c.Text[tokens[i].Start:tokens[end].End]
	}
	return ""
}

func phraseEnd(norm string) bool {
	switch norm {
	case "said", "says", "and", "but", "when", "while", "after", "before", "who", "which", "that", "was", "were", "is", "are", "had", "has", "to", "for", "with", "by", "on", "in", "at", "as", "according":
		return true
	}
	return false
}

func isTimeWord(norm string) bool {
	switch norm {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning", "afternoon", "evening", "night", "week", "year", "month", "day", "time", "hour", "hours", "minutes", "days", "statement", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december":
		return true
	}
	return false
}

// updateQuestion names what changed.
func (x *comparer) updateQuestion(p judged) string {
	if s, ok, _ := x.quantitySlot(x.claim(p.A), x.claim(p.B), p.f[Contained]); ok {
		return x.quantityQuestion(s.on, s.num)
	}
	if p.f[GrowsToll] > 0 {
		for _, n := range x.claim(p.B).Numbers {
			if n.Toll >= 0 {
				return x.quantityQuestion(x.claim(p.B), n)
			}
		}
	}
	return "What has become of " + x.topic(x.claim(p.A), x.claim(p.B)).text + "?"
}
