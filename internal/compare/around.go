package compare

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
	"counterpoint/internal/when"
)

// whenQuestion asks for the time.
func (x *comparer) whenQuestion(c contest) string {
	if q := whenHappened(x.happened(c)); q != "" {
		return q
	}
	for _, s := range c.sides {
		m := x.moment(s)
		if q := x.askAround("when", x.claim(s.claims[0]), m.Start, m.End); q != "" {
			return q
		}
	}
	return ""
}

// fillQuestion asks for what a phrase of either claim fills in: "where" for a
// place, "by whom" for who did it.
func (x *comparer) fillQuestion(wh string, a, b claims.Claim, phrase func(c, other claims.Claim) string) string {
	for _, side := range [][2]claims.Claim{{a, b}, {b, a}} {
		p := phrase(side[0], side[1])
		at := strings.Index(side[0].Text, p)
		if p == "" || at < 0 {
			continue
		}
		s, ok := x.parse(side[0], at, at+len(p))
		if !ok || at < s.start {
			continue
		}
		rest := strings.Trim(side[0].Text[s.start:at], " ")
		if strings.ContainsAny(rest, ",;:\"“”0123456789") || strings.Contains(rest, " and ") || len(strings.Fields(rest)) > mostRest || dangling(rest) || pointing(rest) || s.verb == "" && rest == "" {
			continue
		}
		if q := ask(wh, s.aux, s.subject, s.verb, rest); x.happens(q, side[0], side[1]) {
			return q
		}
	}
	return ""
}

// happens tells whether what a question made of one claim asks about, and not
// only a name in it, stands in another: else that says where something else was.
func (x *comparer) happens(q string, of, c claims.Claim) bool {
	low := strings.ToLower(q)
	return slices.ContainsFunc(of.Tokens, func(t claims.Token) bool {
		w, shared := c.Word(t.ID)
		return shared && !w.Name && !upper(of.Text[t.Start]) && strings.Contains(low, claims.Root(of.Text[t.Start:t.End]))
	})
}

// aside is what may be left out between two commas: ", the harbour included,".
var aside = regexp.MustCompile(`, [^,;:.]{2,30}, `)

// askAround asks for a value that stands in a statement.
func (x *comparer) askAround(wh string, c claims.Claim, start, end int) string {
	s, ok := x.parse(c, start, end)
	if !ok {
		return ""
	}
	s.second(c.Text, start)
	rest := shorten(s.rest)
	if start >= s.start {
		rest, ok = untilValue(aside.ReplaceAllString(c.Text[s.start:start], " "))
	} else if strings.Contains(c.Text[start:s.start], s.subject) || strings.Contains(s.subject, c.Text[start:end]) {
		return ""
	}
	if !ok || len(strings.Fields(rest)) > mostRest || dangling(rest) || pointing(rest) || strings.Contains(rest, " and ") || rest == "" && s.verb == "" && wh != "what" && !being[s.aux] {
		return ""
	}
	return ask(wh, s.aux, s.subject, s.verb, rest)
}

// second goes on to the verb behind the last "and" before a value, which has the
// same subject: "the boat broke loose at noon and drifted".
func (s *sentence) second(text string, start int) {
	if start < s.start {
		return
	}
	i := strings.LastIndex(text[s.start:start], " and ")
	if i < 0 {
		return
	}
	at := s.start + i + len(" and ")
	verb, _, _ := strings.Cut(text[at:], " ")
	if base, past := claims.BaseVerb(verb); past && at+len(verb) <= start {
		s.aux, s.verb, s.start, s.denied = "did", base, at+len(verb), false
		s.rest = restOf(text[s.start:])
	}
}

var being = map[string]bool{"was": true, "were": true, "is": true, "are": true}

// untilValue is what stands between a verb and a value, without the words that
// only lead to the value. It reports false where those are of something that
// the value measures, or where another value or clause lies between.
func untilValue(rest string) (string, bool) {
	for rest = strings.TrimSpace(rest); ; {
		i := strings.LastIndexByte(rest, ' ')
		switch last := strings.ToLower(rest[i+1:]); {
		case last == "of" || last == "lasting":
			return "", false
		case leading[last]:
			rest = strings.TrimRight(rest[:max(i, 0)], " ,")
			continue
		}
		return rest, !strings.ContainsAny(rest, ",;:\"“”0123456789") && !ownClause.MatchString(rest)
	}
}

var leading = map[string]bool{"at": true, "on": true, "in": true, "by": true, "for": true, "after": true, "within": true, "about": true, "around": true, "until": true, "from": true, "to": true, "before": true, "since": true, "some": true, "lasted": true, "shortly": true, "early": true, "late": true, "than": true, "more": true, "the": true, "a": true, "only": true, "just": true, "over": true, "nearly": true, "almost": true, "and": true, "with": true, "here": true, "there": true}

// placePhrase is the phrase of place in c that b does not have: from its
// preposition to the next mark.
func placePhrase(c, b claims.Claim) string {
	return phraseWith(c, b, "in", "at", "on", "near", "inside", "outside", "into", "under", "behind", "beside")
}

// agentPhrase is who did it, where b does not name them: "by two men".
func agentPhrase(c, b claims.Claim) string { return phraseWith(c, b, "by") }

func phraseWith(c, b claims.Claim, prepositions ...string) string {
	tokens := text.Tokens(c.Text)
	other := strings.ToLower(b.Text)
	for i := 0; i+1 < len(tokens); i++ {
		if !slices.Contains(prepositions, tokens[i].Norm) {
			continue
		}
		end := i + 1
		for end+1 < len(tokens) && end-i < 6 && strings.TrimSpace(c.Text[tokens[end].End:tokens[end+1].Start]) == "" && !phraseEnd(tokens[end+1].Norm) {
			end++
		}
		head := tokens[end]
		if r, _ := utf8.DecodeRuneInString(head.Word); unicode.IsDigit(r) || isTimeWord(head.Norm) || strings.Contains(other, head.Norm) || counts(c, tokens[i+1].Start) {
			continue
		}
		return c.Text[tokens[i].Start:tokens[end].End]
	}
	return ""
}

// counts tells whether a number or a time stands at a place of a claim: "at
// twenty to six".
func counts(c claims.Claim, at int) bool {
	return slices.ContainsFunc(c.Numbers, func(n claims.Number) bool { return n.Start <= at && at < n.End && !n.Identifier }) ||
		slices.ContainsFunc(c.Moments, func(m when.Moment) bool { return m.Start <= at && at < m.End })
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
