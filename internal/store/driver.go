package store

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Key names an item: its partition, and its place there. Both are valid UTF-8
// and not empty; a partition's items are in the order of the bytes of SK.
type Key struct{ PK, SK string }

func (k Key) String() string { return k.PK + "/" + k.SK }

// Item is what a driver keeps under a key.
type Item struct {
	Key
	Rev     int64     // above 0; who writes it sees to it that it grows
	Schema  int       // the form of Data
	Expires time.Time // whole seconds; zero: kept until deleted
	Data    []byte
}

// Expired reports whether the item no longer exists at a time, whether or not
// it has been deleted yet.
func (i Item) Expired(now time.Time) bool {
	return !i.Expires.IsZero() && !i.Expires.After(now)
}

// size is what DynamoDB counts of an item, with the names of its attributes
// and its numbers at their largest.
func (i Item) size() int { return len(i.PK) + len(i.SK) + len(i.Data) + 130 }

// Condition is the revision that a write replaces.
type Condition int64

// The conditions that are no revision. An expired item counts as absent.
const (
	Absent Condition = 0
	Any    Condition = -1
)

// Holds reports whether the condition allows a write over what is there, if
// anything is.
func (c Condition) Holds(there Item, found bool, now time.Time) bool {
	switch {
	case c == Any:
		return true
	case !found || there.Expired(now):
		return c == Absent
	}
	return Condition(there.Rev) == c
}

// Write is one write of a batch: the item, or its deletion, on a condition.
type Write struct {
	Item   Item // of a deletion, the key alone counts
	Delete bool
	If     Condition
}

// Driver keeps items. Reads but Skim see every write that was acknowledged
// before, and all see expired items for as long as they have not been deleted.
type Driver interface {
	// Get returns the items that are there, each once, in no order, and not
	// necessarily of one moment.
	Get(ctx context.Context, keys []Key) ([]Item, error)
	// Query returns the items of a partition with from <= SK < to, ascending:
	// the first limit of them, or all where it is 0. An empty "to" is no bound.
	Query(ctx context.Context, pk, from, to string, limit int) ([]Item, error)
	// Skim is Query without limit, for who can do without what was written in the
	// last moment: it may not see that. On DynamoDB it costs half as much.
	Skim(ctx context.Context, pk, from, to string) ([]Item, error)
	// Write does all of a batch or nothing. A condition that does not hold is a
	// ConflictError; a batch that CheckBatch refuses is refused.
	Write(ctx context.Context, now time.Time, batch []Write) error
	// WriteEach does the writes of a batch one after the other. The first whose
	// condition does not hold ends it with a ConflictError: those before it stay
	// done, those after it are not begun. After any other error that is not
	// known. On DynamoDB it costs half as much as Write.
	WriteEach(ctx context.Context, now time.Time, batch []Write) error
}

// ErrConflict is what a ConflictError wraps.
var ErrConflict = errors.New("changed by somebody else meanwhile")

// ConflictError is a write whose condition did not hold.
type ConflictError struct{ Key Key }

func (e ConflictError) Error() string { return fmt.Sprintf("%v: %v", e.Key, ErrConflict) }

// Unwrap makes every ConflictError an ErrConflict.
func (e ConflictError) Unwrap() error { return ErrConflict }

// The limits of a batch are DynamoDB's; each driver keeps to them.
const (
	MaxWrites     = 100
	MaxBatchBytes = 4 << 20
	MaxItemBytes  = 400 << 10
	maxPKBytes    = 2048
	maxSKBytes    = 1024
)

// CheckBatch refuses what no driver writes: more or larger items than the
// limits, two writes on one key, odd keys, revisions and times.
func CheckBatch(batch []Write) error {
	if len(batch) > MaxWrites {
		return fmt.Errorf("a batch of %d writes, more than %d", len(batch), MaxWrites)
	}
	seen, total := make(map[Key]bool, len(batch)), 0
	for _, w := range batch {
		if err := w.check(); err != nil {
			return err
		}
		if seen[w.Item.Key] {
			return fmt.Errorf("%v: two writes in one batch", w.Item.Key)
		}
		seen[w.Item.Key] = true
		total += w.Item.size()
	}
	if total > MaxBatchBytes {
		return fmt.Errorf("a batch of %d bytes, more than %d", total, MaxBatchBytes)
	}
	return nil
}

func (w Write) check() error {
	i := w.Item
	if err := CheckKey(i.Key); err != nil {
		return err
	}
	switch {
	case w.If < Any:
		return fmt.Errorf("%v: condition %d", i.Key, w.If)
	case w.Delete:
		return nil
	case i.Rev <= 0:
		return fmt.Errorf("%v: revision %d", i.Key, i.Rev)
	case i.size() > MaxItemBytes:
		return fmt.Errorf("%v: %d bytes, more than the %d of an item", i.Key, i.size(), MaxItemBytes)
	case !i.Expires.IsZero() && (i.Expires.Nanosecond() != 0 || i.Expires.Unix() <= 0):
		return fmt.Errorf("%v: expires at a part of a second, or before 1970", i.Key)
	}
	return nil
}

// CheckKey refuses a key that DynamoDB does not take.
func CheckKey(k Key) error {
	switch {
	case k.PK == "" || k.SK == "":
		return fmt.Errorf("key %q/%q: empty part", k.PK, k.SK)
	case len(k.PK) > maxPKBytes || len(k.SK) > maxSKBytes:
		return fmt.Errorf("key %.80q: too long", k.PK+"/"+k.SK)
	case !utf8.ValidString(k.PK) || !utf8.ValidString(k.SK):
		return fmt.Errorf("key %.80q: not UTF-8", k.PK+"/"+k.SK)
	}
	return nil
}
