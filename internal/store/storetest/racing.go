package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"counterpoint/internal/store"
)

func race(t *testing.T, d store.Driver) {
	for round := range 3 {
		var won atomic.Int32
		var group sync.WaitGroup
		for n := range 50 {
			group.Go(func() {
				err := d.Write(t.Context(), now, []store.Write{
					put(item("p", "prize", int64(round)+1, strconv.Itoa(n)), store.Condition(round)),
					put(item("p", fmt.Sprintf("won#%d#%d", round, n), 1, ""), store.Absent),
				})
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, store.ErrConflict):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 || len(query(t, d, "p", fmt.Sprintf("won#%d#", round), fmt.Sprintf("won#%d$", round), 0)) != 1 {
			t.Errorf("round %d: %d won", round, won.Load())
		}
	}
}

// raceEach is race for writes that stand alone.
func raceEach(t *testing.T, d store.Driver) {
	for round := range 3 {
		var won atomic.Int32
		var group sync.WaitGroup
		for range 50 { // all write the same
			group.Go(func() {
				err := d.WriteEach(t.Context(), now, []store.Write{put(item("p", "prize", int64(round)+1, "x"), store.Condition(round))})
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, store.ErrConflict):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("round %d: %d won", round, won.Load())
		}
	}
}

func crowd(t *testing.T, d store.Driver) {
	var group sync.WaitGroup
	for n := range 64 {
		group.Go(func() {
			batch := []store.Write{put(item("p", fmt.Sprintf("a%02d", n), 1, ""), store.Absent), put(item("p", fmt.Sprintf("b%02d", n), 1, ""), store.Absent)}
			if err := d.Write(t.Context(), now, batch); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := query(t, d, "p", "", "", 0); len(got) != 128 {
		t.Errorf("%d items of 128", len(got))
	}
}

// crossing moves a token back and forth between two items from many writers:
// never are both set, nor neither.
func crossing(t *testing.T, d store.Driver) {
	a, b := store.Key{PK: "a", SK: "s"}, store.Key{PK: "b", SK: "s"}
	write(t, d, put(item("a", "s", 1, ""), store.Absent))
	var group sync.WaitGroup
	var moved atomic.Int32
	for range 8 {
		group.Go(func() {
			for range 6 {
				from, to := a, b
				if len(get(t, d, a)) == 0 {
					from, to = b, a
				}
				err := d.Write(t.Context(), now, []store.Write{remove(from, 1), put(item(to.PK, to.SK, 1, ""), store.Absent)})
				switch {
				case err == nil:
					moved.Add(1)
				case !errors.Is(err, store.ErrConflict):
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := len(get(t, d, a, b)); n != 1 || moved.Load() == 0 {
		t.Errorf("%d tokens after %d moves", n, moved.Load())
	}
}

func cancelled(t *testing.T, d store.Driver) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := d.Write(ctx, now, []store.Write{put(item("p", "s", 1, ""), store.Absent)}); err == nil {
		t.Error("written in a context that is over")
	}
	if len(get(t, d, store.Key{PK: "p", SK: "s"})) != 0 {
		t.Error("there, though the write was refused")
	}
}
