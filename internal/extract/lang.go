package extract

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

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
var englishWords = bitsOf(
	"the", "and", "that", "with", "said", "from", "were", "been", "which", "they", "who", "this", "but",
	"their", "his", "would", "after", "about", "by", "are", "have", "has", "had", "not", "will", "where",
	"when", "there", "what", "could", "of",
)

// enoughWords of a text tell its language: what follows is in the same.
const enoughWords = 240

// longestEnglish is the length of the longest of them.
const longestEnglish = 5

// bitsOf gives each of up to 64 words a bit of its own.
func bitsOf(words ...string) map[string]uint64 {
	table := make(map[string]uint64, len(words))
	for i, w := range words {
		table[w] = 1 << i
	}
	return table
}

// english knows a text that is surely English by its function words, which
// takes a hundredth of the time that comparing its letters with those of all
// languages takes. Two in eleven are such words in news; one in eight, of six
// different ones, is enough here.
func english(text string) bool {
	all, known := 0, 0
	var seen uint64
	for text != "" && all < enoughWords {
		var w string
		if w, text = nextWord(text); w == "" {
			break
		}
		all++
		if len(w) > longestEnglish {
			continue
		}
		if bit := englishWords[w]; bit != 0 {
			known++
			seen |= bit
		}
	}
	return all >= 60 && 8*known >= all && bits.OnesCount64(seen) >= 6
}

// nextWord cuts the first run of letters from a text.
func nextWord(text string) (word, rest string) {
	start := -1
	for i, r := range text {
		switch letter := r|0x20 >= 'a' && r|0x20 <= 'z' || r >= utf8.RuneSelf && unicode.IsLetter(r); {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			return text[start:i], text[i:]
		}
	}
	if start < 0 {
		return "", ""
	}
	return text[start:], ""
}
