package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Close gives up what of a digest is not posted. What is posted stays told; the
// rest leaves the digest's record, and so is news in the next digest. Nothing
// is told twice or swallowed by it: a part that may have been posted keeps the
// digest open until it was looked for (ErrUnsure), and so does one that is being
// posted right now (WaitError).
func (s *Store) Close(ctx context.Context, now time.Time, digest string) error {
	return s.change(ctx, now, digest, func(o *Outbox) error {
		for i := range o.Parts {
			p := &o.Parts[i]
			switch {
			case p.State.final():
			case p.State == PartPlanned:
				p.release(PartDropped, time.Time{})
			case p.Lease.After(now):
				return WaitError{p.Lease}
			default:
				return fmt.Errorf("part %d: %w", p.Number, ErrUnsure)
			}
		}
		return nil
	})
}

// followParts moves the digest's record to the state that its parts are in.
func (s *Store) followParts(ctx context.Context, now time.Time, o *Outbox) ([]Write, error) {
	next := o.state()
	if next == o.State {
		return nil, nil
	}
	o.State = next
	key := toldKey(o.Reader, Told{Slot: o.Slot, Digest: o.Digest})
	there, err := s.get(ctx, now, key)
	if err != nil {
		return nil, err
	}
	i, ok := there[key]
	if !ok {
		return nil, fmt.Errorf("the record of digest %s: %w", o.Digest, ErrNotKept)
	}
	var t Told
	if err := s.read(i, &t); err != nil {
		return nil, err
	}
	if next == t.State {
		return nil, nil
	}
	if !next.after(t.State) {
		return nil, fmt.Errorf("digest %s: %s to %s: %w", t.Digest, t.State, next, ErrState)
	}
	if next == Closed {
		t = t.only(*o)
	}
	t.State = next
	w, err := s.put(now, key, i.Rev, now.Add(keepDigest), t)
	return []Write{w}, err
}

// state is that of a digest whose parts are so.
func (o Outbox) state() State {
	begun, whole := false, true
	for _, p := range o.Parts {
		begun = begun || p.State != PartPlanned || p.Attempt > 0
		whole = whole && (p.State == PartPosted || p.State == PartReplaced)
	}
	switch {
	case whole:
		return Posted
	case o.Finished():
		return Closed
	case begun:
		return Posting
	}
	return Planned
}

// only is the record of a closed digest: what its visible parts tell, and those
// that may be visible. The rest is news in the next.
func (t Told) only(o Outbox) Told {
	visible, any := map[string]bool{}, false
	for _, p := range o.Parts {
		if p.State == PartPosted || p.State == PartAmbiguous {
			any = true
			for _, id := range p.Stories {
				visible[id] = true
			}
		}
	}
	if !any {
		t.Articles, t.Stories = nil, nil
		return t
	}
	untold := map[string]bool{}
	var stories []ToldStory
	for _, s := range t.Stories {
		if visible[s.ID] {
			stories = append(stories, s)
			continue
		}
		for _, a := range s.Articles {
			untold[a] = true
		}
	}
	for _, s := range stories {
		for _, a := range s.Articles {
			delete(untold, a)
		}
	}
	t.Stories = stories
	t.Articles = slices.DeleteFunc(slices.Clone(t.Articles), func(a string) bool { return untold[a] })
	return t
}
