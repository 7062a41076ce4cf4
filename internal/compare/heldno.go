package compare

import (
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

const (
	// A denial is asked about in its holder's words only where the forests are
	// so much surer than of others that it answers what another tells: nothing in
	// the question shows that it does.
	sureHeld = 1000
	// The most words of a denial that a question can repeat.
	mostDenial = 24
)

// askHolder asks whether somebody named is right who denies something, in words
// of his own: "Is it true, as Ada Holm says, that “there was no warning”?" It is
// for denials of which no question can be made; empty where they lean on the
// sentences before.
func (x *comparer) askHolder(denial claims.Claim) string {
	holder := denial.Holder.Name
	if !properHolder(holder) {
		return ""
	}
	said, quoted := quotedDenial(denial), true
	if said != "" && !denial.Quoted {
		return "" // a part of a sentence
	}
	if said == "" {
		said, quoted = x.indirect(denial), false
	}
	words := strings.Fields(strings.ToLower(said))
	if len(words) < 5 || len(words) > mostDenial || dangling(said) || strings.ContainsAny(said, "\"“”") || words[0] == "that" || repeats(said, holder) || !slices.ContainsFunc(words, saysNo) {
		return ""
	}
	for i, w := range words {
		if w = strings.Trim(w, ",.'’"); unclear(w, quoted) && (i > 0 || quoted || !ownPronoun[w]) || saying[w] {
			return ""
		}
	}
	if quoted {
		said = "“" + said + "”"
	}
	if first, rest, more := strings.Cut(holder, " "); more && determiners[strings.ToLower(first)] {
		holder = strings.ToLower(first) + " " + rest
	}
	return "Is it true, as " + holder + " says, that " + said + "?"
}

// indirect is what a holder says no to in words that are not quoted: "The
// ministry says that it had no alarm", "He saw no doctor, he said". It begins
// with a pronoun only if that is the holder.
func (x *comparer) indirect(c claims.Claim) string {
	tokens := text.Tokens(c.Text)
	for i, t := range tokens {
		if !saying[t.Norm] || i == 0 || hasMark(c.Text[tokens[i-1].End:t.Start]) {
			continue
		}
		next := i + 1
		for j := next; j < min(next+4, len(tokens)); j++ {
			if tokens[j].Norm == "that" {
				next = j + 1 // "said on Monday that"
				break
			}
		}
		if next < len(tokens) && i < mostSpeaker && !hasMark(c.Text[t.End:tokens[next].Start]) {
			said := strings.Trim(c.Text[tokens[next].Start:], " .,")
			return x.subject(said, c, tokens[next].Start)
		}
	}
	g := x.gist(c)
	if first, _, _ := strings.Cut(strings.ToLower(g), " "); ownPronoun[first] && !strings.HasSuffix(strings.ToLower(c.Text), ", "+first+" said.") {
		return ""
	}
	if first, rest, _ := strings.Cut(g, " "); pronouns[strings.ToLower(first)] {
		return strings.ToLower(first) + " " + rest
	}
	return x.subject(g, c, max(strings.Index(c.Text, g), 0))
}

// repeats tells whether words name a holder again.
func repeats(said, holder string) bool {
	name := strings.ToLower(holder)
	return strings.Contains(strings.ToLower(said), strings.TrimPrefix(name, "the "))
}

// properHolder tells whether a holder has a name that a reader knows him by.
func properHolder(name string) bool {
	tokens := text.Tokens(name)
	return slices.ContainsFunc(tokens, func(t text.Token) bool { return t.Upper }) &&
		!slices.ContainsFunc(tokens, func(t text.Token) bool { return pronouns[t.Norm] })
}

// saysNo tells whether a word denies by itself: "unable" does not.
func saysNo(w string) bool {
	switch w {
	case "no", "none", "nobody", "nothing", "neither", "nor":
		return true
	}
	return plainly(w)
}

// unclear tells whether a word points to what only the sentences before name.
// In words of a holder's own, "we" is he and his.
func unclear(w string, own bool) bool {
	switch w {
	case "it", "they", "them", "he", "she", "him", "this", "these", "those", "you", "your":
		return true
	case "we", "us", "our", "i", "me", "my":
		return !own
	}
	return false
}

// quotedDenial is the quotation of a claim that says no, without its marks;
// empty where it says no outside of one.
func quotedDenial(c claims.Claim) string {
	for _, m := range c.Marks {
		if !m.Cues.Has(claims.Negation | claims.Denial) {
			continue
		}
		from := strings.LastIndexAny(c.Text[:m.Start], "“”\"")
		to := strings.IndexAny(c.Text[m.End:], "“”\"")
		if from < 0 || to < 0 || strings.HasPrefix(c.Text[from:], "”") || strings.HasPrefix(c.Text[m.End+to:], "“") {
			continue
		}
		return strings.Trim(strings.TrimLeft(c.Text[from:m.End+to], "“\""), " ,.")
	}
	return ""
}
