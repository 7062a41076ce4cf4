package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/names"
	"counterpoint/internal/text"
)

// Verbs of saying that a speaker stands beside.
var speechVerbs = map[string]bool{
	"said": true, "says": true, "told": true, "tells": true, "announced": true, "added": true, "stressed": true,
	"insisted": true, "insists": true, "claimed": true, "claims": true, "argued": true, "denied": true, "denies": true,
	"confirmed": true, "confirms": true, "wrote": true, "tweeted": true, "maintained": true, "maintains": true,
	"alleged": true, "alleges": true, "reckons": true, "reckoned": true, "believes": true, "affirmed": true,
	"contended": true, "admitted": true, "explained": true, "replied": true, "warned": true, "estimated": true,
	"estimates": true, "thinks": true, "swears": true, "recalled": true, "stated": true, "declared": true,
	"rejected": true, "rejects": true, "dismissed": true, "dismisses": true, "contradicted": true, "blamed": true,
	"blames": true, "put": true, "puts": true,
}

var speakerPronouns = map[string]bool{"he": true, "she": true, "they": true, "it": true, "we": true, "i": true}

// A speaker that nothing more is known of.
var vagueSpeakers = map[string]bool{
	"who": true, "which": true, "that": true, "what": true, "there": true, "this": true, "one": true, "some": true,
	"others": true, "many": true, "people": true, "you": true, "": true,
}

// speech remembers within an article who spoke last and whether a quotation
// is still open.
type speech struct {
	last Holder
	at   int
	open bool
}

// attribute finds who holds a claim. A pronoun, or a quotation that goes on
// from the sentence before, is led back to the last speaker.
func (p *speech) attribute(c *Claim, tokens []text.Token) {
	h, found := speaker(c.Text, tokens)
	switch {
	case found && speakerPronouns[h.Key]:
		h = p.last
	case !found && (c.Quoted || p.open) && c.Index <= p.at+2:
		h = p.last
	}
	c.Holder = h
	if h.Name != "" {
		p.last, p.at = h, c.Index
	}
	p.open = opened(c.Text, p.open)
	if p.open {
		c.Quoted = c.Quoted || !strings.ContainsAny(c.Text, "\"“")
	}
}

// opened tells whether a quotation is open after s.
func opened(s string, open bool) bool {
	for _, r := range s {
		switch r {
		case '“':
			open = true
		case '”':
			open = false
		case '"':
			open = !open
		}
	}
	return open
}

// speaker finds the speaker that a sentence names: the words beside a verb of
// saying, or after "according to".
func speaker(s string, tokens []text.Token) (Holder, bool) {
	for i, t := range tokens {
		if t.Norm == "according" && i+2 < len(tokens) && tokens[i+1].Norm == "to" {
			return holder(phraseAfter(s, tokens, i+2)), true
		}
	}
	for i, t := range tokens {
		if !speechVerbs[t.Norm] || insideQuote(s, t.Start) {
			continue
		}
		if before := phraseBefore(s, tokens, i); before != "" && !vagueSpeakers[strings.ToLower(before)] {
			if h := holder(before); h.Key != "" {
				return h, true
			}
		}
		if i+1 < len(tokens) && beforeQuoteEnd(s, t.Start) && (tokens[i+1].Upper || tokens[i+1].Norm == "the" || tokens[i+1].Norm == "a") {
			return holder(phraseAfter(s, tokens, i+1)), true
		}
	}
	return Holder{}, false
}

// insideQuote reports whether byte at of s stands inside a quotation: a verb
// of saying there is part of what is said.
func insideQuote(s string, at int) bool {
	return opened(s[:at], false)
}

// beforeQuoteEnd tells whether a quotation or a comma stands right before the
// verb: only then does the speaker follow it.
func beforeQuoteEnd(s string, at int) bool {
	head := strings.TrimRight(s[:at], " ")
	r, _ := utf8.DecodeLastRuneInString(head)
	return strings.ContainsRune(",\"”’'?!", r)
}

// phraseBefore returns the noun phrase that ends before token i. An
// apposition ("Halloway Coatings, the owner, said") leads on to the name.
func phraseBefore(s string, tokens []text.Token, i int) string {
	for i > 0 && (tokens[i-1].Norm == "also" || tokens[i-1].Norm == "has" || tokens[i-1].Norm == "had" || tokens[i-1].Norm == "have" || tokens[i-1].Norm == "later" || tokens[i-1].Norm == "then") {
		i--
	}
	end := i - 1
	if end < 0 {
		return ""
	}
	comma := strings.Contains(s[tokens[end].End:tokens[i].Start], ",")
	start := segmentStart(s, tokens, end)
	if comma && start > 0 && strings.Contains(s[tokens[start-1].End:tokens[start].Start], ",") {
		if outer := segmentStart(s, tokens, start-1); tokens[start-1].Upper {
			start, end = outer, start-1
		}
	}
	if end-start > 9 {
		return ""
	}
	return s[tokens[start].Start:tokens[end].End]
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
		case "that", "and", "but", "as", "when", "while", "because", "which", "who", "after", "before", "what":
			return i
		}
		i--
	}
	return i
}

// phraseAfter returns the noun phrase that begins at token i.
func phraseAfter(s string, tokens []text.Token, i int) string {
	end := i
	for end+1 < len(tokens) && end-i < 9 {
		if hasMark(s[tokens[end].End:tokens[end+1].Start]) {
			break
		}
		if n := tokens[end+1]; speechVerbs[n.Norm] || clauseWord(n.Norm) || article(n.Norm) && tokens[end].Norm != "of" {
			break // "according to the brigade the dam held": another noun phrase
		}
		end++
	}
	return s[tokens[i].Start:tokens[end].End]
}

func article(norm string) bool { return norm == "the" || norm == "a" || norm == "an" }

func clauseWord(norm string) bool {
	switch norm {
	case "that", "who", "which", "but", "while", "and", "as", "when", "after", "before", "on", "in", "at", "late", "yesterday", "is", "was", "had", "has", "were", "are", "to", "by":
		return true
	}
	return false
}

// NewHolder reads who speaks from a noun phrase such as "mayor Odile Frank";
// it is empty where that is nobody.
func NewHolder(phrase string) Holder { return holder(phrase) }

// holder makes a Holder of a noun phrase. Its key is its last name or head
// noun with the words that tell it from others.
func holder(phrase string) Holder {
	name := strings.TrimSpace(phrase)
	var key []string
	known, clause := false, false
	for i, t := range text.Tokens(name) {
		switch t.Norm {
		case "the", "a", "an", "its", "his", "her", "their", "mr", "mrs", "ms", "dr":
		default:
			key = append(key, t.Norm)
			known = known || t.Upper && i > 0 || speakers[t.Norm] || i == 0 && (speakerPronouns[t.Norm] || t.Upper && !strings.Contains(name, " "))
			clause = clause || stateVerbs[t.Norm]
		}
	}
	if len(key) == 0 || len(key) > 8 || !known || clause || notSpeakers[key[0]] {
		return Holder{}
	}
	return Holder{Name: name, Key: strings.Join(key, " ")}
}

// Common nouns that speak without a name.
var speakers = map[string]bool{
	"police": true, "firefighters": true, "officials": true, "official": true, "ministry": true, "company": true,
	"union": true, "unions": true, "hospital": true, "spokesman": true, "spokeswoman": true, "spokesperson": true,
	"witness": true, "witnesses": true, "residents": true, "government": true, "office": true, "agency": true,
	"court": true, "prosecutors": true, "prosecutor": true, "lawyers": true, "lawyer": true, "doctors": true,
	"organisers": true, "organizers": true, "council": true, "airline": true, "firm": true, "bank": true,
	"club": true, "school": true, "university": true, "minister": true, "mayor": true, "coastguard": true,
	"researchers": true, "scientists": true, "neighbours": true, "workers": true, "passengers": true,
	"driver": true, "source": true, "sources": true, "brigade": true, "army": true, "statement": true, "report": true,
}

// Verbs that show a phrase to be a clause.
var stateVerbs = map[string]bool{"are": true, "is": true, "was": true, "were": true, "has": true, "had": true, "have": true, "will": true, "owns": true}

// Words that begin a clause, not a speaker.
var notSpeakers = map[string]bool{
	"and": true, "but": true, "there": true, "then": true, "not": true, "no": true, "what": true, "when": true,
	"who": true, "as": true, "so": true, "where": true, "only": true, "also": true, "nor": true, "or": true, "if": true,
}

// Same tells whether two holders may be one: equal, or of one country's
// government ("Moscow", "the Kremlin"), or the name of one ends the name of the
// other ("Sayle", "chief officer Martin Sayle").
func (h Holder) Same(o Holder) bool {
	if h.Key == o.Key {
		return true
	}
	if h.Key == "" || o.Key == "" {
		return false
	}
	if a, b := names.Country(h.Key), names.Country(o.Key); a != "" && b != "" {
		return a == b
	}
	return h.last() == o.last() && unicode.IsUpper(firstRune(h.Surname())) && unicode.IsUpper(firstRune(o.Surname())) &&
		!h.fromCountry() && !o.fromCountry()
}

// fromCountry tells whether a country only tells who a holder is, and does not
// speak: "a driver from Russia", "Ilya Orlov of Russia".
func (h Holder) fromCountry() bool {
	for _, between := range []string{" from ", " of ", " in "} {
		if i := strings.LastIndex(h.Key, between); i >= 0 && names.Country(h.Key[i+len(between):]) != "" {
			return true
		}
	}
	return false
}

func (h Holder) last() string { return h.Key[strings.LastIndexByte(h.Key, ' ')+1:] }

// Has tells whether a stem is part of a holder's name.
func (h Holder) Has(stem string) bool { return h.Key != "" && strings.Contains(h.Key, stem) }

// Surname is the last word of a holder's name.
func (h Holder) Surname() string { return h.Name[strings.LastIndexByte(h.Name, ' ')+1:] }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
