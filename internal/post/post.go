// Package post brings the parts of a planned digest to Slack, each once.
//
// Slack has no key by which it would know a message that it has already: so a
// part is frozen, reserved in the store, posted once with its name in the
// message's metadata, and confirmed. Where the answer is lost, the message is
// looked up in the channel's history before anything is posted again, and as
// history lags, only two looks in vain, the last one after the settle time,
// count as "not there". At most one visible message a part, then, unless Slack
// took a message, lost the answer, and hid it for longer than the settle time;
// for that, a Policy says whether to post again or to stop.
//
// It never sleeps: what has to wait is written down in the store, and Wake says
// when to call again. It refuses to post while all posting is stopped, and to a
// channel that is parked. The method is the transactional outbox with a
// reservation, as Stripe ("a timeout leaves the outcome unknown: reconcile")
// and AWS's idempotency tools have it, with the look-up put before the retry.
package post

import (
	"context"
	"errors"
	"fmt"
	"time"

	"counterpoint/internal/store"
)

const (
	lease = time.Minute
	// margin is what must be left of a lease to begin an attempt: as long as the
	// attempt may last, and clocks may differ.
	margin = timeout + 10*time.Second
	// rounds of unknown outcomes after which somebody should look at it.
	rounds = 3
)

// Policy says what is done about a part that may have been posted and cannot
// be found.
type Policy int

// The policies.
const (
	AtLeastOnce Policy = iota // it is posted again
	AtMostOnce                // it ends as ambiguous, with an alarm
)

// Poster posts what is due. Workers may share it, or have one each.
type Poster struct {
	Slack  *Client
	Store  *store.Store
	Now    func() time.Time
	Owner  string        // names the worker to whoever reads the store
	Settle time.Duration // how long history may lag behind; 30 s is usual
	Policy Policy
	Bot    string // the bot's ID: messages of others do not count as ours; "" takes any
}

// Report is what a call did.
type Report struct {
	Posted  int      // parts confirmed by Slack's answer
	Found   int      // parts found in history
	Deleted int      // duplicates that were deleted
	Plain   int      // parts that go as plain text from now on, as Slack refused their form
	Unknown int      // parts given up without knowing whether they are visible
	Alarms  []string // for the operator: somebody must act
	Notices []string // for who runs the channel, once
}

func (r *Report) alarm(format string, args ...any) {
	r.Alarms = append(r.Alarms, fmt.Sprintf(format, args...))
}

// Wake posts what is due of a reader's last digest. Again is when to call next;
// zero: nothing waits that a call could help. A message that wakes may come
// twice, late or never: the sweep over store.Waiting finds what is due.
func (p *Poster) Wake(ctx context.Context, reader, channel string) (again time.Time, rep Report, err error) {
	return p.run(ctx, reader, channel, &rep)
}

func (p *Poster) run(ctx context.Context, reader, channel string, rep *Report) (time.Time, Report, error) {
	for {
		o, err := p.open(ctx, reader, channel, rep)
		if o == nil || err != nil {
			return time.Time{}, *rep, err
		}
		part, due, ok := o.Next()
		switch {
		case !ok:
			return time.Time{}, *rep, nil
		case due.After(p.Now()):
			return due, *rep, nil
		}
		r, err := p.Store.Reserve(ctx, p.Now(), o.Digest, part.Number, p.Owner, lease)
		if w, waits := errors.AsType[store.WaitError](err); waits {
			return w.Until, *rep, nil
		}
		if err == nil {
			err = p.do(ctx, r, false, rep)
		}
		if err != nil && !overtaken(err) {
			return time.Time{}, *rep, err
		}
	}
}

// overtaken reports whether somebody else is at it: then the store tells what
// is left to do.
func overtaken(err error) bool {
	return errors.Is(err, store.ErrLost) || errors.Is(err, store.ErrEarlier)
}

// open reads what is to be posted; nil where nothing may be.
func (p *Poster) open(ctx context.Context, reader, channel string, rep *Report) (*store.Outbox, error) {
	now := p.Now()
	stopped, err := p.Store.Circuit(ctx, now)
	if err != nil {
		return nil, err
	}
	if stopped != nil {
		rep.alarm("nothing is posted since %s: Slack says %s; put the app's token or scopes right, and it goes on within five minutes", stopped.Since.UTC().Format(time.RFC3339), stopped.Reason)
		return nil, nil //nolint:nilnil // nothing may be posted
	}
	o, err := p.Store.Outbox(ctx, now, reader)
	switch {
	case errors.Is(err, store.ErrNotKept):
		return nil, nil //nolint:nilnil // nothing was planned
	case err != nil:
		return nil, err
	}
	parked, err := p.Store.Parked(ctx, now, channel)
	if err != nil || parked != nil {
		return nil, err
	}
	return &o, nil
}

// do does what is due with a reserved part. Closing, it looks for one that may
// have been posted, and posts nothing.
func (p *Poster) do(ctx context.Context, r store.Reserved, closing bool, rep *Report) error {
	if r.Reconcile {
		missing, err := p.reconcile(ctx, r, rep)
		if err != nil || !missing {
			return err
		}
		switch {
		case p.Policy == AtMostOnce:
			rep.Unknown++
			rep.alarm("part %d of digest %s may or may not be in channel %s: it is not posted again", r.Number, r.Digest, r.Channel)
			return p.Store.GiveUp(ctx, p.Now(), r, store.PartAmbiguous, "not found after its answer was lost")
		case closing:
			return p.Store.Postpone(ctx, p.Now(), r, p.Now(), "closed")
		}
		if r, err = p.Store.Repost(ctx, p.Now(), r, lease); err != nil {
			return err
		}
	}
	return p.attempt(ctx, r, rep)
}

// Close gives up what is unposted of a reader's last digest, so that the next
// may be made and planned. A part that may have been posted is looked for
// first; while that takes, Close returns when to call again, and the next digest
// has to wait. Nothing is lost by that: as long as nobody can look, nothing could
// be posted either.
func (p *Poster) Close(ctx context.Context, reader string) (again time.Time, rep Report, err error) {
	for {
		o, err := p.Store.Outbox(ctx, p.Now(), reader)
		if errors.Is(err, store.ErrNotKept) {
			return time.Time{}, rep, nil
		}
		if err != nil || o.Finished() {
			return time.Time{}, rep, err
		}
		err = p.Store.Close(ctx, p.Now(), o.Digest)
		if w, waits := errors.AsType[store.WaitError](err); waits {
			return w.Until, rep, nil
		}
		if !errors.Is(err, store.ErrUnsure) {
			return time.Time{}, rep, err
		}
		part, _, _ := o.Next()
		r, err := p.Store.Reserve(ctx, p.Now(), o.Digest, part.Number, p.Owner, lease)
		if w, waits := errors.AsType[store.WaitError](err); waits {
			return w.Until, rep, nil
		}
		if err == nil && !r.Reconcile {
			err = p.Store.Postpone(ctx, p.Now(), r, p.Now(), "closed") // it is planned by now
		} else if err == nil {
			err = p.do(ctx, r, true, &rep)
		}
		if err != nil && !overtaken(err) {
			return time.Time{}, rep, err
		}
	}
}
