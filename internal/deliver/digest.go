package deliver

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/ops"
	"counterpoint/internal/schedule"
	"counterpoint/internal/store"
)

// telling is what is known of a digest that is to be told.
type telling struct {
	slot      time.Time     // zero: now
	scheduled bool          // else somebody asked for it
	asked     time.Time     // when its feeds were asked for it; zero: they were not
	again     errand.Errand // brings us here once more
}

// digest makes the digest of a slot, unless it was made, and posts its first
// part.
func (d Deliverer) digest(ctx context.Context, ch news.Channel, t telling) error {
	now := d.Now()
	t.slot = cmp.Or(t.slot, now).Truncate(time.Second)
	slot := t.slot
	records, err := d.Store.Told(ctx, now, ch.ID, slot)
	if err != nil {
		return err
	}
	if len(records) > 0 {
		if !slices.ContainsFunc(records, func(t store.Told) bool { return t.Slot.Equal(slot) }) {
			d.Run.Log.Info("a later digest has told what this one would have", "channel", ch.ID, "slot", slot)
		}
		return d.wake(ctx, ch.ID)
	}
	if err := d.unpark(ctx, ch.ID); err != nil {
		return err
	}
	again, rep, err := d.Poster.Close(ctx, ch.ID)
	d.note(ch.ID, rep)
	if err != nil {
		return err
	}
	if !again.IsZero() {
		return d.later(ctx, t.again, again)
	}
	when, err := schedule.Of(ch)
	if err != nil {
		return err
	}
	switch verdict := when.Judge(slot, now, d.CatchUp); verdict {
	case schedule.Skipped:
		err = d.skip(ctx, ch, slot)
	case schedule.Early:
		return d.later(ctx, t.again, slot)
	case schedule.Run, schedule.Late:
		err = d.plan(ctx, ch, t, verdict == schedule.Late)
	}
	switch {
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrUnfinished):
		return d.later(ctx, t.again, now.Add(soon)) // another run was faster: look at what it did
	case err != nil:
		return err
	}
	return d.wake(ctx, ch.ID)
}

// plan makes a digest and writes it down with its messages.
func (d Deliverer) plan(ctx context.Context, ch news.Channel, t telling, late bool) error {
	r := d.round(ch, t.slot)
	r.Asked, r.Writer = t.asked, d.Writer
	made, parts, err := Plan{Round: r, ByHand: !t.scheduled, Late: late, Evidence: func(id string) string { return d.Links.Link(d.Public, id) }}.Write(ctx)
	if err != nil {
		return err
	}
	if len(made.Stories) == 0 {
		d.Run.Count(ops.Empty, 1)
	}
	c := made.Coverage
	d.Run.Log.Info("planned", "channel", ch.ID, "slot", t.slot, "digest", made.ID, "stories", len(made.Stories),
		"articles", c.Articles, "feeds", c.Feeds, "failed", len(c.FeedsFailed), "parts", parts)
	return nil
}

func (d Deliverer) round(ch news.Channel, slot time.Time) edition.Round {
	return edition.Round{Store: d.Store, Channel: ch, Reader: ch.ID, Now: d.Now(), Slot: slot}
}

// skip notes that a slot was too long past to be told. Its news are in the next.
func (d Deliverer) skip(ctx context.Context, ch news.Channel, slot time.Time) error {
	if err := d.round(ch, slot).Skip(ctx); err != nil {
		return err
	}
	d.Run.Log.Warn("skipped: its time was too long past; its news are in the next digest", "channel", ch.ID, "slot", slot)
	return nil
}
