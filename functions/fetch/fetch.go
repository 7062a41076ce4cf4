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

// plan sends errands for the feeds that are due. One that is
// waiting from the last plan is sent again: whoever comes second finds the feeds
// taken.
func (f fetcher) plan(ctx context.Context) error {
	now := f.now()
	sources, err := f.store.Due(ctx, now, 0)
	if err != nil || len(sources) == 0 {
		return err
	}
	channels, err := f.store.Channels(ctx)
	if err != nil {
		return err
	}
	var longest time.Duration
	for _, ch := range channels {
		longest = max(longest, ch.Window)
	}
	errands := errand.ForFeeds(sources, longest)
	all := make([]queue.Outgoing, len(errands))
	for i, e := range errands {
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
	rep, err := ingest.Fetcher{Client: f.client, Store: f.store, Now: f.now, Window: rest, Parallel: atOnce}.Fetch(early, e.Feeds)
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
	f.run.Log.Info("asked", "feeds", len(e.Feeds), "fetched", fetched, "failed", failed, "articles", added)
	if errors.Is(err, context.DeadlineExceeded) && early.Err() != nil {
		f.run.Log.Warn("there was no time for all feeds: the next plan has the others", "feeds", len(e.Feeds))
		return nil
	}
	return err
}
