package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Once notes names, all or none, and reports whether all of them are new: were
// never noted, or no longer are. They are remembered until a time, rounded up
// to a second. Of several callers with one name a single one is told true.
func (s *Store) Once(ctx context.Context, now, until time.Time, names ...string) (bool, error) {
	expires := until.Truncate(time.Second)
	if expires.Before(until) {
		expires = expires.Add(time.Second)
	}
	var batch []Write
	for _, name := range unique(names, itself) {
		w := mark(seenKey(name), expires)
		w.Item.Rev, w.If = revision(now, 0), Absent
		batch = append(batch, w)
	}
	err := s.write(ctx, now, batch)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note what was seen: %w", err)
	}
	return true, nil
}
