package claims_test

import "testing"

// Each row is a way in which English says who speaks.
func TestSpeaker(t *testing.T) {
	for _, row := range []struct{ guard, text, want string }{
		{"behind a quotation", "“The dam held all night,” said Ruth Calder, who watched it.", "Ruth Calder"},
		{"an office before the name", "“The dam held all night,” says forecaster Ruth Calder.", "forecaster Ruth Calder"},
		{"the name in commas behind the office", "“The dam held all night,” said its keeper, Ruth Calder.", "Ruth Calder"},
		{"the name in commas before the verb", "Its keeper, Ruth Calder, said the dam had held all night.", "Ruth Calder"},
		{"an age", "“The dam held all night,” says keeper Ruth Calder, 58, who slept in the hut.", "keeper Ruth Calder"},
		{"a clause of its own", "Keeper Ruth Calder, who slept in the hut, told us the dam had held all night.", "Keeper Ruth Calder"},
		{"a clause without commas", "A keeper who slept in the hut said that the dam had held all night.", "A keeper"},
		{"two asides", "Ruth Calder, 58, who slept in the hut, says the dam held all night.", "Ruth Calder"},
		{"somebody without a name", "A neighbour's boy told the paper that the dam had held all night.", "A neighbour's boy"},
		{"a paper", "The dam held all night, according to a note of the district.", "a note of the district"},
		{"a circumstance before", "On Tuesday Ruth Calder said that the dam had held all night.", "Ruth Calder"},
		{"a circumstance with a noun of its own", "In the letter the company says that the dam had held all night.", "the company"},
		{"an adverb between", "The county council still says that the dam held all night.", "The county council"},
		{"what is said stands before the comma", "Two hours passed between the bang and the first wave, says Ruth Calder, who heard both.", "Ruth Calder"},
		{"a quotation is nobody", "“We never asked for that,” says keeper Ruth Calder.", "keeper Ruth Calder"},
		{"a verb within a quotation", "“He told me the dam would hold all night,” said Ruth Calder.", "Ruth Calder"},
		{"according to, within a quotation", "“It was safe, according to the engineers of the valley,” said Ruth Calder.", "Ruth Calder"},
		{"an office in capitals before the name", "“The dam held all night,” tweeted County Press Secretary, Ruth Calder.", "Ruth Calder"},
		{"United States is no verb", "The two engineers also discussed the dams of the United States of the Valley.", ""},
		{"a clause is nobody", "Ruth Calder walked down the dam a minute ago, said nothing and left.", ""},
		{"who is told is not who tells", "A former keeper, Ruth Calder, told the Valley Post that the dam had moved.", "Ruth Calder"},
		{"a conjunction is nobody's name", "The dam had moved, although the police say that it held all night.", "the police"},
		{"of two nobody knows which", "Three men saw the dam move and another said so.", ""},
		{"nobody says so", "Nobody said that the dam would hold all night.", ""},
	} {
		t.Run(row.guard, func(t *testing.T) {
			if got := read(t, row.text).Claims[0].Holder.Name; got != row.want {
				t.Errorf("holder of %q = %q, want %q", row.text, got, row.want)
			}
		})
	}
}

// Pronouns, and quotations that run on, are led to who speaks.
func TestWhoIsMeant(t *testing.T) {
	for _, row := range []struct {
		guard, text string
		at          int
		want        string
	}{
		{"the sentence names her", "The Valley Water Board met. Keeper Ruth Calder is angry: the alarm, she says, came at noon.", 1, "Keeper Ruth Calder"},
		{"he is no body", "Keeper Ian Orde said the dam had held. The Valley Water Board said it would look. The alarm, he said, came at noon.", 2, "Keeper Ian Orde"},
		{"it is no person", "The Valley Water Board said it would look. Keeper Ruth Calder said the dam had held. It said the alarm came at noon.", 2, "The Valley Water Board"},
		{"she is no mister", "Mrs Calder said the dam had held. Mr Orde said it had not. The alarm, she said, came at noon.", 2, "Mrs Calder"},
		{"he was told of before", "Keeper Ian Orde came down in the morning with a lamp. “The dam held all night,” he said.", 1, "Keeper Ian Orde"},
		{"a quotation runs on", "“The dam held,” said Ruth Calder. “We slept in the hut and heard nothing.”", 1, "Ruth Calder"},
		{"who said so comes behind", "Mr Orde said it had moved. “The dam held all night. We slept in the hut,” said Ruth Calder.", 1, "Ruth Calder"},
		{"what is told after a quotation is the outlet's", "“The dam held,” said Ruth Calder. The valley lies between two hills of chalk.", 1, ""},
	} {
		t.Run(row.guard, func(t *testing.T) {
			r := read(t, row.text)
			if len(r.Claims) <= row.at {
				t.Fatalf("%d sentences", len(r.Claims))
			}
			if got := r.Claims[row.at].Holder.Name; got != row.want {
				t.Errorf("holder of %q = %q, want %q", r.Claims[row.at].Text, got, row.want)
			}
		})
	}
}
