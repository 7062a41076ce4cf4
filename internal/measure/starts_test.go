package measure

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Looking only where a quantity may begin loses none.
func TestStartsLoseNothing(t *testing.T) {
	files, err := filepath.Glob("../../corpus/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			losesNothing(t, line)
		}
	}
}

func FuzzStarts(f *testing.F) {
	for _, s := range []string{
		"an EF3 tornado; an hour-long delay; Rs. 40 and US$5", "a total of twelve, or so", "no-one, nobody, none of the 12", "–5 C, ~40 and ½ a mile",
		"half past seven, a quarter to six", "as many as 40,000 - odd", "up to two-thirds", "just short of twenty-first",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { losesNothing(t, s) })
}

func losesNothing(t *testing.T, s string) {
	t.Helper()
	in := scan(s)
	all := in.find(func(int) bool { return true })
	if d := cmp.Diff(all, in.find(in.mayStart)); d != "" {
		t.Errorf("%q: %s", s, d)
	}
}
