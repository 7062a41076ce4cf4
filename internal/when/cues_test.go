package when

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The cues leave nothing out: with all rules tried, the same is found.
func TestCuesLoseNothing(t *testing.T) {
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

func FuzzCues(f *testing.F) {
	for _, s := range []string{
		"at half past Seven, 12 minutes to eight or by noon", "Q3, 9.14am on 3-5 May 2026, 2026-05-21", "ſince 2019 laſt year, wee\u212A",
		"midnight to six", "1990s; early hours of Sept. 3", "0447 GMT, two o’clock, a fortnight ago", "the day before yesterday; seven p.m.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { losesNothing(t, s) })
}

func losesNothing(t *testing.T, s string) {
	t.Helper()
	in := text{s: s, ref: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	if d := cmp.Diff(in.atomsAmong(all(len(s))), in.atoms(), cmp.AllowUnexported(atom{}, Moment{}, dayPart{})); d != "" {
		t.Errorf("%q: %s", s, d)
	}
}

// No relation is passed over that the pattern would find.
func TestEveryRelationIsLookedFor(t *testing.T) {
	for r := range relations {
		for _, lead := range []string{r + " ", "it was " + r + " ", "(" + strings.ToUpper(r) + " The ", "not-" + r + " the "} {
			if relationPattern.MatchString(lead) && !mayRelate(lead) {
				t.Errorf("%q is passed over", lead)
			}
		}
	}
}
