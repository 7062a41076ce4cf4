package names

import (
	_ "embed"
	"strings"
	"sync"

	"counterpoint/internal/text"
)

//go:embed lexicon.txt
var lexiconText string

//go:embed common.txt
var commonText string

//go:embed holders.txt
var holdersText string

// lexicon is the parsed form of lexicon.txt and common.txt.
type lexicon struct {
	title, role, particle, body, function, never, monthName, common map[string]bool
}

var words = sync.OnceValue(func() *lexicon {
	sections := map[string]map[string]bool{}
	var open map[string]bool
	for line := range strings.Lines(lexiconText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			open = map[string]bool{}
			sections[strings.Trim(line, "[]")] = open
		default:
			for w := range strings.FieldsSeq(line) {
				open[strings.ReplaceAll(w, "_", " ")] = true
			}
		}
	}
	common := make(map[string]bool, 12000)
	for line := range strings.Lines(commonText) {
		if line[0] == '#' {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			common[w] = true
		}
	}
	for w := range sections["starter"] {
		common[w] = true
	}
	return &lexicon{
		title: sections["title"], role: sections["role"], particle: sections["particle"], body: sections["body"],
		function: sections["function"], never: sections["never"], monthName: sections["month-name"], common: common,
	}
})

// ordinary reports whether a lower-cased word is an everyday word of English.
func (l *lexicon) ordinary(w string) bool {
	return l.function[w] || l.common[w] || l.never[w] || len(w) > 3 && w[len(w)-1] == 's' && l.common[w[:len(w)-1]]
}

var holders = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(holdersText) {
		country, forms, ok := strings.Cut(line, ":")
		if !ok || line[0] == '#' {
			continue
		}
		out[country] = country
		for f := range strings.FieldsSeq(forms) {
			out[strings.ReplaceAll(f, "_", " ")] = country
		}
	}
	return out
})

// Country returns the country that a name stands for as a speaker, in lower case
// as the name: russia for moscow and kremlin. It is empty where it stands for none:
// "russian" is somebody.
func Country(name string) string { return holders()[name] }

// Particle tells whether a lower-cased word stands inside names: van, de.
func Particle(word string) bool { return words().particle[word] }

// Role tells whether a lower-cased word makes the bearer of the name behind it a
// person: secretary, driver.
func Role(word string) bool { return words().role[word] }

// Person tells whether a phrase names a person rather than a body: a title or a
// role stands before its name, or it is two or three words with capitals of
// which none heads the name of a body.
func Person(phrase string) bool {
	lex := words()
	for _, owner := range []string{"' ", "’ ", "'s ", "’s "} {
		if _, owned, ok := strings.Cut(phrase, owner); ok {
			return Person(owned) && !strings.Contains(owned, owner)
		}
	}
	upper, role := 0, false
	for i, t := range text.Tokens(phrase) {
		switch {
		case lex.title[t.Norm] || lex.role[t.Norm]:
			role = true
		case lex.body[t.Norm] || i == 0 && t.Norm == "the" && !role:
			if upper > 0 || t.Norm == "the" {
				return false
			}
		case t.Upper && strings.ToUpper(t.Word) != t.Word:
			upper++
		}
	}
	return role || upper == 2 || upper == 3
}
