package compare

import (
	"strings"
	"testing"

	"counterpoint/internal/claims"
)

func TestDigits(t *testing.T) {
	for v, want := range map[float64]int{9672: 4, 6000: 1, 0.5: 1, 0: 0, 10.25: 4, 1234567891: 6} {
		if got := digits(v); got != want {
			t.Errorf("digits(%v) = %d, want %d", v, got, want)
		}
	}
}

// lookAt is the second look at the first sentences of two reports, a third
// giving what others say besides.
func lookAt(t *testing.T, a, b, besides string) alikeRow {
	t.Helper()
	s := voices(a, b, besides)
	x := loadGate().comparer(s, claims.Read(s), new([]Features))
	var row alikeRow
	p := x.pairOf(0, 1)
	x.lookTwice(&row, &p, x.given)
	return row
}

func TestSecondLook(t *testing.T) {
	for _, c := range []struct {
		name, a, b, besides string
		feature, want       int
	}{
		{"an odd figure", "The bridge at Ullin carried 4,817 lorries on Monday.", "On Monday 4,817 lorries crossed at Ullin.", "Ullin lies on the Brede.", valueDigits, 4},
		{"a round figure", "The bridge at Ullin carried 4,000 lorries on Monday.", "On Monday 4,000 lorries crossed at Ullin.", "Ullin lies on the Brede.", valueDigits, 1},
		{"no common figure", "The bridge at Ullin carried 4,817 lorries on Monday.", "On Monday 950 lorries crossed at Ullin.", "Ullin lies on the Brede.", valueSize, 0},
		{"the larger of two", "Two cranes lift 640 tonnes at Ullin.", "At Ullin two cranes lift 640 tonnes.", "Ullin lies on the Brede.", valueDigits, 2},
		{"who else gives it", "The bridge at Ullin carried 4,817 lorries on Monday.", "On Monday 4,817 lorries crossed at Ullin.", "The 4,817 lorries of Ullin are now ferried.", valueOrigins, 3},
		{"other figures of one thing", "The bridge at Ullin carried 4,817 lorries on Monday.", "On Monday 950 lorries crossed at Ullin.", "Ullin lies on the Brede.", valuesApart, 1},
		{"one hour", "The bridge at Ullin was shut at 6.40 a.m.", "They shut the Ullin bridge at 6:40 a.m.", "Ullin lies on the Brede.", clockShared, 2},
		{"another hour", "The bridge at Ullin was shut at 6.40 a.m.", "They shut the Ullin bridge at 9:15 a.m.", "Ullin lies on the Brede.", clockShared, 0},
	} {
		row := lookAt(t, c.a, c.b, c.besides)
		if got := row[c.feature]; got != c.want {
			t.Errorf("%s: %s is %d, want %d", c.name, AlikeFeatureNames[c.feature], got, c.want)
		}
	}
}

// What a newsroom says of itself is no agreed line, whatever stands in quotation
// marks.
func TestOfItself(t *testing.T) {
	s := voices("x")
	s.Articles[0].Outlet = "Brede Radio"
	x := &comparer{story: s}
	for text, want := range map[string]bool{
		"We have asked the harbour for its log.":           true,
		"The pilot told Brede Radio that the fog came up.": true,
		"First reports are coming in of a collision.":      true,
		"Reports of fog are common on the Brede.":          false,
		"“We were blind,” the pilot said.":                 false,
		"The US consul praised the pilot.":                 false,
		"No radio on the Brede heard the pilot.":           false,
	} {
		if got := x.ofItself(claims.Claim{Text: text}); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

func TestAlikeFeaturesAreNamed(t *testing.T) {
	for i, n := range AlikeFeatureNames {
		if strings.TrimSpace(n) == "" {
			t.Errorf("feature %d has no name", i)
		}
	}
}
