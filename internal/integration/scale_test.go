package integration_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/queue"
	"counterpoint/internal/store"
)

var full = flag.Bool("full", false, "simulate twenty thousand feeds and a thousand digests, not a tenth of them")

// A simulation on a virtual clock: twenty thousand feeds asked hourly, and a
// thousand digests that are all due at eight. The queues, the messages, the
// plans of feeds and their delays are the product's own; what functions do is
// what it takes, as it was counted (internal/cost/counts.json), with strangers'
// servers that are slow, functions that die, and Slack's pace.
const (
	fetchAtOnce   = 10                     // FetchConcurrency of the template
	digestAtOnce  = 5                      // DigestConcurrency as docs/deploy.md has it for so many
	fetchHidden   = 30 * time.Minute       // how long a message is hidden, as in the template
	handedOut     = 30 * time.Minute       // how long an errand has its feeds
	errandLease   = 5 * time.Minute        // how long one run has an errand
	digestHidden  = 18 * time.Minute       // of a digest's
	parts         = 3                      // messages of a digest
	makes         = 2 * time.Second        // a digest is made
	posts         = 400 * time.Millisecond // a message is posted
	channelPace   = time.Second            // between two messages of a channel
	workspacePace = 50 * time.Millisecond  // between two messages of the workspace: Slack publishes none; we assume 20 a second
	dies          = 0.01                   // of invocations
	slowServers   = 0.01                   // of feeds, which take twenty seconds
	planEvery     = time.Hour              // FetchEvery: then a feed that may be asked sooner is asked hourly
	rests         = 10 * time.Minute       // of a feed after an answer
	sweepEvery    = 5 * time.Minute
	early         = 2 * time.Minute // that the index of what waits may be early
	tick          = 100 * time.Millisecond
)

type simulation struct {
	now          time.Time
	r            *rand.Rand
	fetchQ       *queue.Local
	digestQ      *queue.Local
	sources      map[string]*feedState
	errands      map[string]time.Time // until when a run has them
	fetchFree    []time.Time          // when each function is free
	digestFree   []time.Time
	digests      map[string]*digestState
	workspace    time.Time       // the last message's
	gaps         []time.Duration // between two askings of a feed
	posted       []time.Duration // after eight, of the last message of each digest
	twice        int             // feeds that two functions asked at once
	done         []finish
	eight        time.Time
	refusals     int
	feedsAsked   int
	errandsAsked int
}

type feedState struct {
	source    news.Source
	due       time.Time
	handed    store.Handed
	busyUntil time.Time
	asked     time.Time
}

type digestState struct {
	planned bool
	posted  int
	last    time.Time // message
	lease   time.Time
	waits   time.Time
}

// finish is what happens at the end of an invocation.
type finish struct {
	at time.Time
	do func()
}

func TestScale(t *testing.T) {
	feeds, digests := 2_000, 100
	if *full {
		feeds, digests = 20_000, 1_000
	}
	start := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	s := &simulation{now: start, r: rand.New(rand.NewPCG(1, 2)), sources: map[string]*feedState{}, errands: map[string]time.Time{}, digests: map[string]*digestState{}}
	clock := func() time.Time { return s.now }
	chaos := &queue.Chaos{Rand: rand.New(rand.NewPCG(3, 4)), Duplicate: 0.005, LoseAck: 0.002, Shuffle: 0.2}
	s.fetchQ = queue.NewLocal(queue.Options{Now: clock, Visibility: fetchHidden, MaxReceives: 5, Chaos: chaos})
	s.digestQ = queue.NewLocal(queue.Options{Now: clock, Visibility: digestHidden, MaxReceives: 5, Chaos: chaos})
	s.fetchFree, s.digestFree = make([]time.Time, fetchAtOnce), make([]time.Time, digestAtOnce)
	for i := range feeds { // a fifth of the feeds are on forty hosts
		host := i
		if i < feeds/5 {
			host = i % 40
		}
		src := news.Source{URL: fmt.Sprintf("https://h%d.example/%d", host, i)}
		s.sources[src.ID()] = &feedState{source: src, due: start}
	}
	eight := start.Add(2 * time.Hour)
	s.eight = eight
	wakes := map[int][]string{} // by tick: the Scheduler sends within a minute
	for i := range digests {
		name := fmt.Sprintf("C%04d", i)
		s.digests[name] = &digestState{}
		at := int((eight.Sub(start) + time.Duration(s.r.Int64N(int64(time.Minute)))) / tick)
		wakes[at] = append(wakes[at], name)
	}
	for n := range int(3 * time.Hour / tick) {
		s.now = start.Add(time.Duration(n) * tick)
		if s.now.Sub(start)%planEvery == 0 {
			s.plan(t)
		}
		if s.now.Sub(start)%sweepEvery == 0 {
			s.sweep(t)
		}
		for _, name := range wakes[n] {
			s.send(t, s.digestQ, errand.Errand{Do: errand.Tell, Channel: name, Slot: eight}, 0)
		}
		s.step(t)
	}
	s.judge(t)
}

func (s *simulation) send(t *testing.T, q *queue.Local, e errand.Errand, delay time.Duration) {
	t.Helper()
	if err := q.Send(t.Context(), e.Body(), delay); err != nil {
		t.Fatal(err)
	}
}

// plan hands out what is due and sends errands for it, as the fetch function does.
func (s *simulation) plan(t *testing.T) {
	t.Helper()
	var due []*feedState
	for _, f := range s.sources {
		if held := s.now.Before(f.handed.Until) && !f.due.After(f.handed.At); !f.due.After(s.now) && !held {
			due = append(due, f)
		}
	}
	slices.SortFunc(due, func(a, b *feedState) int { return a.due.Compare(b.due) })
	var sources []news.Source
	for _, f := range due {
		sources = append(sources, f.source)
	}
	h := store.Handed{At: s.now, Until: s.now.Add(handedOut)}
	var all []queue.Outgoing
	for _, e := range errand.ForFeeds(sources, 72*time.Hour) {
		for _, id := range e.Feeds {
			s.sources[id].handed = h
		}
		e.Handed, e.Until = h.At, h.Until
		all = append(all, queue.Outgoing{Body: e.Body(), Delay: e.Delay})
	}
	if err := s.fetchQ.SendAll(t.Context(), all); err != nil {
		t.Fatal(err)
	}
}

// sweep wakes what waits, as the digest function does.
func (s *simulation) sweep(t *testing.T) {
	t.Helper()
	for name, d := range s.digests {
		if d.planned && d.posted < parts && !d.waits.After(s.now.Add(early)) {
			s.send(t, s.digestQ, errand.Errand{Do: errand.Wake, Channel: name}, 0)
		}
	}
}

// step ends what ends now, and gives messages to functions that are free.
func (s *simulation) step(t *testing.T) {
	t.Helper()
	s.done = slices.DeleteFunc(s.done, func(f finish) bool {
		if f.at.After(s.now) {
			return false
		}
		f.do()
		return true
	})
	s.deliver(t, s.fetchQ, s.fetchFree, s.ask)
	s.deliver(t, s.digestQ, s.digestFree, s.tell)
}

// deliver gives a message to each function that is free. One that dies leaves
// its message to come again.
func (s *simulation) deliver(t *testing.T, q *queue.Local, free []time.Time, do func(*testing.T, errand.Errand) time.Duration) {
	t.Helper()
	for i := range free {
		if free[i].After(s.now) {
			continue
		}
		if next := q.Next(); next.IsZero() || next.After(s.now) {
			return
		}
		got := q.Receive(1)
		if len(got) == 0 {
			return
		}
		e, err := errand.Read(got[0].Body)
		if err != nil {
			t.Fatal(err)
		}
		if s.r.Float64() < dies { // before it has done anything that lasts
			free[i] = s.now.Add(time.Second)
			continue
		}
		took := do(t, e)
		free[i] = s.now.Add(took)
		s.done = append(s.done, finish{s.now.Add(took), func() { q.Delete(got[0].Receipt) }})
	}
}

// ask is an errand for feeds: as long as the slowest of them.
func (s *simulation) ask(_ *testing.T, e errand.Errand) time.Duration {
	took := 20 * time.Millisecond
	s.errandsAsked++
	if s.now.Add(errandLease).After(e.Until) || s.errands[e.Body()].After(s.now) { // the store says so
		return took
	}
	s.errands[e.Body()] = s.now.Add(errandLease)
	for _, id := range e.Feeds {
		f := s.sources[id]
		if f.due.After(e.Handed) {
			continue
		}
		if f.busyUntil.After(s.now) {
			s.twice++
		}
		lasts := 400*time.Millisecond + time.Duration(s.r.ExpFloat64()*float64(400*time.Millisecond))
		if s.r.Float64() < slowServers {
			lasts = 20 * time.Second
		}
		f.busyUntil = s.now.Add(lasts)
		took = max(took, lasts)
		if !f.asked.IsZero() {
			s.gaps = append(s.gaps, s.now.Sub(f.asked))
		}
		f.asked = s.now
		s.feedsAsked++
		s.done = append(s.done, finish{s.now.Add(lasts), func() { f.due = s.now.Add(rests) }})
	}
	return took
}

// tell is an errand of a digest: it is made if it is not, and a message posted
// if Slack takes one now.
func (s *simulation) tell(t *testing.T, e errand.Errand) time.Duration {
	t.Helper()
	d := s.digests[e.Channel]
	took := 50 * time.Millisecond
	if d.posted == parts || d.lease.After(s.now) || e.Do == errand.Wake && !d.planned {
		return took
	}
	if !d.planned {
		d.planned = true
		took += makes
	}
	at := s.now.Add(took)
	var again time.Duration
	switch {
	case at.Sub(d.last) < channelPace:
		again = channelPace
	case at.Sub(s.workspace) < workspacePace:
		s.refusals++
		again = time.Second + time.Duration(s.r.IntN(5))*time.Second // Retry-After
	default:
		d.posted++
		d.last, s.workspace = at, at
		took += posts
		again = channelPace
		if d.posted == parts {
			s.posted = append(s.posted, at.Sub(s.eight))
			return took
		}
	}
	d.lease, d.waits = s.now.Add(took), s.now.Add(took+again)
	s.send(t, s.digestQ, errand.Errand{Do: errand.Wake, Channel: e.Channel}, took+again)
	return took
}

// judge looks whether anything was lost, and says how it went.
func (s *simulation) judge(t *testing.T) {
	t.Helper()
	for name, d := range s.digests {
		if d.posted != parts {
			t.Errorf("digest %s: %d of %d messages are posted", name, d.posted, parts)
		}
	}
	for id, f := range s.sources {
		if gap := s.now.Sub(f.asked); gap > 2*planEvery+fetchHidden {
			t.Errorf("feed %s was not asked for %v", id, gap)
		}
	}
	if s.twice > 0 {
		t.Errorf("%d feeds were asked by two at once", s.twice)
	}
	if len(s.fetchQ.Dead())+len(s.digestQ.Dead()) > 0 {
		t.Errorf("given up: %v %v", s.fetchQ.Dead(), s.digestQ.Dead())
	}
	slices.Sort(s.gaps)
	slices.Sort(s.posted)
	at := func(of []time.Duration, percent int) time.Duration {
		return of[(len(of)-1)*percent/100].Round(time.Second)
	}
	t.Logf("%d feeds asked in 3 h in %d errands; between two askings: median %v, 99 of 100 %v, at most %v",
		s.feedsAsked, s.errandsAsked, at(s.gaps, 50), at(s.gaps, 99), at(s.gaps, 100))
	t.Logf("%d digests are whole after: half %v, 99 of 100 %v, the last %v; Slack refused %d messages for their pace",
		len(s.posted), at(s.posted, 50), at(s.posted, 99), at(s.posted, 100), s.refusals)
	t.Logf("deepest queues: %d errands for feeds, %d for digests; nothing is lost", s.fetchQ.Counts().Deepest, s.digestQ.Counts().Deepest)
	if last := at(s.posted, 100); last > time.Hour {
		t.Errorf("the last digest comes %v late", last)
	}
}
