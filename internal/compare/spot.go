package compare

import (
	"cmp"
	_ "embed" // the nouns for places
	"slices"
	"strings"
	"sync"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
)

//go:embed places.txt
var placesData string

// loadPlaces gives each noun for a place its size: "area" or "spot".
var loadPlaces = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(placesData) {
		if words := strings.Fields(line); words[0] != "#" {
			for _, w := range words[1:] {
				out[w] = words[0]
			}
		}
	}
	return out
})

// spot is where something came to pass: a phrase of place behind the words that
// tell of it.
type spot struct {
	start, end int // in the claim's text
	of         happenings
	size       string // of its noun
}

// spots are the places of the happenings that a claim tells.
func spots(c *claims.Claim) (out []spot) {
	if !slices.ContainsFunc(c.Tokens, func(t claims.Token) bool { return placeNoun(c.Text[t.Start:t.End]) }) {
		return nil // found out faster than where the words stand
	}
	words := text.Tokens(c.Text)
	of := loadHappenings().of
	for i, w := range words {
		h := of[w.Norm]
		if i > 0 {
			h |= of[words[i-1].Norm+" "+w.Norm]
		}
		if h == 0 || elsewhere(words[:i]) {
			continue
		}
		for j := i + 1; j < len(words) && j <= i+happeningBefore && !barriers[words[j].Norm] && words[j].Norm != "and" && !strings.ContainsAny(c.Text[words[j-1].End:words[j].Start], ";:—–()\"“”"); j++ {
			if atPlace[words[j].Norm] {
				if end, size := placeEnd(c, words[j+1:]); size != "" { // a mere name may hold the other place
					out = append(out, spot{words[j].Start, end, h, size})
					break
				}
			}
		}
	}
	return out
}

func placeNoun(word string) bool {
	if upper(word[0]) {
		word = lower(word)
	}
	return loadPlaces()[word] != ""
}

// elsewhere tells whether the words right before a happening say that it is not
// the story's own, or did not come to pass.
func elsewhere(words []text.Token) bool {
	for _, w := range words[max(0, len(words)-4):] {
		if elsewhen[w.Norm] {
			return true
		}
	}
	return false
}

var atPlace = map[string]bool{"in": true, "at": true, "on": true, "near": true, "inside": true, "outside": true, "under": true, "beneath": true, "behind": true, "beside": true, "below": true, "above": true}

// A place is named in so many words at most.
const placeWords = 7

// placeEnd is where a phrase of place ends that the words begin, or 0 where they
// name none: it ends with a noun for a place, or with a name. The size is that of
// its noun: "the yard of a school" is a yard.
func placeEnd(c *claims.Claim, words []text.Token) (end int, size string) {
	nouns, of := loadPlaces(), false
	for i, w := range words[:min(len(words), placeWords)] {
		if i > 0 && strings.TrimSpace(c.Text[words[i-1].End:w.Start]) != "" {
			break
		}
		if counts(*c, w.Start) || isTimeWord(w.Norm) || phraseEnd(w.Norm) || barriers[w.Norm] || w.Norm == "or" {
			break
		}
		if of = of || w.Norm == "of"; nouns[w.Norm] != "" && (size == "" || !of) {
			size = nouns[w.Norm]
		}
		if nouns[w.Norm] != "" || w.Upper && !notOpening[w.Norm] {
			end = w.End
		}
	}
	return end, size
}

// spotsApart are the places at which two claims put one happening, where the
// places share no word and neither claim names the other's.
func (x *comparer) spotsApart(i, j int) (s, t spot, ok bool) {
	a, b := &x.r.Claims[i], &x.r.Claims[j]
	for _, s := range x.spots[i] {
		for _, t := range x.spots[j] {
			if s.of&t.of != 0 && s.size == t.size && apartFromAll(a.Text[s.start:s.end], b) && apartFromAll(b.Text[t.start:t.end], a) {
				return s, t, true
			}
		}
	}
	return s, t, false
}

// apartFromAll tells whether a claim has none of the words of a place.
func apartFromAll(place string, c *claims.Claim) bool {
	has := map[string]bool{}
	for _, w := range text.Tokens(c.Text) {
		has[w.Norm] = true
	}
	for _, w := range text.Tokens(place)[1:] {
		if has[w.Norm] && !determiners[w.Norm] && w.Norm != "of" {
			return false
		}
	}
	return true
}

// leastApart is what the gate must suspect of two sentences that put one
// happening in two places.
const leastApart = -3800

// apart tells whether two claims put one happening in two places, and the gate
// suspects that they conflict.
func (x *comparer) apart(p judged) bool {
	a, b := &x.r.Claims[p.A], &x.r.Claims[p.B]
	_, _, ok := x.spotsApart(p.A, p.B)
	return ok && a.Origin != b.Origin && !denies(*a) && !denies(*b) && p.conflict >= leastApart
}

// isPlace tells whether a phrase, from its preposition on, names a place.
func isPlace(c claims.Claim, phrase string) bool {
	at := strings.Index(c.Text, phrase)
	words := text.Tokens(c.Text[max(at, 0):])
	if at < 0 || len(words) < 2 {
		return false
	}
	for i := range words {
		words[i].Start += at
		words[i].End += at
	}
	end, _ := placeEnd(&c, words[1:])
	return end > 0
}

// spotOf is where a side of a contest puts what happened, where the first two put
// it in two places.
func (x *comparer) spotOf(c contest, side int) string {
	if side > 1 {
		return ""
	}
	s, t, ok := x.spotsApart(c.sides[0].claims[0], c.sides[1].claims[0])
	if !ok {
		return ""
	}
	if side == 1 {
		s = t
	}
	return x.claim(c.sides[side].claims[0]).Text[s.start:s.end]
}

// whereHappened asks for the place of what two claims put in two places.
func (x *comparer) whereHappened(c contest) string {
	s, t, ok := x.spotsApart(c.sides[0].claims[0], c.sides[1].claims[0])
	if !ok {
		return ""
	}
	q := x.askAround("where", x.claim(c.sides[0].claims[0]), s.start, s.end)
	return cmp.Or(q, x.askAround("where", x.claim(c.sides[1].claims[0]), t.start, t.end))
}
