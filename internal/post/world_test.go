package post_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

var (
	start   = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	settle  = 30 * time.Second
	errLost = errors.New("the answer of the store is lost")
)

const (
	reader  = "C1"
	sweep   = 5 * time.Minute
	httpCap = 10 * time.Second // of the client
)

// setting is what one run plays, beside its seed. The mutations replace a part.
type setting struct {
	policy  post.Policy
	lag     time.Duration // of history, at most
	calm    bool          // neither faults nor crashes
	noSweep bool
	driver  func(store.Driver) store.Driver
	slack   func(http.RoundTripper) http.RoundTripper
	hide    bool // history hides metadata
}

// world is a store, a Slack, and workers between them, on one clock that only
// the world turns. Workers are coroutines: at each cut, which is before and
// after each write and each call, another may go on, time may pass, or the
// worker dies.
type world struct {
	set    setting
	r      *rand.Rand
	now    time.Time
	driver store.Driver
	store  *store.Store
	slack  *slackfake.Server
	client *post.Client

	workers  []*worker
	running  *worker
	events   []event
	calm     bool
	steps    int
	arrivals []arrival
	alarms   []string
	plans    int
	last     time.Time // the slot after all is well again
	log      []string
}

type worker struct {
	name string
	next func() (time.Duration, bool)
	stop func()
	at   time.Time // when it goes on
	skew time.Duration
	in   func(time.Duration) bool // yields
}

type event struct {
	at time.Time
	do func()
	in bool // the queue: may be emptied
}

// arrival is an article that comes at a time.
type arrival struct {
	id string
	at time.Time
}

type crash struct{}

func newWorld(s *store.Store, h *hook, seed uint64, set setting) *world {
	w := &world{set: set, r: rand.New(rand.NewPCG(seed, 7)), now: start, store: s, calm: set.calm}
	w.driver = &memory.DB{}
	if set.driver != nil {
		w.driver = set.driver(w.driver)
	}
	h.w = w
	w.slack = slackfake.New(slackfake.Options{Now: func() time.Time { return w.now }, Token: "xoxb-test", Wait: w.wait})
	w.slack.AddChannel(reader, "news")
	lag := set.lag // a third of the schedules has the most that there may be
	if w.r.IntN(3) > 0 {
		lag = time.Duration(w.r.Int64N(int64(set.lag) + 1))
	}
	w.slack.SetLag(lag)
	w.slack.HideMetadata(set.hide)
	transport := w.slack.Transport()
	if set.slack != nil {
		transport = set.slack(transport)
	}
	w.client = post.NewClient(post.ClientOptions{Token: "xoxb-test", URL: "https://slack.test/api", Transport: wire{w, transport}})
	return w
}

func (w *world) chance(percent float64) bool { return !w.calm && w.r.Float64()*100 < percent }

func (w *world) between(low, high time.Duration) time.Duration {
	return low + time.Duration(w.r.Int64N(int64(high-low)))
}

func (w *world) logf(format string, args ...any) {
	w.log = append(w.log, w.now.Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

// later has something done at a time.
func (w *world) later(at time.Time, queue bool, do func()) {
	w.events = append(w.events, event{at, do, queue})
}

// work starts a worker.
func (w *world) work(name string, do func(context.Context, *post.Poster)) {
	k := &worker{name: fmt.Sprintf("%s%d", name, w.steps), at: w.now}
	if !w.calm {
		k.skew = w.between(-4*time.Second, 4*time.Second)
	}
	p := &post.Poster{
		Slack: w.client, Store: w.store, Now: func() time.Time { return w.now.Add(k.skew) },
		Owner: k.name, Settle: settle, Policy: w.set.policy, Bot: slackfake.BotID,
	}
	k.next, k.stop = iter.Pull(func(yield func(time.Duration) bool) {
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(crash); !ok {
					panic(r)
				}
			}
		}()
		k.in = yield
		do(context.Background(), p)
	})
	w.workers = append(w.workers, k)
}

// pause lets the running worker rest.
func (w *world) pause(d time.Duration) {
	if k := w.running; k != nil && !k.in(d) {
		panic(crash{})
	}
}

// cut is a point at which the running worker may be interrupted, or die.
func (w *world) cut(what string) {
	if w.running == nil {
		return
	}
	switch {
	case w.chance(1.5):
		w.logf("%s dies %s", w.running.name, what)
		panic(crash{})
	case w.chance(2):
		d := w.between(0, 100*time.Second)
		if w.r.IntN(4) == 0 {
			d = w.between(0, 5*time.Minute)
		}
		w.logf("%s rests for %v %s", w.running.name, d, what)
		w.pause(d)
	case w.chance(40):
		w.pause(w.between(0, 2*time.Second))
	}
}

// wait is how a slow Slack passes time: the client waits no longer than it
// would.
func (w *world) wait(_ context.Context, d time.Duration) error {
	if d < httpCap {
		w.pause(d)
		return nil
	}
	w.pause(httpCap)
	return context.DeadlineExceeded
}

// run turns the clock until nothing is to be done before the end.
func (w *world) run(end time.Time) bool {
	for ; w.steps < 40_000; w.steps++ {
		w.now = w.now.Add(w.between(time.Millisecond, 30*time.Millisecond))
		var ready []int // workers, then events
		first := end
		for i, k := range w.workers {
			if !k.at.After(w.now) {
				ready = append(ready, i)
			} else if k.at.Before(first) {
				first = k.at
			}
		}
		for i, e := range w.events {
			if !e.at.After(w.now) {
				ready = append(ready, len(w.workers)+i)
			} else if e.at.Before(first) {
				first = e.at
			}
		}
		switch {
		case len(ready) > 0:
			w.step(ready[w.r.IntN(len(ready))])
		case !first.Before(end):
			w.now = end
			return true
		default:
			w.now = first
		}
	}
	return false
}

func (w *world) step(i int) {
	if i >= len(w.workers) {
		i -= len(w.workers)
		e := w.events[i]
		w.events = slices.Delete(w.events, i, i+1)
		e.do()
		return
	}
	k := w.workers[i]
	w.running = k
	d, more := k.next()
	w.running = nil
	if !more {
		w.workers = slices.DeleteFunc(w.workers, func(o *worker) bool { return o == k })
		return
	}
	k.at = w.now.Add(d)
}

// hook is the driver below the one store of many worlds: making a store costs
// more than a world does.
type hook struct{ w *world }

func (h *hook) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	return h.w.driver.Get(ctx, keys)
}

func (h *hook) Query(ctx context.Context, pk, from, to string, limit int) ([]store.Item, error) {
	return h.w.driver.Query(ctx, pk, from, to, limit)
}

func (h *hook) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	return h.write(func() error { return h.w.driver.Write(ctx, now, batch) })
}

func (h *hook) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	return h.write(func() error { return h.w.driver.WriteEach(ctx, now, batch) })
}

func (h *hook) write(do func() error) error {
	w := h.w
	w.cut("before a write")
	if w.running != nil && w.chance(0.5) {
		return errors.New("the store does not answer")
	}
	err := do()
	if w.running != nil && err == nil && w.chance(0.5) {
		return errLost
	}
	w.cut("after a write")
	return err
}

// wire is the way to Slack.
type wire struct {
	w *world
	http.RoundTripper
}

func (t wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w := t.w
	begun := w.now
	w.cut("before a call")
	if w.now.Sub(begun) > httpCap {
		return nil, context.DeadlineExceeded // who rests too long has a client that gave up
	}
	if strings.HasSuffix(r.URL.Path, "chat.postMessage") && w.chance(3) {
		return nil, t.late(r)
	}
	resp, err := t.RoundTripper.RoundTrip(r)
	if w.chance(30) {
		w.pause(w.between(0, httpCap-time.Second))
	}
	if err == nil && w.now.Sub(begun) > httpCap {
		err = context.DeadlineExceeded
	}
	w.logf("%s: %s %v", w.running.name, r.URL.Path, err)
	if err != nil {
		return nil, err
	}
	w.cut("after a call")
	return resp, nil
}

// late has Slack take a message only after its client gave up.
func (t wire) late(r *http.Request) error {
	w := t.w
	body, _ := io.ReadAll(r.Body)
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
	late := r.Clone(context.Background()) //nolint:contextcheck // its client has given up by then
	late.Body = io.NopCloser(bytes.NewReader(body))
	w.later(w.now.Add(httpCap+w.between(0, time.Second)), false, func() {
		if resp, err := t.RoundTripper.RoundTrip(late); err == nil {
			_ = resp.Body.Close()
		}
	})
	w.pause(httpCap)
	return context.DeadlineExceeded
}

// failing is a driver that answers with one error.
type failing struct{ err error }

func (f failing) WriteEach(context.Context, time.Time, []store.Write) error { return f.err }

func (f failing) Get(context.Context, []store.Key) ([]store.Item, error) { return nil, f.err }

func (f failing) Query(context.Context, string, string, string, int) ([]store.Item, error) {
	return nil, f.err
}

func (f failing) Write(context.Context, time.Time, []store.Write) error { return f.err }
