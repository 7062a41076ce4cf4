package claims

import (
	"slices"

	"counterpoint/internal/text"
)

// Line is a sentence that stands by itself, read.
type Line struct {
	Claim
	Forms []text.Token // all words and figures, in order
	IDs   []int        // of each form: into the vocabulary of its Lines; -1 for a function word or a figure
	Cues  []Cues       // of each form
	Under []bool       // whether each form is in the scope of a negation
}

// Lines is a set of texts read against one vocabulary, so that the words of
// one can be looked up in another.
type Lines struct {
	Texts      [][]Line // the sentences of each text
	Vocabulary []string
	opposite   [][]int
}

// ReadLines reads texts that are in no story: a sentence to be printed, say,
// and the passages that it cites. However short a sentence is, it is read.
func ReadLines(texts ...string) Lines {
	r := newReader()
	out := Lines{Texts: make([][]Line, len(texts))}
	for i, s := range texts {
		s = text.Repair(s)
		speech := speech{}
		var read []Claim
		for n, sp := range text.Sentences(s) {
			c := Claim{Text: s[sp.Start:sp.End], Index: n}
			tokens := text.Tokens(c.Text)
			r.sentence(&c, tokens)
			read = append(read, c)
			speech.attribute(read, tokens, false)
		}
		for _, c := range read {
			out.Texts[i] = append(out.Texts[i], r.line(c, text.Tokens(c.Text)))
		}
	}
	out.Vocabulary, out.opposite = r.words, r.related(r.lex.opposites)
	return out
}

func (r *reader) line(c Claim, tokens []text.Token) Line {
	l := Line{Claim: c, Forms: tokens, IDs: make([]int, len(tokens)), Cues: r.lex.cuesAt(tokens)}
	l.Under = negatedTokens(c.Text, tokens, l.Cues)
	for i, t := range tokens {
		l.IDs[i] = -1
		if r.content(t) {
			l.IDs[i] = r.id(t)
		}
	}
	return l
}

// Opposed reports whether two words answer one question the opposite way.
func (l Lines) Opposed(a, b int) bool {
	return slices.Contains(l.opposite[a], b)
}
