package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// atOnce is how many feeds are read at the same time.
const atOnce = 64

// round is what the verbs that work on a configuration share.
type round struct {
	cfg   config.Config
	store *store.Store
	model edition.Writer // nil: the engine alone
	close func()
}

// openRound reads a configuration and opens its store.
func openRound(s streams, path string) (round, error) {
	cfg, err := readConfig(s, path)
	if err != nil {
		return round{}, err
	}
	db, err := bolt.Open(cfg.Store, "counterpoint")
	if err != nil {
		return round{}, err
	}
	kept := store.New(db)
	w, done, err := openModel(s, cfg.Model, kept)
	if err != nil {
		return round{}, errors.Join(err, db.Close())
	}
	return round{cfg: cfg, store: kept, model: w, close: func() {
		done()
		if _, err := db.Sweep(s.ctx, s.now(), sweep); err != nil && s.ctx.Err() == nil {
			s.warn("%v", err)
		}
		if err := db.Close(); err != nil {
			s.warn("%v", err)
		}
	}}, nil
}

// readConfig reads a configuration, and warns of what it may not mean.
func readConfig(s streams, path string) (config.Config, error) {
	cfg, err := config.Read(path)
	if err != nil {
		return cfg, err
	}
	for _, w := range cfg.Warnings {
		s.warn("%s", w)
	}
	return cfg, nil
}

// sweep is how many expired items a run deletes: more than a run writes, so
// that the file does not grow for good.
const sweep = 5000

// fetch follows and fetches the feeds of channels, with a line of progress on
// a terminal.
func (r round) fetch(s streams, channels []news.Channel, all bool) (ingest.FetchReport, error) {
	sources, _ := feedsOf(channels)
	_, window := feedsOf(r.cfg.Channels) // another channel may follow the same feed further back
	ids := make([]string, len(sources))
	for i, src := range sources {
		ids[i] = src.ID()
	}
	if err := r.store.Follow(s.ctx, s.now(), sources); err != nil {
		return ingest.FetchReport{}, err
	}
	if all {
		if err := r.store.Again(s.ctx, s.now(), ids); err != nil {
			return ingest.FetchReport{}, err
		}
	}
	client, err := r.client(s)
	if err != nil {
		return ingest.FetchReport{}, err
	}
	defer client.Close()
	p := progress{to: s.err, on: onTerminal(s.err), of: len(ids)}
	defer p.end()
	return ingest.Fetcher{Client: client, Store: r.store, Now: s.now, Window: window, Parallel: atOnce, Done: p.done}.Fetch(s.ctx, ids)
}

// client makes the one client for feeds and pages.
func (r round) client(s streams) (*web.Client, error) {
	opts := s.web
	opts.UserAgent, opts.Now = userAgent(r.cfg.Contact), s.now
	return web.New(opts)
}

// feedsOf gives the feeds of channels, each once, and the longest of their
// windows.
func feedsOf(channels []news.Channel) (sources []news.Source, window time.Duration) {
	seen := map[string]bool{}
	for _, ch := range channels {
		window = max(window, ch.Window)
		for _, src := range ch.Sources {
			if !seen[src.ID()] {
				seen[src.ID()] = true
				sources = append(sources, src)
			}
		}
	}
	return sources, window
}

// userAgent names the program, and whom to write to where it is a burden.
func userAgent(contact string) string {
	if contact == "" {
		return "counterpoint/1"
	}
	return "counterpoint/1 (+" + contact + ")"
}

// fromConfig fetches what a configuration names and tells each channel what is
// new to its readers at this terminal.
func (c digestCmd) fromConfig(s streams, now time.Time) error {
	if now.IsZero() {
		now = s.now()
	}
	since, err := c.since(now)
	if err != nil {
		return err
	}
	r, err := openRound(s, c.Config)
	if err != nil {
		return err
	}
	defer r.close()
	channels, err := c.channels(r.cfg.Channels)
	if err != nil {
		return err
	}
	if !c.Offline {
		if _, err := r.fetch(s, channels, false); err != nil {
			return err
		}
	}
	done, err := c.reword(s, &r)
	if err != nil {
		return err
	}
	defer done()
	debug.SetGCPercent(gcMaking)
	var dead error
	for i, ch := range channels {
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		cov, err := c.tell(s, r, ch, now, since)
		if err != nil {
			return err
		}
		if len(cov.FeedsFailed) == cov.Feeds {
			dead = errDead
		}
	}
	return dead
}

// reword has a round's stories worded by the model of --model, where one is
// named. done ends with it.
func (c digestCmd) reword(s streams, r *round) (done func(), err error) {
	if c.Model == "" {
		return func() {}, nil
	}
	m := r.cfg.Model
	m.Use = c.Model
	r.model, done, err = openModel(s, m, r.store)
	return done, err
}

// tell prints a channel's digest, and notes it as told; it returns what the
// digest rests on.
func (c digestCmd) tell(s streams, r round, ch news.Channel, now, since time.Time) (news.Coverage, error) {
	if c.Stories > 0 {
		ch.Stories = c.Stories
	}
	planned, err := edition.Round{Store: r.store, Channel: ch, Reader: ch.ID + "@terminal", Now: now, Since: since, Writer: r.model}.Make(s.ctx)
	if err != nil {
		return news.Coverage{}, err
	}
	if err := write(s, planned.Digest, c.Format); err != nil {
		return news.Coverage{}, err
	}
	if c.Preview || len(planned.Digest.Stories)+len(planned.Digest.Unchanged) == 0 {
		return planned.Digest.Coverage, nil
	}
	if err := planned.Tell(s.ctx, now, store.Posted); err != nil {
		return news.Coverage{}, fmt.Errorf("the digest was printed, but not noted as told: %w", err)
	}
	return planned.Digest.Coverage, nil
}

// channels are those that are asked for: all, where they can be told one after
// the other.
func (c digestCmd) channels(all []news.Channel) ([]news.Channel, error) {
	var names []string
	for _, ch := range all {
		if ch.ID == c.Channel {
			return []news.Channel{ch}, nil
		}
		names = append(names, ch.ID)
	}
	switch {
	case c.Channel != "":
		return nil, noChannel(c.Channel, c.Config, names)
	case len(all) > 1 && c.Format != "text":
		return nil, usageError(fmt.Sprintf("--format %s tells one channel, and %s has several: name one with --channel %s", c.Format, c.Config, strings.Join(names, "|")))
	}
	return all, nil
}

// since reads --since: a time, or a span back from now.
func (c digestCmd) since(now time.Time) (time.Time, error) {
	if c.Since == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, c.Since); err == nil {
		return t, nil
	}
	if d, err := time.ParseDuration(c.Since); err == nil && d > 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, usageError(fmt.Sprintf("--since %q is neither an RFC 3339 time nor a span such as 24h", c.Since))
}

// errDead is the alarm where no feed at all can be read.
var errDead = errors.New(`none of the feeds could be read: is there a network? "counterpoint fetch --all" says what each answers`)
