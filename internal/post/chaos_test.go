package post_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
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

var (
	seeds = flag.Int("seeds", usualSeeds, "how many schedules the chaos suite plays")
	only  = flag.Uint64("seed", 0, "the one schedule to play and to print")
)

const slots = 3

// play plays a schedule: slots with trouble, then a time in which all is well
// again, with a last slot; it returns what does not hold.
func play(s *store.Store, h *hook, seed uint64, set setting) (w *world, faults []string) {
	w = newWorld(s, h, seed, set)
	defer func() {
		for _, k := range w.workers {
			k.stop()
		}
	}()
	apart := w.between(8*time.Minute, 40*time.Minute)
	bad := start.Add(slots * apart)
	end := bad.Add(3 * time.Hour)
	for i := range 4 + w.r.IntN(16) {
		w.arrivals = append(w.arrivals, arrival{fmt.Sprintf("a%02d", i), start.Add(w.between(0, bad.Sub(start)) - apart)})
	}
	w.sweeps(end)
	if !set.calm {
		w.trouble(bad)
	}
	for i := range slots {
		slot := start.Add(time.Duration(i) * apart)
		w.later(slot, false, func() { w.slot(slot) })
	}
	well := w.run(bad)
	w.calm = true
	w.slack.Mend()
	w.logf("all is well again")
	w.last = bad.Add(90 * time.Minute)
	w.later(w.last, false, func() { w.slot(w.last) })
	if !well || !w.run(end) {
		return w, []string{"it never comes to rest"}
	}
	return w, w.faults()
}

// visible reads the channel: what was ever accepted by name, and what is there
// now by article.
func (w *world) visible() (accepted map[string]int, told map[string][]string, stamps map[string]bool) {
	accepted, told, stamps = map[string]int{}, map[string][]string{}, map[string]bool{}
	for _, m := range w.slack.Posted(reader) {
		var meta struct {
			Payload struct {
				K, H string
				P    int
			} `json:"event_payload"`
		}
		_ = json.Unmarshal(m.Metadata, &meta)
		name := fmt.Sprint(meta.Payload.K, " ", meta.Payload.P, " ", meta.Payload.H)
		accepted[name]++
		if m.Deleted {
			continue
		}
		stamps[m.TS] = true
		for _, a := range w.arrivals {
			if strings.Contains(m.Text+string(m.Blocks), a.id) {
				told[a.id] = append(told[a.id], name)
			}
		}
	}
	return accepted, told, stamps
}

// faults says what does not hold at the end.
func (w *world) faults() (out []string) {
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	ctx, s := context.Background(), w.store
	accepted, told, stamps := w.visible()
	for name, n := range accepted {
		if n > 1 {
			fault("part %s was posted %d times", name, n)
		}
	}
	records, err := s.Told(ctx, w.now, reader, time.Time{})
	if err != nil {
		fault("%v", err)
	}
	if len(records) == 0 {
		fault("nothing was planned")
	}
	doubtful, recorded := map[string]bool{}, map[string]int{}
	for i, r := range records {
		o, err := s.OutboxOf(ctx, w.now, r.Digest)
		if err != nil {
			fault("%v", err)
			continue
		}
		if r.State != store.Posted && r.State != store.Closed {
			fault("digest %d is %s in the end", i, r.State)
		}
		if r.Slot.Equal(w.last) && r.State != store.Posted {
			fault("digest %d is %s, and nothing hindered it", i, r.State)
		}
		for _, p := range o.Parts {
			if p.State == store.PartPosted && !stamps[p.TS] {
				fault("part %d of digest %d is posted, and not there", p.Number, i)
			}
			if p.State == store.PartAmbiguous {
				for _, a := range p.Stories {
					doubtful[a] = true
				}
			}
		}
		for _, a := range r.Articles {
			recorded[a]++
		}
	}
	for _, a := range w.arrivals {
		switch n := len(told[a.id]); {
		case n > 1:
			fault("article %s is told %d times: %v", a.id, n, told[a.id])
		case n == 0 && (w.set.policy == post.AtLeastOnce || !doubtful[a.id]):
			fault("article %s is swallowed", a.id)
		}
		if recorded[a.id] != 1 {
			fault("article %s is in the records of %d digests", a.id, recorded[a.id])
		}
	}
	if waiting, err := s.Waiting(ctx, w.now.Add(24*time.Hour)); err != nil || len(waiting) > 0 {
		fault("%d digests wait in the end, %v", len(waiting), err)
	}
	return out
}

// chaos plays many schedules on all cores, and returns how many fail with a
// fault that says something, and one that does.
func chaos(t *testing.T, n int, set setting, says string) (failed int64, first string) {
	t.Helper()
	var next atomic.Uint64
	var bad atomic.Int64
	var posted, plans atomic.Int64
	var mu sync.Mutex
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			h := &hook{}
			s := store.New(h)
			for seed := next.Add(1); seed <= uint64(n); seed = next.Add(1) {
				if *only > 0 {
					if seed > 1 {
						return
					}
					seed = *only
				}
				w, faults := play(s, h, seed, set)
				posted.Add(int64(len(w.slack.Posted(reader))))
				plans.Add(int64(w.plans))
				if *only > 0 {
					t.Log(strings.Join(w.log, "\n"))
				}
				if all := strings.Join(faults, "; "); len(faults) > 0 && strings.Contains(all, says) && bad.Add(1) == 1 {
					mu.Lock()
					first = fmt.Sprintf("-seed %d: %s", seed, all)
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d schedules: %d digests planned, %d messages, %d failed", n, plans.Load(), posted.Load(), bad.Load())
	mu.Lock()
	defer mu.Unlock()
	return bad.Load(), first
}

// With history that lags less than the settle time, each part is posted once,
// and every article is told once.
func TestChaosAtLeastOnce(t *testing.T) {
	t.Parallel()
	if n, first := chaos(t, *seeds, setting{lag: settle - time.Second}, ""); n > 0 {
		t.Errorf("%d schedules fail; %s", n, first)
	}
}

// At most once holds however long history lags; only parts that end in doubt,
// with an alarm, may be missing.
func TestChaosAtMostOnce(t *testing.T) {
	t.Parallel()
	if n, first := chaos(t, *seeds, setting{lag: 10 * time.Minute, policy: post.AtMostOnce}, ""); n > 0 {
		t.Errorf("%d schedules fail; %s", n, first)
	}
}

// Without trouble, nothing is asked twice.
func TestChaosCalm(t *testing.T) {
	t.Parallel()
	if n, first := chaos(t, 20, setting{calm: true}, ""); n > 0 {
		t.Errorf("%d schedules fail; %s", n, first)
	}
}

// grant is a store that grants every lease: no condition on what is there.
type grant struct{ store.Driver }

func (g grant) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	return g.Driver.Write(ctx, now, freed(batch))
}

func (g grant) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	return g.Driver.WriteEach(ctx, now, freed(batch))
}

func freed(batch []store.Write) []store.Write {
	free := make([]store.Write, len(batch))
	for i, w := range batch {
		w.If = store.Any
		free[i] = w
	}
	return free
}

// forgetful is a Slack whose history is empty.
type forgetful struct{ http.RoundTripper }

func (f forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.RoundTripper.RoundTrip(r)
	if err == nil && strings.HasSuffix(r.URL.Path, "conversations.history") && resp.StatusCode == http.StatusOK {
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(strings.NewReader(`{"ok":true,"messages":[],"has_more":false}`))
	}
	return resp, err
}

// The suite sees it where a part of the protection is taken away.
func TestChaosSees(t *testing.T) {
	lag := settle - time.Second
	for name, c := range map[string]struct {
		set  setting
		says string
	}{
		"a store that grants every lease": {setting{lag: lag, driver: func(d store.Driver) store.Driver { return grant{d} }}, "was posted 2 times"},
		"a history that hides metadata":   {setting{lag: lag, hide: true}, "was posted 2 times"},
		"an empty history":                {setting{lag: lag, slack: func(r http.RoundTripper) http.RoundTripper { return forgetful{r} }}, "was posted 2 times"},
		"a history that lags too long":    {setting{lag: 5 * time.Minute}, "was posted 2 times"},
		"no sweep":                        {setting{lag: lag, noSweep: true}, "and nothing hindered it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, first := chaos(t, 100, c.set, c.says)
			if n == 0 {
				t.Errorf("no schedule of 100 fails with %q", c.says)
			}
			t.Log(first)
		})
	}
}
