package deliver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/edition"
	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/ops"
	"counterpoint/internal/post"
	"counterpoint/internal/schedule"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
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
		err = d.plan(ctx, ch, t, when, verdict == schedule.Late)
	}
	switch {
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrUnfinished):
		return d.later(ctx, t.again, now.Add(soon)) // another run was faster: look at what it did
	case err != nil:
		return err
	}
	return d.wake(ctx, ch.ID)
}

// plan makes a digest and writes it down with its messages. Where nothing is
// new and the channel does not want to hear so, nothing is written down: what
// adds nothing today may do so tomorrow.
func (d Deliverer) plan(ctx context.Context, ch news.Channel, t telling, when schedule.Schedule, late bool) error {
	now := d.Now()
	planned, err := edition.Round{Store: d.Store, Channel: ch, Reader: ch.ID, Now: now, Slot: t.slot, Asked: t.asked, Writer: d.Writer}.Make(ctx)
	if err != nil {
		return err
	}
	if len(planned.Digest.Stories) == 0 {
		d.Run.Count(ops.Empty, 1)
	}
	if planned.Quiet() && ch.SkipQuiet && t.scheduled {
		d.Run.Log.Info("nothing is new", "channel", ch.ID, "slot", t.slot)
		return nil
	}
	if next := when.Next(later(t.slot, now)); t.scheduled && !next.IsZero() {
		planned.Digest.Next = &next
	}
	if late {
		planned.Digest.Title += " · late: it was due at " + wording.At(planned.Digest).Format("15:04")
	}
	parts, err := post.Freeze(blocks.Render(planned.Digest, blocks.Options{Buttons: true, Zone: when.Zone, Evidence: d.Links.Link(d.Public, planned.Digest.ID)}))
	if err != nil {
		return err
	}
	if err := planned.TellParts(ctx, now, ch.ID, parts); err != nil {
		return err
	}
	c := planned.Digest.Coverage
	d.Run.Log.Info("planned", "channel", ch.ID, "slot", t.slot, "digest", planned.Digest.ID, "stories", len(planned.Digest.Stories),
		"articles", c.Articles, "feeds", c.Feeds, "failed", len(c.FeedsFailed), "parts", len(parts))
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// skip notes that a slot was too long past to be told. Its news are in the next.
func (d Deliverer) skip(ctx context.Context, ch news.Channel, slot time.Time) error {
	now := d.Now()
	head, err := d.Store.Head(ctx, now, ch.ID)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte("skipped\x00" + ch.ID + "\x00" + slot.UTC().Format(time.RFC3339)))
	id := hex.EncodeToString(sum[:8])
	made := now.UTC()
	empty := news.Digest{Schema: news.SchemaVersion, ID: id, Channel: ch.ID, Slot: &slot, GeneratedAt: &made, Title: ch.Title, Stories: []news.Brief{}}
	record := store.Told{Digest: id, Slot: slot, State: store.Skipped}
	if err := d.Store.Plan(ctx, now, ch.ID, head, record, empty); err != nil {
		return err
	}
	d.Run.Log.Warn("skipped: its time was too long past; its news are in the next digest", "channel", ch.ID, "slot", slot)
	return nil
}
