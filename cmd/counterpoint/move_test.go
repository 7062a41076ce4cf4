package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/store"
)

// A channel moves from one store to another, as from serve to AWS: what it was
// told does not come again, though its feed states no times, and what the feed
// lists later comes.
func TestMove(t *testing.T) {
	t.Run("to AWS", func(t *testing.T) {
		a := newAccount(t).withTable(t)
		m := newMove(t)
		m.to = func(do func(*store.Store)) { do(a.store) }
		m.aws = func(context.Context) (aws.Config, error) { return a.cfg, nil }
		m.moves("--stack", "news")
	})
	t.Run("to another file", func(t *testing.T) {
		m := newMove(t)
		m.to = m.in
		m.moves()
	})
}

// mover is a desk that follows one feed without times.
type mover struct {
	*desk
	t     *testing.T
	to    func(do func(*store.Store)) // does something where it moved
	items []string
}

func newMove(t *testing.T) *mover {
	t.Helper()
	m := &mover{desk: newDesk(t, moving), t: t}
	m.now = m.now.AddDate(50, 0, 0) // DynamoDB's own clock deletes what has expired
	m.serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, "<rss version='2.0'><channel><title>Echo</title>"+strings.Join(m.items, "")+"</channel></rss>")
	}))
	return m
}

const moving = `contact: https://counterpoint.example/bot
store: before.db
channels:
  - id: C0NEWS
    feeds: [https://echo.example/feed]
    quiet_days: skip
`

// lists has the feed list one more item, without a time.
func (m *mover) lists(guid, text string) {
	m.items = append(m.items, "<item><guid>"+guid+"</guid><title>"+guid+"</title><link>https://echo.example/"+guid+"</link><description>"+text+"</description></item>")
}

// told fetches into a store, and tells the channel what is new to it.
func (m *mover) told(s *store.Store) (out []string) {
	m.t.Helper()
	st := streams{ctx: m.t.Context(), out: io.Discard, err: io.Discard, now: func() time.Time { return m.now }, web: m.web}
	channels, err := s.Channels(m.t.Context())
	if err != nil || len(channels) != 1 {
		m.t.Fatalf("%v, %v", channels, err)
	}
	if _, err := (round{cfg: config.Config{Channels: channels}, store: s}).fetch(st, channels, true); err != nil {
		m.t.Fatal(err)
	}
	m.now = m.now.Add(time.Minute)
	p, err := edition.Round{Store: s, Channel: channels[0], Reader: channels[0].ID, Now: m.now}.Make(m.t.Context())
	if err == nil {
		err = p.Tell(m.t.Context(), m.now, store.Posted)
	}
	if err != nil {
		m.t.Fatal(err)
	}
	for _, b := range p.Digest.Stories {
		out = append(out, b.Headline)
	}
	for _, f := range p.Digest.Coverage.FeedsFailed {
		m.t.Errorf("a feed failed: %+v", f)
	}
	return out
}

// in does something in the store that the file names.
func (m *mover) in(do func(*store.Store)) {
	m.t.Helper()
	s := streams{ctx: m.t.Context(), out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }, now: func() time.Time { return m.now }}
	r, err := openRound(s, filepath.Join(m.dir, "counterpoint.yaml"))
	if err != nil {
		m.t.Fatal(err)
	}
	defer r.close()
	do(r.store)
}

func (m *mover) moves(to ...string) {
	m.t.Helper()
	apply := func(args ...string) {
		m.t.Helper()
		if code, out, errs := m.run(m.t, append([]string{"apply", "FILE", "--yes"}, args...)...); code != exitDone {
			m.t.Fatalf("apply %v ends with %d:\n%s%s", args, code, out, errs)
		}
	}
	expect := func(s *store.Store, want ...string) {
		m.t.Helper()
		if got := m.told(s); !slices.Equal(got, want) {
			m.t.Errorf("told is %q, want %q", got, want)
		}
	}
	m.lists("wall", "The harbour wall at Selby has held through the night, the engineers said on Monday morning.")
	apply()
	m.in(func(s *store.Store) { expect(s, "wall") })

	after := strings.Replace(moving, "before.db", "after.db", 1)
	if err := os.WriteFile(filepath.Join(m.dir, "counterpoint.yaml"), []byte(after), 0o600); err != nil {
		m.t.Fatal(err)
	}
	apply(append(to, "--from-now")...)
	m.now = m.now.Add(10 * time.Minute) // until it is fetched there
	look := func(s *store.Store) {
		m.t.Helper()
		expect(s)
		m.lists("mine", "A mine near Torvik has been closed, as water came in faster than the pumps could carry it out.")
		m.now = m.now.Add(time.Hour)
		expect(s, "mine")
	}
	m.to(look)
}
