// Package store keeps what a run must know of the runs before it: feeds,
// articles and their versions, channels, and what was told to whom.
//
// It holds every key, condition, retention and state machine; the table of
// keys stands in ARCHITECTURE.md under "What is kept". A Driver below it only
// gets, queries a range of one partition, and writes on conditions: a batch
// whole or not at all, or, at half the price, one after the other. Of two writers of one thing one is told so. An item past
// its expiry does not exist, whether or not it was deleted: times are compared,
// with the time that the caller gives.
//
// The method is optimistic concurrency over single-table items, as DynamoDB's
// guide to transactions describes it. What belongs together is written in one
// batch, or in an order in which each rests on what is there already, so that
// who dies on the way leaves nothing but what is done again.
package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// How long things are kept.
const (
	keepArticle = 14 * 24 * time.Hour // from the article's stamp
	keepDigest  = 90 * 24 * time.Hour // from the plan; told records and what is cited too
)

// tries bounds how often a batch is planned anew after somebody else wrote
// first. Each conflict means that another writer got on.
const tries = 40

// never is the time for what has no expiry: nothing has expired at it.
var never time.Time

// ErrTooLarge is a value that no item can hold.
var ErrTooLarge = errors.New("too large to be kept")

// ErrNotKept is a thing that was never kept, or is no longer.
var ErrNotKept = errors.New("not kept, or no longer")

// Store keeps feeds, articles, channels and digests. It is safe for concurrent
// use.
type Store struct {
	d Driver
	c codec
}

// New makes a Store over a driver.
func New(d Driver) *Store { return &Store{d: d, c: newCodec()} }

// found are items by their keys.
type found map[Key]Item

// get reads items that exist at a time.
func (s *Store) get(ctx context.Context, now time.Time, keys ...Key) (found, error) {
	items, err := s.d.Get(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := make(found, len(items))
	for _, i := range items {
		if !i.Expired(now) {
			out[i.Key] = i
		}
	}
	return out, nil
}

// query reads a range of items that exist at a time.
func (s *Store) query(ctx context.Context, now time.Time, pk, from, to string) ([]Item, error) {
	items, err := s.d.Query(ctx, pk, from, to, 0)
	return existing(items, now), err
}

// existing are the items that exist at a time.
func existing(items []Item, now time.Time) []Item {
	return slices.DeleteFunc(items, func(i Item) bool { return i.Expired(now) })
}

// read decodes an item's value.
func (s *Store) read(i Item, v any) error {
	if i.Schema > schema {
		return fmt.Errorf("%v: written by a newer version of counterpoint (form %d, this one knows %d): update this one", i.Key, i.Schema, schema)
	}
	if i.Schema < schema {
		return fmt.Errorf("%v: written by an older version of counterpoint (form %d, this one reads %d): go on with that version, or give this one a new file or table", i.Key, i.Schema, schema)
	}
	if err := s.c.decode(i.Data, v); err != nil {
		return fmt.Errorf("%v: cannot be read: %w", i.Key, err)
	}
	return nil
}

// put is the write of a value over the revision that was read, 0 for none.
// A zero expiry is none.
func (s *Store) put(now time.Time, k Key, old int64, expires time.Time, v any) (Write, error) {
	data, err := s.c.encode(v)
	if err != nil {
		return Write{}, fmt.Errorf("%v: %w", k, err)
	}
	w := Write{If: Condition(old), Item: Item{
		Key: k, Rev: revision(now, old), Schema: schema, Expires: expires.Truncate(time.Second), Data: data,
	}}
	if w.Item.size() > MaxItemBytes {
		return Write{}, fmt.Errorf("%v: %d bytes when compressed: %w", k, len(data), ErrTooLarge)
	}
	return w, nil
}

// mark is the write of an item without value, whatever is there.
func mark(k Key, expires time.Time) Write {
	return Write{If: Any, Item: Item{Key: k, Rev: 1, Schema: schema, Expires: expires.Truncate(time.Second)}}
}

func remove(k Key, old Condition) Write { return Write{Item: Item{Key: k}, Delete: true, If: old} }

// revision follows an old one. A first one is taken from the clock, so that
// what was deleted and made again does not pass for what it was.
func revision(now time.Time, old int64) int64 {
	if old > 0 {
		return old + 1
	}
	return max(1, now.UnixMicro())
}

// again runs do until it meets no conflict, within bounds.
func again(do func() error) error {
	var err error
	for range tries {
		if err = do(); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("given up after %d tries: %w", tries, err)
}
