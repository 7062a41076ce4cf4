package compare

import (
	"strings"
	"testing"

	"counterpoint/internal/claims"
)

// What looks back comes last, though more origins tell it.
func TestWhatIsNewComesFirst(t *testing.T) {
	past := "The pier at Brede was built in 1874 by the engineer Osric Tull. "
	now := "A lighter rammed the pier at Brede on Thursday and broke eleven piles. "
	s := voices(
		now+past+"Its skipper is being questioned by the harbour police.",
		now+past+"The ferries to Ullin were moved to the coal quay.",
		past+"The harbour master said the landing stage would be out of use for weeks.",
	)
	got := loadGate().Findings(s, claims.Read(s)).Agreed
	if len(got) < 2 {
		t.Fatalf("%d agreed lines, want two", len(got))
	}
	last := got[len(got)-1]
	if !strings.HasPrefix(got[0].Text, "A lighter") || got[0].Origins != 2 || !strings.HasPrefix(last.Text, "The pier") || last.Origins != 3 {
		t.Errorf("first %q of %d, last %q of %d", got[0].Text, got[0].Origins, last.Text, last.Origins)
	}
}
