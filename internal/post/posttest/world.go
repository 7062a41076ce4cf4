package posttest

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

const (
	sweep   = 5 * time.Minute
	visit   = 7 * time.Minute  // of the operator, in good times
	httpCap = 10 * time.Second // of the client
	skew    = 5 * time.Second  // of a worker's clock, at most
	slots   = 3                // with trouble
)

// start lies ahead of all clocks: a driver may delete what it believes expired.
func start() time.Time { return time.Date(2100, 3, 1, 8, 0, 0, 0, time.UTC) }

// world is a store, a Slack, and workers between them, on one clock that only
// the world turns. Workers are coroutines: at each cut, which is before and
// after each write and each call, another may go on, time may pass, or the
// worker dies.
type world struct {
	set    Setting
	r      *rand.Rand
	now    time.Time
	settle time.Duration
	lag    time.Duration // of history
	driver store.Driver
	store  *store.Store
	slack  *slackfake.Server
	client *post.Client

	channels []string
	workers  []*worker
	running  *worker
	events   []event
	calm     bool
	steps    int
	arrivals []arrival
	last     time.Time         // the slot after all is well again
	plans    map[string]string // digest to channel
	notices  map[string]int    // a channel's
	unparks  map[string]int    // a channel's
	seen     map[string]int    // what came how often
	log      []string
}

type worker struct {
	name    string
	channel string // "" for one that looks after all
	next    func() (time.Duration, bool)
	stop    func()
	at      time.Time // when it goes on
	skew    time.Duration
	in      func(time.Duration) bool // yields
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

func newWorld(s *store.Store, h *hook, seed uint64, set Setting) *world {
	w := &world{
		set: set, r: rand.New(rand.NewPCG(seed, 7)), now: start(), store: s, calm: set.Calm,
		plans: map[string]string{}, notices: map[string]int{}, unparks: map[string]int{}, seen: map[string]int{},
	}
	w.driver = &memory.DB{}
	if set.Driver != nil {
		w.driver = set.Driver(w.driver)
	}
	h.w = w
	w.settle = 30 * time.Second
	if w.r.IntN(2) == 0 {
		w.settle = 2 * time.Minute
	}
	w.slack = slackfake.New(slackfake.Options{Now: func() time.Time { return w.now }, Token: "xoxb-test", Wait: w.wait})
	w.lag = set.Lag // a third of the schedules has the most that there may be
	if w.lag == 0 {
		w.lag = w.settle - time.Second
	}
	if w.r.IntN(3) > 0 {
		w.lag = time.Duration(w.r.Int64N(int64(w.lag) + 1))
	}
	w.slack.SetLag(w.lag)
	w.slack.HideMetadata(set.Hide)
	many := 1
	if w.r.IntN(3) == 0 {
		many = 2 + w.r.IntN(2)
		w.see("several channels")
	}
	for i := range many {
		w.channels = append(w.channels, fmt.Sprintf("C%d", i+1))
		w.slack.AddChannel(w.channels[i], "news")
	}
	transport := w.slack.Transport()
	if set.Slack != nil {
		transport = set.Slack(transport)
	}
	w.client = post.NewClient(post.ClientOptions{Token: "xoxb-test", URL: "https://slack.test/api", Transport: wire{w, transport}})
	return w
}

func (w *world) see(what string) { w.seen[what]++ }

func (w *world) chance(percent float64) bool { return !w.calm && w.r.Float64()*100 < percent }

func (w *world) between(low, high time.Duration) time.Duration {
	return low + time.Duration(w.r.Int64N(int64(high-low)))
}

func (w *world) logf(format string, args ...any) {
	if w.set.Log {
		w.log = append(w.log, w.now.Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
	}
}

// later has something done at a time.
func (w *world) later(at time.Time, queue bool, do func()) {
	w.events = append(w.events, event{at, do, queue})
}

// work starts a worker.
func (w *world) work(ctx context.Context, name, channel string, do func(context.Context, *post.Poster)) {
	k := &worker{name: fmt.Sprintf("%s%d", name, w.steps), channel: channel, at: w.now}
	if !w.calm {
		k.skew = w.between(-skew, skew)
	}
	w.meet(k)
	settle := w.settle
	if w.set.Settle != nil {
		settle = w.set.Settle(settle)
	}
	p := &post.Poster{
		Slack: w.client, Store: w.store, Now: func() time.Time { return w.now.Add(k.skew) },
		Owner: k.name, Settle: settle, Policy: w.set.Policy, Bot: slackfake.BotID,
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
		do(ctx, p)
	})
	w.workers = append(w.workers, k)
}

// meet counts who is at work already when a worker comes.
func (w *world) meet(k *worker) {
	if k.channel == "" {
		return
	}
	for _, o := range w.workers {
		if o.channel == k.channel {
			w.see("two workers at one channel")
			if d := o.skew - k.skew; d.Abs() > skew*8/5 {
				w.see("clocks that differ")
			}
		} else if o.channel != "" {
			w.see("two channels at once")
		}
	}
}

// pause lets the running worker rest.
func (w *world) pause(d time.Duration) {
	if k := w.running; k != nil && !k.in(d) {
		panic(crash{})
	}
}

// cut is a point at which the running worker may be interrupted, or die.
func (w *world) cut(ctx context.Context, what string) {
	if w.running == nil {
		return
	}
	dies := 1.5
	if w.running.channel == "" {
		dies = 15 // it writes so seldom
	}
	switch {
	case w.chance(dies):
		w.die(ctx, what)
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

func (w *world) die(ctx context.Context, what string) {
	if what == "before" || what == "after" {
		what += " " + step()
	}
	w.logf("%s dies %s", w.running.name, what)
	w.see("dies " + what)
	if w.halved(ctx, w.running.channel) {
		w.see("dies between the halves")
	}
	panic(crash{})
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
	for most := w.steps + 40_000; w.steps < most; w.steps++ {
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
