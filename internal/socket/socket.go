// Package socket receives what Slack sends an app by Socket Mode: slash
// commands and the presses of buttons, over a connection that this side opens,
// so that the app needs no public address. Slack tells where to connect to for
// an app-level token, and each thing that it sends has to be acknowledged
// within three seconds.
//
// A connection that ends, or on which Slack falls silent, is opened again, at
// once where Slack asks for it and later and later where it does not hold. One
// that Slack is about to end is still read while the next one is opened, so
// that nothing gets lost between. What only a person can put right (a token
// that is no longer valid, Socket Mode switched off) ends Run.
//
// It refuses to connect without TLS to anything but this machine, and messages
// that are too large. Tokens and the address of a connection, which is a key to
// it, stand in no error.
//
// The SDK's own socketmode is not used: it connects again without a pause,
// forever, where connections open and end at once, and keeps to itself why
// Slack ended one, also where Socket Mode was switched off. The rules are those
// of Slack's "Using Socket Mode" (https://docs.slack.dev/apis/events-api/using-socket-mode).
package socket

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"counterpoint/internal/pause"
)

// API is where Slack's methods are.
const API = "https://slack.com/api/"

// The kinds of envelopes that a handler gets.
const (
	Command = "slash_commands"
	Action  = "interactive"
)

// Envelope is one thing that Slack sends.
type Envelope struct {
	ID      string          // the same where it is sent again
	Kind    string          // Command or Action
	Payload json.RawMessage // what the body of an HTTP request would hold
}

// Reply is what goes back with the acknowledgement of an envelope.
type Reply struct {
	Payload []byte // JSON; nil: nothing
	// Missed is called where the payload cannot be brought to Slack in this way:
	// the connection ended, or the payload is too large for it. It may be nil.
	Missed func()
}

// Options say how to connect. Token, Handle and Now are needed.
type Options struct {
	Token  string                                           // app-level: xapp-…
	Handle func(ctx context.Context, e Envelope) Reply      // answers within three seconds; called by several goroutines
	Tell   func(format string, args ...any)                 // for the operator: what happens to the connection; nil: nobody
	Now    func() time.Time                                 // how long a connection lasted goes by it
	Wait   func(ctx context.Context, d time.Duration) error // before another try; nil: a timer
	URL    string                                           // of Slack's API; "" is API. Without TLS only on this machine
	HTTP   http.RoundTripper                                // calls the API; nil: the usual one
	Quiet  time.Duration                                    // without a word of Slack's a connection counts as dead; 0: 45 s
}

// Client receives for one app.
type Client struct {
	o    Options
	http *http.Client
	busy chan struct{} // a place for each envelope that is being handled
}

const (
	atOnce  = 32 // envelopes that are handled at the same time
	quiet   = 45 * time.Second
	steady  = 10 * time.Second // a connection that lasts so long has worked
	longest = time.Minute      // between two tries, unless Slack asks for more
)

// New makes a Client.
func New(o Options) *Client {
	o.URL, o.Quiet = cmp.Or(o.URL, API), cmp.Or(o.Quiet, quiet)
	if o.Tell == nil {
		o.Tell = func(string, ...any) {}
	}
	if o.Wait == nil {
		o.Wait = pause.For
	}
	return &Client{
		o: o, busy: make(chan struct{}, atOnce),
		http: &http.Client{Transport: o.HTTP, Timeout: opening, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// Run receives until the context ends, and then returns nil; or until something
// is wrong that only a person can put right, and returns what to do about it.
// When it returns, nothing is being handled any more.
func (c *Client) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var handling sync.WaitGroup
	defer handling.Wait()
	defer cancel()
	told := "" // what was told last of failures in a row
	for tries := 0; ; tries++ {
		began := c.o.Now()
		ended := c.connect(ctx, &handling, func() {
			if tries == 0 || told != "" {
				c.o.Tell("connected to Slack")
			}
			told = ""
		})
		if ctx.Err() != nil {
			return nil
		}
		if f, ok := ended.(fatal); ok { //nolint:errorlint // connect returns it as it is
			return f
		}
		if c.o.Now().Sub(began) >= steady {
			tries = 0
		}
		rest := backoff(tries, ended)
		if line := fmt.Sprint(ended); line != told && (tries > 0 || !asked(ended)) {
			c.o.Tell("%s: trying again in %s", line, rest)
			told = line
		}
		if err := c.o.Wait(ctx, rest); err != nil {
			return nil
		}
	}
}

// backoff is how long to wait after tries that failed.
func backoff(tries int, ended error) time.Duration {
	if tries == 0 && asked(ended) {
		return 0
	}
	pause := min(time.Second<<min(tries, 10), longest)
	if l, ok := ended.(later); ok { //nolint:errorlint // connect returns it as it is
		pause = max(pause, l.after)
	}
	return pause
}
