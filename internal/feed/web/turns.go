package web

import (
	"context"
	"sync"
	"time"
)

// maxHosts is how many hosts are remembered before those are forgotten whose
// next turn has come.
const maxHosts = 1024

// turns keeps requests to one host apart: two at a time, and an interval
// between their starts.
type turns struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu    sync.Mutex
	hosts map[string]*host
}

type host struct {
	slots chan struct{}
	users int       // that hold a slot or wait for one
	next  time.Time // not to be asked before
}

func newTurns(now func() time.Time, sleep func(context.Context, time.Duration) error) *turns {
	return &turns{now: now, sleep: sleep, hosts: map[string]*host{}}
}

// take waits for a turn. Release gives the slot back, when all has been read.
func (t *turns) take(ctx context.Context, name string, interval time.Duration) (release func(), err error) {
	h := t.enter(name)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		t.leave(h)
		return nil, ctx.Err()
	}
	release = func() {
		<-h.slots
		t.leave(h)
	}
	if wait := t.reserve(h, interval); wait > 0 {
		if err := t.sleep(ctx, wait); err != nil {
			release()
			return nil, err
		}
	}
	return release, nil
}

// reserve takes the host's next start, and says how long it is until then.
func (t *turns) reserve(h *host, interval time.Duration) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	start := now
	if h.next.After(now) {
		start = h.next
	}
	h.next = start.Add(interval)
	return start.Sub(now)
}

func (t *turns) enter(name string) *host {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.hosts[name]
	if h == nil {
		if len(t.hosts) >= maxHosts {
			t.forget()
		}
		h = &host{slots: make(chan struct{}, perHost)}
		t.hosts[name] = h
	}
	h.users++
	return h
}

func (t *turns) leave(h *host) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h.users--
}

// forget drops the hosts that nobody waits for, and that may be asked now: a
// new entry would say the same.
func (t *turns) forget() {
	now := t.now()
	for name, h := range t.hosts {
		if h.users == 0 && !h.next.After(now) {
			delete(t.hosts, name)
		}
	}
}
