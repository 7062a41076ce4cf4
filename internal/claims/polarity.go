package claims

import "counterpoint/internal/text"

// Words that a negation reaches: so many tokens, to the next clause mark.
const negationReach = 5

// negatedTokens marks the tokens in the scope of a negation: those that
// follow it closely, up to a comma or another mark (after NegEx, Chapman 2001).
func negatedTokens(s string, tokens []text.Token, cues []Cues) []bool {
	out := make([]bool, len(tokens))
	for i := range tokens {
		if !cues[i].Has(Negation) {
			continue
		}
		for j := i + 1; j < len(tokens) && j <= i+negationReach; j++ {
			if hasMark(s[tokens[j-1].End:tokens[j].Start]) {
				break
			}
			out[j] = true
		}
	}
	return out
}

func hasMark(gap string) bool {
	for _, r := range gap {
		switch r {
		case ',', ';', ':', '.', '(', ')', '"', '“', '”', '—', '–':
			return true
		}
	}
	return false
}

// roleAt tells a word's slot by the prepositions before it.
func roleAt(tokens []text.Token, i int) Role {
	for back := 1; back <= 3 && i-back >= 0; back++ {
		switch tokens[i-back].Norm {
		case "in", "at", "on", "near", "inside", "outside", "into", "under", "behind", "beside":
			return AtPlace
		case "by":
			return ByAgent
		case "from", "because", "due", "of":
			if tokens[i-back].Norm != "of" || i-back > 0 && (tokens[i-back-1].Norm == "because" || tokens[i-back-1].Norm == "died") {
				return OfCause
			}
			return NoRole
		case "and", "or", "to", "for", "with", "that", "who", "which", "was", "were", "is", "are", "had", "has", "said":
			return NoRole
		}
	}
	return NoRole
}

// quotedShare is how much of s stands in quotation marks.
func quotedShare(s string) float64 {
	in, count, total := false, 0, 0
	for _, r := range s {
		switch r {
		case '“':
			in = true
		case '”':
			in = false
		case '"':
			in = !in
		default:
			if in {
				count++
			}
		}
		total++
	}
	if total == 0 {
		return 0
	}
	return float64(count) / float64(total)
}
