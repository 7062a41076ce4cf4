package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

// Kind is what a caller may do something about.
type Kind string

// The kinds of errors.
const (
	Refused     Kind = "refused"     // an address that is not to be asked, or leads to one
	Redirects   Kind = "redirects"   // more than five in a row
	TooLarge    Kind = "too large"   // headers or body over their bound
	TooSlow     Kind = "too slow"    // the answer was not whole in time
	Gone        Kind = "gone"        // 410
	NotFound    Kind = "not found"   // 404
	Busy        Kind = "busy"        // 429 or 503; RetryAfter may say for how long
	Status      Kind = "status"      // any other status
	Unreachable Kind = "unreachable" // no connection, or no answer over it
	Certificate Kind = "certificate" // TLS does not prove who answers
	Robots      Kind = "robots"      // robots.txt forbids it, or cannot be read
	Encoding    Kind = "encoding"    // packed otherwise than gzip, or not as it says
	Malformed   Kind = "malformed"   // an answer that is not HTTP, or makes no sense
	Stopped     Kind = "stopped"     // the caller's context ended
)

// Error says why an address was not read. Its text follows the name of a feed
// in a sentence for readers ("The Hexley Post answers 503"); it holds nothing
// of the address.
type Error struct {
	Kind       Kind
	Status     int           // of the answer; 0: none came
	RetryAfter time.Duration // not to be asked before; 0: not said; at most 24 h
	Reason     string        // what Error returns
	Err        error         // the cause, for the operator; may be nil

	again bool // may be answered in a second
}

func (e *Error) Error() string { return e.Reason }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// statusError tells of a status that is neither an answer nor a redirect.
func (c *Client) statusError(resp *http.Response) *Error {
	e := &Error{Kind: Status, Status: resp.StatusCode, Reason: "answers " + strconv.Itoa(resp.StatusCode)}
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), c.now())
	switch code := resp.StatusCode; {
	case code == http.StatusGone:
		e.Kind, e.Reason = Gone, "is gone for good (410)"
	case code == http.StatusNotFound:
		e.Kind, e.Reason = NotFound, "is not found (404)"
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		e.Kind, e.again = Busy, true
	case code >= 500:
		e.again = true
	}
	return e
}

// failure tells why no answer, or no whole one, came. outer is the caller's
// context, inner the one with the time limit.
func (c *Client) failure(outer, inner context.Context, err error) *Error {
	if outer.Err() != nil {
		return stopped(outer.Err())
	}
	e := &Error{Kind: Unreachable, Reason: "breaks off before it has answered", Err: err, again: true}
	dns, isDNS := errors.AsType[*net.DNSError](err)
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedPort):
		return refused("uses a port other than 80 and 443", err)
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrInvalidHostPort):
		return refused("leads to an address inside a private network", err)
	case inner.Err() != nil, isTimeout(err):
		return &Error{Kind: TooSlow, Reason: fmt.Sprintf("takes longer than %g s", c.timeout.Seconds()), Err: err}
	case isDNS && dns.IsNotFound:
		e.Reason, e.again = "has a host name that does not exist", false
	case isDNS:
		e.Reason = "has a host name that cannot be looked up"
	case isCertificate(err):
		return &Error{Kind: Certificate, Reason: "shows a certificate that does not hold", Err: err}
	case mentions(err, "headers exceeded", "larger than advertised"):
		return &Error{Kind: TooLarge, Reason: "sends headers of more than 64 KB", Err: err}
	case mentions(err, "malformed", "unsupported transfer encoding", "invalid", "Content-Length"):
		return &Error{Kind: Malformed, Reason: "does not answer in HTTP", Err: err}
	case isOp && op.Op == "dial":
		e.Reason = "cannot be reached"
	}
	return e
}

func refused(reason string, err error) *Error {
	return &Error{Kind: Refused, Reason: reason, Err: err}
}

func stopped(err error) *Error {
	return &Error{Kind: Stopped, Reason: "was not waited for, as the run ended", Err: err}
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	_, isDNS := errors.AsType[*net.DNSError](err)
	return errors.As(err, &t) && t.Timeout() && !isDNS
}

func isCertificate(err error) bool {
	_, verify := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, alert := errors.AsType[tls.AlertError](err)
	return verify || record || alert
}

// mentions looks into the text of an error for which net/http has no type.
func mentions(err error, words ...string) bool {
	text := err.Error()
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
