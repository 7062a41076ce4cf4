package claims

import (
	"strings"
	"unicode/utf8"

	"counterpoint/internal/names"
	"counterpoint/internal/text"
)

// speechVerbs are verbs of saying that a speaker stands beside: true where hardly
// anything but a speaker can be their subject, so that whatever noun phrase
// stands there speaks.
var speechVerbs = map[string]bool{
	"said": true, "says": true, "told": true, "tells": true, "wrote": true, "writes": true, "announced": true,
	"announces": true, "insisted": true, "insists": true, "replied": true, "replies": true, "answered": true,
	"explained": true, "explains": true, "recalled": true, "recalls": true, "argued": true, "argues": true,
	"claimed": true, "denied": true, "denies": true, "stressed": true, "conceded": true, "concedes": true,
	"admitted": true, "admits": true, "maintains": true, "contends": true, "testified": true, "complained": true,

	"say": false, "added": false, "adds": false, "claims": false, "confirmed": false, "confirms": false, "tweeted": false,
	"maintained": false, "alleged": false, "alleges": false, "reckons": false, "reckoned": false, "believes": false,
	"affirmed": false, "contended": false, "warned": false, "warns": false, "estimated": false, "estimates": false,
	"thinks": false, "swears": false, "stated": false, "declared": false, "declares": false,
	"rejected": false, "rejects": false, "dismissed": false, "dismisses": false, "contradicted": false,
	"blamed": false, "blames": false, "put": false, "puts": false, "responded": false, "acknowledged": false,
	"acknowledges": false, "asserted": false, "asserts": false, "repeated": false, "repeats": false,
	"remembers": false, "remembered": false, "predicted": false, "predicts": false,
}

func says(norm string) bool {
	_, ok := speechVerbs[norm]
	return ok
}

// subjectPronouns speak for somebody named before.
var subjectPronouns = map[string]bool{"he": true, "she": true, "they": true, "it": true, "we": true, "i": true}

// betweenSubject are words between a speaker and the verb.
var betweenSubject = map[string]bool{"also": true, "has": true, "had": true, "have": true, "later": true, "then": true, "now": true, "still": true, "again": true, "just": true, "since": true, "yesterday": true, "today": true, "always": true, "once": true, "himself": true, "herself": true, "itself": true, "themselves": true}

// speaker finds the speaker that a sentence names: the words beside a verb of
// saying, or after "according to". A pronoun is returned as it stands. running
// tells that the sentence begins within a quotation.
func speaker(s string, tokens []text.Token, running bool) (h Holder, pronoun string) {
	for i, t := range tokens {
		if t.Norm == "according" && i+2 < len(tokens) && tokens[i+1].Norm == "to" && !opened(s[:t.Start], running) {
			return speaking(named(s, tokens, i+2), true), ""
		}
	}
	for i, t := range tokens {
		strong, ok := speechVerbs[t.Norm]
		if !ok || opened(s[:t.Start], running) {
			continue
		}
		first, pronoun := before(s, tokens, i, strong)
		next := after(s, tokens, i, strong)
		switch {
		case first.Key != "" && next.Key != "" && commaBefore(s, tokens, i):
			return next, "" // "…, says Ada Holm": what stands before is what is said
		case first.Key != "" || pronoun != "":
			return first, pronoun
		case next.Key != "":
			return next, ""
		case i+1 < len(tokens) && subjectPronouns[tokens[i+1].Norm] && beforeQuoteEnd(s, t.Start):
			return Holder{}, tokens[i+1].Norm
		}
	}
	return Holder{}, ""
}

// before reads the speaker that stands before the verb at token i. What stands
// in commas between the two only tells more of him.
func before(s string, tokens []text.Token, i int, strong bool) (h Holder, pronoun string) {
	for i > 0 && (betweenSubject[tokens[i-1].Norm] || strings.HasSuffix(tokens[i-1].Norm, "ly")) && plainGap(s, tokens, i) {
		i--
	}
	if i == 0 || strings.ContainsAny(s[tokens[i-1].End:tokens[i].Start], "\"“”:;") {
		return Holder{}, "" // what stands before is what is said
	}
	end := i - 1
	if subjectPronouns[tokens[end].Norm] && plainGap(s, tokens, i) {
		return Holder{}, tokens[end].Norm
	}
	start := segmentStart(s, tokens, end)
	if comma := strings.Contains(s[tokens[end].End:tokens[i].Start], ","); comma {
		for n := 0; n < mostAsides && start > 0 && commaBefore(s, tokens, start) && !nameOnly(tokens[start:end+1]); n++ {
			end = start - 1
			start = segmentStart(s, tokens, end)
		}
	} else if start > 0 && tokens[start-1].Norm == "and" && tokens[end].Norm != "and" {
		return Holder{}, "" // "and another said": of two, and of which is not told
	}
	start = afterCircumstance(tokens, start, end)
	for j := start + 1; j <= end; j++ {
		if n := tokens[j].Norm; n == "who" || n == "which" || strings.HasPrefix(n, "who's") || strings.HasPrefix(n, "who’s") {
			end = j - 1 // "a driver who saw it said"
		}
	}
	if end-start > 9 {
		return Holder{}, ""
	}
	return speaking(s[tokens[start].Start:tokens[end].End], strong), ""
}

// after reads the speaker that stands behind the verb at token i, where what is
// said stands before it.
func after(s string, tokens []text.Token, i int, strong bool) Holder {
	if i == 0 || i+1 == len(tokens) || addressed[tokens[i].Norm] || !plainGap(s, tokens, i+1) || !beforeQuoteEnd(s, tokens[i].Start) {
		return Holder{}
	}
	quoted := !commaBefore(s, tokens, i) || strings.ContainsAny(s[tokens[i-1].End:tokens[i].Start], "\"”’'")
	end := phraseEnd(s, tokens, i+1)
	if !quoted && end+1 < len(tokens) && plainGap(s, tokens, end+1) && stateVerbs[tokens[end+1].Norm] {
		return Holder{} // "the owner, said the dam was …"
	}
	return speaking(named(s, tokens, i+1), strong && quoted)
}

// addressed are verbs behind which stands who is spoken to.
var addressed = map[string]bool{"told": true, "tells": true}

// Between a speaker and the verb stand at most so many asides: "Ada Holm, 52,
// who runs the ferry, said".
const mostAsides = 3

func plainGap(s string, tokens []text.Token, i int) bool {
	return strings.TrimSpace(s[tokens[i-1].End:tokens[i].Start]) == ""
}

func commaBefore(s string, tokens []text.Token, i int) bool {
	return strings.Contains(s[tokens[i-1].End:tokens[i].Start], ",")
}

// nameOnly tells whether words are a name, as after "its commander,".
func nameOnly(tokens []text.Token) bool {
	for _, t := range tokens {
		if !t.Upper && !names.Particle(t.Norm) {
			return false
		}
	}
	return true
}

// afterCircumstance skips a circumstance that a sentence opens with, without a
// comma: "On Tuesday the company", "In it the company".
func afterCircumstance(tokens []text.Token, start, end int) int {
	if !circumstance[tokens[start].Norm] {
		return start
	}
	for i := end; i > start+1; i-- {
		if article(tokens[i].Norm) && tokens[i-1].Norm != "of" || possessives[tokens[i].Norm] {
			return i
		}
	}
	i := end
	for i > start+1 && tokens[i-1].Upper == tokens[end].Upper && !weekdays[tokens[i-1].Norm] {
		i--
	}
	return i
}

var circumstance = map[string]bool{"in": true, "on": true, "at": true, "by": true, "after": true, "before": true, "during": true, "asked": true, "yesterday": true, "today": true, "later": true, "earlier": true, "meanwhile": true, "however": true, "still": true, "yes": true, "here": true, "this": true, "last": true}

var possessives = map[string]bool{"his": true, "her": true, "its": true, "their": true, "our": true, "my": true}

var weekdays = map[string]bool{"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "night": true, "morning": true, "evening": true, "afternoon": true}

// beforeQuoteEnd tells whether a quotation or a comma stands right before the
// verb: only then does the speaker follow it.
func beforeQuoteEnd(s string, at int) bool {
	head := strings.TrimRight(s[:at], " ")
	r, _ := utf8.DecodeLastRuneInString(head)
	return strings.ContainsRune(",\"”’'?!", r)
}

// segmentStart walks back from token end to the mark or conjunction that
// begins its phrase.
func segmentStart(s string, tokens []text.Token, end int) int {
	i := end
	for i > 0 {
		if hasMark(s[tokens[i-1].End:tokens[i].Start]) {
			break
		}
		switch tokens[i-1].Norm {
		case "that", "and", "but", "as", "when", "although", "though", "where", "since", "while", "because", "after", "before", "what":
			return i
		}
		i--
	}
	return i
}

// named returns who speaks from the noun phrase that begins at token i: the
// name that follows it in commas, where it has none itself ("her manager, Mira
// Holt").
func named(s string, tokens []text.Token, i int) string {
	end := phraseEnd(s, tokens, i)
	phrase := s[tokens[i].Start:tokens[end].End]
	if next := end + 1; next < len(tokens) && (!tokens[end].Upper || names.Role(tokens[end].Norm)) && strings.TrimSpace(s[tokens[end].End:tokens[next].Start]) == "," && tokens[next].Upper {
		last := next
		for last+1 < len(tokens) && plainGap(s, tokens, last+1) && (tokens[last+1].Upper || names.Particle(tokens[last+1].Norm)) {
			last++
		}
		if last > next && names.Person(s[tokens[next].Start:tokens[last].End]) {
			return s[tokens[next].Start:tokens[last].End]
		}
	}
	return phrase
}

// phraseEnd is the last token of the noun phrase that begins at token i.
func phraseEnd(s string, tokens []text.Token, i int) int {
	end := i
	for end+1 < len(tokens) && end-i < 9 {
		if hasMark(s[tokens[end].End:tokens[end+1].Start]) {
			break
		}
		if n := tokens[end+1]; says(n.Norm) || clauseWord(n.Norm) || article(n.Norm) && tokens[end].Norm != "of" {
			break // "according to the brigade the dam held": another noun phrase
		}
		end++
	}
	return end
}

func article(norm string) bool { return norm == "the" || norm == "a" || norm == "an" }

func clauseWord(norm string) bool {
	switch norm {
	case "that", "who", "which", "but", "while", "and", "as", "when", "after", "before", "on", "in", "at", "late", "yesterday", "is", "was", "had", "has", "were", "are", "to", "by":
		return true
	}
	return false
}
