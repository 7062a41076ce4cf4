package web

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"
)

const (
	robotsBytes  = 500 << 10        // of a robots.txt; RFC 9309 asks for as much
	robotsKept   = 24 * time.Hour   // RFC 9309 allows no more
	robotsFailed = 10 * time.Minute // until one that could not be read is asked for again
	robotsHosts  = 1000             // remembered at a time
	robotsMemory = 16 << 20         // of all rules remembered, in bytes
)

// robots remembers what hosts let be read.
type robots struct {
	name string // of this robot, as robots.txt has it

	mu     sync.Mutex
	origin map[string]*verdict
	size   int // of all rules remembered
}

// verdict is what one scheme and host says. Its fields hold once ready is
// closed.
type verdict struct {
	ready chan struct{}
	until time.Time // zero: being fetched
	rules rules
	fault *Error // nothing may be read, because of it
}

func newRobots(name string) *robots {
	return &robots{name: name, origin: map[string]*verdict{}}
}

// permitted tells whether robots.txt lets a page be read, and how far apart
// from the next.
func (c *Client) permitted(ctx context.Context, u *url.URL) (time.Duration, *Error) {
	v, fault := c.verdict(ctx, u)
	switch {
	case fault != nil:
		return 0, fault
	case v.fault != nil:
		return 0, v.fault
	case !v.rules.allows(u.RequestURI()):
		return 0, &Error{Kind: Robots, Reason: "asks programs to leave this page alone (robots.txt)"}
	}
	return v.rules.delay, nil
}

// verdict returns what a host says. Of many that ask at once, one fetches it.
func (c *Client) verdict(ctx context.Context, u *url.URL) (*verdict, *Error) {
	key := u.Scheme + "://" + u.Host
	for {
		v, first := c.robots.find(key, c.now())
		if first {
			v.rules, v.fault = c.fetchRules(ctx, key)
			c.robots.settle(key, v, c.now())
			return v, nil
		}
		select {
		case <-v.ready:
		case <-ctx.Done():
			return nil, stopped(ctx.Err())
		}
		// Whoever fetched it may have been stopped: that is no verdict for others.
		if v.fault == nil || v.fault.Kind != Stopped {
			return v, nil
		}
	}
}

// find returns a host's verdict. First is whether the caller has to fetch and
// settle it.
func (r *robots) find(key string, now time.Time) (v *verdict, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v = r.origin[key]; v != nil && (v.until.IsZero() || now.Before(v.until)) {
		return v, false
	}
	r.drop(key)
	v = &verdict{ready: make(chan struct{})}
	r.origin[key] = v
	return v, true
}

// settle ends the wait for a verdict, and makes room for it.
func (r *robots) settle(key string, v *verdict, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v.until = now.Add(robotsKept)
	if v.fault != nil {
		v.until = now.Add(robotsFailed)
	}
	close(v.ready)
	r.size += v.rules.size()
	if v.fault != nil && v.fault.Kind == Stopped {
		r.drop(key)
	}
	for other, o := range r.origin { // in no order
		if len(r.origin) <= robotsHosts && r.size <= robotsMemory {
			return
		}
		if !o.until.IsZero() && other != key {
			r.drop(other)
		}
	}
}

func (r *robots) drop(key string) {
	if v := r.origin[key]; v != nil {
		r.size -= v.rules.size()
		delete(r.origin, key)
	}
}

// size is about how many bytes rules take.
func (r rules) size() int {
	const each = 32 // a rule without its pattern
	n := 0
	for _, rule := range r.list {
		n += each + len(rule.pattern)
	}
	return n
}

// fetchRules reads a host's robots.txt. One that does not exist allows all; one
// that cannot be read allows nothing for a while.
func (c *Client) fetchRules(ctx context.Context, origin string) (rules, *Error) {
	resp, fault := c.get(ctx, Request{URL: origin + "/robots.txt"}, bound{max: robotsBytes, cut: true})
	if fault == nil {
		return parseRules(resp.Body, c.robots.name), nil
	}
	switch status := fault.Status; {
	case status == http.StatusTooManyRequests, status >= 500, fault.Kind == Encoding, fault.Kind == TooLarge, fault.Kind == Malformed:
		return rules{}, &Error{Kind: Robots, Status: status, RetryAfter: fault.RetryAfter, Reason: "has a robots.txt that cannot be read: it " + fault.Reason, Err: fault}
	case status >= 400, fault.Kind == Redirects:
		return rules{}, nil
	}
	return rules{}, fault // the page would fare no better
}
