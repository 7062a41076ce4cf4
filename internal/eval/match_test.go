package eval

import (
	"strings"
	"testing"

	"counterpoint/internal/news"
)

func TestSame(t *testing.T) {
	tests := []struct {
		name        string
		quote, gold string
		want        bool
	}{
		{"space, case and marks", "“Nobody is  missing”", "nobody is missing.", true},
		{"a part of four words", "the old bridge fell down at noon", "old bridge fell down", true},
		{"a part of three words", "the old bridge fell into the wide river", "old bridge fell", false},
		{"six words of ten", "a b c d e f g h", "a b c d e f x y", true},
		{"five words of ten", "a b c d e f g", "a b c d e x y z", false},
		{"fractions count as words", "rose by ½ ¼ ¾", "rose by", false},
		{"nothing", "…", "…", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Same(tt.quote, tt.gold); got != tt.want {
				t.Errorf("Same(%q, %q) = %v, want %v", tt.quote, tt.gold, got, tt.want)
			}
			if got := Same(tt.gold, tt.quote); got != tt.want {
				t.Errorf("Same(%q, %q) = %v, want %v", tt.gold, tt.quote, got, tt.want)
			}
		})
	}
}

func TestRead(t *testing.T) {
	long := news.Evidence{Quote: strings.Repeat("word ", mostWords+1)}
	short := news.Evidence{Quote: "a word"}
	if got := read([]news.Evidence{long, short}); len(got) != 1 || got[0] != short {
		t.Errorf("read keeps %d quotations, want the short one alone", len(got))
	}
	many := make([]news.Evidence, mostQuotes+3)
	if got := read(many); len(got) != mostQuotes {
		t.Errorf("read keeps %d of %d quotations, want %d", len(got), len(many), mostQuotes)
	}
}

func TestArticlesHit(t *testing.T) {
	gold := []Gold{{"a", "the dam broke at noon"}, {"a", "noon saw the dam break"}, {"b", "at noon the dam broke"}}
	ev := []news.Evidence{
		{Article: "a", Quote: "The dam broke at noon"},
		{Article: "a", Quote: "Noon saw the dam break"},
		{Article: "c", Quote: "At noon the dam broke"},
	}
	if got := articlesHit(ev, gold); got != 1 {
		t.Errorf("articlesHit = %d, want 1: two passages of one article, and one of an article without gold", got)
	}
}
