// Package deliver does the errands of a deployment's digests: it makes what is
// due, posts it, and does what was asked for in Slack, one message at a time.
//
// A message is a wake-up that may come twice, late, in any order, or never:
// before anything is done the store is asked whether it is to be done still. It
// never waits: what cannot be done yet becomes a message that comes later, and
// a sweep finds what no message wakes. A slot is told once: one within the
// catch-up time is told late, and says so; an older one is noted as skipped.
// What is unposted of a digest when the next is due is closed, and told in that.
//
// It fetches nothing, and never links what does: feeds are asked by an errand
// to another function.
package deliver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/edition"
	"counterpoint/internal/errand"
	"counterpoint/internal/evidence"
	"counterpoint/internal/news"
	"counterpoint/internal/ops"
	"counterpoint/internal/post"
	"counterpoint/internal/queue"
	"counterpoint/internal/store"
)

const (
	soon = 5 * time.Second // where somebody else was faster
	// crowd is how far ahead a wake-up is sent again that comes too early: for
	// what waits longer there is another one, or the sweep.
	crowd = time.Minute
	// overdue is how long a part may wait beyond its time.
	overdue = 15 * time.Minute
)

// Deliverer does errands. All but Reschedule and Writer is needed.
type Deliverer struct {
	Store   *store.Store
	Poster  *post.Poster
	Desk    command.Desk
	Digests queue.Sender // to this function
	Feeds   queue.Sender // to the one that fetches
	Now     func() time.Time
	CatchUp time.Duration  // how late a digest may be
	Writer  edition.Writer // words stories that are posted; nil: the engine alone
	Links   evidence.Keys  // of evidence pages; zero: no links
	Public  string         // where they are served; empty: no links
	Run     *ops.Run       // who is told what happens
	// Answer sends an answer to a response URL.
	Answer func(ctx context.Context, responseURL string, message []byte) error
	// Reschedule makes a channel's schedules those of its settings; nil: they
	// are read from the settings.
	Reschedule func(ctx context.Context, channel news.Channel) error
}

// Do does an errand. After an error it is to be done again.
func (d Deliverer) Do(ctx context.Context, e errand.Errand) error {
	switch e.Do {
	case errand.Tell:
		return d.tell(ctx, e)
	case errand.Wake:
		return d.wake(ctx, e.Channel)
	case errand.Sweep:
		return d.sweep(ctx)
	case errand.Job:
		return d.job(ctx, e)
	case errand.Plan, errand.Feeds:
	}
	return fmt.Errorf("digests know no errand %.40q", e.Do)
}

// later sends an errand to this function, to come at a time.
func (d Deliverer) later(ctx context.Context, e errand.Errand, at time.Time) error {
	return d.Digests.Send(ctx, e.Body(), max(0, at.Sub(d.Now())))
}

// tell makes the digest of a scheduled slot.
func (d Deliverer) tell(ctx context.Context, e errand.Errand) error {
	ch, err := d.Store.Channel(ctx, e.Channel)
	if errors.Is(err, store.ErrNotKept) {
		d.Run.Log.Warn("a digest was due in a channel that is not set up: nothing is told", "channel", e.Channel)
		return nil
	}
	if err != nil {
		return err
	}
	if ch.Paused {
		d.Run.Log.Info("digests are paused", "channel", e.Channel)
		return nil
	}
	return d.digest(ctx, ch, telling{slot: e.Slot, again: e, scheduled: true})
}

// wake posts what is due of a channel's last digest.
func (d Deliverer) wake(ctx context.Context, channel string) error {
	now := d.Now()
	o, err := d.Store.Outbox(ctx, now, channel)
	if errors.Is(err, store.ErrNotKept) {
		return nil
	}
	if err != nil {
		return err
	}
	_, due, ok := o.Next()
	if !ok || due.Sub(now) > crowd {
		return nil
	}
	again, rep, err := d.Poster.Wake(ctx, channel, channel)
	d.note(channel, rep)
	if first := o.Parts[0]; rep.Posted > 0 && first.State == store.PartPlanned && first.Attempt == 0 {
		d.Run.Set(ops.Latency, float64(d.Now().Sub(o.Slot).Milliseconds()))
	}
	if err != nil || again.IsZero() {
		return err
	}
	if again.Sub(now) > queue.MaxDelay {
		return nil // the sweep's
	}
	return d.later(ctx, errand.Errand{Do: errand.Wake, Channel: channel}, again)
}

// note tells the operator what posting did.
func (d Deliverer) note(channel string, rep post.Report) {
	d.Run.Count(ops.Posted, rep.Posted+rep.Found)
	d.Run.Count(ops.DuplicatesRemoved, rep.Deleted)
	d.Run.Count(ops.Fallback, rep.Plain)
	d.Run.Count(ops.Ambiguous, rep.Unknown)
	for _, alarm := range rep.Alarms {
		d.Run.Log.Error(alarm, "channel", channel)
	}
	for _, notice := range rep.Notices {
		d.Run.Log.Warn(notice, "channel", channel)
	}
}

// sweep wakes what waits, whoever planned it, after a look whether what stopped
// all posting is put right.
func (d Deliverer) sweep(ctx context.Context) error {
	now := d.Now()
	if err := d.mend(ctx); err != nil {
		return err
	}
	waiting, err := d.Store.Waiting(ctx, now)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if err := d.later(ctx, errand.Errand{Do: errand.Wake, Channel: w.Channel}, now); err != nil {
			return err
		}
	}
	late, err := d.Store.Waiting(ctx, now.Add(-overdue))
	if err != nil {
		return err
	}
	d.Run.Set(ops.Overdue, float64(len(late)))
	for _, w := range late {
		d.Run.Log.Warn("a digest waits to be posted, and has for a while", "channel", w.Channel)
	}
	return nil
}
