package command

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	signatureHeader = "X-Slack-Signature"
	timestampHeader = "X-Slack-Request-Timestamp"
	retryHeader     = "X-Slack-Retry-Num"

	// fresh is how far a request's time may be from ours, before or after.
	fresh = 5 * time.Minute
	// remembered is how long a signature is: one that was made with a time five
	// minutes ahead is valid for as long.
	remembered = 2 * fresh
)

// Verifier tells requests that Slack signed from others.
type Verifier struct {
	secret []byte
	now    func() time.Time
}

// NewVerifier makes a Verifier of an app's signing secret. An empty one, with
// which anybody could sign, is refused.
func NewVerifier(secret string, now func() time.Time) (Verifier, error) {
	if strings.TrimSpace(secret) == "" {
		return Verifier{}, errors.New("the signing secret is empty: copy it from the Slack app's page, Basic Information")
	}
	return Verifier{secret: []byte(secret), now: now}, nil
}

// Verify checks a request's signature, version 0, over its body as Slack sent
// it. It returns the signature's bytes, by which the request is known again.
func (v Verifier) Verify(h http.Header, body []byte) (signature []byte, err error) {
	stamp, err := only(h, timestampHeader)
	if err != nil {
		return nil, err
	}
	signed, err := only(h, signatureHeader)
	if err != nil {
		return nil, err
	}
	seconds, err := strconv.ParseUint(stamp, 10, 40) // digits alone: no sign, no space
	if err != nil {
		return nil, refuse(http.StatusUnauthorized, "the timestamp is no number of seconds")
	}
	if away := v.now().Sub(time.Unix(int64(seconds), 0)); away.Abs() > fresh {
		return nil, refuse(http.StatusUnauthorized, "the timestamp is more than five minutes away")
	}
	digest, ok := strings.CutPrefix(signed, "v0=")
	if !ok {
		return nil, refuse(http.StatusUnauthorized, "the signature is not of version 0")
	}
	got, err := hex.DecodeString(digest)
	if err != nil || len(got) != sha256.Size {
		return nil, refuse(http.StatusUnauthorized, "the signature has another form")
	}
	mac := hmac.New(sha256.New, v.secret)
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	if !hmac.Equal(got, mac.Sum(nil)) {
		return nil, refuse(http.StatusUnauthorized, "the signature is another")
	}
	return got, nil
}

// only is the value of a header that must be there once: of two, a proxy and
// this program might each believe another.
func only(h http.Header, name string) (string, error) {
	switch values := h.Values(name); len(values) {
	case 0:
		return "", refuse(http.StatusUnauthorized, name+" is missing")
	case 1:
		return values[0], nil
	}
	return "", refuse(http.StatusUnauthorized, name+" is there twice")
}

// refusal is a request that is turned down, and why. Whoever sent it learns the
// status alone.
type refusal struct {
	status int
	why    string
}

func (r refusal) Error() string { return r.why }

func refuse(status int, why string) error { return refusal{status, why} }
