package claims

import "counterpoint/internal/text"

// Mark is where a cue stands in a text.
type Mark struct {
	text.Span
	Cues Cues
}

// Marks finds the words of a text that negate or deny, in order. One that only
// limits a number ("no more than 40") is none of them.
func Marks(s string) (out []Mark) {
	tokens := text.Tokens(s)
	for i, c := range loadLexicon().cuesAt(tokens) {
		if c.Has(Negation|Denial) && !limits(tokens, i) {
			out = append(out, Mark{tokens[i].Span, c})
		}
	}
	return out
}

// limits tells whether a negation at i only limits a number: "no more than",
// "not less than", "not much less than".
func limits(tokens []text.Token, i int) bool {
	if n := tokens[i].Norm; n != "no" && n != "not" && n != "never" {
		return false
	}
	for j := i + 1; j < len(tokens) && j <= i+2; j++ {
		switch tokens[j].Norm {
		case "more", "less", "fewer", "later", "earlier", "longer":
			return j+1 < len(tokens) && tokens[j+1].Norm == "than"
		}
	}
	return false
}
