package check_test

import (
	"testing"

	"counterpoint/internal/check"
)

func TestSentence(t *testing.T) {
	passages := []string{
		"The call lasted 50 minutes, Ruth Calder said on Friday.",
		"“It was a good call,” she said of the talk with Harrow Water.",
	}
	for sentence, covered := range map[string]bool{
		"The call lasted 50 minutes, Ruth Calder said on Friday.": true,
		"How long did the call last? 50 minutes":                  true,
		"A call with Harrow Water":                                true,
		"She called it “a good call”.":                            true,
		"The call lasted 55 minutes.":                             false, // another number
		"A call with Harrow Steel":                                false, // another name
		"The call did not last 50 minutes.":                       false, // a denial that none makes
		"She called it “a great call”.":                           false, // words that she did not say
	} {
		if got := check.Sentence(sentence, passages); (len(got) == 0) != covered {
			t.Errorf("Sentence(%q): uncovered %v, want covered %v", sentence, got, covered)
		}
	}
	if len(check.Sentence("The call lasted.", nil)) == 0 {
		t.Error("a sentence without a passage is never covered")
	}
}

// A passage covers itself, whatever is in it.
func FuzzSentence(f *testing.F) {
	f.Add("The call lasted 50 minutes, “all” of them.")
	f.Fuzz(func(t *testing.T, s string) {
		if got := check.Sentence(s, []string{s}); len(got) > 0 {
			t.Errorf("Sentence(%q) on itself: uncovered %v", s, got)
		}
	})
}
