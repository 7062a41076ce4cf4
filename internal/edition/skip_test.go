package edition_test

import (
	"testing"
	"time"

	"counterpoint/internal/store"
)

// What a skipped digest would have told is in the next, and nothing is told
// again.
func TestSkip(t *testing.T) {
	d := newDesk(t, "echo")
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-3*time.Hour), wallText))
	d.tell(morning)
	d.commit(morning.Add(time.Hour), "echo", report("mine", "echo", morning.Add(time.Hour), mineText))
	d.must(d.round(morning.Add(2 * time.Hour)).Skip(t.Context()))
	records, err := d.store.Told(t.Context(), morning.Add(2*time.Hour), "news@terminal", time.Time{})
	d.must(err)
	if len(records) != 2 || records[1].State != store.Skipped || len(records[1].Articles) > 0 {
		t.Fatalf("recorded %+v", records)
	}
	if got := told(d.tell(morning.Add(4 * time.Hour))); len(got) != 1 || got[0] != "mine" {
		t.Errorf("the next tells %v, want the mine alone", got)
	}
}
