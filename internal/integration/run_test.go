package integration_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/lambdatest"
	"counterpoint/internal/queue"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

func calm() *queue.Chaos { return nil }

// setUp follows the papers, and has a digest every day.
func (w *world) setUp() {
	w.t.Helper()
	now := time.Now().Add(-time.Hour)
	for host, items := range stories {
		for i, it := range items {
			it.at = now.Add(-time.Duration(i) * time.Minute)
			w.feeds.print(host, it)
		}
		if a := w.slash("add http://" + host + "/feed"); strings.Contains(a, "did not work") {
			w.t.Fatalf("add %s: %s", host, a)
		}
		w.until("the feed is followed", time.Minute, w.quiet)
	}
	w.slash("schedule daily 08:30 Europe/London")
	w.until("the schedule is made", time.Minute, func() bool { return len(w.scheduler.Kept()) == 1 })
	w.until("what it left behind is done", time.Minute, w.quiet)
	w.t.Log("commands are done: three feeds, one schedule")
}

// plan has the schedule for fetching fire, and waits until all is fetched.
func (w *world) plan() {
	w.t.Helper()
	for try := range 10 { // a function may be killed at it: the service invokes it again
		if _, err := w.fetch.Invoke(w.t.Context(), []byte(`{"do":"plan"}`)); err == nil {
			break
		} else if try == 9 {
			w.t.Fatalf("planning fails: %v", err)
		}
	}
	w.until("feeds are fetched", time.Minute, func() bool { return w.kept() == 5 })
	w.t.Log("feeds are fetched: five articles")
}

// kept counts the articles in the store.
func (w *world) kept() int {
	ch, err := w.store.Channel(w.t.Context(), channel)
	if err != nil {
		w.t.Fatal(err)
	}
	var ids []string
	for _, s := range ch.Sources {
		ids = append(ids, s.ID())
	}
	now := time.Now()
	all, err := w.store.Window(w.t.Context(), now, ids, now.Add(-24*time.Hour), now)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(all)
}

// told waits for the one digest, and looks whether it is right and there once.
func (w *world) told(within time.Duration) {
	w.t.Helper()
	w.until("the digest is posted", within, func() bool { return w.state() == store.Posted })
	w.until("nothing is left", time.Minute, w.quiet)
	posted := w.posted()
	names := map[string]int{}
	text := ""
	for _, p := range posted {
		var m struct {
			Payload struct {
				K string
				P float64
			} `json:"event_payload"`
		}
		if err := json.Unmarshal(p.Metadata, &m); err != nil {
			w.t.Fatal(err)
		}
		names[m.Payload.K+string(rune('0'+int(m.Payload.P)))]++
		text += string(p.Blocks)
	}
	for name, n := range names {
		if n != 1 {
			w.t.Errorf("part %s is in the channel %d times", name, n)
		}
	}
	for _, want := range []string{"Halden", "Twelve", "Fifteen", "bridge"} {
		if !strings.Contains(text, want) {
			w.t.Errorf("the digest does not say %q: %s", want, text)
		}
	}
	w.t.Logf("the digest is in the channel: %d message(s), each once", len(posted))
}

// state is that of the last digest.
func (w *world) state() store.State {
	all, err := w.store.Told(w.t.Context(), time.Now(), channel, time.Now().Add(-24*time.Hour))
	if err != nil {
		w.t.Fatal(err)
	}
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].State
}

// From a schedule to the message in Slack, whatever happens on the way.
func TestScheduleToSlack(t *testing.T) {
	for _, c := range []struct {
		name  string
		chaos func() *queue.Chaos
		play  func(*world)
		model *converse
	}{
		{name: "worded by a model", chaos: calm, play: worded, model: &converse{}},
		{name: "killed when the model is paid", chaos: calm, play: wordedAgain, model: &converse{}},
		{name: "a model that is throttled", chaos: calm, play: unworded, model: &converse{throttled: true}},
		{"as it should be", calm, func(w *world) {
			w.setUp()
			w.plan()
			w.fires(time.Now())
			w.told(time.Minute)
		}, nil},
		{"every message twice, in no order, acknowledged in vain", func() *queue.Chaos {
			return &queue.Chaos{Rand: rand.New(rand.NewPCG(1, 2)), Duplicate: 0.5, Shuffle: 1, LoseAck: 0.4}
		}, func(w *world) {
			w.setUp()
			w.plan()
			slot := time.Now()
			for range 3 {
				w.fires(slot)
			}
			w.told(2 * time.Minute)
			if c := w.digestQ.Counts(); c.Deliveries < c.Messages+3 {
				w.t.Errorf("%d messages were delivered %d times: nothing came twice", c.Messages, c.Deliveries)
			}
		}, nil},
		{"poison", calm, func(w *world) {
			w.setUp()
			for _, q := range []*queue.Local{w.fetchQ, w.digestQ} {
				for _, body := range []string{"\x00", `{"do":"dance"}`, `{"do":"job","job":7}`, `[1]`} {
					w.send(q, body)
				}
			}
			w.plan()
			w.fires(time.Now())
			w.until("poison is given up", 2*time.Minute, func() bool { return len(w.fetchQ.Dead()) == 4 && len(w.digestQ.Dead()) == 4 })
			w.told(time.Minute)
		}, nil},
		{"functions killed, each four times", calm, func(w *world) {
			w.setUp()
			before := w.fetch.Stats().Starts + w.digest.Stats().Starts
			k := killer{at: map[string]int{}, times: map[string]int{}}
			w.table.trouble(nil, func(function, _ string, n int) {
				if k.now(function, n) {
					map[string]*lambdatest.Function{"fetch": w.fetch, "digest": w.digest}[function].Kill()
				}
			})
			w.plan()
			w.fires(time.Now())
			w.told(4 * time.Minute)
			w.t.Logf("functions were killed: %v", k.times)
			if started := w.fetch.Stats().Starts + w.digest.Stats().Starts - before; started < 6 {
				w.t.Errorf("functions were started %d times: hardly any was killed", started)
			}
		}, nil},
		{"killed when Slack has taken the message", calm, func(w *world) {
			w.setUp()
			w.plan()
			w.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Slow, Delay: 3 * time.Second})
			w.fires(time.Now())
			done := make(chan struct{})
			go func() {
				defer close(done)
				for len(w.posted()) == 0 {
					time.Sleep(10 * time.Millisecond)
				}
				w.digest.Kill()
			}()
			w.told(4 * time.Minute)
			<-done
		}, nil},
		{"an answer of Slack's that is lost", calm, func(w *world) {
			w.setUp()
			w.plan()
			w.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter})
			w.fires(time.Now())
			w.told(2 * time.Minute)
		}, nil},
		{"a throttled table", calm, func(w *world) {
			w.setUp()
			var refused atomic.Int32
			w.table.trouble(func(n int) bool {
				if n%10 < 3 {
					refused.Add(1)
				}
				return n%10 < 3
			}, nil)
			w.plan()
			w.fires(time.Now())
			w.told(4 * time.Minute)
			w.t.Logf("the table refused %d calls", refused.Load())
			if refused.Load() < 10 {
				w.t.Error("hardly any call was refused")
			}
		}, nil},
		{"the queue emptied in the middle of a digest", calm, func(w *world) {
			w.setUp()
			w.plan()
			w.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Status: 429, RetryAfter: 5 * time.Second})
			w.fires(time.Now())
			w.until("the digest is planned", time.Minute, func() bool { return w.state() != "" && w.digestQ.Len() > 0 && !w.digestQ.Next().Before(time.Now()) })
			w.digestQ.Purge()
			time.Sleep(6 * time.Second)
			if n := len(w.posted()); n != 0 || w.state() == store.Posted {
				w.t.Fatalf("%d messages are posted without a wake-up, the digest is %s", n, w.state())
			}
			w.t.Log("the queue is empty, the digest is not posted: the sweep comes")
			w.send(w.digestQ, `{"do":"sweep"}`)
			w.told(time.Minute)
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.play(newWorld(t, c.chaos, c.model))
		})
	}
}

// killer says when a function is killed: four times, each some calls later than
// the time before.
type killer struct {
	mu    sync.Mutex
	at    map[string]int // the call of the next time
	times map[string]int
}

func (k *killer) now(function string, n int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if function == "web" || n < k.at[function] || k.times[function] == 4 {
		return false
	}
	k.times[function]++
	k.at[function] = n + 4 + 6*k.times[function]
	return true
}

// A slot that was missed for too long is noted as skipped, and its news are in
// the next digest; a second wake-up for a slot that was told does nothing.
func TestSlots(t *testing.T) {
	t.Parallel()
	w := newWorld(t, calm, nil)
	w.setUp()
	w.plan()
	w.fires(time.Now().Add(-3 * time.Hour))
	w.until("it is skipped", time.Minute, func() bool { return w.state() == store.Skipped && w.quiet() })
	if n := len(w.posted()); n != 0 {
		t.Errorf("%d messages of a digest that is skipped", n)
	}
	slot := time.Now()
	w.fires(slot)
	w.told(time.Minute)
	n := len(w.posted())
	w.fires(slot)
	w.until("it is looked at", time.Minute, w.quiet)
	if again := len(w.posted()); again != n {
		t.Errorf("a second wake-up posted %d more", again-n)
	}
	if s := w.scheduler.Kept(); !slices.Contains(slices.Collect(keys(s)), channel+"-0830-daily") {
		t.Errorf("schedules %v", s)
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
