package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Stopped says why nothing is posted, and since when.
type Stopped struct {
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
}

// Parked says why nothing is posted to a channel; nil where it is open.
func (s *Store) Parked(ctx context.Context, now time.Time, channel string) (*Stopped, error) {
	return s.stopped(ctx, now, parkedKey(channel))
}

// Circuit says why nothing is posted at all; nil where it is closed.
func (s *Store) Circuit(ctx context.Context, now time.Time) (*Stopped, error) {
	return s.stopped(ctx, now, circuitKey())
}

func (s *Store) stopped(ctx context.Context, now time.Time, k Key) (*Stopped, error) {
	there, err := s.get(ctx, now, k)
	if err != nil {
		return nil, err
	}
	i, ok := there[k]
	if !ok {
		return nil, nil //nolint:nilnil // nothing is stopped
	}
	var st Stopped
	return &st, s.read(i, &st)
}

// Break stops all posting. It reports whether this is news.
func (s *Store) Break(ctx context.Context, now time.Time, why string) (news bool, err error) {
	w, err := s.put(now, circuitKey(), 0, never, Stopped{why, now})
	if err != nil {
		return false, err
	}
	err = s.write(ctx, now, []Write{w})
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

// Mend lets all posting go on, after Break.
func (s *Store) Mend(ctx context.Context) error {
	return s.write(ctx, never, []Write{remove(circuitKey(), Any)})
}

// Unpark lets posting to a reader's channel go on, after Park.
func (s *Store) Unpark(ctx context.Context, now time.Time, reader, channel string) error {
	if err := s.write(ctx, now, []Write{remove(parkedKey(channel), Any)}); err != nil {
		return err
	}
	o, err := s.Outbox(ctx, now, reader)
	switch {
	case errors.Is(err, ErrNotKept):
		return nil
	case err != nil:
		return err
	}
	return s.change(ctx, now, o.Digest, func(o *Outbox) error {
		o.Parked = ""
		return nil
	})
}

// ParkDigest takes a digest out of the index of what waits, as its channel is
// parked.
func (s *Store) ParkDigest(ctx context.Context, now time.Time, digest, why string) error {
	return s.change(ctx, now, digest, func(o *Outbox) error {
		o.Parked = why
		return nil
	})
}

// Doubt says what becomes of parts that may have been posted when their digest
// is closed.
type Doubt string

// The ways to close a digest. DoubtWait is the only one that neither tells twice nor
// swallows; the others are for where nobody can look any more.
const (
	DoubtWait   Doubt = "wait"   // such a part keeps the digest open: ErrUnsure
	DoubtTold   Doubt = "told"   // its stories count as told
	DoubtUntold Doubt = "untold" // its stories are news in the next
)

// Close gives up what of a digest is not posted. What is posted stays told; the
// rest leaves the digest's record, and so is news in the next digest. A part
// that is being posted right now is waited for: WaitError.
func (s *Store) Close(ctx context.Context, now time.Time, digest string, doubt Doubt) error {
	return s.change(ctx, now, digest, func(o *Outbox) error {
		for i := range o.Parts {
			p := &o.Parts[i]
			switch {
			case p.State.final():
			case p.State == PartPlanned:
				p.release(PartDropped, time.Time{})
			case p.Lease.After(now):
				return WaitError{p.Lease}
			case doubt == DoubtTold:
				p.release(PartAmbiguous, time.Time{})
			case doubt == DoubtUntold:
				p.release(PartDropped, time.Time{})
			default:
				return fmt.Errorf("part %d: %w", p.Number, ErrUnsure)
			}
		}
		return nil
	})
}
