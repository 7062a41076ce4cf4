package extract

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// language gives the ISO 639-1 code of a text: as its letters tell where they
// tell surely, else as the page declares it. A long text in Latin letters that
// only just leans to another language than declared is as declared.
func language(text, declared string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(declared)), "-")
	declared, _, _ = strings.Cut(declared, "_")
	if len(declared) != 2 {
		declared = ""
	}
	if len(text) > 1<<16 {
		text = strings.ToValidUTF8(text[:1<<16], "")
	}
	if english(text) {
		return "en"
	}
	if len(words(text)) < 12 {
		return declared
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return declared
	}
	return info.Lang.Iso6391()
}

// englishWords are frequent in English and no words of another language that
// is written in Latin letters, or rare there.
var englishWords = map[string]bool{
	"the": true, "and": true, "that": true, "with": true, "said": true, "from": true, "were": true, "been": true,
	"which": true, "they": true, "who": true, "this": true, "but": true, "their": true, "his": true, "would": true,
	"after": true, "about": true, "by": true, "are": true, "have": true, "has": true, "had": true, "not": true,
	"will": true, "where": true, "when": true, "there": true, "what": true, "could": true, "of": true,
}

// english knows a text that is surely English by its function words, which
// takes a hundredth of the time that comparing its letters with those of all
// languages takes. Two in eleven are such words in news; one in eight, of six
// different ones, is enough here.
func english(text string) bool {
	all, known := 0, 0
	seen := make(map[string]bool, len(englishWords))
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		all++
		if englishWords[w] {
			known++
			seen[w] = true
		}
		if all == 600 {
			break
		}
	}
	return all >= 60 && 8*known >= all && len(seen) >= 6
}
