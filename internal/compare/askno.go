package compare

import (
	"cmp"
	"regexp"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// asksOf turns a denial into the question that it answers with no. The forms
// are those in which English puts the negation before what is denied.
var asksOf = []struct {
	denial *regexp.Regexp
	ask    string // "$1" and the like as in the denial
}{
	{regexp.MustCompile(`(?i)\bat no (?:point|stage|time) (was|were|has|have|had|did) ([^,;:”"]{4,80}?)[,.;:”"]`), "$1 $2"},
	{regexp.MustCompile(`(?i)\bnor (was|were|has|have|had|did) ([^,;:”"]{4,80}?)[,.;:”"]`), "$1 $2"},
	{regexp.MustCompile(`(?i)\bthere (was|were|is|are) (?:no|not one|not a single|never an?y?) ([a-z][a-z -]{2,50}?)[,.;:”"]`), "$1 there any $2"},
	{regexp.MustCompile(`(?i)\bthere (has|had|have) been no ([a-z][a-z -]{2,50}?)[,.;:”"]`), "$1 there been any $2"},
	{regexp.MustCompile(`(?i)(?:^|[“", ])(?:no|not one|not a single) ([a-z-]+(?: [a-z-]+){0,3}?) (was|were|has|have|had|is|are|will|would|could) ((?:been |be )?[a-z-]+[^,;:”"]{0,60}?)[,.;:”"]`), "$2 any $1 $3"},
	{regexp.MustCompile(`(?i)\b(?:nobody|no one|no-one) (was|has|had|is|will) ([a-z-]+[^,;:”"]{0,60}?)[,.;:”"]`), "$1 anybody $2"},
}

// askDenied asks whether what a claim denies in so many words is so; empty
// where the denial has another form, or leans on the sentence before.
func (x *comparer) askDenied(c claims.Claim) string {
	for _, form := range asksOf {
		at := form.denial.FindStringSubmatchIndex(c.Text)
		if at == nil {
			continue
		}
		q := string(form.denial.ExpandString(nil, form.ask, c.Text, at))
		q, _, _ = strings.Cut(q, " and no") // "and nobody knelt": another denial
		words := strings.Fields(strings.ToLower(q))
		if len(words) > mostRest+2 || dangling(q) || leans(words) {
			continue
		}
		return ask(strings.ToLower(q[:1]) + q[1:])
	}
	for _, m := range c.Marks {
		if !m.Cues.Has(claims.Negation) {
			continue
		}
		s, ok := x.parse(c, m.Start, m.End)
		if !ok {
			s, ok = x.parseRelative(c, m)
		}
		if none, of := strings.CutPrefix(s.rest, "no "); of && !limited(none) {
			s.rest, s.denied = "any "+none, true
		}
		if q := s.yesNo(); ok && s.denied && q != "" {
			return q
		}
	}
	return cmp.Or(askNone(c.Text), x.askOneself(c))
}

// askNone asks for what none did: "No warning ever reached the village".
func askNone(s string) string {
	tokens := text.Tokens(s)
	for i, t := range tokens {
		if t.Norm != "no" || i > 0 && !hasMark(s[tokens[i-1].End:t.Start]) && tokens[i-1].Norm != "that" {
			continue // not the subject
		}
		for j := i + 2; j < len(tokens) && j < i+mostSubject && !hasMark(s[tokens[j-1].End:tokens[j].Start]); j++ {
			if auxiliaries[tokens[j].Norm] || tokens[j].Norm == "had" {
				break
			}
			base, past := claims.BaseVerb(tokens[j].Norm)
			if !past || nounFollows[tokens[j-1].Norm] || auxiliaries[tokens[j-1].Norm] {
				continue
			}
			subject := strings.TrimSuffix(s[tokens[i+1].Start:tokens[j-1].End], " ever")
			if leans(strings.Fields(strings.ToLower(subject))) {
				break
			}
			return sentence{subject: "any " + subject, aux: "did", verb: base, rest: restOf(s[tokens[j].End:])}.yesNo()
		}
	}
	return ""
}

// parseRelative takes a denial apart whose subject has a clause of its own: "The
// dye that coloured the brook was not found on the farm".
func (x *comparer) parseRelative(c claims.Claim, m claims.Mark) (s sentence, ok bool) {
	aux := wordBefore(c.Text, m.Start)
	from, to := claims.Clause(c.Text, m.Start, m.End)
	at := ownClause.FindStringIndex(c.Text[from:m.Start])
	if at == nil || !auxiliaries[aux] || lower(c.Text[m.Start:m.End]) != "not" {
		return s, false
	}
	subject := strings.TrimSpace(c.Text[from : from+at[0]])
	tokens := text.Tokens(subject)
	if len(tokens) < 2 || len(tokens) > mostSubject || !opensSubject(tokens) || hasMark(subject) {
		return s, false
	}
	rest := strings.TrimSuffix(restOf(c.Text[m.End:to]), " at all")
	return sentence{subject: x.subject(subject, c, from), aux: aux, rest: rest, denied: true}, true
}

var ownClause = regexp.MustCompile(` (?:that|which|who) `)

// limited tells whether what follows a "no" is a mere limit: "no more than 40".
func limited(rest string) bool {
	first, _, _ := strings.Cut(rest, " ")
	switch first {
	case "more", "less", "fewer", "later", "earlier", "longer", "doubt", "matter":
		return true
	}
	return false
}

// askOneself asks for nobody's doing: "Nobody heard an alarm".
func (x *comparer) askOneself(c claims.Claim) string {
	t := strings.Trim(c.Text, "\"“”‘' ")
	first, rest, _ := strings.Cut(t, " ")
	if strings.ToLower(first) != "nobody" {
		return ""
	}
	past, rest, _ := strings.Cut(rest, " ")
	base, ok := claims.BaseVerb(past)
	if !ok {
		return ""
	}
	return sentence{subject: "anybody", aux: "did", verb: base, rest: restOf(rest)}.yesNo()
}

// leans tells whether words need the sentence before to be understood.
func leans(words []string) bool {
	for _, w := range words {
		switch w {
		case "it", "they", "them", "this", "that", "he", "she", "him", "her", "us", "we", "you", "i", "me", "such", "more", "other", "our", "my", "his", "their", "to":
			return true
		}
	}
	return false
}
