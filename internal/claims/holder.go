package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/names"
	"counterpoint/internal/text"
)

// NewHolder reads who speaks from a noun phrase such as "mayor Odile Frank";
// it is empty where that is nobody.
func NewHolder(phrase string) Holder { return speaking(phrase, true) }

// holder makes a Holder of a noun phrase. Its key is its last name or head
// noun with the words that tell it from others.
func holder(phrase string) Holder {
	name := strings.TrimSpace(phrase)
	var key []string
	known, clause, named := false, false, false
	for i, t := range text.Tokens(name) {
		if _, past := BaseVerb(t.Norm); past && named && !t.Upper {
			return Holder{} // "Ada Holm walked past": a clause
		}
		named = t.Upper && i > 0
		switch t.Norm {
		case "the", "a", "an", "its", "his", "her", "their", "mr", "mrs", "ms", "dr":
		default:
			key = append(key, t.Norm)
			known = known || t.Upper && i > 0 || speakers[t.Norm] || i == 0 && t.Upper && !strings.Contains(name, " ")
			clause = clause || stateVerbs[t.Norm] || subjectPronouns[t.Norm]
		}
	}
	if len(key) == 0 || len(key) > 8 || !known || clause || notSpeakers[key[0]] || vagueSpeakers[strings.Join(key, " ")] {
		return Holder{}
	}
	return Holder{Name: name, Key: strings.Join(key, " ")}
}

// A speaker that nothing more is known of.
var vagueSpeakers = map[string]bool{
	"who": true, "which": true, "that": true, "what": true, "there": true, "this": true, "one": true, "some": true,
	"others": true, "many": true, "people": true, "you": true, "": true, "another": true, "nobody": true, "everybody": true, "everyone": true, "yes": true,
}

// speaking reads who speaks beside a verb of saying: beside a strong one that is
// whoever stands there ("An usher told us").
func speaking(phrase string, strong bool) Holder {
	if h := holder(phrase); h.Key != "" || !strong {
		return h
	}
	tokens := text.Tokens(phrase)
	if len(tokens) < 2 || len(tokens) > mostSpeakerWords || !determiner(tokens[0].Norm) || vagueSpeakers[tokens[1].Norm] {
		return Holder{}
	}
	key := make([]string, 0, len(tokens))
	for _, t := range tokens[1:] {
		if stateVerbs[t.Norm] || subjectPronouns[t.Norm] || t.Norm == "them" || t.Norm == "us" || t.Norm == "who" || t.Norm == "which" || t.Norm == "that" {
			return Holder{}
		}
		key = append(key, t.Norm)
	}
	return Holder{Name: strings.TrimSpace(phrase), Key: strings.Join(key, " ")}
}

const mostSpeakerWords = 7

func determiner(norm string) bool {
	return article(norm) || possessives[norm] || norm == "both" || norm == "several" || norm == "two" || norm == "three" || norm == "one"
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
	"driver": true, "source": true, "sources": true, "analysts": true, "experts": true, "investigators": true, "organiser": true, "brigade": true, "army": true, "statement": true, "report": true,
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
