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
	"counterpoint/sample"
)

// Each verb as a reader types it into the view of a channel, answered there:
// one channel is set by the file, the other in Slack. The links of the digest
// lead to its evidence page.
func TestServeVerbs(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	h, err := sample.One().Handler()
	if err != nil {
		t.Fatal(err)
	}
	d.serve(t, h)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	lines := &lockedBuffer{}
	s := streams{ctx: ctx, out: io.Discard, err: lines, getenv: func(string) string { return "" }, now: d.clock(), web: d.web}
	r, err := openRound(s, d.dir+"/counterpoint.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	feed := r.cfg.Channels[0].Sources[0]
	team := news.Channel{ID: "team", Sources: []news.Source{feed}, Window: 72 * time.Hour, Stories: 5, By: "slack"}
	if err := r.store.PutChannel(ctx, team); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := serveRound(s, r, "127.0.0.1:0"); err != nil {
			t.Error(err)
		}
	}()
	defer func() { stop(); <-done }()
	base := ""
	eventually(t, lines, func() bool {
		m := regexp.MustCompile(`shown at (http://\S+)`).FindStringSubmatch(lines.String())
		if m != nil {
			base = m[1]
		}
		return m != nil
	})
	ask := func(method, path string, form url.Values) string {
		t.Helper()
		req, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := (&http.Client{Timeout: 10 * time.Second}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		return html.UnescapeString(string(body))
	}
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
		page := func() string { return ask(http.MethodGet, "/channel/"+c.channel+"?part&user=U0READER", nil) }
		answers := strings.Count(page(), "Only visible to you")
		ask(http.MethodPost, "/say", url.Values{"channel": {c.channel}, "user": {"U0READER"}, "text": {"/digest " + c.typed}})
		eventually(t, lines, func() bool {
			got := page()
			return strings.Count(got, "Only visible to you") > answers && strings.Contains(got, c.want)
		}, "/digest "+c.typed, c.want)
	}
	link := regexp.MustCompile(`href="` + regexp.QuoteMeta(base) + `(/evidence/[^"#]+)#`).FindStringSubmatch(ask(http.MethodGet, "/channel/news", nil))
	if link == nil {
		t.Fatal("no link leads to a page")
	}
	if got := ask(http.MethodGet, link[1], nil); !strings.Contains(got, "Port Maddern") || !strings.Contains(got, "<h1") {
		t.Errorf("the link leads to %.300s", got)
	}
	if got := ask(http.MethodGet, link[1]+"A", nil); got != "forbidden\n" {
		t.Errorf("a changed link leads to %.300s", got)
	}
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
