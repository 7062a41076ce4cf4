package edition

import (
	"cmp"
	"context"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// Skip records that the digest of the round's slot is not made, as that is too
// long past: it tells nothing, so that its news are in the next.
// store.ErrConflict means that another digest was planned meanwhile.
func (r Round) Skip(ctx context.Context) error {
	head, err := r.Store.Head(ctx, r.Now, r.Reader)
	if err != nil {
		return err
	}
	slot, made := cmp.Or(r.Slot, r.Now), r.Now
	if zone, err := time.LoadLocation(r.Channel.Zone); err == nil {
		slot = slot.In(zone)
	}
	d := news.Digest{
		Schema: news.SchemaVersion, ID: r.name("skipped", slot), Channel: r.Channel.ID, Title: cmp.Or(r.Channel.Title, "Counterpoint"),
		Slot: &slot, GeneratedAt: &made, Stories: []news.Brief{},
	}
	return r.Store.Plan(ctx, r.Now, r.Reader, head, store.Told{Digest: d.ID, Slot: slot, State: store.Skipped}, d)
}
