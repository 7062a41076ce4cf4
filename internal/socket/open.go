package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	opening   = 15 * time.Second // for a call, and for the handshake after it
	maxAnswer = 64 << 10
	maxWait   = 10 * time.Minute // as Slack may ask for
)

// fatal is what only a person can put right. It says how.
type fatal struct{ text string }

func (f fatal) Error() string { return f.text }

// later is a failure after which Slack asks for patience.
type later struct {
	text  string
	after time.Duration
}

func (l later) Error() string { return l.text }

// goodbye is how Slack ends a connection that it wants opened again.
type goodbye struct{ reason string }

func (g goodbye) Error() string { return "connection ended by Slack (" + g.reason + ")" }

// asked reports whether a connection ended as Slack wished.
func asked(err error) bool {
	_, ok := err.(goodbye) //nolint:errorlint // connect returns it as it is
	return ok
}

// open asks Slack where to connect to.
func (c *Client) open(ctx context.Context) (address string, err error) {
	api, err := url.Parse(strings.TrimSuffix(c.o.URL, "/") + "/apps.connections.open")
	if err != nil || !guarded(api, "https", "http") {
		return "", fatal{"the address of Slack's API is neither https nor on this machine"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, api.String(), http.NoBody)
	if err != nil {
		return "", cause(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.o.Token)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := c.http.Do(req)
	if err != nil {
		return "", fmt.Errorf("cannot reach Slack: %w", cause(err))
	}
	defer resp.Body.Close() //nolint:errcheck // of a body that was only read
	var said struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
		URL   string `json:"url"`
	}
	err = json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&said)
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		return "", later{"cannot connect to Slack: it asks for patience", patience(resp.Header.Get("Retry-After"))}
	case resp.StatusCode != http.StatusOK:
		return "", fmt.Errorf("cannot connect to Slack: it answers with status %d", resp.StatusCode)
	case err != nil:
		return "", errors.New("cannot connect to Slack: what it answers cannot be read")
	case !said.OK:
		return "", refused(said.Error)
	}
	to, err := url.Parse(said.URL)
	if err != nil || !guarded(to, "wss", "ws") || to.Scheme == "ws" && api.Scheme == "https" {
		return "", errors.New("cannot connect to Slack: it names no address with TLS")
	}
	return to.String(), nil
}

// guarded reports whether nobody on the way can read what is sent to an
// address: by TLS, or as it stays on this machine.
func guarded(u *url.URL, secure, plain string) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() != "" && (u.Scheme == secure || u.Scheme == plain && ip != nil && ip.IsLoopback())
}

func patience(header string) time.Duration {
	n, err := strconv.ParseInt(header, 10, 32)
	if err != nil {
		return 30 * time.Second
	}
	return min(max(time.Duration(n)*time.Second, time.Second), maxWait)
}

// cause is what went wrong, without the address, which may be a key.
func cause(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// What to do about what Slack says of the app or its token.
const (
	newToken  = "make another at api.slack.com/apps, your app, Basic Information, App-Level Tokens, with the scope connections:write, and set COUNTERPOINT_SLACK_APP_TOKEN to it"
	newScope  = "it needs the scope connections:write: " + newToken
	wrongKind = "it has to be an app-level token (xapp-…): " + newToken
	switchOn  = "switch it on at api.slack.com/apps, your app, Socket Mode, and start again"
)

// refused is what a code of Slack's means.
func refused(code string) error {
	switch code {
	case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive":
		return fatal{"Slack does not take the app-level token (" + code + "): " + newToken}
	case "missing_scope":
		return fatal{"the app-level token may not connect (" + code + "): " + newScope}
	case "not_allowed_token_type", "no_permission", "access_denied":
		return fatal{"Slack does not take the app-level token (" + code + "): " + wrongKind}
	case "forbidden_team", "socket_mode_not_enabled", linkDisabled:
		return fatal{"Socket Mode is off for the app (" + code + "): " + switchOn}
	case "ratelimited", "rate_limited":
		return later{"cannot connect to Slack: it asks for patience", patience("")}
	}
	return errors.New("cannot connect to Slack: it refuses (" + printable(code) + ")")
}

// printable bounds what Slack says.
func printable(code string) string {
	for i, r := range code {
		if i >= 80 || r < ' ' || r > '~' {
			return code[:i] + "…"
		}
	}
	return code
}
