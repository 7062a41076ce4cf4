package edition_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/store"
)

// Who begins now is never told what was published before, however late it is
// fetched, and told all that comes after, after a skipped digest too.
func TestStart(t *testing.T) {
	d := newDesk(t, "echo", "post")
	d.must(d.store.Start(t.Context(), morning, "news@terminal"))
	d.commit(morning.Add(time.Minute), "echo",
		report("wall", "echo", morning.Add(-time.Hour), wallText), report("mine", "echo", morning.Add(time.Minute), mineText))
	first := d.tell(morning.Add(time.Hour))
	if got := told(first); !slices.Equal(got, []string{"mine"}) {
		t.Errorf("the first digest tells %v, want the mine alone", got)
	}
	if where := placed(t, first)["wall"]; where != edition.ReasonOlder {
		t.Errorf("the wall is %q, want %q", where, edition.ReasonOlder)
	}
	d.commit(morning.Add(2*time.Hour), "post", report("train", "post", morning.Add(-2*time.Hour), trainText))
	if got := told(d.tell(morning.Add(24 * time.Hour))); len(got) > 0 {
		t.Errorf("the second digest tells %v, which was published before the start", got)
	}
	asked := d.round(morning.Add(25 * time.Hour))
	asked.Since = morning.Add(-3 * time.Hour)
	again, err := asked.Make(t.Context())
	d.must(err)
	if got := told(again.Digest); !slices.Equal(got, []string{"mine", "train", "wall"}) {
		t.Errorf("who asks since before the start is told %v, want all three", got)
	}
	if err := d.store.Start(t.Context(), morning.Add(48*time.Hour), "news@terminal"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second start ends with %v, want a conflict", err)
	}
}
