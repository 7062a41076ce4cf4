package cluster

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"counterpoint/internal/text"
)

//go:embed background.txt
var backgroundText string

// unknownShare is the share of articles that hold a word which is not in the
// table: a name, a term of a trade.
const unknownShare = 0.0007

// background gives, for the stem of a word, the share of news articles that
// hold it.
var background = sync.OnceValue(func() map[string]float64 {
	out := make(map[string]float64, 8000)
	st := text.NewStemmer()
	for line := range strings.Lines(backgroundText) {
		if line[0] == '#' {
			continue
		}
		band, rest, _ := strings.Cut(line, " ")
		share, err := strconv.ParseFloat(band, 64)
		if err != nil {
			continue // a test reads every line
		}
		for w := range strings.FieldsSeq(rest) {
			for _, s := range []string{w, st.Stem(w)} {
				out[s] = max(out[s], share/100)
			}
		}
	}
	return out
})

// numberShare is the share of articles that hold a number of this form: the
// more digits, the rarer; years and round numbers are common.
func numberShare(norm string) float64 {
	digits := 0
	for _, r := range norm {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch {
	case digits <= 1:
		return 0.25
	case digits == 2:
		return 0.08
	case digits == 4 && (strings.HasPrefix(norm, "19") || strings.HasPrefix(norm, "20")):
		return 0.10
	case strings.TrimRight(norm, "0,.") == "" || digits-strings.Count(norm, "0") == 1:
		return 0.03
	case digits == 3:
		return 0.01
	}
	return 0.003
}

// rarity is the inverse document frequency of a term: the share that the table
// gives counts like weight articles beside the n of the stream.
func rarity(share float64, inStream, n, weight float64) float64 {
	return math.Log((weight + n) / (weight*share + inStream))
}
