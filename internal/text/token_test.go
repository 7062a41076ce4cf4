package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/text"
)

func TestTokens(t *testing.T) {
	for in, want := range map[string][]string{
		"The 50-minute call":        {"the", "50", "minute", "call"},
		"Halloway’s 1,200 staff":    {"halloway", "1,200", "staff"},
		"didn't pay $3.5m, he said": {"didn't", "pay", "3.5m", "he", "said"},
		"The U.S. Navy":             {"the", "u.s", "navy"},
	} {
		var got []string
		for _, tok := range text.Tokens(in) {
			got = append(got, tok.Norm)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("Tokens(%q): %s", in, d)
		}
	}
}

func TestStemJoinsForms(t *testing.T) {
	st := text.NewStemmer()
	for _, forms := range [][]string{{"fall", "fell", "fallen", "falls"}, {"die", "died", "dying", "death"}, {"injured", "injures"}, {"people", "person"}} {
		for _, f := range forms[1:] {
			if st.Stem(f) != st.Stem(forms[0]) {
				t.Errorf("Stem(%q) = %q, Stem(%q) = %q, want one stem", f, st.Stem(f), forms[0], st.Stem(forms[0]))
			}
		}
	}
}

func TestRepair(t *testing.T) {
	for in, want := range map[string]string{
		"Russia โ€” letâ€™s see": "Russia — let’s see",
		"cafÃ© crÃ¨me":           "café crème",
		"São Tomé — naïve":       "São Tomé — naïve",
		"Привет, мир":            "Привет, мир",
		"ไทย":                    "ไทย",
		"“Quoted” …":             "“Quoted” …",
	} {
		if got := text.Repair(in); got != want {
			t.Errorf("Repair(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzRepair(f *testing.F) {
	f.Add("letâ€™s")
	f.Fuzz(func(t *testing.T, s string) {
		if got := text.Repair(s); len(got) > len(s) {
			t.Fatalf("Repair(%q) = %q grew", s, got)
		}
	})
}
