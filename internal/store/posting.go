package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// apart is how far two looks for a part must lie apart to be two.
	apart = 20 * time.Second
	// skew is how far the clocks of two workers may differ.
	skew = 10 * time.Second
	// parkedLook is when a part is looked for again that may be in a channel
	// which cannot be read.
	parkedLook = 5 * time.Minute
	// pace is the rate at which Slack takes messages in one channel.
	pace = time.Second
)

// Reserved is a part that its holder alone may post, until the lease ends.
type Reserved struct {
	Part
	Digest   string
	Channel  string
	Slot     time.Time
	Body     json.RawMessage // the frozen bytes
	ParentTS string          // empty: it is no reply
	// Reconcile: it may have been posted. Look for it, tell what was found by
	// Confirm or Missed, and post it only when Missed allows it.
	Reconcile bool
}

// Reserve takes a part that is due, the next of its digest, for a lease: longer
// than an attempt can last. Where that may not be it returns a WaitError, or
// ErrEarlier, ErrLost, ErrNotKept.
func (s *Store) Reserve(ctx context.Context, now time.Time, digest string, number int, owner string, lease time.Duration) (r Reserved, err error) {
	err = s.change(ctx, now, digest, func(o *Outbox) error {
		p := o.part(number)
		next, due, _ := o.Next()
		switch {
		case p == nil:
			return fmt.Errorf("part %d: %w", number, ErrNotKept)
		case p.State.final():
			return ErrLost
		case next.Number != number:
			return ErrEarlier
		case due.After(now):
			return WaitError{due}
		}
		reconcile := p.State == PartPosting
		p.State, p.Owner, p.Lease, p.NotBefore = PartPosting, owner, now.Add(lease), time.Time{}
		p.Turn++
		if !reconcile {
			p.attempt(now)
		}
		r = Reserved{Part: *p, Digest: o.Digest, Channel: o.Channel, Slot: o.Slot, Reconcile: reconcile}
		if parent := o.part(p.Parent); parent != nil {
			r.ParentTS = parent.TS
		}
		return nil
	})
	if err != nil {
		return Reserved{}, err
	}
	r.Body, err = s.frozen(ctx, now, digest, r.SHA)
	return r, err
}

// attempt begins an attempt: it ends with the lease at the latest.
func (p *Part) attempt(now time.Time) {
	p.Attempt++
	p.Ended, p.Misses, p.Missed = p.Lease, 0, time.Time{}
	if p.FirstTry.IsZero() {
		p.FirstTry = now
	}
}

// release lets go of a part, to be looked at again at a time. Its turn ends.
func (p *Part) release(state PartState, notBefore time.Time) {
	p.Turn++
	p.State, p.Owner, p.Lease, p.NotBefore = state, "", time.Time{}, notBefore
}

func (s *Store) frozen(ctx context.Context, now time.Time, digest, sha string) (body json.RawMessage, err error) {
	key := frozenKey(digest, sha)
	there, err := s.get(ctx, now, key)
	if err != nil {
		return nil, err
	}
	i, ok := there[key]
	if !ok {
		return nil, fmt.Errorf("the bytes of a part of digest %s: %w", digest, ErrNotKept)
	}
	if err := s.read(i, &body); err != nil {
		return nil, err
	}
	if sumOf(body) != sha {
		return nil, fmt.Errorf("%v: its bytes are not what its name says", key)
	}
	return body, nil
}

// step changes a part for who reserved it last.
func (s *Store) step(ctx context.Context, now time.Time, r Reserved, do func(*Outbox, *Part) error) error {
	return s.change(ctx, now, r.Digest, func(o *Outbox) error {
		p := o.part(r.Number)
		if p == nil || p.State != PartPosting || p.Turn != r.Turn {
			return ErrLost
		}
		return do(o, p)
	})
}

// Confirm records that a part is visible. It is true whoever says it, so that
// it holds after the lease too. Where another message of it was confirmed, it
// returns a DuplicateError.
func (s *Store) Confirm(ctx context.Context, now time.Time, r Reserved, ts string) error {
	return s.change(ctx, now, r.Digest, func(o *Outbox) error {
		p := o.part(r.Number)
		switch {
		case p == nil:
			return ErrLost
		case p.State == PartPosted && p.TS != ts:
			return DuplicateError{p.TS}
		case p.State == PartPosted:
			return nil
		case p.State != PartPosting:
			return ErrLost
		}
		p.release(PartPosted, time.Time{})
		p.TS, p.Reason = ts, ""
		if i := slices.IndexFunc(o.Parts, func(p Part) bool { return !p.State.final() }); i >= 0 {
			if at := now.Add(pace); o.Parts[i].NotBefore.Before(at) {
				o.Parts[i].NotBefore = at
			}
		}
		return nil
	})
}

// Postpone gives a part back that was surely not posted by this attempt.
func (s *Store) Postpone(ctx context.Context, now time.Time, r Reserved, notBefore time.Time, why string) error {
	return s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		p.release(PartPlanned, notBefore)
		p.Reason = why
		return nil
	})
}

// Unsure records that the attempt is over and its outcome unknown. It returns
// how many such rounds the part has had.
func (s *Store) Unsure(ctx context.Context, now time.Time, r Reserved, look time.Time, why string) (rounds int, err error) {
	err = s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		p.release(PartPosting, look)
		p.Rounds++
		p.Ended, p.Misses, p.Missed, p.Reason = now, 0, time.Time{}, why
		rounds = p.Rounds
		return nil
	})
	return rounds, err
}

// Later puts off the search for a part that may have been posted.
func (s *Store) Later(ctx context.Context, now time.Time, r Reserved, notBefore time.Time, why string) error {
	return s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		p.release(PartPosting, notBefore)
		p.Reason = why
		return nil
	})
}

// Missed records that a part was looked for in vain. It is surely not there
// after two misses, some way apart, the last one the settle time and the skew
// of clocks after the last attempt was over. Then sure is true, and the holder
// goes on holding it; else it has let go.
func (s *Store) Missed(ctx context.Context, now time.Time, r Reserved, settle time.Duration) (sure bool, err error) {
	err = s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		if p.Misses == 0 || !now.Before(p.Missed.Add(apart)) {
			p.Misses++
			p.Missed = now
		}
		settled := p.Ended.Add(settle + skew)
		sure = p.Misses >= 2 && p.Missed.Equal(now) && !now.Before(settled)
		if sure {
			return nil
		}
		look := p.Missed.Add(apart)
		if settled.After(look) {
			look = settled
		}
		p.release(PartPosting, look)
		return nil
	})
	return sure, err
}

// Repost begins another attempt with a part that is surely not there.
func (s *Store) Repost(ctx context.Context, now time.Time, r Reserved, lease time.Duration) (Reserved, error) {
	err := s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		if p.Misses < 2 {
			return ErrUnsure
		}
		p.Lease = now.Add(lease)
		p.Turn++
		p.attempt(now)
		r.Part, r.Reconcile = *p, false
		return nil
	})
	return r, err
}

// GiveUp ends a part as ambiguous or failed. The replies to a part that is not
// visible are dropped with it.
func (s *Store) GiveUp(ctx context.Context, now time.Time, r Reserved, state PartState, why string) error {
	if state != PartAmbiguous && state != PartFailed {
		return fmt.Errorf("part %d: given up as %s: %w", r.Number, state, ErrState)
	}
	return s.step(ctx, now, r, func(o *Outbox, p *Part) error {
		p.release(state, time.Time{})
		p.Reason = why
		for i := range o.Parts {
			if q := &o.Parts[i]; q.Parent == p.Number && !q.State.final() {
				q.release(PartDropped, time.Time{})
			}
		}
		return nil
	})
}

// Degrade gives a part that Slack refused other bytes, and gives it back.
func (s *Store) Degrade(ctx context.Context, now time.Time, r Reserved, body json.RawMessage, why string) error {
	places, err := s.freeze(ctx, now, now.Add(keepDigest), r.Digest, Frozen{Number: r.Number, Body: body})
	if err != nil {
		return err
	}
	return s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		p.release(PartPlanned, now)
		p.SHA, p.Degraded, p.Reason = places[0].SHA, true, why
		return nil
	})
}

// Split replaces a part that Slack refused as too long by two with numbers of
// their own. The second is a reply where the first is, or to the first. What
// replied to it replies to the first. Told is those of its stories that the
// first half tells; the others count as told with the second.
func (s *Store) Split(ctx context.Context, now time.Time, r Reserved, first, second json.RawMessage, told []string) error {
	halves, err := s.freeze(ctx, now, now.Add(keepDigest), r.Digest, Frozen{Body: first}, Frozen{Body: second})
	if err != nil {
		return err
	}
	return s.step(ctx, now, r, func(o *Outbox, p *Part) error {
		free, old := 0, p.Number
		for _, q := range o.Parts {
			free = max(free, q.Number+1)
		}
		for i := range o.Parts {
			if o.Parts[i].Parent == old {
				o.Parts[i].Parent = free
			}
		}
		a := Part{Number: free, Parent: p.Parent, SHA: halves[0].SHA, State: PartPlanned, NotBefore: now, Degraded: p.Degraded}
		b := Part{Number: free + 1, Parent: p.Parent, SHA: halves[1].SHA, State: PartPlanned, NotBefore: now, Degraded: p.Degraded}
		for _, id := range p.Stories {
			if slices.Contains(told, id) {
				a.Stories = append(a.Stories, id)
			} else {
				b.Stories = append(b.Stories, id)
			}
		}
		if b.Parent == NoParent {
			b.Parent = a.Number
		}
		p.release(PartReplaced, time.Time{})
		p.Reason = "too long for Slack"
		at := slices.IndexFunc(o.Parts, func(q Part) bool { return q.Number == old })
		o.Parts = slices.Insert(o.Parts, at+1, a, b)
		return nil
	})
}

// Park keeps whoever posts from a channel, until Unpark, and gives a reserved
// part back. It reports whether this is news: nobody had parked the channel
// before.
func (s *Store) Park(ctx context.Context, now time.Time, r Reserved, why string) (news bool, err error) {
	mark, err := s.put(now, parkedKey(r.Channel), 0, never, Stopped{why, now})
	if err != nil {
		return false, err
	}
	switch err := s.write(ctx, now, []Write{mark}); {
	case err == nil:
		news = true
	case !errors.Is(err, ErrConflict):
		return false, err
	}
	return news, s.step(ctx, now, r, func(_ *Outbox, p *Part) error {
		if r.Reconcile {
			p.release(PartPosting, now.Add(parkedLook))
		} else {
			p.release(PartPlanned, now)
		}
		p.Reason = why
		return nil
	})
}
