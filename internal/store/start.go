package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Start notes that a reader who was told nothing yet begins now: nothing that is
// stamped before is ever news to it. The mark is a told record with From, and
// final, as that of a skipped digest is; there is no digest of its name.
// ErrConflict means that the reader was told something, or has begun.
func (s *Store) Start(ctx context.Context, now time.Time, reader string) error {
	slot := now.UTC().Truncate(time.Second)
	sum := sha256.Sum256([]byte("start\x00" + reader + "\x00" + slot.Format(time.RFC3339)))
	t := Told{Digest: hex.EncodeToString(sum[:8]), Slot: slot, State: Skipped, From: slot}
	expires := now.Add(keepDigest)
	record, err1 := s.put(now, toldKey(reader, t), 0, expires, t)
	head, err2 := s.put(now, readerKey(reader), 0, expires, keptHead{t.Digest})
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if err := s.write(ctx, now, []Write{record, head}); err != nil {
		return fmt.Errorf("the start of %s: %w", reader, err)
	}
	return nil
}
