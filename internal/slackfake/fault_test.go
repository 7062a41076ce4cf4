package slackfake_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"counterpoint/internal/slackfake"

	"github.com/slack-go/slack"
)

// TestFaults: for each fault, what the caller sees, whether it knows that its
// request was written, and whether the message is there.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name     string
		fault    slackfake.Fault
		want     string // a part of the error
		written  bool
		accepted bool
	}{
		{"none", slackfake.Fault{Method: "chat.update", Kind: slackfake.DropBefore}, "", true, true},
		{"another channel", slackfake.Fault{Channel: "C2", Kind: slackfake.DropBefore}, "", true, true},
		{"unreachable", slackfake.Fault{Kind: slackfake.Unreachable}, "connection refused", false, false},
		{"refused by code", slackfake.Fault{Channel: "C1", Kind: slackfake.Refuse, Code: "missing_scope"}, "missing_scope", true, false},
		{"refused by status", slackfake.Fault{Kind: slackfake.Refuse, Status: 502}, "502 Bad Gateway", true, false},
		{"refused without either", slackfake.Fault{Kind: slackfake.Refuse}, "503 Service Unavailable", true, false},
		{"too many", slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Status: 429, RetryAfter: 30 * time.Second}, "retry after 30s", true, false},
		{"cut before", slackfake.Fault{Kind: slackfake.DropBefore}, "cut before an answer", true, false},
		{"cut after", slackfake.Fault{Kind: slackfake.DropAfter}, "cut before an answer", true, true},
		{"failed after, by code", slackfake.Fault{Kind: slackfake.ErrorAfter, Code: "fatal_error"}, "fatal_error", true, true},
		{"failed after, by status", slackfake.Fault{Kind: slackfake.ErrorAfter, Status: 504}, "504 Gateway Timeout", true, true},
		{"slow", slackfake.Fault{Kind: slackfake.Slow, Delay: 9 * time.Second}, "", true, true},
		{"slow before", slackfake.Fault{Kind: slackfake.SlowBefore, Delay: 9 * time.Second}, "", true, true},
		{"too slow", slackfake.Fault{Kind: slackfake.Slow, Delay: 11 * time.Second}, "deadline exceeded", true, true},
		{"too slow before", slackfake.Fault{Kind: slackfake.SlowBefore, Delay: 11 * time.Second}, "deadline exceeded", true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, api, _ := workspace(t)
				s.Fail(tt.fault)
				var written bool
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { written = true }})
				_, _, err := api.PostMessageContext(ctx, "C1", text("a"))
				if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error %v, want %q", err, tt.want)
				}
				if written != tt.written || (len(s.Posted("C1")) == 1) != tt.accepted {
					t.Errorf("written %v, want %v; posted %v, want %v", written, tt.written, s.Posted("C1"), tt.accepted)
				}
			})
		})
	}
}

func TestWhenASlowCallAccepts(t *testing.T) {
	for kind, want := range map[slackfake.FaultKind]time.Duration{slackfake.Slow: 0, slackfake.SlowBefore: 5 * time.Second} {
		c := newClock()
		s := slackfake.New(slackfake.Options{Now: c.now, Token: token, Wait: func(_ context.Context, d time.Duration) error {
			c.advance(d)
			return nil
		}})
		s.AddChannel("C1", "news")
		s.Fail(slackfake.Fault{Kind: kind, Delay: 5 * time.Second})
		if _, _, err := client(s, token).PostMessageContext(t.Context(), "C1", text("a")); err != nil {
			t.Fatal(err)
		}
		if got := s.Posted("C1")[0].At.Sub(newClock().at); got != want {
			t.Errorf("kind %v: accepted after %v, want %v", kind, got, want)
		}
	}
}

func TestHowOftenAFaultStrikes(t *testing.T) {
	s, api, _ := workspace(t)
	call := func() string {
		_, err := api.AuthTestContext(t.Context())
		return codeOf(err)
	}
	s.Fail(slackfake.Fault{Kind: slackfake.Refuse, Code: "one"})
	s.Fail(slackfake.Fault{Kind: slackfake.Refuse, Code: "two", Times: 2})
	s.Fail(slackfake.Fault{Kind: slackfake.Refuse, Code: "all", Times: -1})
	var got []string
	for range 6 {
		got = append(got, call())
	}
	s.Mend()
	if all := strings.Join(got, " ") + "." + call(); all != "one two two all all all." {
		t.Error(all)
	}
}

func TestAnEndedContextIsNeverWritten(t *testing.T) {
	s, api, _ := workspace(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := api.PostMessageContext(ctx, "C1", text("a")); !errors.Is(err, context.Canceled) || len(s.Posted("C1")) > 0 {
		t.Errorf("%v; posted %v", err, s.Posted("C1"))
	}
}

// TestOverASocket: the same answers as in process.
func TestOverASocket(t *testing.T) {
	s, _, _ := workspace(t)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	api := slack.New(token, slack.OptionAPIURL(server.URL+"/api/"), slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second}))
	var got []string
	send := func() {
		_, _, err := api.PostMessageContext(t.Context(), "C1", text("a"))
		got = append(got, codeOf(err))
	}
	send()
	for _, f := range []slackfake.Fault{
		{Kind: slackfake.Refuse, Code: "fatal_error"},
		{Kind: slackfake.Refuse, Status: 429, RetryAfter: 1500 * time.Millisecond},
		{Kind: slackfake.ErrorAfter, Status: 500},
		{Kind: slackfake.DropBefore}, // after which the connection is new
		{Kind: slackfake.DropAfter},
		{Kind: slackfake.Slow, Delay: time.Millisecond},
	} {
		s.Fail(f)
		send()
	}
	for i, want := range []string{"", "fatal_error", "429 2s", "500 Internal Server Error", "EOF", "EOF", ""} {
		if got[i] != want && (want == "" || !strings.Contains(got[i], want)) {
			t.Errorf("call %d: %q, want %q", i, got[i], want)
		}
	}
	if n := len(s.Posted("C1")); n != 4 {
		t.Errorf("%d messages, want the first, and those that were accepted before the fault", n)
	}
}

func TestCallsBesideEachOther(t *testing.T) {
	s, api, _ := workspace(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				_, _, _ = api.PostMessageContext(t.Context(), "C1", text("a"))
				_, _ = api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C1"})
				s.SetLag(time.Second)
				s.Fail(slackfake.Fault{Method: "none"})
			}
		})
	}
	wg.Wait()
	if n := len(s.Posted("C1")); n != 5 {
		t.Errorf("%d messages while the clock stands, want 5", n)
	}
}

// TestAnAnswerAfterTheEndIsLost: a call whose context ends while it is
// answered fails, though it was accepted.
func TestAnAnswerAfterTheEndIsLost(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := slackfake.New(slackfake.Options{Now: newClock().now, Token: token, Wait: func(context.Context, time.Duration) error {
		cancel()
		return nil
	}})
	s.AddChannel("C1", "news")
	s.Fail(slackfake.Fault{Kind: slackfake.Slow})
	if _, _, err := client(s, token).PostMessageContext(ctx, "C1", text("a")); !errors.Is(err, context.Canceled) || len(s.Posted("C1")) != 1 {
		t.Errorf("%v; posted %v", err, s.Posted("C1"))
	}
}

// A channel that was left or archived comes back, and what struck is counted
// by fault, however often it was to strike.
func TestReturnAndStruck(t *testing.T) {
	s, api, _ := workspace(t)
	for _, leave := range []func(string){s.Leave, s.Archive} {
		leave("C1")
		if _, _, err := api.PostMessageContext(t.Context(), "C1", text("a")); err == nil {
			t.Error("posted into a channel that is gone")
		}
		s.Return("C1")
		if _, _, err := api.PostMessageContext(t.Context(), "C1", text("a")); err != nil {
			t.Error(err)
		}
	}
	drop := slackfake.Fault{Kind: slackfake.DropBefore, Times: 2}
	s.Fail(drop)
	s.Fail(slackfake.Fault{Channel: "C2", Kind: slackfake.DropAfter})
	for range 3 {
		_, _, _ = api.PostMessageContext(t.Context(), "C1", text("b"))
	}
	drop.Times = 0
	if got := s.Struck(); len(got) != 1 || got[drop] != 2 {
		t.Errorf("%v, want two drops", got)
	}
}
