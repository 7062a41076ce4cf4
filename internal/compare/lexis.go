package compare

import (
	"strconv"
	"strings"
	"unicode/utf8"

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
	Bias  [lexisOutputs]int            `json:"bias"`
	Words map[string][lexisOutputs]int `json:"words"`
}

// lexisScores are of one claim.
type lexisScores [lexisOutputs]int

// read scores the claims of a story.
func (l Lexis) read(r claims.Reading) []lexisScores {
	out := make([]lexisScores, len(r.Claims))
	for i, c := range r.Claims {
		out[i] = l.scores(c)
	}
	return out
}

func (l Lexis) scores(c claims.Claim) lexisScores {
	s := lexisScores(l.Bias)
	for _, m := range Marks(c) {
		w := l.Words[m]
		for k := range s {
			s[k] += w[k]
		}
	}
	return s
}

// Marks are the words of a claim and, behind a caret, what else shows how it is
// said: its cues, its length, whether somebody holds it. Each stands once.
func Marks(c claims.Claim) []string {
	tokens := text.Tokens(c.Text)
	out := make([]string, 0, len(tokens)+8)
	seen := make(map[string]bool, len(tokens))
	for _, t := range tokens {
		norm := t.Norm
		if t.Digit {
			norm = "0"
		}
		if utf8.RuneCountInString(norm) < 30 && !seen[norm] {
			seen[norm] = true
			out = append(out, norm)
		}
	}
	for bit := range 32 {
		if c.Cues&(1<<bit) != 0 {
			out = append(out, "^cue "+strconv.Itoa(bit))
		}
	}
	out = append(out, "^length "+strconv.Itoa(min(len(tokens)/6, 6)))
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
