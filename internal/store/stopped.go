package store

import (
	"context"
	"errors"
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

// Unpark lets posting to a channel go on, after Park.
func (s *Store) Unpark(ctx context.Context, channel string) error {
	return s.write(ctx, never, []Write{remove(parkedKey(channel), Any)})
}
