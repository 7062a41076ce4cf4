package post_test

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
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

// wake has a worker post what is due; the queue may lose the message, and
// deliver it twice.
func (w *world) wake(at time.Time) {
	if !w.set.calm && w.r.IntN(10) == 0 { // in good times too: the sweep has to find it
		return
	}
	times := 1
	if w.chance(20) {
		times = 2
	}
	for range times {
		w.later(at.Add(w.between(0, 500*time.Millisecond)), true, w.post)
	}
}

func (w *world) post() {
	w.work("poster", func(ctx context.Context, p *post.Poster) {
		again, rep, err := p.Wake(ctx, reader, reader)
		w.alarms = append(w.alarms, rep.Alarms...)
		w.logf("%s: posted %d, found %d, again %v, %v, %v", p.Owner, rep.Posted, rep.Found, again, rep.Alarms, err)
		switch {
		case err != nil:
			w.wake(w.now.Add(time.Minute))
		case !again.IsZero():
			w.wake(again)
		}
	})
}

// sweeps wakes what waits, every five minutes.
func (w *world) sweeps(end time.Time) {
	if w.set.noSweep {
		return
	}
	for at := w.now.Add(sweep); at.Before(end); at = at.Add(sweep) {
		w.later(at, false, func() {
			w.work("sweep", func(ctx context.Context, p *post.Poster) {
				waiting, err := p.Store.Waiting(ctx, p.Now())
				if err == nil && len(waiting) > 0 {
					w.later(w.now, false, w.post)
				}
			})
		})
	}
}

// plan plans the digest of a slot, after the one before is finished or closed.
// The planner comes again until it is done.
func (w *world) plan(slot time.Time) {
	w.work("planner", func(ctx context.Context, p *post.Poster) {
		again, err := w.planOnce(ctx, p, slot)
		w.logf("%s of %s: again %v, %v", p.Owner, slot.Format("15:04"), again, err)
		if err != nil {
			again = w.now.Add(20 * time.Second)
		}
		if !again.IsZero() {
			w.later(again, false, func() { w.plan(slot) }) //nolint:contextcheck // another worker, later
		}
	})
}

// slot has a digest planned, now and then by two at once. A planner that dies
// leaves its message in the queue.
func (w *world) slot(slot time.Time) {
	w.plan(slot)
	if w.set.calm {
		return
	}
	for range w.r.IntN(3) {
		w.later(w.now.Add(w.between(0, 2*time.Minute)), false, func() { w.plan(slot) })
	}
}

// planOnce does what the digest function will do at a slot.
func (w *world) planOnce(ctx context.Context, p *post.Poster, slot time.Time) (again time.Time, err error) {
	head, err := p.Store.Head(ctx, p.Now(), reader)
	if err != nil {
		return again, err
	}
	records, err := p.Store.Told(ctx, p.Now(), reader, time.Time{})
	if err != nil {
		return again, err
	}
	if len(records) > 0 && !records[len(records)-1].Slot.Before(slot) {
		return again, nil // planned already, or a later one is
	}
	again, rep, err := p.Close(ctx, reader)
	w.alarms = append(w.alarms, rep.Alarms...)
	if err != nil || !again.IsZero() {
		return again, err
	}
	if records, err = p.Store.Told(ctx, p.Now(), reader, time.Time{}); err != nil {
		return again, err
	}
	told, d, parts := w.digest(slot, records)
	if len(parts) == 0 {
		return again, nil
	}
	err = p.Store.PlanParts(ctx, p.Now(), reader, head, told, d, reader, parts)
	if err == nil {
		w.plans++
		w.wake(w.now)
	}
	if errors.Is(err, store.ErrConflict) {
		err = nil // another planner was first, or this one and its answer was lost
		again = w.now.Add(30 * time.Second)
	}
	return again, err
}

// digest tells what has come and was not told: in the channel two articles,
// and in each reply one or two.
func (w *world) digest(slot time.Time, records []store.Told) (told store.Told, d news.Digest, parts []store.Frozen) {
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
	sum := sha256.Sum256(fmt.Append(nil, slot, fresh))
	d = news.Digest{Schema: news.SchemaVersion, ID: hex.EncodeToString(sum[:8])}
	told = store.Told{Digest: d.ID, Slot: slot, State: store.Planned, Articles: fresh}
	rest := fresh
	for len(rest) > 0 {
		n := min(len(rest), 1+w.r.IntN(2))
		f := store.Frozen{Number: len(parts), Parent: 0, Stories: rest[:n]}
		if len(parts) == 0 {
			f.Parent = store.NoParent
		}
		f.Body = bodyOf(rest[:n])
		for _, a := range rest[:n] {
			told.Stories = append(told.Stories, store.ToldStory{ID: a, Articles: []string{a}})
		}
		parts, rest = append(parts, f), rest[n:]
	}
	return told, d, parts
}

// bodyOf is a message of two blocks: the articles are named in the second.
func bodyOf(articles []string) json.RawMessage {
	line := func(text string) map[string]any {
		return map[string]any{"type": "section", "text": map[string]any{"type": "plain_text", "text": text, "emoji": false}}
	}
	raw, _ := json.Marshal(map[string]any{"text": "news", "blocks": []any{line("In the news"), line(fmt.Sprintf("%q", articles))}})
	return raw
}

// trouble is faults of Slack at random times until the end.
func (w *world) trouble(end time.Time) {
	kinds := []slackfake.Fault{
		{Kind: slackfake.Unreachable},
		{Kind: slackfake.Refuse, Status: 429, RetryAfter: 20 * time.Second},
		{Kind: slackfake.Refuse, Code: "ratelimited"},
		{Kind: slackfake.Refuse, Status: 503},
		{Kind: slackfake.Refuse, Code: "invalid_blocks", Method: "chat.postMessage"},
		{Kind: slackfake.Refuse, Code: "msg_blocks_too_long", Method: "chat.postMessage"},
		{Kind: slackfake.DropBefore},
		{Kind: slackfake.DropAfter, Method: "chat.postMessage"},
		{Kind: slackfake.DropAfter, Method: "chat.postMessage"},
		{Kind: slackfake.ErrorAfter, Method: "chat.postMessage", Status: 502},
		{Kind: slackfake.ErrorAfter, Method: "chat.postMessage", Code: "fatal_error"},
		{Kind: slackfake.ErrorAfter, Method: "chat.postMessage", Code: "internal_error"},
		{Kind: slackfake.Slow, Method: "chat.postMessage", Delay: 15 * time.Second},
		{Kind: slackfake.Slow, Delay: 4 * time.Second},
		{Kind: slackfake.DropBefore, Times: 25},
	}
	for range 1 + w.r.IntN(6) {
		f := kinds[w.r.IntN(len(kinds))]
		if f.Times == 0 {
			f.Times = 1 + w.r.IntN(3)
		}
		w.later(start.Add(w.between(0, end.Sub(start))), false, func() { w.slack.Fail(f) })
	}
	if w.chance(30) { // the queue is emptied
		w.later(start.Add(w.between(0, end.Sub(start))), false, func() {
			w.events = slices.DeleteFunc(w.events, func(e event) bool { return e.in })
		})
	}
}
