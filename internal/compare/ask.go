package compare

import (
	"cmp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// sentence is a statement taken apart far enough to be asked: who or what, the
// verb, and what follows it.
type sentence struct {
	subject string
	aux     string // the auxiliary, or "did"
	verb    string // the base form behind "did"; empty behind an auxiliary
	rest    string
	start   int // of rest in the claim's text
	denied  bool
}

// The longest parts that a short question can have, in words.
const (
	mostSubject = 8
	mostRest    = 12
)

var auxiliaries = map[string]bool{"was": true, "were": true, "is": true, "are": true, "has": true, "have": true, "will": true, "can": true, "could": true, "did": true}

var saying = map[string]bool{"said": true, "says": true, "told": true, "tells": true, "according": true, "insisted": true, "insists": true, "stressed": true, "added": true, "affirmed": true, "confirmed": true, "claimed": true, "claims": true, "reported": true, "announced": true, "called": true, "denied": true, "denies": true, "learned": true, "heard": true, "described": true}

// parse takes the clause around text[start:end] apart: subject, verb, rest. It
// reports false where the clause does not begin with a plain subject.
func (x *comparer) parse(c claims.Claim, start, end int) (s sentence, ok bool) {
	from, to := claims.Clause(c.Text, start, end)
	for _, mark := range []string{" that ", " when ", " because ", " after ", "“", "\"", ", "} {
		if i := strings.LastIndex(c.Text[from:start], mark); i >= 0 {
			if t, ok := x.parseFrom(c, from+i+len(mark), to); ok {
				return t, true
			}
		}
	}
	for _, m := range c.Moments {
		if m.Start >= from && m.Start-from <= len("during ") && m.End <= start && !strings.HasPrefix(c.Text[m.End:], "'") && !strings.HasPrefix(c.Text[m.End:], "’") {
			from = m.End + len(c.Text[m.End:to]) - len(strings.TrimLeft(c.Text[m.End:to], " ,")) // "By noon the appeal had …"
			break
		}
	}
	return x.parseFrom(c, from, to)
}

func (x *comparer) parseFrom(c claims.Claim, from, to int) (s sentence, ok bool) {
	clause := c.Text[from:to]
	tokens := text.Tokens(clause)
	if len(tokens) < 2 || c.Headline || !opensSubject(tokens) {
		return s, false // headlines leave out what a question needs
	}
	speaker, pronoun := "", -1
	for i, t := range tokens {
		if i > mostSubject || i > 0 && hasMark(clause[tokens[i-1].End:t.Start]) {
			return s, false
		}
		if i == 0 || i == pronoun {
			continue
		}
		if saying[t.Norm] && speaker == "" {
			if p := ownSubject(tokens, i); p > 0 {
				speaker, pronoun = x.subject(clause[tokens[0].Start:tokens[i-1].End], c, from+tokens[0].Start), p // "Amberley said it had …"
				continue
			}
		}
		if i == pronoun-1 {
			continue // "said that he"
		}
		if speaker != "" && i > pronoun+1 {
			return s, false
		}
		base, past := claims.BaseVerb(t.Norm)
		if past && (nounFollows[tokens[i-1].Norm] || speaker == "" && onlyTellsWhich(clause, tokens, i)) {
			continue // "the cost", "a split"; "the men hired by the port left"
		}
		if past && i+1 < len(tokens) && auxiliaries[tokens[i+1].Norm] {
			continue // "the sum insured is"
		}
		if claims.PresentVerb(t.Norm) && i+1 < len(tokens) && (tokens[i+1].Norm == "the" || tokens[i+1].Norm == "a" || tokens[i+1].Norm == "that") {
			return s, false
		}
		had := t.Norm == "had" && i+1 < len(tokens)
		if !auxiliaries[t.Norm] && !past && !had {
			if subjectEnds[t.Norm] || saying[t.Norm] || strings.HasSuffix(t.Norm, "ed") && i+1 < len(tokens) && determiners[tokens[i+1].Norm] {
				return s, false // "estimated the area": a verb that is not known
			}
			continue
		}
		if saying[t.Norm] {
			return s, false
		}
		last := i - 1
		if last > 0 && loose[tokens[last].Norm] {
			last-- // "the ministers also discussed"
		}
		s = sentence{subject: x.subject(clause[tokens[0].Start:tokens[last].End], c, from+tokens[0].Start), aux: t.Norm, start: from + t.End}
		s.subject = cmp.Or(speaker, s.subject)
		if past && !auxiliaries[t.Norm] {
			s.aux, s.verb = "did", base
		}
		if had {
			next := tokens[i+1].Norm
			if _, participle := claims.BaseVerb(next); !participle && !strings.HasSuffix(next, "ed") && !strings.HasSuffix(next, "en") && next != "been" {
				s.aux, s.verb = "did", "have"
			}
		}
		s.rest = restOf(clause[t.End:])
		if first, rest, _ := strings.Cut(s.rest, " "); loose[first] {
			s.rest = rest
		}
		if next := i + 1; s.verb == "" && next < len(tokens) && (tokens[next].Norm == "not" || tokens[next].Norm == "never") {
			s.denied, s.rest = true, strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s.rest, "not"), "never"))
		}
		return s, true
	}
	return s, false
}

// ownSubject is the place of the pronoun behind a verb of saying that is the
// speaker; 0 where there is none.
func ownSubject(tokens []text.Token, verb int) int {
	next := verb + 1
	if next < len(tokens) && tokens[next].Norm == "that" {
		next++
	}
	if next < len(tokens) && ownPronoun[tokens[next].Norm] {
		return next
	}
	return 0
}

// onlyTellsWhich tells whether the participle at i belongs to the subject, whose
// verb is still to come: "the men hired by the port left".
func onlyTellsWhich(clause string, tokens []text.Token, i int) bool {
	if i+1 == len(tokens) || !withParticiple[tokens[i+1].Norm] {
		return false
	}
	for j := i + 2; j < len(tokens) && j <= mostSubject && !hasMark(clause[tokens[j-1].End:tokens[j].Start]) && !subjectEnds[tokens[j].Norm]; j++ {
		if _, past := claims.BaseVerb(tokens[j].Norm); (past || auxiliaries[tokens[j].Norm]) && !nounFollows[tokens[j-1].Norm] {
			return true
		}
	}
	return false
}

var withParticiple = map[string]bool{"by": true, "in": true, "at": true, "on": true, "from": true, "for": true, "with": true, "near": true}

// loose are words that lean on the sentence before, and can be left out.
var loose = map[string]bool{"also": true, "then": true, "therefore": true, "thus": true, "too": true}

var determiners = map[string]bool{"the": true, "a": true, "an": true, "its": true, "his": true, "her": true, "their": true, "this": true, "that": true, "no": true}

var ownPronoun = map[string]bool{"it": true, "he": true, "she": true, "they": true}

// nounFollows are the words after which a form that may be a past is a noun.
var nounFollows = map[string]bool{"the": true, "a": true, "an": true, "of": true, "in": true, "its": true, "his": true, "her": true, "their": true, "this": true, "that": true, "no": true, "for": true, "by": true, "on": true, "with": true, "at": true}

var subjectEnds = map[string]bool{"who": true, "which": true, "that": true, "when": true, "while": true, "because": true, "and": true, "but": true, "to": true, "if": true, "as": true, "after": true, "before": true, "not": true, "never": true, "he": true, "she": true, "it": true, "they": true, "we": true, "i": true, "you": true}

// opensSubject tells whether words begin with what a reader understands
// without the sentence before: no pronoun, no preposition, no number alone.
func opensSubject(tokens []text.Token) bool {
	first := tokens[0]
	if i := strings.IndexAny(first.Norm, "'’"); i > 0 && pronouns[first.Norm[:i]] {
		return false // "I've"
	}
	if first.Upper && !pronouns[first.Norm] && !notOpening[first.Norm] {
		return true
	}
	switch first.Norm {
	case "the", "a", "an", "some", "all", "three", "two", "both", "nobody", "no", "police", "his", "her", "its", "their":
		return first.Norm != "his" && first.Norm != "her" && first.Norm != "its" && first.Norm != "their" && first.Norm != "no" && first.Norm != "nobody"
	}
	if pronouns[first.Norm] || notOpening[first.Norm] || first.Digit {
		return false
	}
	return strings.HasSuffix(first.Norm, "s") || titled(tokens)
}

// titled tells whether words begin with an office before a name: "chief
// executive Ada Holm".
func titled(tokens []text.Token) bool {
	for _, t := range tokens[:min(len(tokens), 3)] {
		if t.Upper {
			return true
		}
		if subjectEnds[t.Norm] || saying[t.Norm] || auxiliaries[t.Norm] || notOpening[t.Norm] {
			return false
		}
	}
	return false
}

var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "we": true, "i": true, "you": true, "this": true, "that": true, "these": true, "those": true, "there": true, "his": true, "her": true, "its": true, "their": true, "my": true, "our": true, "your": true, "one": true, "nobody": true, "none": true, "nothing": true, "not": true, "no": true, "neither": true, "nor": true, "never": true, "who": true, "which": true, "what": true, "when": true, "where": true, "how": true, "why": true, "everything": true, "everybody": true, "such": true, "another": true, "other": true, "others": true, "only": true, "even": true, "most": true, "many": true}

var notOpening = map[string]bool{"in": true, "on": true, "at": true, "by": true, "from": true, "to": true, "of": true, "for": true, "with": true, "after": true, "before": true, "as": true, "and": true, "but": true, "or": true, "if": true, "while": true, "although": true, "because": true, "asked": true, "besides": true, "according": true, "yesterday": true, "today": true, "last": true, "then": true, "now": true, "so": true, "yet": true, "also": true, "still": true, "contrary": true, "under": true, "until": true, "since": true, "nor": true, "is": true, "was": true, "us": true, "yes": true, "perhaps": true, "meanwhile": true, "however": true, "later": true, "earlier": true, "within": true, "about": true, "over": true, "during": true, "without": true, "just": true, "there's": true, "it's": true, "he's": true, "she's": true, "we're": true, "i'm": true, "we'd": true, "we've": true, "they're": true, "has": true, "had": true, "whether": true}

// subject is a noun phrase as it stands inside a question.
func (x *comparer) subject(s string, c claims.Claim, at int) string {
	first, _, _ := strings.Cut(s, " ")
	norm := strings.ToLower(first)
	switch norm {
	case "the", "a", "an", "some", "all", "two", "three", "both", "every", "each", "several", "about", "more", "fewer", "nearly", "almost", "over", "around", "dozens", "hundreds", "thousands":
		return norm + s[len(first):]
	}
	if slices.ContainsFunc(c.Numbers, func(n claims.Number) bool { return n.Start == at }) {
		return norm + s[len(first):]
	}
	for _, t := range c.Tokens {
		if t.Start == at && !x.named(t.ID) && (claims.Everyday(c.Text[t.Start:t.End]) || x.common(t.ID)) {
			return norm + s[len(first):]
		}
	}
	return s
}

// common tells whether a word stands somewhere without a capital.
func (x *comparer) common(id int) bool {
	return slices.ContainsFunc(x.r.Claims, func(c claims.Claim) bool {
		return slices.ContainsFunc(c.Tokens, func(t claims.Token) bool { return t.ID == id && c.Text[t.Start] >= 'a' && c.Text[t.Start] <= 'z' })
	})
}

// named tells whether a word stands somewhere as a name: with a capital, and
// not first.
func (x *comparer) named(id int) bool {
	for _, c := range x.r.Claims {
		for i, t := range c.Tokens {
			if t.ID == id && i > 0 && !c.Headline && c.Text[t.Start] >= 'A' && c.Text[t.Start] <= 'Z' && t.Start > 1 && c.Text[t.Start-1] == ' ' && letter(c.Text[t.Start-2]) {
				return true
			}
		}
	}
	return false
}

func hasMark(gap string) bool { return strings.ContainsAny(gap, ",;:.()\"“”—–") }

// restOf is what follows a verb, to the next mark, without who says so.
func restOf(s string) string {
	for i, r := range s {
		next := byte(' ')
		if n := i + len(string(r)); n < len(s) {
			next = s[n]
		}
		if strings.ContainsRune(";\"“”()—–", r) || strings.ContainsRune(",:", r) && next == ' ' || strings.ContainsRune(".!?", r) && next == ' ' && i > 3 && s[i-2] != '.' {
			s = s[:i]
			break
		}
	}
	return strings.Trim(s, " !?'’,")
}

// yesNo asks whether what a sentence states is so.
func (s sentence) yesNo() string {
	rest := shorten(s.rest)
	if rest == "" && s.verb == "" || len(strings.Fields(rest)) > mostRest || strings.ContainsAny(rest, "\"“”") || dangling(rest) || pointing(rest) {
		return ""
	}
	return ask(s.aux, s.subject, s.verb, strings.TrimSuffix(rest, "."))
}

// shorten cuts a long rest where a clause of circumstance begins.
func shorten(rest string) string {
	if len(strings.Fields(rest)) <= mostRest {
		return rest
	}
	cut := len(rest)
	for _, mark := range []string{" after ", " when ", " while ", " because ", " so that ", " and ", " which ", " who "} {
		if i := strings.Index(rest, mark); i >= 0 {
			cut = min(cut, i)
		}
	}
	return rest[:cut]
}

// dangling tells whether words end where more must follow.
func dangling(s string) bool {
	f := strings.Fields(strings.ToLower(s))
	return len(f) > 0 && (notOpening[f[len(f)-1]] || f[len(f)-1] == "the" || f[len(f)-1] == "a" || f[len(f)-1] == "that" || f[len(f)-1] == "not")
}

// pointing tells whether words point to somebody or something that only the
// sentences before name.
func pointing(s string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		switch w {
		case "it", "they", "them", "he", "she", "him", "us", "we", "you", "i", "me", "our", "my", "there", "theirs", "ours", "mine", "hers", "following":
			return true
		}
	}
	return false
}

// ask joins the parts of a question.
func ask(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	q := strings.Join(parts, " ")
	if q == "" {
		return ""
	}
	return strings.ToUpper(q[:1]) + q[1:] + "?"
}
