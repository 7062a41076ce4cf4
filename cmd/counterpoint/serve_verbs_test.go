package main

import (
	"context"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/news"
)

// Each verb as a reader types it into the view of a channel, answered there:
// one channel is set by the file, the other in Slack. The links of the digest
// lead to its evidence page.
func TestServeVerbs(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	d.serveSample(t)
	s, r, said := d.open(t, d.clock())
	feed := r.cfg.Channels[0].Sources[0]
	team := news.Channel{ID: "team", Sources: []news.Source{feed}, Window: 72 * time.Hour, Stories: 5, By: "slack"}
	if err := r.store.PutChannel(s.ctx, team); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := serveRound(s, r, "127.0.0.1:0"); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { <-done }) // its context has ended by then
	view := viewOf(s.ctx, t, said)
	for _, c := range []struct{ channel, typed, want string }{
		{"team", "", "This channel has had no digest yet"},
		{"team", "help", "/digest schedule weekdays"},
		{"team", "huh", "I do not know “huh”"},
		{"team", "list", "This channel follows 1 feed."},
		{"team", "add https://gull.example/rss", "Added https://gull.example/rss"},
		{"team", "remove 2", "Removed https://gull.example/rss"},
		{"team", "mute football", "Stories about “football” are not told"},
		{"team", "unmute football", "“football” is told again"},
		{"team", "schedule sun 01:30 Europe/London", "Digests come sun 01:30 Europe/London"},
		{"team", "pause", "No digests come until"},
		{"team", "resume", "The next is due"},
		{"team", "since 2d", "Since "},
		{"team", "now zzzz", "About “zzzz”,"},
		{"news", "add https://gull.example/rss", "are in a file"},
		{"news", "now", "Port Maddern"},
		{"news", "", "Digest of "},
		{"news", "why 1", "published within"},
		{"news", "sources 1", "origin"},
		{"news", "disputes 1", "⚖"},
		{"news", "status", "Language models have cost $0.0000 this month"},
	} {
		view.types(c.channel, c.typed, c.want)
	}
	if page := view.page("team"); strings.Index(page, "look for “zzzz”") > strings.Index(page, "About “zzzz”,") {
		t.Error("the result stands before the answer that it comes")
	}
	link := regexp.MustCompile(`href="` + regexp.QuoteMeta(view.base) + `(/evidence/[^"#]+)#`).FindStringSubmatch(view.ask(http.MethodGet, "/channel/news", nil))
	if link == nil {
		t.Fatal("no link leads to a page")
	}
	if got := view.ask(http.MethodGet, link[1], nil); !strings.Contains(got, "Port Maddern") || !strings.Contains(got, "<h1") {
		t.Errorf("the link leads to %.300s", got)
	}
	if got := view.ask(http.MethodGet, link[1]+"A", nil); got != "forbidden\n" {
		t.Errorf("a changed link leads to %.300s", got)
	}
}

// view is the view of the channels, for a reader who types.
type view struct {
	t     *testing.T
	ctx   context.Context //nolint:containedctx // of one test
	lines *lockedBuffer
	base  string
}

// viewOf waits until a process says where its channels are shown.
func viewOf(ctx context.Context, t *testing.T, lines *lockedBuffer) view {
	t.Helper()
	v := view{t: t, ctx: ctx, lines: lines}
	eventually(t, lines, func() bool {
		m := regexp.MustCompile(`shown at (http://\S+)`).FindStringSubmatch(lines.String())
		if m != nil {
			v.base = m[1]
		}
		return m != nil
	})
	return v
}

func (v view) ask(method, path string, form url.Values) string {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.ctx, method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := (&http.Client{Timeout: 10 * time.Second}).Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		v.t.Fatal(err)
	}
	return html.UnescapeString(string(body))
}

// page is a channel's messages.
func (v view) page(channel string) string {
	return v.ask(http.MethodGet, "/channel/"+channel+"?part&user=U0READER", nil)
}

// types types a command, and waits until the channel shows what it brings.
func (v view) types(channel, typed, want string) {
	v.t.Helper()
	answers := strings.Count(v.page(channel), "Only visible to you")
	v.ask(http.MethodPost, "/say", url.Values{"channel": {channel}, "user": {"U0READER"}, "text": {"/digest " + typed}})
	eventually(v.t, v.lines, func() bool {
		got := v.page(channel)
		return strings.Count(got, "Only visible to you") > answers && strings.Contains(got, want)
	}, "/digest "+typed, want)
}

// eventually waits for something, for as long as a slow machine needs.
func eventually(t *testing.T, said *lockedBuffer, is func() bool, what ...string) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("%q does not come; the process said:\n%s", what, said)
}
