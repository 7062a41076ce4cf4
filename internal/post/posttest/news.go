package posttest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/store"
)

// wake has a worker post what is due; the queue may lose the message, and
// deliver it twice.
func (w *world) wake(ctx context.Context, channel string, at time.Time) {
	if !w.set.Calm && w.r.IntN(10) == 0 { // in good times too: the sweep has to find it
		w.see("a lost message")
		return
	}
	if soon := w.now.Add(time.Second); at.Before(soon) && at.After(w.now.Add(-skew)) {
		at = soon // who wakes sooner finds nothing due, by a clock that is behind
	}
	times := 1
	if w.chance(20) {
		w.see("double delivery")
		times = 2
	}
	for range times {
		w.later(at.Add(w.between(0, 500*time.Millisecond)), true, func() { w.post(ctx, channel) })
	}
}

func (w *world) post(ctx context.Context, channel string) {
	w.work(ctx, "poster", channel, func(ctx context.Context, p *post.Poster) {
		again, rep, err := p.Wake(ctx, channel, channel)
		w.report(channel, rep)
		w.logf("%s: posted %d, found %d, again %v, %v, %v", p.Owner, rep.Posted, rep.Found, again, rep.Alarms, err)
		switch {
		case err != nil:
			w.wake(ctx, channel, w.now.Add(time.Minute))
		case !again.IsZero():
			w.wake(ctx, channel, again)
		}
	})
}

// report keeps what is to be looked at in the end.
func (w *world) report(channel string, rep post.Report) {
	w.notices[channel] += len(rep.Notices)
	if rep.Found > 0 {
		w.see("found in history")
	}
	if len(rep.Notices) > 0 {
		w.see("a channel parked, with a notice")
	}
}

// sweeps wakes what waits, every five minutes.
func (w *world) sweeps(ctx context.Context, end time.Time) {
	if w.set.NoSweep {
		return
	}
	for at := w.now.Add(sweep); at.Before(end); at = at.Add(sweep) {
		w.later(at, false, func() {
			w.work(ctx, "sweep", "", func(ctx context.Context, p *post.Poster) {
				waiting, err := p.Store.Waiting(ctx, p.Now())
				if err != nil {
					return
				}
				for _, it := range waiting {
					w.later(w.now, false, func() { w.post(ctx, it.Channel) })
				}
			})
		})
	}
}

// plan plans the digest of a slot, after the one before is finished or closed.
// The planner comes again until it is done.
func (w *world) plan(ctx context.Context, channel string, slot time.Time) {
	w.work(ctx, "planner", channel, func(ctx context.Context, p *post.Poster) {
		again, err := w.planOnce(ctx, p, channel, slot)
		w.logf("%s of %s: again %v, %v", p.Owner, slot.Format("15:04"), again, err)
		if err != nil {
			again = w.now.Add(20 * time.Second)
		}
		if !again.IsZero() {
			w.later(again, false, func() { w.plan(ctx, channel, slot) })
		}
	})
}

// slot has a digest planned in each channel, now and then by two at once. A
// planner that dies leaves its message in the queue.
func (w *world) slot(ctx context.Context, slot time.Time) {
	for _, c := range w.channels {
		w.plan(ctx, c, slot)
		if w.set.Calm {
			continue
		}
		for range w.r.IntN(3) {
			w.later(w.now.Add(w.between(0, 2*time.Minute)), false, func() { w.plan(ctx, c, slot) })
		}
	}
}

// planOnce does what the digest function does at a slot.
func (w *world) planOnce(ctx context.Context, p *post.Poster, channel string, slot time.Time) (again time.Time, err error) {
	head, err := p.Store.Head(ctx, p.Now(), channel)
	if err != nil {
		return again, err
	}
	records, err := p.Store.Told(ctx, p.Now(), channel, time.Time{})
	if err != nil {
		return again, err
	}
	if len(records) > 0 && !records[len(records)-1].Slot.Before(slot) {
		return again, nil // planned already, or a later one is
	}
	if w.halved(ctx, channel) {
		w.see("due between the halves")
	}
	again, rep, err := p.Close(ctx, channel)
	w.report(channel, rep)
	if err != nil || !again.IsZero() {
		return again, err
	}
	if records, err = p.Store.Told(ctx, p.Now(), channel, time.Time{}); err != nil {
		return again, err
	}
	told, d, parts := w.digest(channel, slot, records)
	if len(parts) == 0 {
		return again, nil
	}
	err = p.Store.PlanParts(ctx, p.Now(), channel, head, told, d, channel, parts)
	if err == nil {
		w.plans[d.ID] = channel
		w.wake(ctx, channel, w.now)
	}
	if errors.Is(err, store.ErrConflict) {
		err = nil // another planner was first, or this one and its answer was lost
		again = w.now.Add(30 * time.Second)
	}
	return again, err
}

// digest tells what has come and was not told: one to three articles a part,
// the first in the channel, the others as replies.
func (w *world) digest(channel string, slot time.Time, records []store.Told) (told store.Told, d news.Digest, parts []store.Frozen) {
	known := map[string]bool{}
	for _, r := range records {
		for _, a := range r.Articles {
			known[a] = true
		}
	}
	var fresh []string
	for _, a := range w.arrivals {
		if !known[a.id] && !a.at.After(w.now) {
			fresh = append(fresh, a.id)
		}
	}
	sum := sha256.Sum256(fmt.Append(nil, channel, slot, fresh))
	d = news.Digest{Schema: news.SchemaVersion, ID: hex.EncodeToString(sum[:8])}
	told = store.Told{Digest: d.ID, Slot: slot, State: store.Planned, Articles: fresh}
	for rest := fresh; len(rest) > 0; {
		n := min(len(rest), 1+w.r.IntN(3))
		f := store.Frozen{Number: len(parts), Parent: 0, Stories: rest[:n], Body: Body(rest[:n]...)}
		if len(parts) == 0 {
			f.Parent = store.NoParent
		}
		for _, a := range rest[:n] {
			told.Stories = append(told.Stories, store.ToldStory{ID: a, Articles: []string{a}})
		}
		parts, rest = append(parts, f), rest[n:]
	}
	return told, d, parts
}

// Body is a frozen message of a heading, and a block for each article that names
// it.
func Body(articles ...string) json.RawMessage {
	line := func(text string) map[string]any {
		return map[string]any{"type": "section", "text": map[string]any{"type": "plain_text", "text": text, "emoji": false}}
	}
	blocks, tells := []any{line("In the news")}, []any{}
	for _, a := range articles {
		tells = append(tells, map[string]any{"story": a, "at": len(blocks)})
		blocks = append(blocks, line(fmt.Sprintf("%q", a)))
	}
	raw, err := json.Marshal(map[string]any{"text": "news", "blocks": blocks, "tells": tells})
	if err != nil {
		panic(err) // maps of strings
	}
	return raw
}

// halved reports whether of a part of a channel's digest one half is visible,
// and the other is not.
func (w *world) halved(ctx context.Context, channel string) bool {
	o, err := w.store.Outbox(ctx, w.now, channel)
	if err != nil {
		return false
	}
	at := slices.IndexFunc(o.Parts, func(p store.Part) bool { return p.State == store.PartReplaced })
	if at < 0 || at+2 >= len(o.Parts) {
		return false
	}
	return o.Parts[at+1].State == store.PartPosted && (o.Parts[at+2].State == store.PartPlanned || o.Parts[at+2].State == store.PartPosting)
}
