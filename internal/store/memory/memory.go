// Package memory keeps a store's items in memory, for tests and trials that
// make very many stores. It keeps the laws of a driver, and DynamoDB's limits,
// and nothing after the process ends.
package memory

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"counterpoint/internal/store"
)

// DB is items in memory: a store.Driver. Its zero value is empty.
type DB struct {
	mu    sync.Mutex
	items map[string]map[string]store.Item // by partition, then sort key
}

// Get returns the items that are there.
func (d *DB) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]store.Item, 0, len(keys))
	seen := make(map[store.Key]bool, len(keys))
	for _, k := range keys {
		if err := store.CheckKey(k); err != nil {
			return nil, err
		}
		if i, ok := d.items[k.PK][k.SK]; ok && !seen[k] {
			out = append(out, clone(i))
		}
		seen[k] = true
	}
	return out, nil
}

// Skim returns a range of a partition.
func (d *DB) Skim(ctx context.Context, pk, from, to string) ([]store.Item, error) {
	return d.Query(ctx, pk, from, to, 0)
}

// Query returns a range of a partition.
func (d *DB) Query(ctx context.Context, pk, from, to string, limit int) ([]store.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []store.Item
	for sk, i := range d.items[pk] {
		if sk >= from && (to == "" || sk < to) {
			out = append(out, clone(i))
		}
	}
	slices.SortFunc(out, func(a, b store.Item) int { return strings.Compare(a.SK, b.SK) })
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, nil
}

// Write does all of a batch or nothing.
func (d *DB) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, w := range batch {
		there, ok := d.items[w.Item.PK][w.Item.SK]
		if !w.If.Holds(there, ok, now) {
			return store.ConflictError{Key: w.Item.Key}
		}
	}
	for _, w := range batch {
		d.apply(w)
	}
	return nil
}

// WriteEach does the writes of a batch one after the other, until one fails.
func (d *DB) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	for i := range batch {
		if err := d.Write(ctx, now, batch[i:i+1]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (d *DB) apply(w store.Write) {
	if w.Delete {
		delete(d.items[w.Item.PK], w.Item.SK)
		return
	}
	if d.items == nil {
		d.items = map[string]map[string]store.Item{}
	}
	if d.items[w.Item.PK] == nil {
		d.items[w.Item.PK] = map[string]store.Item{}
	}
	i := clone(w.Item)
	i.Expires = i.Expires.UTC()
	d.items[i.PK][i.SK] = i
}

func clone(i store.Item) store.Item {
	i.Data = bytes.Clone(i.Data)
	return i
}
