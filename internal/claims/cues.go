package claims

import "counterpoint/internal/text"

// Cues is a set of classes of words that tell how a sentence is meant.
type Cues uint32

// The classes of lexicon/cues.txt.
const (
	Negation Cues = 1 << iota
	Denial
	Insist
	Contrast
	Unknown
	Ongoing
	Late
	Correction
	Hypothetical
	Plan
	Cause
	Place
	Agent
	Exact
	Background
	Opinion
	Silence
)

var cueClasses = map[string]Cues{
	"negation": Negation, "denial": Denial, "insist": Insist, "contrast": Contrast, "unknown": Unknown, "ongoing": Ongoing, "late": Late,
	"correction": Correction, "hypothetical": Hypothetical, "plan": Plan, "cause": Cause, "place": Place, "agent": Agent,
	"exact": Exact, "background": Background, "opinion": Opinion, "silence": Silence,
}

// Has reports whether any class of d is in c.
func (c Cues) Has(d Cues) bool { return c&d != 0 }

// Both reports whether each class of d is in c.
func (c Cues) Both(d Cues) bool { return c&d == d }

// cuesAt returns the classes of each token, phrases included.
func (l *lexicon) cuesAt(tokens []text.Token) []Cues {
	out := make([]Cues, len(tokens))
	var phrase []byte
	for i := range tokens {
		phrase = phrase[:0]
		if !l.cueFirst[tokens[i].Norm] {
			continue
		}
		for n := 0; n < l.longest && i+n < len(tokens); n++ {
			if n > 0 {
				phrase = append(phrase, '_')
			}
			phrase = append(phrase, tokens[i+n].Norm...)
			if c, ok := l.cues[string(phrase)]; ok {
				out[i] |= c
			}
		}
		if tokens[i].Norm == "not" && i+1 < len(tokens) && (tokens[i+1].Norm == "only" || tokens[i+1].Norm == "yet" || tokens[i+1].Norm == "least") {
			out[i] &^= Negation // "not only" adds; "not yet" is a state
		}
		if i > 0 && (tokens[i].Norm == "dispute" || tokens[i].Norm == "disputes" || tokens[i].Norm == "contests") && beforeNoun[tokens[i-1].Norm] {
			out[i] &^= Denial // "the dispute"
		}
	}
	return out
}

// beforeNoun are words behind which a noun stands, not a verb.
var beforeNoun = map[string]bool{
	"a": true, "an": true, "any": true, "each": true, "every": true, "her": true, "his": true, "in": true, "its": true, "of": true, "our": true,
	"that": true, "the": true, "their": true, "this": true,
}
