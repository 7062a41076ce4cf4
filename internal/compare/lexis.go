package compare

import (
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

// What a sentence's own words give away.
const (
	tellingFact = iota // it tells what the reports of an event share
	takingSide         // it takes a position on what others dispute
	lexisOutputs
)

// Lexis weighs the words of one sentence: that reports share what it tells, or
// dispute it, shows in how it is said ("according to", "says", "was hurt")
// before it is held against any other. A score is a sum of the words' weights,
// in thousandths of log odds, from a regression over the annotated cases.
type Lexis struct {
	Bias  LexisScores            `json:"bias"`
	Words map[string]LexisScores `json:"words"`
}

// LexisScores say how surely a sentence tells a shared fact, and how surely it
// takes a side.
type LexisScores [lexisOutputs]int

// read scores the claims of a story.
func (l Lexis) read(r claims.Reading) []LexisScores { return readLexis(r, l)[0] }

// readLexis scores the claims of a story by several weighings of their words.
func readLexis(r claims.Reading, ls ...Lexis) [][]LexisScores {
	out := make([][]LexisScores, len(ls))
	for n := range ls {
		out[n] = make([]LexisScores, len(r.Claims))
	}
	var room []string
	for i, c := range r.Claims {
		room = Marks(c, room[:0])
		for n, l := range ls {
			s := &out[n][i]
			*s = l.Bias
			for _, m := range room {
				w := l.Words[m]
				for k := range w {
					s[k] += w[k]
				}
			}
		}
	}
	return out
}

// Marks appends to out, which is empty, the words of a claim and, behind a
// caret, what else shows how it is said: its cues, its length, whether somebody
// holds it. Each stands once.
func Marks(c claims.Claim, out []string) []string {
	tokens := text.Tokens(c.Text)
	for _, t := range tokens {
		norm := t.Norm
		if t.Digit {
			norm = "0"
		}
		if !slices.Contains(out, norm) {
			out = append(out, norm)
		}
	}
	for bit, mark := range cueMarks {
		if c.Cues&(1<<bit) != 0 {
			out = append(out, mark)
		}
	}
	out = append(out, lengthMarks[min(len(tokens)/6, len(lengthMarks)-1)])
	if c.Holder.Key != "" {
		out = append(out, "^held")
	}
	if c.Quoted {
		out = append(out, "^quoted")
	}
	if c.Headline || !strings.ContainsAny(c.Text, ".!?") {
		out = append(out, "^headline")
	}
	return out
}

var (
	lengthMarks = [...]string{"^length 0", "^length 1", "^length 2", "^length 3", "^length 4", "^length 5", "^length 6"}
	cueMarks    = [...]string{
		"^cue 0", "^cue 1", "^cue 2", "^cue 3", "^cue 4", "^cue 5", "^cue 6", "^cue 7", "^cue 8",
		"^cue 9", "^cue 10", "^cue 11", "^cue 12", "^cue 13", "^cue 14", "^cue 15", "^cue 16",
	}
)
