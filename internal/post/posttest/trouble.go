package posttest

import (
	"context"
	"slices"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

// fault is what Slack may do wrong, by name.
type fault struct {
	name string
	slackfake.Fault
}

func faults() []fault {
	const method = "chat.postMessage"
	return []fault{
		{"unreachable", slackfake.Fault{Kind: slackfake.Unreachable}},
		{"429", slackfake.Fault{Kind: slackfake.Refuse, Status: 429, RetryAfter: 20 * time.Second}},
		{"ratelimited without a status", slackfake.Fault{Kind: slackfake.Refuse, Code: "ratelimited"}},
		{"503", slackfake.Fault{Kind: slackfake.Refuse, Status: 503}},
		{"blocks refused", slackfake.Fault{Kind: slackfake.Refuse, Code: "invalid_blocks", Method: method}},
		{"too long", slackfake.Fault{Kind: slackfake.Refuse, Code: "msg_blocks_too_long", Method: method}},
		{"too long", slackfake.Fault{Kind: slackfake.Refuse, Code: "msg_blocks_too_long", Method: method}},
		{"drop before it accepts", slackfake.Fault{Kind: slackfake.DropBefore}},
		{"accept, then drop", slackfake.Fault{Kind: slackfake.DropAfter, Method: method}},
		{"accept, then drop", slackfake.Fault{Kind: slackfake.DropAfter, Method: method}},
		{"accept, then 502", slackfake.Fault{Kind: slackfake.ErrorAfter, Method: method, Status: 502}},
		{"accept, then fatal_error", slackfake.Fault{Kind: slackfake.ErrorAfter, Method: method, Code: "fatal_error"}},
		{"accept, then internal_error", slackfake.Fault{Kind: slackfake.ErrorAfter, Method: method, Code: "internal_error"}},
		{"accept, answer too late", slackfake.Fault{Kind: slackfake.Slow, Method: method, Delay: 15 * time.Second}},
		{"slow", slackfake.Fault{Kind: slackfake.Slow, Delay: 4 * time.Second}},
		{"slow to accept", slackfake.Fault{Kind: slackfake.SlowBefore, Method: method, Delay: 8 * time.Second}},
		{"out for long", slackfake.Fault{Kind: slackfake.DropBefore, Times: 25}},
	}
}

// during is a random time of trouble.
func (w *world) during(end time.Time) time.Time { return start().Add(w.between(0, end.Sub(start()))) }

// trouble is what goes wrong at random times until the end.
func (w *world) trouble(ctx context.Context, end time.Time) {
	kinds := faults()
	for range 1 + w.r.IntN(6) {
		f := kinds[w.r.IntN(len(kinds))]
		if f.Times == 0 {
			f.Times = 1 + w.r.IntN(3)
		}
		if w.r.IntN(2) == 0 {
			f.Channel = w.channels[w.r.IntN(len(w.channels))]
		}
		w.later(w.during(end), false, func() { w.slack.Fail(f.Fault) })
	}
	if w.chance(30) {
		w.later(w.during(end), false, func() { w.empty(ctx) })
	}
	if w.chance(25) {
		w.gone(end)
	}
	if w.chance(15) {
		at := w.during(end)
		w.later(at, false, func() { w.logf("the token is revoked"); w.slack.Revoke() })
		w.later(at.Add(w.between(time.Minute, time.Hour)), false, w.slack.Restore)
	}
	for range w.r.IntN(4) {
		w.later(w.during(end), false, func() { w.operator(ctx) })
	}
}

// empty loses what is in the queue.
func (w *world) empty(ctx context.Context) {
	for _, c := range w.channels {
		o, err := w.store.Outbox(ctx, w.now, c)
		if err == nil && !o.Finished() && slices.ContainsFunc(o.Parts, func(p store.Part) bool { return p.State == store.PartPosted }) {
			w.see("the queue emptied mid-digest")
		}
	}
	w.events = slices.DeleteFunc(w.events, func(e event) bool { return e.in })
}

// gone takes a channel away, and brings it back.
func (w *world) gone(end time.Time) {
	channel, at := w.channels[w.r.IntN(len(w.channels))], w.during(end)
	leave := w.slack.Leave
	if w.r.IntN(2) == 0 {
		leave = w.slack.Archive
	}
	w.later(at, false, func() { w.logf("%s is gone", channel); leave(channel) })
	w.later(at.Add(w.between(time.Minute, time.Hour)), false, func() { w.logf("%s is back", channel); w.slack.Return(channel) })
}

// operator has posting go on where it was stopped, whether or not what was
// wrong is put right.
func (w *world) operator(ctx context.Context) {
	w.work(ctx, "operator", "", func(ctx context.Context, p *post.Poster) {
		stopped, err := p.Store.Circuit(ctx, p.Now())
		if err == nil && stopped != nil {
			err = p.Store.Mend(ctx)
			w.logf("%s mends: %v", p.Owner, err)
			w.see("mended after " + stopped.Reason)
		}
		for _, c := range w.channels {
			parked, err := p.Store.Parked(ctx, p.Now(), c)
			if err != nil || parked == nil {
				continue
			}
			o, _ := p.Store.Outbox(ctx, p.Now(), c)
			if !o.Finished() {
				w.see("unparked with parts that wait")
			}
			w.unparks[c]++
			err = p.Store.Unpark(ctx, c)
			w.logf("%s unparks %s: %v", p.Owner, c, err)
			if err == nil {
				w.wake(ctx, c, w.now)
			}
		}
	})
}

// well has all be well again, with an operator who looks after alarms.
func (w *world) well(ctx context.Context, end time.Time) {
	w.calm = true
	w.slack.Mend()
	w.slack.Restore()
	for _, c := range w.channels {
		w.slack.Return(c)
	}
	w.logf("all is well again")
	for at := w.now.Add(time.Minute); at.Before(end); at = at.Add(visit) {
		w.later(at, false, func() { w.operator(ctx) })
	}
}

// struck counts what Slack did wrong.
func (w *world) struck() {
	by := w.slack.Struck()
	for _, f := range faults() {
		for got, n := range by {
			got.Channel = ""
			if f.Times = 0; got == f.Fault {
				w.seen["Slack: "+f.name] += n
			}
		}
	}
}
