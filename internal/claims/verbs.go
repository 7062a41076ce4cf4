package claims

import (
	"strings"
	"sync"

	"counterpoint/internal/text"
)

var loadVerbs = sync.OnceValue(func() map[string]string {
	base := map[string]string{}
	for _, line := range dataLines("lexicon/verbs.txt") {
		for entry := range strings.FieldsSeq(line) {
			forms := strings.Split(entry, ":")
			if len(forms) > 1 {
				base[forms[1]] = forms[0]
				continue
			}
			base[regularPast(entry)] = entry
			if last := entry[len(entry)-1]; shortVowel(entry) {
				base[entry+string(last)+"ed"] = entry
			}
		}
	}
	return base
})

// BaseVerb gives the base form of a verb in the simple past ("closed", "close"),
// where the lexicon has it.
func BaseVerb(past string) (string, bool) {
	base, ok := loadVerbs()[past]
	return base, ok
}

var loadPresent = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, base := range loadVerbs() {
		out[base+"s"], out[base+"es"] = true, true
	}
	return out
})

// PresentVerb tells whether a word may be a verb of the lexicon in the present
// ("closes"); it may as well be a noun.
func PresentVerb(norm string) bool { return loadPresent()[norm] }

func regularPast(v string) string {
	switch {
	case strings.HasSuffix(v, "e"):
		return v + "d"
	case strings.HasSuffix(v, "y") && !strings.ContainsRune("aeiou", rune(v[len(v)-2])):
		return v[:len(v)-1] + "ied"
	}
	return v + "ed"
}

// shortVowel tells whether a verb ends in one vowel and one consonant, so that
// its past may double the consonant ("stop", "stopped").
func shortVowel(v string) bool {
	if len(v) < 3 {
		return false
	}
	a, b, c := v[len(v)-3], v[len(v)-2], v[len(v)-1]
	vowel := func(r byte) bool { return strings.IndexByte("aeiou", r) >= 0 }
	return !vowel(a) && vowel(b) && !vowel(c) && strings.IndexByte("wxy", c) < 0
}

var loadEvents = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, line := range dataLines("lexicon/events.txt") {
		for w := range strings.FieldsSeq(line) {
			out[w] = true
		}
	}
	return out
})

// NamesEvent tells whether a noun says what kind of event a story is about.
func NamesEvent(noun string) bool { return loadEvents()[noun] }

// Root is the part of a word that its forms share, in lower case: cut short, to
// find "apply" where "applied" stood.
func Root(word string) string {
	w := strings.ToLower(word)
	if len(w) > 5 {
		return w[:4]
	}
	return w[:min(len(w), 3)]
}

// Everyday tells whether the lexicon of concepts has a word: then it is no
// name, also where it begins a sentence.
func Everyday(word string) bool {
	_, ok := loadLexicon().concept[text.NewStemmer().Stem(strings.ToLower(word))]
	return ok
}
