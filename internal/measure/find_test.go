package measure_test

import (
	"math"
	"testing"

	"counterpoint/internal/measure"
)

func TestFind(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name, in, text string
		low, high      float64
		unit, noun     string
	}{
		{"digits and people", "Police said 12 people were held.", "12 people", 12, 12, "", "person"},
		{"at least", "At least 12 people died.", "At least 12 people", 12, inf, "", "person"},
		{"up to", "Up to 40 homes burned.", "Up to 40 homes", 0, 40, "", "home"},
		{"dozens", "It left dozens of people hurt.", "dozens of people", 24, 99, "", "person"},
		{"modifiers", "Nine small university satellites flew.", "Nine small university satellites", 9, 9, "", "satellite"},
		{"nearly", "nearly 50 homes", "nearly 50 homes", 44, 50, "", "home"},
		{"more than a small count", "more than 12 homes", "more than 12 homes", 13, inf, "", "home"},
		{"fewer than a small count", "fewer than 12 homes", "fewer than 12 homes", 0, 11, "", "home"},
		{"words", "two hundred and twelve men", "two hundred and twelve men", 212, 212, "", "man"},
		{"none", "No civilians were hurt.", "No civilians", 0, 0, "", "civilian"},
		{"hyphened count", "a 12-member jury", "12-member", 12, 12, "", "member"},
		{"range", "some said 10-15 people", "10-15 people", 10, 15, "", "person"},
		{"minutes", "a 50-minute conversation", "50-minute", 2850, 3150, "s", "conversation"},
		{"an hour", "It took an hour.", "an hour", 2700, 4500, "s", ""},
		{"basis points", "a rise of 50 basis points", "50 basis points", .475, .525, "pp", "rise"},
		{"price of a fine", "a fine of $4 million", "$4 million", 3.8e6, 4.2e6, "USD", "fine"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := measure.Find(tt.in)
			if len(got) != 1 {
				t.Fatalf("Find(%q) = %+v, want one quantity", tt.in, got)
			}
			q := got[0]
			if q.Text(tt.in) != tt.text || !near(q.Low, tt.low) || !near(q.High, tt.high) || q.Unit != tt.unit || q.Noun != tt.noun {
				t.Errorf("Find(%q) = %q %+v, want %q [%v, %v] %q noun %q", tt.in, q.Text(tt.in), q, tt.text, tt.low, tt.high, tt.unit, tt.noun)
			}
		})
	}
}

func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-6*math.Max(1, math.Abs(b))
}
