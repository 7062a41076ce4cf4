package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/command"
	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/page"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
	"counterpoint/sample"
)

type demoCmd struct {
	Dir   string `default:"counterpoint-demo" placeholder:"DIR" help:"Where to write digest.html, channel.html and slack.json."`
	Day   int    `default:"1" enum:"1,2" placeholder:"N" help:"2: the day after, told to readers who were told the first."`
	Serve bool   `help:"Stay, and show the first day's channel live, with its buttons and /digest."`

	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"With --serve: where it is shown, an address of this machine."`
}

// Help is shown under "demo --help".
func (demoCmd) Help() string {
	return `Example:
  counterpoint demo
  counterpoint demo --day 2
  counterpoint demo --dir /tmp/demo
  counterpoint demo --serve
  counterpoint demo --serve --listen 127.0.0.1:9090

Nothing is needed: no account, no key, no network but this machine's own. The news day, its country
and its outlets are invented, and bundled with the program, which serves their feeds and pages to
itself, fetches them and keeps them in a store that is gone afterwards. One feed is too slow,
one is broken, and one answers with an error.`
}

// Run makes the digest of the bundled day, prints it and writes its other
// forms.
func (c demoCmd) Run(s streams) error {
	if c.Serve {
		return demoServe(s, c.Listen)
	}
	d, err := demoDigest(s, c.Day)
	if err != nil {
		return err
	}
	written, err := writeForms(c.Dir, d)
	if err != nil {
		return err
	}
	if err := write(s, d, "text"); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "\nwrote %s  the evidence page\n      %s  the messages as the channel shows them\n      %s  the messages as they are posted\n", written...)
	return nil
}

const (
	demoTimeout  = time.Second           // of the slow feed: nobody should wait ten for it
	demoInterval = 10 * time.Millisecond // between two requests to a host: they are our own
	demoWindow   = 3 * 24 * time.Hour
)

// demoDigest fetches the bundled days up to the last from this machine, each
// at its own time, tells all but the last, and makes the digest of that.
func demoDigest(s streams, last int) (news.Digest, error) {
	st, discard, err := demoStore()
	if err != nil {
		return news.Digest{}, err
	}
	defer discard()
	sources, err := sample.Sources()
	if err != nil {
		return news.Digest{}, err
	}
	ch := news.Channel{ID: "news", Sources: sources, Window: demoWindow}
	var d news.Digest
	for _, day := range []sample.Day{sample.One(), sample.Two()}[:last] {
		r := edition.Round{Store: st, Channel: ch, Reader: "demo", Now: day.Now}
		if err := demoFetch(s, r.Store, day, sources); err != nil {
			return news.Digest{}, err
		}
		planned, err := r.Make(s.ctx)
		if err != nil {
			return news.Digest{}, err
		}
		if err := planned.Tell(s.ctx, day.Now, store.Posted); err != nil {
			return news.Digest{}, err
		}
		d = planned.Digest
	}
	return d, nil
}

// demoStore opens a store that is gone when it is discarded.
func demoStore() (st *store.Store, discard func(), err error) {
	dir, err := os.MkdirTemp("", "counterpoint-demo-")
	if err != nil {
		return nil, nil, fmt.Errorf("no room for the demo's store: %w", err)
	}
	db, err := bolt.Open(filepath.Join(dir, "demo.db"), "counterpoint demo")
	if err != nil {
		return nil, nil, err
	}
	return store.New(db), func() {
		_ = db.Close()        // gone with its directory
		_ = os.RemoveAll(dir) // a temporary one, which the system clears too
	}, nil
}

// demoFetch serves a day on loopback and fetches it as any other feeds.
func demoFetch(s streams, st *store.Store, day sample.Day, sources []news.Source) error {
	h, err := day.Handler()
	if err != nil {
		return err
	}
	l, err := serveLoopback(h, "example", s.now())
	if err != nil {
		return err
	}
	defer l.close()
	if err := st.Follow(s.ctx, day.Now, sources); err != nil {
		return err
	}
	var slow, others []string
	for _, src := range sources {
		if src.Outlet == sample.Slow {
			slow = append(slow, src.ID())
		} else {
			others = append(others, src.ID())
		}
	}
	for _, part := range []struct {
		feeds   []string
		timeout time.Duration // 0: the usual one
	}{{others, 0}, {slow, demoTimeout}} {
		client, err := web.New(web.Options{
			UserAgent: userAgent("https://counterpoint.example/demo"), Now: s.now, Dial: l.dial, Roots: l.roots,
			Timeout: part.timeout, HostInterval: demoInterval, Jitter: func(time.Duration) time.Duration { return demoInterval },
		})
		if err != nil {
			return err
		}
		defer client.Close()
		f := ingest.Fetcher{Client: client, Store: st, Now: func() time.Time { return day.Now }, Window: demoWindow, Parallel: atOnce}
		if _, err := f.Fetch(s.ctx, part.feeds); err != nil {
			return err
		}
	}
	return nil
}

// demoServe serves the first day's web and its channel, with a digest in it,
// until it is interrupted. The day's clock goes on from its evening.
func demoServe(s streams, address string) error {
	day := sample.One()
	began := s.now()
	now := s.now
	s.now = func() time.Time { return day.Now.Add(now().Sub(began)) }
	st, discard, err := demoStore()
	if err != nil {
		return err
	}
	defer discard()
	sources, err := sample.Sources()
	if err != nil {
		return err
	}
	h, err := day.Handler()
	if err != nil {
		return err
	}
	l, err := serveLoopback(h, "example", began)
	if err != nil {
		return err
	}
	defer l.close()
	s.web = web.Options{Dial: l.dial, Roots: l.roots, HostInterval: demoInterval, Timeout: 3 * demoTimeout}
	ch := news.Channel{ID: "news", Sources: sources, Window: demoWindow, Stories: 12, By: "slack"}
	r := round{cfg: config.Config{Contact: "https://counterpoint.example/demo", Channels: []news.Channel{ch}}, store: st}
	return serveRound(s, r, address, command.Job{Do: command.Digest, Request: command.Request{Channel: ch.ID}})
}

// writeForms writes the forms of a digest that are files, and returns their
// paths.
func writeForms(dir string, d news.Digest) ([]any, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, cannotWrite(dir, err)
	}
	messages := blocks.Render(d, blocks.Options{Buttons: true})
	forms := []struct {
		name   string
		render func(io.Writer) error
	}{
		{"digest.html", func(w io.Writer) error { return page.Render(w, d) }},
		{"channel.html", func(w io.Writer) error { return renderChannel(w, messages) }},
		{"slack.json", func(w io.Writer) error { return writeJSON(w, map[string]any{"messages": messages}) }},
	}
	var written []any
	for _, f := range forms {
		var b bytes.Buffer
		if err := f.render(&b); err != nil {
			return nil, err
		}
		path := filepath.Join(dir, f.name)
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			return nil, cannotWrite(path, err)
		}
		written = append(written, path)
	}
	return written, nil
}

// cannotWrite says what to do where a file of the demo cannot be written.
func cannotWrite(path string, err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return fmt.Errorf("cannot write %s (%w): name a directory that can be written with --dir DIR", path, err)
}

// renderChannel shows messages as a channel of Slack would.
func renderChannel(w io.Writer, messages []blocks.Message) error {
	raw, err := json.Marshal(messages)
	if err != nil {
		return err
	}
	var shown []slackfake.Message
	if err := json.Unmarshal(raw, &shown); err != nil {
		return err
	}
	return slackfake.Page(w, "news", shown)
}
