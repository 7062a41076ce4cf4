package compare

import (
	"strings"
	"testing"
)

func TestWholeName(t *testing.T) {
	for _, c := range []struct {
		text, name string
		want       bool
	}{
		{"The keeper met Lund at the mill.", "Lund", true},
		{"The keeper met Press Secretary Lund.", "Secretary", false},
		{"The keeper met Norran Foreign Minister Lund.", "Norran", false},
		{"The keeper met Foreign Minister Lund.", "Lund", true},
		{"Yesterday Lund came to the mill.", "Lund", true},
		{"They spoke of Lund.", "Lund", true},
	} {
		at := strings.Index(c.text, c.name)
		if got := wholeName(c.text, at, at+len(c.name)); got != c.want {
			t.Errorf("%q in %q: %v", c.name, c.text, got)
		}
	}
}
