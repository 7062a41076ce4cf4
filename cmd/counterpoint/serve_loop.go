package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"counterpoint/internal/deliver"
	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/schedule"
	"counterpoint/internal/wording"
)

// The pace of a local process.
const (
	tick       = time.Second
	fetchEvery = time.Minute
	sweepEvery = 5 * time.Minute
)

// run fetches, answers and tells, until it is stopped. Feeds that are slow to
// answer hold up neither digests nor answers.
func (d *serve) run(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { d.answerAll(ctx) })
	wg.Go(func() { d.fetchAll(ctx) })
	wg.Go(func() { d.tellAll(ctx) })
	wg.Wait()
}

// telling is a digest that is to be made.
type telling struct {
	at     time.Time // not before
	slot   time.Time // its scheduled time; zero where it is made by hand alone
	asked  time.Time // when its feeds were asked for it; zero: they were not
	byHand bool      // somebody asked for it, and gets an answer on a quiet day too
	late   bool      // it says when it was due
}

// and is two digests of a channel as one, the later of them given: what is asked
// for while a scheduled one waits is that one.
func (t telling) and(later telling) telling {
	if later.slot.IsZero() {
		later.slot = t.slot
	}
	if later.asked.IsZero() {
		later.asked = t.asked
	}
	later.byHand = later.byHand || t.byHand
	return later
}

// tellAll makes the digests that are due and posts what waits, until it is
// stopped.
func (d *serve) tellAll(ctx context.Context) {
	clock := time.NewTicker(tick)
	defer clock.Stop()
	var swept time.Time
	last := d.streams.now() // digests that were due before are not told: the process was not there
	due, wake := map[string]telling{}, map[string]time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-d.tells:
			now := d.streams.now()
			due[job.Request.Channel] = due[job.Request.Channel].and(telling{at: now, asked: job.Asked, byHand: true})
		case <-clock.C:
		}
		now := d.streams.now()
		d.report(ctx, d.lookUp(ctx, last, now, due))
		last = now
		d.report(ctx, d.tellDue(ctx, now, due, wake))
		if now.Sub(swept) >= sweepEvery {
			swept = now
			d.report(ctx, d.sweep(ctx, now, wake))
		}
		d.report(ctx, d.wakeDue(ctx, now, wake))
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

// lookUp notes the channels whose time has come since the last look. Of several
// times, as where the machine slept, the last is told: it has what the others
// would have had.
func (d *serve) lookUp(ctx context.Context, last, now time.Time, due map[string]telling) error {
	channels, err := d.round.store.Channels(ctx)
	if err != nil {
		return err
	}
	for _, ch := range channels {
		when, err := schedule.Of(ch)
		if err != nil || ch.Paused {
			continue
		}
		for slot := when.Next(last); !slot.IsZero() && !slot.After(now); slot = when.Next(slot) {
			due[ch.ID] = due[ch.ID].and(telling{at: now, slot: slot})
		}
	}
	return nil
}

// tellDue makes the digests that are due. That one cannot be made keeps no
// other back.
func (d *serve) tellDue(ctx context.Context, now time.Time, due map[string]telling, wake map[string]time.Time) error {
	var errs []error
	for id, t := range due {
		if t.at.After(now) {
			continue
		}
		again, err := d.tell(ctx, id, t, wake)
		if err != nil {
			errs = append(errs, fmt.Errorf("the digest of channel %s cannot be made: %w", id, err))
		}
		if t.at = again; again.IsZero() || err != nil {
			delete(due, id)
		} else {
			due[id] = t
		}
	}
	return errors.Join(errs...)
}

// tell makes a channel's digest and plans it; posting begins with the next
// wake. What is left of the digest before is closed first: where that takes
// time, again is when to try.
func (d *serve) tell(ctx context.Context, id string, t telling, wake map[string]time.Time) (again time.Time, err error) {
	ch, err := d.round.store.Channel(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	again, rep, err := d.poster.Close(ctx, id)
	d.tellOperator(rep)
	if err != nil || !again.IsZero() {
		return again, err
	}
	now := d.streams.now()
	switch verdict, err := judge(ch, t, now); {
	case err != nil:
		return time.Time{}, err
	case verdict == schedule.Early:
		return t.slot, nil
	case verdict == schedule.Skipped && !t.byHand:
		return time.Time{}, d.skip(ctx, ch, t.slot)
	case verdict == schedule.Skipped:
		t.slot = time.Time{}
	default:
		t.late = verdict == schedule.Late
	}
	return time.Time{}, d.plan(ctx, ch, t, wake)
}

// catchUp is how late a digest may be, as where the machine slept.
const catchUp = 6 * time.Hour

// judge says what is to be done about a digest at a time.
func judge(ch news.Channel, t telling, now time.Time) (schedule.Verdict, error) {
	if t.slot.IsZero() {
		return schedule.Run, nil
	}
	when, err := schedule.Of(ch)
	if err != nil {
		return schedule.Run, err
	}
	return when.Judge(t.slot, now, catchUp), nil
}

// skip notes that a digest was due too long ago to be told. Its news are in the
// next.
func (d *serve) skip(ctx context.Context, ch news.Channel, slot time.Time) error {
	d.streams.warn("channel %s: the digest of %s is left out, as that is more than %s ago; its news are in the next", ch.ID, slot.Format("Mon 2 Jan 15:04"), wording.Count(int(catchUp.Hours()), "hour"))
	return edition.Round{Store: d.round.store, Channel: ch, Reader: ch.ID, Now: d.streams.now(), Slot: slot}.Skip(ctx)
}

// plan makes a digest and writes it down; it is posted at the next wake.
func (d *serve) plan(ctx context.Context, ch news.Channel, t telling, wake map[string]time.Time) error {
	now := d.streams.now()
	made, parts, err := deliver.Plan{
		Round:  edition.Round{Store: d.round.store, Channel: ch, Reader: ch.ID, Now: now, Slot: cmp.Or(t.slot, now), Asked: t.asked, Writer: d.round.model},
		ByHand: t.byHand, Late: t.late, Evidence: func(id string) string { return d.links.Link(d.base, id) },
	}.Write(ctx)
	if made.Coverage.Dead() {
		d.streams.warn("channel %s: none of its %s could be read: is there a network? /digest list there says what each answers", ch.ID, wording.Count(made.Coverage.Feeds, "feed"))
	}
	if err != nil || parts == 0 {
		return err
	}
	wake[ch.ID] = now
	return nil
}

// tellOperator tells what posting says.
func (d *serve) tellOperator(rep post.Report) {
	for _, line := range append(rep.Alarms, rep.Notices...) {
		d.streams.warn("%s", line)
	}
}

// sweep wakes what waits in the store, whoever planned it, after a look whether
// what stopped it is put right.
func (d *serve) sweep(ctx context.Context, now time.Time, wake map[string]time.Time) error {
	if d.look != nil {
		if err := d.look(ctx, now); err != nil {
			return err
		}
	}
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
		d.tellOperator(rep)
		if again.IsZero() {
			delete(wake, reader)
		} else {
			wake[reader] = again
		}
	}
	return errors.Join(errs...)
}
