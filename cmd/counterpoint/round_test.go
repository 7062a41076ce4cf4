package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/feed/web"
	"counterpoint/internal/news"
	"counterpoint/sample"
)

// patience is long enough for all feeds but the one that never answers, also
// on a busy machine.
const patience = 3 * time.Second

// desk is a directory with a configuration, a clock, and an invented web.
type desk struct {
	dir string
	now time.Time
	web web.Options
	aws awsOptions
}

func newDesk(t *testing.T, yaml string) *desk {
	t.Helper()
	d := &desk{dir: t.TempDir(), now: sample.One().Now}
	if err := os.WriteFile(filepath.Join(d.dir, "counterpoint.yaml"), []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

// serve has the web answered by a handler from now on.
func (d *desk) serve(t *testing.T, h http.Handler) {
	t.Helper()
	l, err := serveLoopback(h, "example", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.close)
	d.web = web.Options{Timeout: patience, Dial: l.dial, Roots: l.roots, HostInterval: time.Nanosecond, Jitter: func(time.Duration) time.Duration { return 0 }}
}

// serveSample has the feeds of the first sample day answer.
func (d *desk) serveSample(t *testing.T) {
	t.Helper()
	h, err := sample.One().Handler()
	if err != nil {
		t.Fatal(err)
	}
	d.serve(t, h)
}

// open opens the configuration as the program does, until the test ends. What is
// said on standard error is in said.
func (d *desk) open(t *testing.T, now func() time.Time) (s streams, r round, said *lockedBuffer) {
	t.Helper()
	said = &lockedBuffer{}
	s = streams{ctx: t.Context(), out: io.Discard, err: said, getenv: func(string) string { return "" }, now: now, web: d.web}
	r, err := openRound(s, filepath.Join(d.dir, "counterpoint.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	return s, r, said
}

// run runs the program in the directory; FILE in args stands for the
// configuration.
func (d *desk) run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	return d.runIn(t.Context(), args...)
}

// runIn runs it until it is done, or the context ends.
func (d *desk) runIn(ctx context.Context, args ...string) (code int, out, errs string) {
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "FILE", filepath.Join(d.dir, "counterpoint.yaml"))
	}
	var o, e bytes.Buffer
	code = run(ctx, args, streams{out: &o, err: &e, getenv: func(string) string { return "" }, now: func() time.Time { return d.now }, web: d.web, aws: d.aws})
	return code, o.String(), e.String()
}

func sampleConfig(t *testing.T) string {
	t.Helper()
	sources, err := sample.Sources()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("contact: https://counterpoint.example/bot\nchannels:\n  - id: news\n    stories: 50\n    feeds:\n")
	for _, s := range sources {
		fmt.Fprintf(&b, "      - url: %s\n        outlet: %s\n", s.URL, s.Outlet)
	}
	return b.String()
}

// The main job over two days, from feeds to what is new on the second.
func TestTwoDays(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	day := func(day sample.Day) {
		h, err := day.Handler()
		if err != nil {
			t.Fatal(err)
		}
		d.serve(t, h)
		d.now = day.Now
	}
	day(sample.One())
	code, out, errs := d.run(t, "fetch", "--config", "FILE")
	if code != exitDone || !strings.Contains(out, "14 ok") || !strings.Contains(out, "2 failed · 74 articles new") || !strings.Contains(out, "answers 500 · next try in 10 min") {
		t.Fatalf("fetch ends with %d:\n%s%s", code, out, errs)
	}
	first := d.digest(t)
	if c := first.Coverage; c.Articles != 74 || c.Feeds != 16 || !slices.Equal(c.FeedsFailed, []news.FeedFailed{{Feed: sample.Slow, Reason: "takes longer than 3 s"}, {Feed: sample.Down, Reason: "answers 500"}}) || len(c.FeedsMended) != 1 || c.FeedsMended[0].Feed != "Tidemark" {
		t.Errorf("the first day's coverage is %+v, want 74 articles of 16 feeds, one too slow, one down, one mended", c)
	}
	for _, b := range first.Stories {
		if b.Since != nil {
			t.Errorf("%q tells what is new since, on the first day", b.Headline)
		}
	}
	if again := d.digest(t); len(again.Stories) != 0 || len(again.Unchanged) != 0 {
		t.Errorf("at once again %d stories are told, want none", len(again.Stories))
	}
	if shown := d.digest(t, "--since", "24h", "--preview"); len(shown.Stories) != len(first.Stories) {
		t.Errorf("--since 24h tells %d stories, want the %d of the day", len(shown.Stories), len(first.Stories))
	}
	day(sample.Two())
	second := d.digest(t)
	told := map[string]bool{}
	for _, b := range first.Stories {
		for _, a := range b.Articles {
			told[a.ID] = true
		}
	}
	going, fresh := 0, 0
	for _, b := range second.Stories {
		before := slices.ContainsFunc(b.Articles, func(a news.BriefArticle) bool { return told[a.ID] })
		if (b.Since != nil) != before {
			t.Errorf("%q has since %v and was told before: %v", b.Headline, b.Since != nil, before)
		}
		if before {
			going++
		} else {
			fresh++
		}
	}
	if going < 5 || fresh < 3 {
		t.Errorf("on the second day %d stories go on and %d are new, want at least 5 and 3", going, fresh)
	}
}

// digest makes a digest as JSON.
func (d *desk) digest(t *testing.T, args ...string) news.Digest {
	t.Helper()
	code, out, errs := d.run(t, append([]string{"digest", "--config", "FILE", "--format", "json"}, args...)...)
	if code != exitDone {
		t.Fatalf("digest ends with %d: %s", code, errs)
	}
	var got news.Digest
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// No feed at all is an alarm, never a quiet day.
func TestAllFeedsDead(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	d.serve(t, http.NotFoundHandler())
	for _, args := range [][]string{{"fetch", "--config", "FILE"}, {"digest", "--config", "FILE"}, {"digest", "--config", "FILE", "--offline"}} {
		code, out, errs := d.run(t, args...)
		if code != exitFailed || !strings.Contains(errs, "none of the feeds could be read") || strings.Contains(out, "quiet") {
			t.Errorf("%v ends with %d:\n%s%s", args, code, out, errs)
		}
	}
	d.serveSample(t)
	d.now = d.now.Add(time.Hour)
	if got := d.digest(t); len(got.Stories) < 15 {
		t.Errorf("when the feeds are back %d stories are told, want all of the day", len(got.Stories))
	}
}

// The digests of several channels stand apart.
func TestSeveralChannels(t *testing.T) {
	d := newDesk(t, sampleConfig(t)+"  - id: other\n    feeds: [https://counterpoint.example/none]\n")
	d.serveSample(t)
	_, out, errs := d.run(t, "digest", "--config", "FILE")
	if strings.Count(out, "COUNTERPOINT") != 2 || strings.Count(out, "\n\nCOUNTERPOINT") != 1 || strings.HasPrefix(out, "\n") {
		t.Errorf("two channels are not told with an empty line between them:\n%s%s", out, errs)
	}
}

// fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// A report that nobody gets is a failed run.
func TestFetchCannotPrint(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	d.serveSample(t)
	var errs bytes.Buffer
	args := []string{"fetch", "--config", filepath.Join(d.dir, "counterpoint.yaml")}
	code := run(t.Context(), args, streams{out: fullDisk{}, err: &errs, getenv: func(string) string { return "" }, now: func() time.Time { return d.now }, web: d.web})
	if want := "counterpoint: print the report: no space left\n"; code != exitFailed || errs.String() != want {
		t.Errorf("fetch ends with %d and says %q, want %d and %q", code, &errs, exitFailed, want)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		20 * time.Second: "less than a minute", 50 * time.Second: "1 min", 10 * time.Minute: "10 min",
		59*time.Minute + 40*time.Second: "1 h", 2 * time.Hour: "2 h", 25*time.Hour + 30*time.Minute: "25 h 30 min",
	} {
		if got := span(d); got != want {
			t.Errorf("span(%v) is %q, want %q", d, got, want)
		}
	}
}

// The plan is shown first, --yes does it, a second apply changes nothing, and
// what Slack set stays.
func TestApply(t *testing.T) {
	const yaml = "contact: https://counterpoint.example/bot\nchannels:\n  - id: news\n    feeds: [https://one.example/feed, https://two.example/feed?token=SECRET]\n"
	d := newDesk(t, yaml)
	step := func(want string, args ...string) {
		t.Helper()
		code, out, errs := d.run(t, append([]string{"apply", "FILE"}, args...)...)
		if code != exitDone || out != want || strings.Contains(out+errs, "SECRET") {
			t.Errorf("apply %v ends with %d and prints:\n%s%swant:\n%s", args, code, out, errs, want)
		}
	}
	const plan = "add     channel news with 2 feeds\nfollow  https://one.example/feed\nfollow  https://two.example/feed\n"
	step(plan + "nothing was changed: --yes does it\n")
	step(plan+"done\n", "--yes")
	step("nothing to do: all is as the file says\n", "--yes")
	rewrite := func(yaml string) {
		if err := os.WriteFile(filepath.Join(d.dir, "counterpoint.yaml"), []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rewrite(strings.Replace(yaml, "https://one.example/feed, ", "", 1) + "    stories: 5\n  - id: more\n    feeds: [https://three.example/feed]\n")
	step("change  channel news: sources, stories\nadd     channel more with 1 feed\nfollow  https://three.example/feed\nforget  https://one.example/feed\ndone\n", "--yes")
	rewrite(yaml)
	step("change  channel news: sources, stories\nremove  channel more\nfollow  https://one.example/feed\nforget  https://three.example/feed\ndone\n", "--yes")

	r, err := openRound(streams{ctx: t.Context(), err: &bytes.Buffer{}, now: time.Now}, filepath.Join(d.dir, "counterpoint.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	theirs := news.Channel{ID: "ours", By: "slack", Sources: []news.Source{{URL: "https://four.example/feed"}}}
	if err := errors.Join(r.store.PutChannel(t.Context(), theirs), r.store.Follow(t.Context(), time.Now(), theirs.Sources)); err != nil {
		t.Fatal(err)
	}
	r.close()
	step("nothing to do: all is as the file says\n", "--yes")
	rewrite(strings.Replace(yaml, "id: news", "id: ours", 1))
	if code, _, errs := d.run(t, "apply", "FILE", "--yes"); code != exitFailed || !strings.Contains(errs, "channel ours is set in slack") {
		t.Errorf("a file over Slack's settings ends with %d: %s", code, errs)
	}
}
