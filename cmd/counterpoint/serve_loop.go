package main

import (
	"context"
	"errors"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/command"
	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/schedule"
)

// The pace of a local process.
const (
	tick       = time.Second
	fetchEvery = time.Minute
	sweepEvery = 5 * time.Minute
	freshFor   = 15 * time.Minute // a feed asked since then is not asked again for a digest
)

// run fetches what is due, tells what is due, posts what waits, and does what
// was asked for, until it is stopped.
func (d *serve) run(ctx context.Context) {
	clock := time.NewTicker(tick)
	defer clock.Stop()
	var fetched, swept time.Time
	last := d.streams.now() // digests that were due before are not told: the process was not there
	wake := map[string]time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-d.jobs:
			d.report(ctx, d.work(ctx, job, wake))
		case <-clock.C:
			now := d.streams.now()
			if now.Sub(fetched) >= fetchEvery {
				fetched = now
				d.report(ctx, d.fetchDue(ctx, now))
			}
			d.report(ctx, d.tellDue(ctx, last, now, wake))
			last = now
			if now.Sub(swept) >= sweepEvery {
				swept = now
				d.report(ctx, d.sweep(ctx, now, wake))
			}
			d.report(ctx, d.wakeDue(ctx, now, wake))
		}
	}
}

func (d *serve) report(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		d.streams.warn("%v", err)
	}
}

// fetchDue asks the feeds that are due.
func (d *serve) fetchDue(ctx context.Context, now time.Time) error {
	due, err := d.round.store.Due(ctx, now, 0)
	if err != nil || len(due) == 0 {
		return err
	}
	ids := make([]string, len(due))
	for i, s := range due {
		ids[i] = s.ID()
	}
	return d.fetch(ctx, ids)
}

// fetch asks feeds; that some fail stands in their state, and in the coverage
// of digests.
func (d *serve) fetch(ctx context.Context, ids []string) error {
	channels, err := d.round.store.Channels(ctx)
	if err != nil {
		return err
	}
	_, window := feedsOf(channels)
	client, err := d.round.client(d.streams)
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = ingest.Fetcher{Client: client, Store: d.round.store, Now: d.streams.now, Window: window, Parallel: atOnce}.Fetch(ctx, ids)
	return err
}

// tellDue tells the channels whose time has come since the last look.
func (d *serve) tellDue(ctx context.Context, last, now time.Time, wake map[string]time.Time) error {
	channels, err := d.round.store.Channels(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, ch := range channels {
		when, err := schedule.Of(ch)
		if err != nil || ch.Paused {
			continue
		}
		if slot := when.Next(last); !slot.IsZero() && !slot.After(now) {
			errs = append(errs, d.tell(ctx, ch, slot, when.Next(slot), wake))
		}
	}
	return errors.Join(errs...)
}

// tell makes a channel's digest and plans it; posting begins with the next
// wake. What is left of the digest before is closed.
func (d *serve) tell(ctx context.Context, ch news.Channel, slot, next time.Time, wake map[string]time.Time) error {
	if again, _, err := d.poster.Close(ctx, ch.ID); err != nil || !again.IsZero() {
		return errors.Join(err, d.queue(ctx, command.Job{Do: command.Digest, Request: command.Request{Channel: ch.ID}}))
	}
	now := d.streams.now()
	planned, err := edition.Round{Store: d.round.store, Channel: ch, Reader: ch.ID, Now: now, Slot: slot}.Make(ctx)
	if err != nil {
		return err
	}
	if !next.IsZero() {
		planned.Digest.Next = &next
	}
	messages := blocks.Render(planned.Digest, blocks.Options{Buttons: true})
	told := make([][]string, len(messages))
	for _, b := range planned.Digest.Stories {
		told[0] = append(told[0], b.ID) // the first message names them all
	}
	parts, err := post.Freeze(messages, told)
	if err != nil {
		return err
	}
	if err := planned.TellParts(ctx, now, ch.ID, parts); err != nil {
		return err
	}
	wake[ch.ID] = now
	return nil
}

// sweep wakes what waits in the store, whoever planned it.
func (d *serve) sweep(ctx context.Context, now time.Time, wake map[string]time.Time) error {
	waiting, err := d.round.store.Waiting(ctx, now)
	for _, w := range waiting {
		if _, ok := wake[w.Reader]; !ok {
			wake[w.Reader] = now
		}
	}
	return err
}

// wakeDue posts what is due.
func (d *serve) wakeDue(ctx context.Context, now time.Time, wake map[string]time.Time) error {
	var errs []error
	for reader, at := range wake {
		if at.After(now) {
			continue
		}
		again, rep, err := d.poster.Wake(ctx, reader, reader)
		errs = append(errs, err)
		for _, line := range append(rep.Alarms, rep.Notices...) {
			d.streams.warn("%s", line)
		}
		if again.IsZero() {
			delete(wake, reader)
		} else {
			wake[reader] = again
		}
	}
	return errors.Join(errs...)
}

// work does a job.
func (d *serve) work(ctx context.Context, job command.Job, wake map[string]time.Time) error {
	now := d.streams.now()
	switch job.Do {
	case command.Refresh:
		return d.fetch(ctx, job.Feeds)
	case command.Digest:
		ch, err := d.round.store.Channel(ctx, job.Request.Channel)
		if err != nil {
			return err
		}
		if err := d.refresh(ctx, ch, now); err != nil {
			return err
		}
		return d.tell(ctx, ch, now, time.Time{}, wake)
	case command.Reply:
		if job.Answer == nil {
			return nil
		}
		return d.answer(ctx, job, *job.Answer)
	case command.Reschedule:
		return nil // schedules are read from the settings at every tick
	case command.Show, command.Again:
		if job.Fetch {
			ch, err := d.round.store.Channel(ctx, job.Request.Channel)
			if err != nil {
				return err
			}
			if err := d.refresh(ctx, ch, now); err != nil {
				return err
			}
		}
		a, err := d.desk.Work(ctx, now, job)
		if err != nil {
			return err
		}
		return d.answer(ctx, job, a)
	}
	return nil
}

// refresh asks the feeds of a channel that were not asked lately.
func (d *serve) refresh(ctx context.Context, ch news.Channel, now time.Time) error {
	ids := make([]string, len(ch.Sources))
	for i, src := range ch.Sources {
		ids[i] = src.ID()
	}
	feeds, err := d.round.store.Feeds(ctx, now, ids)
	if err != nil {
		return err
	}
	var old []string
	for _, f := range feeds {
		if now.Sub(f.Tried) > freshFor && !f.Parked {
			old = append(old, f.ID)
		}
	}
	if err := d.round.store.Again(ctx, now, old); err != nil || len(old) == 0 {
		return err
	}
	return d.fetch(ctx, old)
}
