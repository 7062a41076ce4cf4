package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"counterpoint/internal/errand"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/ops"
	"counterpoint/internal/queue"
	"counterpoint/internal/store"
)

const (
	handed = 30 * time.Minute   // that feeds are handed out to an errand: as long as it may wait, and be done
	atOnce = 10                 // feeds and pages asked for, as many as an errand has; of one host the client asks for fewer
	window = 3 * 24 * time.Hour // where an errand names none
)

// sender sends many messages: queue.SQS and queue.Local.
type sender interface {
	SendAll(ctx context.Context, all []queue.Outgoing) error
}

// fetcher does the errands of one run.
type fetcher struct {
	store  *store.Store
	queue  sender
	client *web.Client
	now    func() time.Time
	run    *ops.Run
}

func (f fetcher) do(ctx context.Context, e errand.Errand) error {
	switch e.Do {
	case errand.Plan:
		return f.plan(ctx)
	case errand.Feeds:
		return f.ask(ctx, e)
	case errand.Tell, errand.Wake, errand.Sweep, errand.Job:
	}
	return fmt.Errorf("fetching knows no errand %.40q", e.Do)
}

// plan hands out the feeds that are due, and sends errands for them. An errand
// that never comes leaves its feeds for the plans after it was handed them.
func (f fetcher) plan(ctx context.Context) error {
	channels, err := f.store.Channels(ctx) // first: what is handed out and not sent has to wait
	if err != nil {
		return err
	}
	now := f.now()
	h := store.Handed{At: now.UTC(), Until: now.Add(handed).UTC()}
	sources, err := f.store.Hand(ctx, now, h, errand.AtOnce)
	if err != nil || len(sources) == 0 {
		return err
	}
	var longest time.Duration
	for _, ch := range channels {
		longest = max(longest, ch.Window)
	}
	errands := errand.ForFeeds(sources, longest)
	all := make([]queue.Outgoing, len(errands))
	for i, e := range errands {
		e.Handed, e.Until = h.At, h.Until
		all[i] = queue.Outgoing{Body: e.Body(), Delay: e.Delay}
	}
	if err := f.queue.SendAll(ctx, all); err != nil {
		return err
	}
	f.run.Log.Info("planned", "feeds", len(sources), "errands", len(errands))
	return nil
}

// ask asks feeds, and keeps what is new. Feeds for which there is no time stay
// due: the next plan has them.
func (f fetcher) ask(ctx context.Context, e errand.Errand) error {
	early, cancel := ops.Before(ctx, margin)
	defer cancel()
	rest := e.Window
	if rest <= 0 {
		rest = window
	}
	rep, err := ingest.Fetcher{Client: f.client, Store: f.store, Now: f.now, Window: rest, Parallel: atOnce, Handed: store.Handed{At: e.Handed, Until: e.Until}}.Fetch(early, e.Feeds)
	var fetched, failed, added int
	for _, r := range rep.Feeds {
		switch r.Status {
		case ingest.OK, ingest.NotModified:
			fetched++
		case ingest.Failed, ingest.Parked:
			failed++
		case ingest.NotDue:
		}
		added += r.New
	}
	f.run.Count(ops.Fetched, fetched)
	f.run.Count(ops.Failed, failed)
	f.run.Count(ops.NewArticles, added)
	if !e.Until.IsZero() && fetched+failed == 0 {
		f.run.Log.Warn("another run has these feeds, or they are handed out anew: the errand came too late, or twice", "feeds", len(e.Feeds))
	}
	f.run.Log.Info("asked", "feeds", len(e.Feeds), "fetched", fetched, "failed", failed, "articles", added)
	if errors.Is(err, context.DeadlineExceeded) && early.Err() != nil {
		f.run.Log.Warn("there was no time for all feeds: the next plan has the others", "feeds", len(e.Feeds))
		return nil
	}
	return err
}
