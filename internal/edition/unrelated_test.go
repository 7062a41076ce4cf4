package edition_test

import "testing"

// What an article says besides about something else does not change what it
// says.
func TestUnrelatedParagraphChangesNothing(t *testing.T) {
	for i, r := range ferry(t)[:4] {
		t.Run("below "+r.ID, func(t *testing.T) {
			rows := ferry(t)
			rows[i].Text += "\nIn Marrick the annual market of clocks opens on Saturday with forty stalls.\n"
			before, after := build(t, ferry(t)), build(t, rows)
			same(t, before, after)
		})
	}
}
