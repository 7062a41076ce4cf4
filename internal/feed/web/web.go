// Package web is the one client through which Counterpoint reads feeds and
// pages: addresses that strangers choose, answered by strangers.
//
// It refuses every address that is not on the public internet, judged on the
// IP address that is about to be dialed, so that no name, redirect or second
// answer of a name server leads inside; ports other than 80 and 443; schemes
// other than http and https; credentials in addresses; a way from https back
// to http; encodings other than gzip. It bounds the time of an answer, the
// size of its headers and of its body before and after decompression, and the
// number of redirects, each before it reads on. It keeps no cookies and knows
// no proxy.
//
// It is polite: it names itself, asks a host at most once a second and twice at
// a time, asks only for what has changed, comes back when Retry-After says so,
// and obeys robots.txt where a page is asked for.
//
// Methods: RFC 9110 and 9111 (conditional requests, Retry-After, freshness),
// RFC 9309 (robots.txt), full jitter after Brooker, "Exponential Backoff And
// Jitter" (2015).
package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"

	"counterpoint/internal/pause"
)

const (
	maxBody      = 5 << 20          // bytes of a body, packed or not
	maxRatio     = 100              // bytes unpacked for each packed one: news reach 30, a bomb 1,000
	ratioFloor   = 1 << 20          // bytes unpacked that pass at any ratio: they cost nothing to hold
	maxHeader    = 64 << 10         // bytes of the headers of an answer
	maxRedirects = 5                // in a row
	maxFresh     = 24 * time.Hour   // that an answer may say it stays as it is
	maxLater     = 24 * time.Hour   // that a server may send us away for
	timeLimit    = 10 * time.Second // of one try: its redirects, headers and body
	perHost      = 2                // requests to a host at a time
)

// Options say who asks, and hold what tests replace.
type Options struct {
	// UserAgent names the program and its version, with an address for
	// complaints: "Counterpoint/1.2 (+https://…)". Required. What stands
	// before the slash is the name that robots.txt knows it by.
	UserAgent string
	// Dial opens connections instead of the guarded dialer. It exists for
	// tests and the demo, whose servers are on this machine: nothing but code
	// can set it. It is then Dial that decides on addresses and ports.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Roots are the certificates that servers must prove themselves by. Nil:
	// the machine's. They exist for tests and the demo, as Dial does.
	Roots *x509.CertPool
	// Now tells the time. Required.
	Now func() time.Time
	// Sleep waits, or returns early with the context's error. Nil: a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Jitter picks a wait of at most max. Nil: at random, evenly.
	Jitter func(max time.Duration) time.Duration
	// Timeout is for one try, at most ten seconds. 0: ten seconds.
	Timeout time.Duration
	// HostInterval lies between the starts of two requests to a host. 0: one second.
	HostInterval time.Duration
}

// Client reads feeds and pages. It is safe for use by many goroutines.
type Client struct {
	agent     string
	now       func() time.Time
	sleep     func(context.Context, time.Duration) error
	jitter    func(time.Duration) time.Duration
	interval  time.Duration
	timeout   time.Duration
	allowance string
	transport *http.Transport
	turns     *turns
	robots    *robots
}

// New makes a client. It fails where the options lack what is required.
func New(o Options) (*Client, error) {
	name, _, named := strings.Cut(o.UserAgent, "/")
	if !named || name == "" || o.UserAgent != headerText(o.UserAgent) {
		return nil, errors.New("web: the user agent must be a name and a version, as in Counterpoint/1.2")
	}
	if o.Now == nil {
		return nil, errors.New("web: a clock is required")
	}
	c := &Client{
		agent: o.UserAgent, now: o.Now, sleep: o.Sleep, jitter: o.Jitter,
		interval: o.HostInterval, timeout: timeLimit, allowance: allowance,
	}
	if c.sleep == nil {
		c.sleep = pause.For
	}
	if c.jitter == nil {
		c.jitter = func(limit time.Duration) time.Duration { return rand.N(limit + 1) }
	}
	if o.Timeout > 0 {
		c.timeout = min(o.Timeout, timeLimit)
	}
	if c.interval <= 0 {
		c.interval = time.Second
	}
	dial := o.Dial
	if dial == nil {
		dial = guardedDialer(nil).DialContext
	}
	c.transport = newTransport(dial)
	if o.Roots != nil {
		c.transport.TLSClientConfig = &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	}
	c.turns = newTurns(c.now, c.sleep)
	c.robots = newRobots(name)
	return c, nil
}

// Allowance says what this build lets through that a shipped one does not;
// empty in a shipped one. Only a build tag sets it.
func (c *Client) Allowance() string { return c.allowance }

// Close drops the connections that wait for another request. The client may
// be used on.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Request is what to read, and what is known of it.
type Request struct {
	URL          string // http or https
	ETag         string // of the answer that is known; empty: none
	LastModified string // of the answer that is known; empty: none
	Accept       string // media types wanted; empty: any
	Robots       bool   // obey robots.txt: for pages. A feed is published to be read by programs
}

// Response is an answer: 200 with a body, or 304 where what is known is still
// good.
type Response struct {
	URL          string        // where it came from, after redirects
	Moved        string        // the new address, where every redirect was permanent; else empty
	Status       int           // 200 or 304
	Body         []byte        // unpacked; at most 5 MB
	Truncated    bool          // the body broke off: it holds what came. No validators then, so that the next request gets all
	ContentType  string        // as the server said it, or empty
	ETag         string        // for the next Request; empty: none
	LastModified string        // for the next Request; empty: none
	Fresh        time.Duration // how long the server says that it stays as it is; at most 24 h
	Bytes        int64         // of the body as they were sent, packed
}

// Get reads an address. It waits for the host's turn, follows redirects, and
// tries again twice where that may help. Every error is an *Error.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	resp, fault := c.get(ctx, r, bound{max: maxBody})
	if fault != nil {
		return Response{}, fault
	}
	return resp, nil
}

// get is Get with another bound of the body.
func (c *Client) get(ctx context.Context, r Request, b bound) (Response, *Error) {
	u, fault := parseAddress(r.URL)
	if fault != nil {
		return Response{}, fault
	}
	for try := 0; ; try++ {
		resp, fault := c.walk(ctx, u, r, b)
		if fault == nil {
			return resp, nil
		}
		wait, again := c.pause(ctx, fault, try)
		if !again || c.sleep(ctx, wait) != nil {
			return Response{}, fault
		}
	}
}
