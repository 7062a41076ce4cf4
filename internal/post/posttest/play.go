// Package posttest plays posting, from the plan of a digest to the messages in
// a channel, under schedules of trouble on a virtual clock, and says what does
// not hold in the end.
//
// A schedule follows from its seed alone. Workers are coroutines that one clock
// drives, so that each interleaving can be had and had again; Slack is the
// stateful fake, the store is the product's over any driver. The method is that
// of deterministic simulation, as FoundationDB's and TigerBeetle's testers do
// it: no part of the product knows that it is played.
package posttest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/store"
)

// Run plays a few schedules over a driver of which open makes an empty one: that
// the store keeps its word there as it does in memory.
func Run(t *testing.T, open func(*testing.T) store.Driver) {
	t.Helper()
	for _, set := range []Setting{{}, {Policy: post.AtMostOnce, Lag: 10 * time.Minute}} {
		set.Driver = func(store.Driver) store.Driver { return open(t) }
		if got := Play(t.Context(), 1, 5, set, ""); got.Failed > 0 {
			t.Errorf("%d schedules of %d fail; %s", got.Failed, got.Schedules, got.First)
		}
	}
}

// Setting is what schedules play, beside their seeds. Most of its fields
// replace a part of the protection, for tests of the tests.
type Setting struct {
	Policy  post.Policy
	Lag     time.Duration // of history, at most; 0: a second less than the settle time
	Calm    bool          // neither faults nor crashes
	Log     bool          // keep what happens
	Driver  func(store.Driver) store.Driver
	NoSweep bool
	Slack   func(http.RoundTripper) http.RoundTripper
	Hide    bool                              // history hides metadata
	Settle  func(time.Duration) time.Duration // what posters believe
	First   bool                              // play until one fails
}

// Outcome is what many schedules came to.
type Outcome struct {
	Schedules, Planned, Posted int
	Failed                     int            // schedules in which something does not hold
	First                      string         // the one of the lowest seed
	Seen                       map[string]int // how often each kind of trouble came
	Log                        []string

	lowest uint64
}

// Missing lists the kinds of trouble that never came.
func (o Outcome) Missing() (out []string) {
	for _, k := range kinds() {
		if o.Seen[k] == 0 {
			out = append(out, k)
		}
	}
	return out
}

// Play plays the schedules of the seeds from first on, on all cores. Only
// faults that say something count.
func Play(ctx context.Context, first uint64, n int, set Setting, says string) Outcome {
	total := Outcome{Seen: map[string]int{}}
	var mu sync.Mutex
	var next atomic.Uint64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			h := &hook{}
			s := store.New(h)
			for i := next.Add(1) - 1; i < uint64(n); i = next.Add(1) - 1 {
				w, faults := play(ctx, s, h, first+i, set)
				mu.Lock()
				total.add(w, first+i, faults, says)
				enough := set.First && total.Failed > 0
				mu.Unlock()
				if enough {
					return
				}
			}
		})
	}
	group.Wait()
	return total
}

func (o *Outcome) add(w *world, seed uint64, faults []string, says string) {
	o.Schedules++
	o.Planned += len(w.plans)
	for _, c := range w.channels {
		o.Posted += len(w.slack.Posted(c))
	}
	for k, n := range maps.All(w.seen) {
		o.Seen[k] += n
	}
	o.Log = w.log
	if all := strings.Join(faults, "; "); len(faults) > 0 && strings.Contains(all, says) {
		if o.Failed++; o.Failed == 1 || seed < o.lowest {
			o.lowest, o.First = seed, fmt.Sprintf("-seed %d: %s", seed, all)
		}
	}
}

// play plays a schedule: slots with trouble, then a time in which all is well
// again, with a last slot; it returns what does not hold.
func play(ctx context.Context, s *store.Store, h *hook, seed uint64, set Setting) (w *world, faults []string) {
	w = newWorld(s, h, seed, set)
	defer func() {
		for _, k := range w.workers {
			k.stop()
		}
	}()
	apart := w.between(8*time.Minute, 40*time.Minute)
	bad := w.now.Add(slots * apart)
	end := bad.Add(3 * time.Hour)
	for i := range 4 + w.r.IntN(16) {
		w.arrivals = append(w.arrivals, arrival{fmt.Sprintf("a%02d", i), start().Add(w.between(0, bad.Sub(w.now)) - apart)})
	}
	w.sweeps(ctx, end)
	if !set.Calm {
		w.trouble(ctx, bad)
	}
	for i := range slots {
		slot := start().Add(time.Duration(i) * apart)
		w.later(slot, false, func() { w.slot(ctx, slot) })
		if w.chance(25) { // somebody asks for a digest while one is on its way
			asked := slot.Add(w.between(5*time.Second, 2*time.Minute))
			w.later(asked, false, func() { w.slot(ctx, asked) })
		}
	}
	rests := w.run(bad)
	w.well(ctx, end)
	w.last = bad.Add(90 * time.Minute)
	w.later(w.last, false, func() { w.slot(ctx, w.last) })
	if !rests || !w.run(end) {
		return w, []string{"it never comes to rest"}
	}
	return w, w.faults(ctx)
}
