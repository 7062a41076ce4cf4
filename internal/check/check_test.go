package check_test

import (
	"strings"
	"testing"
	"time"

	"counterpoint/internal/check"
)

var call = []string{
	"The call lasted 50 minutes, Ruth Calder said on Friday.",
	"“It was a good call,” she said of the talk with Harrow Water.",
	"The company plans to close its plant in Dorrel next year.",
	"Nobody was hurt when the crane fell on the harbour office.",
	"Mayor Ida Brandt accused the builder Tomas Reuel of hiding the report.",
	"He denied that the gate was locked.",
	"Police arrested two men and a woman in the harbour town of Wexmouth.",
}

func TestSentence(t *testing.T) {
	for _, row := range []struct{ sentence, fault string }{
		{"The call lasted 50 minutes, Ruth Calder said on Friday.", ""},
		{"Ruth Calder said on Friday that the call lasted 50 minutes.", ""},
		{"A call with Harrow Water", ""},
		{"She called it “a good call”.", ""},
		{"The company is planning to shut its plant in Dorrel.", ""},
		{"The crane fell on the harbour office, and nobody was injured.", ""},
		{"The builder Tomas Reuel was accused of hiding the report by mayor Ida Brandt.", ""},
		{"In Wexmouth police arrested two men and a woman.", ""},

		{"The call lasted 55 minutes, Ruth Calder said.", "the number"},
		{"The call lasted about 50 minutes, Ruth Calder said.", "the number"}, // another width
		{"Police arrested three people in Wexmouth.", "the number"},
		{"A call with Harrow Steel", "the name"},
		{"Brandt had a call with Harrow Water.", "the name"}, // a name of another passage
		{"The call lasted 50 minutes, Ruth Calder said on Monday.", "the time"},
		{"The call did not last 50 minutes, Ruth Calder said.", "the denial"},
		{"Several were hurt when the crane fell on the harbour office.", "denied"},
		{"The company has closed its plant in Dorrel.", "as done"},
		{"Police may arrest two men and a woman in Wexmouth.", "a plan or guess"},
		{"The call lasted 50 minutes.", "as a fact"},
		{"The call lasted 50 minutes, Harrow Water said.", "the speaker"},
		{"Builder Tomas Reuel accused mayor Ida Brandt of hiding the report.", "in each other's place"},
		{"The gate was locked.", "what is denied"},
		{"The crane fell on the harbour office because of a storm.", "the cause"},
		{"The largest crane fell on the harbour office.", "the superlative"},
		{"The crane tragically fell on the harbour office.", "the judgement"},
		{"She called it “a great call”.", "the quotation"},
		{"She called it “a good call.", "not closed"},
		{"Tourists flocked to beaches while ministers debated taxes.", "of its"},
	} {
		got := strings.Join(check.Sentence(row.sentence, check.Passages(call...)), "; ")
		if row.fault == "" && got != "" || !strings.Contains(got, row.fault) {
			t.Errorf("Sentence(%q) = %q, want %q", row.sentence, got, row.fault)
		}
	}
	if len(check.Sentence("The call lasted.", nil)) == 0 {
		t.Error("a sentence without a passage is never borne out")
	}
}

func TestAnswer(t *testing.T) {
	for _, row := range []struct{ answer, holder, fault string }{
		{"50 minutes", "Ruth Calder", ""},
		{"50 minutes", "", "as a fact"},
		{"50 minutes", "Harrow Water", "the speaker"},
		{"55 minutes", "Ruth Calder", "the number"},
	} {
		got := strings.Join(check.Answer(row.answer, row.holder, check.Passages(call[0])), "; ")
		if row.fault == "" && got != "" || !strings.Contains(got, row.fault) {
			t.Errorf("Answer(%q, %q) = %q, want %q", row.answer, row.holder, got, row.fault)
		}
	}
}

// Several passages bear out what none of them does alone, each thing where it
// stands.
func TestTogether(t *testing.T) {
	yard := []check.Passage{
		{Text: "A warehouse at Lorrel Quay burned down before dawn yesterday.", Published: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)}, // a Thursday
		{Text: "Six engines were sent to the Crown warehouse at sixteen minutes past four.", Published: time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)},
		{Text: "Chief officer Ines Vahl said nobody was hurt."},
		{Text: "Guard Pol Teck saw the smoke from the Crown warehouse first, said Ines Vahl."},
	}
	for _, row := range []struct{ sentence, fault string }{
		{"Six engines were sent to the Crown warehouse, which burned down before dawn.", ""},
		{"A warehouse at Lorrel Quay burned down before dawn on Wednesday.", ""},
		{"At 4.16 six engines were sent to the Crown warehouse.", ""},
		{"A warehouse burned down; nobody was hurt, Ines Vahl said.", ""},

		{"A warehouse at Lorrel Quay burned down before dawn on Tuesday.", "the time"},
		{"At 5.16 six engines were sent to the Crown warehouse.", "the figure"},
		{"Six engines were sent to Pol Teck, who burned down before dawn.", "the name"},
		{"A warehouse at Crown Quay burned down before dawn yesterday.", "the name"},
		{"A warehouse burned down; Pol Teck was hurt, Ines Vahl said.", "which is denied"},
	} {
		got := strings.Join(check.Sentence(row.sentence, yard), "; ")
		if row.fault == "" && got != "" || !strings.Contains(got, row.fault) {
			t.Errorf("Sentence(%q) = %q, want %q", row.sentence, got, row.fault)
		}
	}
}

// A passage bears itself out, whatever is in it.
func FuzzSentence(f *testing.F) {
	f.Add("The call lasted 50 minutes, “all” of them.")
	f.Fuzz(func(t *testing.T, s string) {
		if got := check.Sentence(s, check.Passages(s)); len(got) > 0 {
			t.Errorf("Sentence(%q) on itself: %v", s, got)
		}
		check.Sentence("The call did not last 50 minutes, Ruth Calder said.", check.Passages(s))
		check.Sentence(s, check.Passages(call...))
	})
}
