package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// newTransport bounds what a connection holds in memory, and how many wait:
// a run asks a thousand hosts once, so that few connections are used again.
func newTransport(dial func(context.Context, string, string) (net.Conn, error)) *http.Transport {
	return &http.Transport{
		// Proxy stays nil: the environment's proxy would dial inner addresses for us.
		DialContext:            dial,
		ForceAttemptHTTP2:      true, // a dialer of one's own turns it off otherwise
		TLSHandshakeTimeout:    timeLimit,
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    perHost,
		IdleConnTimeout:        5 * time.Second,
		DisableCompression:     true, // readBody unpacks, and counts what it reads
		HTTP2: &http.HTTP2Config{ // 1 GB and 4 MB otherwise
			MaxReceiveBufferPerConnection: 1 << 20,
			MaxReceiveBufferPerStream:     256 << 10,
		},
	}
}

// walk is one try: the address and the redirects that it leads through, within
// the time limit. Waiting for turns does not count.
func (c *Client) walk(ctx context.Context, u *url.URL, r Request, b bound) (Response, *Error) {
	left := c.timeout
	permanent := true
	for hop := 0; ; hop++ {
		interval := c.interval
		if r.Robots {
			delay, fault := c.permitted(ctx, u)
			if fault != nil {
				return Response{}, fault
			}
			interval = max(interval, delay)
		}
		release, err := c.turns.take(ctx, hostKey(u), interval)
		if err != nil {
			return Response{}, stopped(err)
		}
		began := c.now()
		step, fault := c.exchange(ctx, left, u, r, b)
		left -= c.now().Sub(began)
		release()
		switch {
		case fault != nil:
			return Response{}, fault
		case step.next == nil:
			step.answer.URL = u.String()
			if hop > 0 && permanent {
				step.answer.Moved = u.String()
			}
			return step.answer, nil
		case hop == maxRedirects:
			return Response{}, &Error{Kind: Redirects, Reason: "redirects more than 5 times"}
		}
		permanent = permanent && step.permanent
		u = step.next
	}
}

// step is what one request led to: an answer, or another address.
type step struct {
	answer    Response
	next      *url.URL
	permanent bool
}

// exchange sends one request and reads what comes. It goes past http.Client,
// which would follow redirects by itself, without a turn, and send a Referer.
func (c *Client) exchange(outer context.Context, limit time.Duration, u *url.URL, r Request, b bound) (step, *Error) {
	ctx, cancel := context.WithTimeout(outer, limit)
	defer cancel()
	req, err := c.request(ctx, u, r)
	if err != nil {
		return step{}, refused("has an address that cannot be asked for", nil)
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return step{}, c.failure(outer, ctx, err)
	}
	defer func() { _ = resp.Body.Close() }() // what was needed has been read
	if ctx.Err() != nil {                    // it came as the connection was closed, and may be what a server says to that
		return step{}, c.failure(outer, ctx, ctx.Err())
	}
	switch code := resp.StatusCode; code {
	case http.StatusOK:
		resp, fault := c.answer(outer, ctx, resp, b)
		return step{answer: resp}, fault
	case http.StatusNotModified:
		if !conditional(req) {
			return step{}, &Error{Kind: Malformed, Status: code, Reason: "answers that nothing has changed, though nothing was known"}
		}
		return step{answer: c.meta(resp)}, nil
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		next, fault := follow(u, resp.Header.Get("Location"))
		return step{next: next, permanent: code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect}, fault
	default:
		return step{}, c.statusError(resp)
	}
}

func (c *Client) request(ctx context.Context, u *url.URL, r Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	set := func(name, value string) {
		if value = headerText(value); value != "" {
			req.Header.Set(name, value)
		}
	}
	set("User-Agent", c.agent)
	set("Accept", r.Accept)
	set("Accept-Encoding", "gzip")
	set("If-None-Match", r.ETag)
	set("If-Modified-Since", r.LastModified)
	return req, nil
}

func conditional(req *http.Request) bool {
	return req.Header.Get("If-None-Match") != "" || req.Header.Get("If-Modified-Since") != ""
}

// answer reads the body of a 200.
func (c *Client) answer(outer, inner context.Context, resp *http.Response, b bound) (Response, *Error) {
	a := c.meta(resp)
	body, err := readBody(resp, b)
	a.Body, a.Bytes = body.bytes, body.wire
	switch fault, bounded := errors.AsType[*Error](err); {
	case err == nil:
		return a, nil
	case bounded:
		return Response{}, fault
	}
	fault := c.failure(outer, inner, err)
	if fault.Kind == Stopped || fault.Kind == TooSlow || len(a.Body) == 0 {
		return Response{}, fault
	}
	// With the validators the next request would be told "not modified", and
	// what is missing here would never come.
	a.Truncated, a.ETag, a.LastModified, a.Fresh = true, "", "", 0
	return a, nil
}

// meta is what the headers of an answer say of it.
func (c *Client) meta(resp *http.Response) Response {
	return Response{
		Status:       resp.StatusCode,
		ContentType:  headerText(resp.Header.Get("Content-Type")),
		ETag:         headerText(resp.Header.Get("ETag")),
		LastModified: headerText(resp.Header.Get("Last-Modified")),
		Fresh:        fresh(resp.Header, c.now()),
	}
}

// headerText returns a header's value, or nothing where it is overlong or holds
// what no header may: what a server sends as a validator is sent back to it.
func headerText(s string) string {
	if len(s) > 512 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return s
}
