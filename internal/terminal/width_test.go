package terminal

import (
	"slices"
	"testing"
)

func TestColumnsOf(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0},
		{"ferry", 5},
		{"Søndre", 6},
		{"e\u0301te\u0301", 3}, // accents are drawn into the letter
		{"座礁", 4},
		{"ﾌｪﾘｰ", 4},            // half-width forms
		{"각", 2},               // one syllable of three jamo
		{"👩\u200d👩\u200d👧", 2}, // a family is one emoji
		{"👍🏽", 2},              // with a skin tone
		{"⚠ “50” …", 8},        // ambiguous characters are narrow
		{"a\u00a0b", 3},
	} {
		if got := columnsOf(tt.text); got != tt.want {
			t.Errorf("columnsOf(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name  string
		text  string
		limit int
		hang  int
		want  []string
	}{
		{"empty", "", 8, 0, []string{""}},
		{"fits", "one two", 8, 2, []string{"one two"}},
		{"to the column", "one two3", 8, 0, []string{"one two3"}},
		{"hangs in", "one two three", 8, 2, []string{"one two", "  three"}},
		{"long word", "a abcdefghijkl", 8, 2, []string{"a", "  abcdef", "  ghijkl"}},
		{"wide", "座礁座礁座礁", 8, 0, []string{"座礁座礁", "座礁"}},
		{"wide does not split a column", "座礁座礁", 5, 0, []string{"座礁", "座礁"}},
		{"sticks", "on Monday" + stick + "[1].", 11, 0, []string{"on", "Monday [1]."}},
		{"break", "Gazette " + lineBreak + " g.example", 20, 0, []string{"Gazette", "g.example"}},
	} {
		got := wrap(tt.text, tt.limit, tt.hang)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: wrap(%q, %d, %d) = %q, want %q", tt.name, tt.text, tt.limit, tt.hang, got, tt.want)
		}
	}
}
