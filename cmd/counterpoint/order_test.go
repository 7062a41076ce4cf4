package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// story is an invented item of a feed with its whole text.
func story(title, path string, published time.Time, text string) string {
	return fmt.Sprintf("<item><title>%s</title><link>https://echo.example/%s</link><guid>%s</guid><pubDate>%s</pubDate><description><![CDATA[<p>%s</p>]]></description></item>",
		title, path, path, published.Format(time.RFC1123Z), text)
}

// feedOf is a feed of items that answers as not modified where it is.
func feedOf(items ...string) http.Handler {
	body := `<rss version="2.0"><channel><title>Echo</title>` + strings.Join(items, "") + "</channel></rss>"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(body)))
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body))
	})
}

const wall = "The harbour wall at Selby has held through the night, the engineers said on Monday morning. Two ships that had waited outside could enter the port before noon. The mayor thanked the crews who had carried sandbags until four in the morning. "

var longWall = strings.Repeat(wall, 7)

// A channel with a short window takes no articles from one with a long one that
// follows the same feed.
func TestWindowsOfOneFeed(t *testing.T) {
	d := newDesk(t, "contact: https://counterpoint.example/bot\nchannels:\n  - id: hours\n    window: 6h\n    feeds: [https://echo.example/feed]\n  - id: days\n    window: 72h\n    feeds: [https://echo.example/feed]\n")
	d.serve(t, feedOf(story("Wall holds", "wall", d.now.Add(-20*time.Hour), longWall)))
	d.digest(t, "--channel", "hours")
	d.now = d.now.Add(time.Hour)
	if got := d.digest(t, "--channel", "days"); len(got.Stories) != 1 {
		t.Errorf("the channel of three days tells %d stories, want the one of 20 hours ago: %+v", len(got.Stories), got.Coverage)
	}
}

// The line for a story without news is told once.
func TestUnchangedOnce(t *testing.T) {
	d := newDesk(t, "contact: https://counterpoint.example/bot\nchannels:\n  - id: news\n    feeds: [https://echo.example/feed]\n")
	first := story("Wall holds at Selby", "wall", d.now.Add(-2*time.Hour), longWall)
	d.serve(t, feedOf(first))
	d.digest(t)
	d.now = d.now.Add(time.Hour)
	d.serve(t, feedOf(story("Harbour wall at Selby holds", "again", d.now.Add(-time.Minute), longWall), first))
	for i, want := range []int{1, 0} {
		if got := d.digest(t); len(got.Stories) != 0 || len(got.Unchanged) != want {
			t.Errorf("digest %d: %d stories and %d lines for unchanged ones, want 0 and %d", i+1, len(got.Stories), len(got.Unchanged), want)
		}
	}
}

// A run that is interrupted says so once, and what to do.
func TestInterrupted(t *testing.T) {
	d := newDesk(t, "contact: https://counterpoint.example/bot\nchannels:\n  - id: news\n    feeds: [https://echo.example/feed, https://echo.example/other]\n")
	ctx, end := context.WithCancel(t.Context())
	d.serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		end()
		<-r.Context().Done()
	}))
	code, out, errs := d.runIn(ctx, "fetch", "--config", "FILE")
	if want := "counterpoint: " + errInterrupted.Error() + "\n"; code != exitFailed || out != "" || errs != want {
		t.Errorf("an interrupted run ends with %d and prints %q, %q; want 1 and %q", code, out, errs, want)
	}
}

// What strangers write into an ID steers no terminal.
func TestHostileID(t *testing.T) {
	d := newDesk(t, "")
	in := `{"id":"x\u001b[2Jy","text":""}` + "\n" + fmt.Sprintf(`{"id":"ok","text":%q}`, wall)
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"digest", "--articles", "-"}, streams{in: strings.NewReader(in), out: &out, err: &errs, getenv: func(string) string { return "" }, now: func() time.Time { return d.now }})
	if code != exitDone || strings.ContainsAny(out.String()+errs.String(), "\x1b") || !strings.Contains(errs.String(), "[2Jy: has no text") {
		t.Errorf("the run ends with %d and prints %q and %q", code, out.String(), errs.String())
	}
}

// A channel that is not there is a wrong use, as with "feeds export".
func TestNoSuchChannel(t *testing.T) {
	d := newDesk(t, "contact: https://counterpoint.example/bot\nchannels:\n  - id: news\n    feeds: [https://echo.example/feed]\n")
	code, _, errs := d.run(t, "digest", "--config", "FILE", "--channel", "nope", "--offline")
	if code != exitUsage || !strings.Contains(errs, "choose of news") {
		t.Errorf("a channel that is not there ends with %d: %s", code, errs)
	}
}
