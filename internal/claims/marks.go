package claims

import "counterpoint/internal/text"

// Mark is where a cue stands in Claim.Text.
type Mark struct {
	text.Span
	Cues Cues
}

// marks tells whether the cues of a token are a mark: it negates, denies or
// names a cause. A negation that only limits a number ("no more than 40") is
// none.
func marks(tokens []text.Token, i int, cues Cues) bool {
	return cues.Has(Negation|Denial) && !limits(tokens, i) || cues.Has(Cause)
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
