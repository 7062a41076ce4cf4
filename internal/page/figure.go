package page

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// figure reads the one number of a text. A text with none, with several, or
// with digits that are not plainly one number has no figure: a chart must not
// guess which of them the story is about. Dates, years, clock times, ages and
// ordinals are not counted.
func figure(text string) (float64, bool) {
	value, found := 0.0, 0
	scale := 1.0
	one := regexp.MustCompile(plainNumber)
	words := strings.Fields(regexp.MustCompile(notFigures).ReplaceAllString(text, " "))
	for i, word := range words {
		word = strings.ToLower(strings.TrimFunc(word, isMark))
		v, ok := small(word)
		if !ok && !strings.ContainsFunc(word, unicode.IsDigit) {
			continue
		}
		if !ok {
			m := one.FindStringSubmatch(word)
			if m == nil {
				return 0, false
			}
			var err error
			if v, err = strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64); err != nil {
				return 0, false
			}
		}
		value, found, scale = v, found+1, 1
		if i+1 < len(words) {
			scale = scaleOf(strings.ToLower(strings.TrimFunc(words[i+1], isMark)))
		}
	}
	return value * scale, found == 1
}

const (
	months = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|` +
		`sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b`

	// notFigures are the numbers that count nothing.
	notFigures = `(?i)\b\d{1,2} ` + months + `(?:,? \d{4}\b)?` + // 4 May 2026
		`|\b` + months + ` \d{1,2}\b(?:,? \d{4}\b)?` + // May 4, 2026
		`|\b\d{1,2}[:.]\d{2} ?[ap]\.?m\b\.?` + // 2.30 pm
		`|\b\d{1,2}:\d{2}\b` + // 14:30
		`|\b\d{1,2} ?[ap]\.?m\b\.?` + // 2 pm
		`|\b\d{1,3}-years?-old\b` +
		`|\b(?:in|since|until|of|by) (?:19|20)\d{2}\b` + // a year
		`|\b\d+(?:st|nd|rd|th)\b` // 3rd

	// plainNumber is digits with thousands and decimals, a currency before
	// them, a unit behind a dash, a percent sign.
	plainNumber = `^[$€£]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:%|-\pL+)?$`
)

// small reads a number word up to twenty. "One" is left out: it is a pronoun
// more often than a number.
func small(word string) (float64, bool) {
	const words = "two three four five six seven eight nine ten eleven twelve thirteen " +
		"fourteen fifteen sixteen seventeen eighteen nineteen twenty"
	for i, w := range strings.Fields(words) {
		if w == word {
			return float64(i + 2), true
		}
	}
	return 0, false
}

// scaleOf is what a word behind a number multiplies it by.
func scaleOf(word string) float64 {
	switch word {
	case "hundred":
		return 1e2
	case "thousand":
		return 1e3
	case "million":
		return 1e6
	case "billion":
		return 1e9
	default:
		return 1
	}
}

// isMark reports punctuation at the edge of a word; a minus or a currency is
// part of a number.
func isMark(r rune) bool {
	return unicode.IsPunct(r) && r != '-' && r != '−' && r != '%'
}
