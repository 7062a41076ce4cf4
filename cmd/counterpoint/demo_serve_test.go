package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

// In the demo's channel all can be tried, settings too.
func TestDemoServe(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	lines := &lockedBuffer{}
	s := streams{ctx: ctx, out: io.Discard, err: lines, getenv: func(string) string { return "" }, now: time.Now}
	done := make(chan error, 1)
	go func() { done <- demoCmd{Serve: true, Listen: "127.0.0.1:0"}.Run(s) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	v := viewOf(ctx, t, lines)
	eventually(t, lines, func() bool { return strings.Contains(v.page("news"), "Why grouped") }, "a digest")
	for _, c := range []struct{ typed, want string }{
		{"mute football", "are not told from now on"},
		{"schedule weekdays 08:30 Europe/London", "The next is due"},
		{"pause", "No digests come until"},
		{"add https://gull.example/rss", "Added https://gull.example/rss"},
		{"remove 1", "Removed "},
		{"list", "This channel follows "},
	} {
		v.types("news", c.typed, c.want)
	}
}

// A demo that finds its port taken names the flag that it has.
func TestDemoServePortTaken(t *testing.T) {
	l, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	s := streams{ctx: t.Context(), out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }, now: time.Now}
	err = demoCmd{Serve: true, Listen: l.Addr().String()}.Run(s)
	if err == nil || !strings.Contains(err.Error(), "--listen 127.0.0.1:8081") {
		t.Errorf("it says %v", err)
	}
}
