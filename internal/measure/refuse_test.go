package measure_test

import (
	"testing"

	"counterpoint/internal/measure"
)

// TestFindRefuses holds what belongs to package when and what is no number.
func TestFindRefuses(t *testing.T) {
	for _, in := range []string{
		"At 9.30 it rang.", "It was 9:30 a.m. on May 21, 2026.", "on 21 May", "in 1987",
		"Friday the 11th", "at six on Saturday", "at twelve minutes past six", "since nine.",
		"1. The road stays shut.", "three years ago", "the 1990s", "2026-05-21",
		"half past seven", "a second coach spoke", "One learns.", "no statement", "no longer",
		"The one that got away", "a half-price ferry", "0447 GMT", "at half mast",
	} {
		t.Run(in, func(t *testing.T) {
			for _, q := range measure.Find(in) {
				if q.Unit != "ordinal" {
					t.Errorf("Find(%q) has %q %+v, want no quantity", in, q.Text(in), q)
				}
			}
		})
	}
}

func TestFindIdentifiers(t *testing.T) {
	for _, in := range []string{
		"No. 10 said so", "on Route 66", "flight 212 landed", "page 4 says", "Article 5 binds",
		"Terrasight-2 flew", "a Corvus 3 rocket", "since 9/11", "a 52-year-old woman", "aged 61",
		"Ms Ruz, 52, said", "blocks 14",
	} {
		t.Run(in, func(t *testing.T) {
			if q := single(t, in); !q.Identifier {
				t.Errorf("Find(%q) = %+v, want an identifier", in, q)
			}
		})
	}
}

func TestFindPartsAndRates(t *testing.T) {
	tests := []struct {
		name, in   string
		n          int // which quantity
		part       bool
		noun, rate string
	}{
		{"including", "12 people died, including three children", 1, true, "child", ""},
		{"the whole before including", "12 people died, including three children", 0, false, "person", ""},
		{"of the", "12 of the 40 passengers", 0, true, "passenger", ""},
		{"of them", "five of them soldiers", 0, true, "soldier", ""},
		{"more", "11 more people", 0, true, "person", ""},
		{"half of", "half of the homes", 0, true, "home", ""},
		{"plain", "600 soldiers of the Third Regiment", 0, false, "soldier", ""},
		{"a year", "11 million crowns a year", 0, false, "", "per year"},
		{"each", "20,000 dinars each", 0, false, "", "each"},
		{"twice", "twice a week", 0, false, "time", "per week"},
		{"share", "17.40 marks a share", 0, false, "", "per share"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := measure.Find(tt.in)
			if len(got) <= tt.n {
				t.Fatalf("Find(%q) = %+v, want more than %d", tt.in, got, tt.n)
			}
			if q := got[tt.n]; q.Part != tt.part || q.Noun != tt.noun || q.Rate != tt.rate {
				t.Errorf("Find(%q)[%d] = %+v, want part %v noun %q rate %q", tt.in, tt.n, q, tt.part, tt.noun, tt.rate)
			}
		})
	}
}
