package claims

import (
	"embed"
	"strings"
	"sync"

	"counterpoint/internal/text"
)

//go:embed lexicon/*.txt
var files embed.FS

// lexicon is what the data files say, by stems.
type lexicon struct {
	concept   map[string]string   // stem -> the concept that it is folded to
	opposites map[string][]string // concept -> concepts that answer the other way
	cues      map[string]Cues     // word or phrase ("_" between) -> classes
	cueFirst  map[string]bool     // the first words of cues
	longest   int                 // words in the longest phrase of cues
	stop      map[string]bool
	overtaken map[string][]string // concept of a state -> concepts that overtake it
	tolls     map[string]bool     // concepts of what grows while an event goes on
}

var loadLexicon = sync.OnceValue(func() *lexicon {
	st := text.NewStemmer()
	l := &lexicon{concept: map[string]string{}, opposites: map[string][]string{}, cues: map[string]Cues{}, cueFirst: map[string]bool{}, stop: map[string]bool{}, tolls: map[string]bool{}, overtaken: map[string][]string{}, longest: 1}
	for _, line := range dataLines("lexicon/concepts.txt") {
		words := strings.Fields(line)
		head := st.Stem(words[0])
		for _, w := range words {
			if stem := st.Stem(w); l.concept[stem] == "" {
				l.concept[stem] = head
			}
		}
	}
	for _, line := range dataLines("lexicon/opposites.txt") {
		pair := strings.Fields(line)
		a, b := l.fold(st.Stem(pair[0])), l.fold(st.Stem(pair[1]))
		l.opposites[a] = append(l.opposites[a], b)
		l.opposites[b] = append(l.opposites[b], a)
	}
	for _, line := range dataLines("lexicon/states.txt") {
		earlier, after, _ := strings.Cut(line, "=>")
		for e := range strings.FieldsSeq(earlier) {
			for w := range strings.FieldsSeq(after) {
				from := l.fold(st.Stem(e))
				l.overtaken[from] = append(l.overtaken[from], l.fold(st.Stem(w)))
			}
		}
	}
	for _, line := range dataLines("lexicon/cues.txt") {
		class, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			l.cues[w] |= cueClasses[class]
			first, _, _ := strings.Cut(w, "_")
			l.cueFirst[first] = true
			l.longest = max(l.longest, strings.Count(w, "_")+1)
		}
	}
	for _, line := range dataLines("lexicon/stopwords.txt") {
		for w := range strings.FieldsSeq(line) {
			l.stop[w] = true
		}
	}
	for _, line := range dataLines("lexicon/tolls.txt") {
		for w := range strings.FieldsSeq(line) {
			l.tolls[l.fold(st.Stem(w))] = true
		}
	}
	return l
})

func (l *lexicon) fold(stem string) string {
	if c, ok := l.concept[stem]; ok {
		return c
	}
	return stem
}

// dataLines returns the lines of an embedded file that hold data.
func dataLines(name string) []string {
	raw, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}
