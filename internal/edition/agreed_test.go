package edition_test

import (
	"strings"
	"testing"

	"counterpoint/internal/news"
)

// Law 3: nothing stands under agreed that stands under disputed.
func TestNothingIsAgreedThatIsDisputed(t *testing.T) {
	each(t, func(t *testing.T, _ set, d news.Digest) {
		for _, b := range d.Stories {
			for _, s := range b.Agreed {
				for _, q := range b.Disputed {
					if n := sidesIn(s.Support, q); n > 1 {
						t.Errorf("%s: %q is agreed, and rests on %d sides of the dispute %q", b.Headline, s.Text, n, q.Question)
					}
					if letters(s.Text) == letters(q.Question) || strings.Contains(letters(q.Question), letters(s.Text)) {
						t.Errorf("%s: %q is agreed, and is the question of a dispute", b.Headline, s.Text)
					}
					for _, p := range q.Positions {
						if letters(s.Text) == letters(p.Answer) {
							t.Errorf("%s: %q is agreed, and is an answer to the disputed %q", b.Headline, s.Text, q.Question)
						}
					}
				}
			}
		}
	})
}

// sidesIn counts the positions of a dispute that have a passage of the
// evidence and no other position has.
func sidesIn(evs []news.Evidence, q news.Dispute) int {
	holders := map[news.Evidence][]int{}
	for i, p := range q.Positions {
		for _, e := range p.Evidence {
			holders[e] = append(holders[e], i)
		}
	}
	sides := map[int]bool{}
	for _, e := range evs {
		if at := holders[e]; len(at) == 1 {
			sides[at[0]] = true
		}
	}
	return len(sides)
}
