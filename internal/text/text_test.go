package text_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/text"
)

func sentences(s string) []string {
	var out []string
	for _, sp := range text.Sentences(s) {
		out = append(out, s[sp.Start:sp.End])
	}
	return out
}

// Each row gives the sentences of a text, parted by "|".
func TestSentences(t *testing.T) {
	for name, want := range map[string]string{
		"plain":            "The dam held.| Nobody was hurt.",
		"title":            "Dr. Ana Ruel and Gen. Holt met Mr. Pike.| They agreed.",
		"initials":         "J. B. Marsh won.| He thanked T. Orr.",
		"country within":   "The U.S. Senate voted.| The House waits.",
		"country last":     "She moved to the U.S.| The move was quiet.",
		"clock within":     "It began at 5 p.m. Tuesday.| Nobody came.",
		"clock last":       "It began at 5 p.m.| Police closed the road.",
		"number":           "She lives at No. 10 Quay Road.| It burnt.",
		"a plain no":       "Was he told?| No.| He learnt of it later.",
		"decimal":          "It rose 2.5 percent.| Shares fell.",
		"quote closes":     "“We ran.”| The hall was full.",
		"quote goes on":    "\"Run!\" she said.| They ran.",
		"quote opens":      "He shrugged.| \"It was cold,\" he said.",
		"ellipsis":         "Let us wait…| Then we shall see.",
		"company within":   "Combe & Co. Ltd. shares fell.| Nobody asked why.",
		"live blog":        "11.50 The road is shut.| 12.10 It is open.",
		"question":         "Who knew?| Not the mayor.",
		"month":            "It opened on Jan. 5 and closed on Feb. 2.| It was cold.",
		"wrapped by hand":  "The river rose and\nflooded the square.| It fell by night.",
		"paragraphs":       "A headline without a stop\n|The text begins.",
		"lower case after": "The firm, yes.com inc. as it is written, closed.",
	} {
		t.Run(name, func(t *testing.T) {
			parts := strings.Split(want, "|")
			var clean []string
			for _, p := range parts {
				clean = append(clean, strings.TrimSpace(p))
			}
			if d := cmp.Diff(clean, sentences(strings.Join(parts, ""))); d != "" {
				t.Error(d)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("He said: \"No.\" Then Mr. Pike left the U.S. at 5 p.m. on No. 10.")
	f.Add("\xff.\n\n. A")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, sp := range text.Sentences(s) {
			if sp.Start < last || sp.End <= sp.Start || sp.End > len(s) {
				t.Fatalf("span %v after %d in %d bytes", sp, last, len(s))
			}
			if gap := s[last:sp.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
				t.Fatalf("lost %q", gap)
			}
			last = sp.End
		}
		if strings.TrimFunc(s[last:], unicode.IsSpace) != "" {
			t.Fatalf("lost %q", s[last:])
		}
	})
}
