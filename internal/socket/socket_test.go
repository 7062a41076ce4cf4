package socket_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/slackfake"
	"counterpoint/internal/socket"
)

const (
	token = "xapp-SECRET"
	bot   = "xoxb-SECRET"
)

// world is a workspace, a client that is connected to it, and what came of it.
type world struct {
	t    testing.TB
	fake *slackfake.Server
	opt  socket.Options
	stop context.CancelFunc
	done chan error

	mu    sync.Mutex
	got   []socket.Envelope
	told  []string
	waits []time.Duration
	limit int // waits after which the client is stopped
}

// newWorld makes a workspace; run connects.
func newWorld(t testing.TB, o slackfake.Options) *world {
	t.Helper()
	w := &world{t: t, done: make(chan error, 1), limit: 20}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.fake.ServeHTTP(rw, r) }))
	srv.Start()
	t.Cleanup(srv.Close)
	o.Now, o.Token, o.AppToken, o.URL = time.Now, bot, token, srv.URL
	w.fake = slackfake.New(o)
	w.fake.AddChannel("C0NEWS", "news")
	w.fake.AddUser(slackfake.User{ID: "U0ANNA", Name: "anna"})
	w.opt = socket.Options{
		Token: token, URL: srv.URL + "/api/", Now: time.Now, Wait: w.wait,
		Tell: func(format string, args ...any) {
			w.note(func() { w.told = append(w.told, fmt.Sprintf(format, args...)) })
		},
		Handle: func(_ context.Context, e socket.Envelope) socket.Reply {
			w.note(func() { w.got = append(w.got, e) })
			return socket.Reply{Payload: []byte(`{"text":"done"}`)}
		},
	}
	return w
}

func (w *world) note(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

// wait notes how long it was to be, and does not last.
func (w *world) wait(ctx context.Context, d time.Duration) error {
	enough := false
	w.note(func() { w.waits = append(w.waits, d); enough = len(w.waits) >= w.limit })
	if enough {
		w.stop()
	}
	return ctx.Err()
}

func (w *world) run() {
	ctx, stop := context.WithCancel(w.t.Context())
	w.stop = stop
	go func() { w.done <- socket.New(w.opt).Run(ctx) }()
	w.t.Cleanup(stop)
}

// until waits for what is to come.
func (w *world) until(what string, ok func() bool) {
	w.t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.t.Fatalf("%s does not come; told: %q", what, w.told)
		}
	}
}

func (w *world) connected(ever int) {
	w.t.Helper()
	w.until(fmt.Sprintf("connection %d", ever), func() bool { _, n := w.fake.Sockets(); return n >= ever })
}

func (w *world) acked(n int) []slackfake.Ack {
	w.t.Helper()
	w.until(fmt.Sprintf("acknowledgement %d", n), func() bool { return len(w.fake.Acks()) >= n })
	return w.fake.Acks()
}

func (w *world) deliver(d slackfake.Delivery) {
	w.t.Helper()
	if err := w.fake.Deliver(d); err != nil {
		w.t.Fatal(err)
	}
}

// end stops the client and returns what Run said.
func (w *world) end() error {
	w.stop()
	select {
	case err := <-w.done:
		return err
	case <-time.After(10 * time.Second):
		w.t.Fatal("the client does not end")
		return nil
	}
}

// Commands and buttons come whole and are answered by their IDs; what nobody
// asked for is acknowledged and no more; at the end nothing stays open.
func TestReceive(t *testing.T) {
	w := newWorld(t, slackfake.Options{})
	w.run()
	w.connected(1)
	typed := w.fake.TypedEnvelope("C0NEWS", "U0ANNA", "help")
	pressed := w.fake.PressedEnvelope("C0NEWS", "U0ANNA", "1.000000", "b", "story_why", "s1")
	w.deliver(typed)
	w.acked(1)
	w.deliver(pressed)
	w.acked(2)
	w.deliver(slackfake.Delivery{ID: "other", Type: "events_api", Payload: map[string]string{"type": "event_callback"}})
	acks := w.acked(3)
	for i, want := range []slackfake.Ack{{Envelope: typed.ID, Payload: []byte(`{"text":"done"}`)}, {Envelope: pressed.ID, Payload: []byte(`{"text":"done"}`)}, {Envelope: "other"}} {
		if acks[i].Envelope != want.Envelope || string(acks[i].Payload) != string(want.Payload) {
			t.Errorf("acknowledgement %d is of %q with %s, want %q with %s", i, acks[i].Envelope, acks[i].Payload, want.Envelope, want.Payload)
		}
	}
	if len(w.got) != 2 || w.got[0].Kind != socket.Command || w.got[1].Kind != socket.Action || !strings.Contains(string(w.got[0].Payload), `"text":"help"`) || !strings.Contains(string(w.got[1].Payload), `"action_id":"story_why"`) {
		t.Errorf("handled: %+v", w.got)
	}
	if shown := w.fake.Responses(); len(shown) != 1 || shown[0].Text != "done" || shown[0].User != "U0ANNA" {
		t.Errorf("shown: %+v", shown)
	}
	if err := w.end(); err != nil {
		t.Errorf("the end is an error: %v", err)
	}
	w.until("the end of all connections", func() bool { n, _ := w.fake.Sockets(); return n == 0 })
	if !slices.Equal(w.told, []string{"connected to Slack"}) {
		t.Errorf("told: %q", w.told)
	}
}

// Where Slack takes leave, the next connection is opened at once and without a
// word, and the last one is read until then.
func TestLeave(t *testing.T) {
	for _, reason := range []string{"refresh_requested", "warning"} {
		t.Run(reason, func(t *testing.T) {
			w := newWorld(t, slackfake.Options{})
			began, mu := time.Now(), sync.Mutex{}
			w.opt.Now = func() time.Time { // an hour passes between two looks at the clock
				mu.Lock()
				defer mu.Unlock()
				began = began.Add(time.Hour)
				return began
			}
			w.run()
			w.connected(1)
			w.fake.Fail(slackfake.Fault{Method: "apps.connections.open", Kind: slackfake.SlowBefore, Delay: 300 * time.Millisecond})
			if err := w.fake.Disconnect(reason); err != nil {
				t.Fatal(err)
			}
			w.deliver(w.fake.TypedEnvelope("C0NEWS", "U0ANNA", "help"))
			w.acked(1)
			if _, ever := w.fake.Sockets(); ever != 1 {
				t.Fatal("the next connection is there already, and nothing is shown")
			}
			w.connected(2)
			w.deliver(w.fake.TypedEnvelope("C0NEWS", "U0ANNA", "help"))
			w.acked(2)
			if err := w.end(); err != nil || !slices.Equal(w.waits, []time.Duration{0}) || !slices.Equal(w.told, []string{"connected to Slack"}) {
				t.Errorf("ends with %v; waited %v, told %q", err, w.waits, w.told)
			}
		})
	}
}

// A connection that breaks is opened again; what is told names no address.
func TestCut(t *testing.T) {
	w := newWorld(t, slackfake.Options{})
	w.run()
	w.connected(1)
	w.until("the greeting", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.told) == 1 })
	w.fake.Cut()
	w.connected(2)
	w.until("the second greeting", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.told) == 3 })
	if err := w.end(); err != nil || w.waits[0] != time.Second || !strings.HasPrefix(w.told[1], "connection to Slack ended: ") || w.told[2] != "connected to Slack" {
		t.Errorf("ends with %v; waited %v, told %q", err, w.waits, w.told)
	}
	secret(t, w.told...)
}

func secret(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if strings.Contains(s, "SECRET") {
			t.Errorf("a secret is told: %s", s)
		}
	}
}

// Between tries that fail the pauses grow to a minute, a pause that Slack asks
// for is kept, and the same failure is told once.
func TestBackoff(t *testing.T) {
	second := time.Second
	for name, c := range map[string]struct {
		fault slackfake.Fault
		want  []time.Duration
		told  string
	}{
		"down":        {slackfake.Fault{Kind: slackfake.Refuse, Status: 503}, []time.Duration{1 * second, 2 * second, 4 * second, 8 * second, 16 * second, 32 * second, 60 * second, 60 * second}, "it answers with status 503: trying again in 1s"},
		"no answer":   {slackfake.Fault{Kind: slackfake.DropBefore}, []time.Duration{1 * second, 2 * second, 4 * second}, "cannot reach Slack: EOF"},
		"a code":      {slackfake.Fault{Kind: slackfake.Refuse, Code: "internal_error"}, []time.Duration{1 * second, 2 * second, 4 * second}, "it refuses (internal_error)"},
		"too often":   {slackfake.Fault{Kind: slackfake.Refuse, Status: 429, RetryAfter: 40 * second}, []time.Duration{40 * second, 40 * second}, "asks for patience"},
		"for a month": {slackfake.Fault{Kind: slackfake.Refuse, Status: 429, RetryAfter: 720 * time.Hour}, []time.Duration{10 * time.Minute}, "asks for patience"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, slackfake.Options{})
			c.fault.Method, c.fault.Times = "apps.connections.open", -1
			w.fake.Fail(c.fault)
			w.limit = len(c.want)
			w.run()
			if err := <-w.done; err != nil || !slices.Equal(w.waits, c.want) {
				t.Errorf("ends with %v, waited %v, want %v", err, w.waits, c.want)
			}
			if len(w.told) != 1 || !strings.Contains(w.told[0], c.told) {
				t.Errorf("told %q, want %q once", w.told, c.told)
			}
			secret(t, w.told...)
		})
	}
}

// Connections that end as soon as they are open are not opened in a rush.
func TestFlapping(t *testing.T) {
	w := newWorld(t, slackfake.Options{})
	w.limit = 4
	w.run()
	for i := range 4 {
		w.connected(i + 1)
		w.until("a connection to end", func() bool { return w.fake.Disconnect("too_many_websockets") == nil })
		w.until("a pause", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.waits) > i })
	}
	if err := <-w.done; err != nil || !slices.Equal(w.waits, []time.Duration{0, 2 * time.Second, 4 * time.Second, 8 * time.Second}) {
		t.Errorf("ends with %v; waited %v", err, w.waits)
	}
	if told := strings.Join(w.told, "\n"); strings.Count(told, "too_many_websockets") == 0 {
		t.Errorf("the reason is not told: %q", w.told)
	}
}

// What only a person can put right ends the client, and says what to do.
func TestFatal(t *testing.T) {
	for _, row := range [][2]string{
		{"invalid_auth", "App-Level Tokens"},
		{"token_revoked", "App-Level Tokens"},
		{"account_inactive", "App-Level Tokens"},
		{"missing_scope", "needs the scope connections:write"},
		{"forbidden_team", "Socket Mode is off"},
	} {
		code, want := row[0], row[1]
		t.Run(code, func(t *testing.T) {
			w := newWorld(t, slackfake.Options{})
			w.fake.RefuseSockets(code)
			w.run()
			err := <-w.done
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), code) || len(w.waits) > 0 {
				t.Fatalf("ends with %v after %v", err, w.waits)
			}
			secret(t, err.Error())
		})
	}
	t.Run("another token", func(t *testing.T) {
		w := newWorld(t, slackfake.Options{})
		w.opt.Token = bot
		w.run()
		if err := <-w.done; err == nil || !strings.Contains(err.Error(), "has to be an app-level token") {
			t.Errorf("ends with %v", err)
		}
	})
	t.Run("switched off", func(t *testing.T) {
		w := newWorld(t, slackfake.Options{})
		w.run()
		w.connected(1)
		w.until("the word", func() bool { return w.fake.Disconnect("link_disabled") == nil })
		if err := <-w.done; err == nil || !strings.Contains(err.Error(), "Socket Mode is off for the app (link_disabled): switch it on") {
			t.Errorf("ends with %v", err)
		}
	})
}

// A connection on which nothing comes any more is given up; pings keep it.
func TestQuiet(t *testing.T) {
	w := newWorld(t, slackfake.Options{PingEvery: time.Hour})
	w.opt.Quiet = 50 * time.Millisecond
	w.run()
	w.connected(2)
	_ = w.end()
	if told := strings.Join(w.told, "\n"); !strings.Contains(told, "nothing came from Slack for 50ms") {
		t.Errorf("told: %s", told)
	}
	w = newWorld(t, slackfake.Options{PingEvery: 10 * time.Millisecond})
	w.opt.Quiet = 500 * time.Millisecond
	w.run()
	w.connected(1)
	time.Sleep(1200 * time.Millisecond) // the time that is measured
	if open, ever := w.fake.Sockets(); open != 1 || ever != 1 {
		t.Errorf("%d of %d connections are open, want the first", open, ever)
	}
}

// An answer that cannot go with the acknowledgement goes another way.
func TestMissed(t *testing.T) {
	for name, c := range map[string]struct {
		size int
		cut  bool
		want bool
	}{
		"small":     {size: 10_000},
		"too large": {size: 21_000, want: true},
		"cut":       {size: 10, cut: true, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, slackfake.Options{})
			missed, handled := make(chan struct{}, 1), make(chan struct{})
			w.opt.Handle = func(context.Context, socket.Envelope) socket.Reply {
				if c.cut {
					w.fake.Cut()
					w.until("the end", func() bool { n, _ := w.fake.Sockets(); return n == 0 })
					time.Sleep(50 * time.Millisecond) // a write meets the end only after the other side's answer to it
				}
				close(handled)
				return socket.Reply{Payload: []byte(`"` + strings.Repeat("a", c.size) + `"`), Missed: func() { missed <- struct{}{} }}
			}
			if c.cut {
				w.limit = 1
			}
			w.run()
			w.connected(1)
			w.deliver(w.fake.TypedEnvelope("C0NEWS", "U0ANNA", "help"))
			<-handled
			if !c.cut {
				if a := w.acked(1)[0]; a.Dropped || (a.Payload == nil) != c.want {
					t.Errorf("acknowledged with %d bytes, dropped: %v", len(a.Payload), a.Dropped)
				}
			}
			_ = w.end()
			if got := len(missed) == 1; got != c.want {
				t.Errorf("missed: %v, want %v", got, c.want)
			}
		})
	}
}

// What the other side sends is bounded, and need be nothing that is known.
func TestHostile(t *testing.T) {
	t.Run("too large", func(t *testing.T) {
		w := newWorld(t, slackfake.Options{})
		w.run()
		w.connected(1)
		_ = w.fake.Deliver(slackfake.Delivery{ID: "large", Type: socket.Command, Payload: strings.Repeat("a", 2<<20)}) // it is cut short
		w.connected(2)
		_ = w.end()
		if len(w.got) != 0 || !strings.Contains(strings.Join(w.told, "\n"), "read limit exceeded") {
			t.Errorf("handled %d; told %q", len(w.got), w.told)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		w := newWorld(t, slackfake.Options{})
		w.run()
		w.connected(1)
		w.deliver(slackfake.Delivery{Type: socket.Command, Payload: "an envelope without ID"})
		w.deliver(slackfake.Delivery{ID: "known", Type: socket.Command, Payload: "one with"})
		if a := w.acked(1); a[0].Envelope != "known" || len(w.got) != 1 {
			t.Errorf("acknowledged %+v, handled %+v", a, w.got)
		}
	})
}

// answers is a transport that answers with what it holds.
type answers string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	if a == "" {
		return nil, errors.New("the network is down")
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(a))), Request: r}, nil
}

// The token and what is said go by TLS, or stay on this machine.
func TestInTheClear(t *testing.T) {
	url := func(s string) string {
		raw, _ := json.Marshal(map[string]any{"ok": true, "url": s})
		return string(raw)
	}
	for _, c := range []struct{ name, api, answer, want string }{
		{"API without TLS", "http://slack.example/api/", url("wss://a.example"), "neither https nor on this machine"},
		{"API on this machine by name", "http://localhost/api/", url("wss://a.example"), "neither https nor on this machine"},
		{"socket without TLS", "", url("ws://a.example/?ticket=SECRET"), "no address with TLS"},
		{"socket on this machine, named by Slack", "", url("ws://127.0.0.1/?ticket=SECRET"), "no address with TLS"},
		{"another scheme", "", url("file:///etc/passwd"), "no address with TLS"},
		{"no address", "", url(""), "no address with TLS"},
		{"no JSON", "", "<html>SECRET", "cannot be read"},
		{"no network", "", "", "cannot reach Slack: the network is down"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, slackfake.Options{})
			w.opt.URL, w.opt.HTTP, w.limit = c.api, answers(c.answer), 1
			w.run()
			err := <-w.done
			told := append(w.told, fmt.Sprint(err))
			if !strings.Contains(strings.Join(told, "\n"), c.want) {
				t.Errorf("told %q, want %q", told, c.want)
			}
			secret(t, told...)
		})
	}
}
