package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"counterpoint/internal/store"
)

// request is a batch that waits to be written.
type request struct {
	now   time.Time
	batch []store.Write
	err   error
	done  chan error
}

// maxGroup bounds the batches that are written together, and with them the
// memory of one transaction.
const maxGroup = 256

var errClosed = errors.New("the store is closed")

// Write does all of a batch or nothing. Once begun it is not cut short by the
// context: the answer tells what is on the disk.
func (d *DB) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	r := &request{now: now, batch: batch, done: make(chan error, 1)}
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return errClosed
	}
	d.queue = append(d.queue, r)
	if !d.writing {
		d.writing = true
		d.writers.Go(d.drain)
	}
	d.mu.Unlock()
	return <-r.done
}

// drain writes what waits, group after group, until nothing does.
func (d *DB) drain() {
	for {
		d.mu.Lock()
		n := min(len(d.queue), maxGroup)
		group := d.queue[:n:n]
		d.queue = d.queue[n:]
		if n == 0 {
			d.queue, d.writing = nil, false
			d.mu.Unlock()
			return
		}
		d.mu.Unlock()
		err := d.db.Update(func(tx *bbolt.Tx) error {
			for _, r := range group {
				var err error
				if r.err, err = apply(tx, r.now, r.batch); err != nil {
					return err
				}
			}
			return nil
		})
		for _, r := range group {
			if err != nil {
				r.err = err // a conflict may have been with what was undone
			}
			r.done <- r.err
		}
	}
}

// apply writes a batch if all of its conditions hold, and returns the conflict
// where one does not: then it has written nothing. Any other error undoes the
// whole transaction.
func apply(tx *bbolt.Tx, now time.Time, batch []store.Write) (conflict, err error) {
	items, index := tx.Bucket(itemsBucket), tx.Bucket(expiryBucket)
	keys := make([][]byte, len(batch))
	was := make([]int64, len(batch)) // expiries, which the index has
	for n, w := range batch {
		keys[n] = itemKey(w.Item.Key)
		raw := items.Get(keys[n])
		there := store.Item{}
		if raw != nil {
			if there, err = header(w.Item.Key, raw); err != nil {
				return nil, err
			}
			was[n] = expiry(there)
		}
		if !w.If.Holds(there, raw != nil, now) {
			return store.ConflictError{Key: w.Item.Key}, nil
		}
	}
	for n, w := range batch {
		if err := replace(items, index, keys[n], was[n], w); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// replace does one write, and keeps the index by expiry in step.
func replace(items, index *bbolt.Bucket, key []byte, was int64, w store.Write) error {
	now := int64(0)
	if !w.Delete {
		now = expiry(w.Item)
	}
	if was != 0 && was != now {
		if err := index.Delete(expiryKey(was, key)); err != nil {
			return err
		}
	}
	if w.Delete {
		return items.Delete(key)
	}
	if now != 0 && was != now {
		if err := index.Put(expiryKey(now, key), nil); err != nil {
			return err
		}
	}
	return items.Put(key, encode(w.Item))
}

// Sweep deletes items that expired before now, at most limit of them, and
// returns their number. Nothing depends on it but the size of the file.
func (d *DB) Sweep(ctx context.Context, now time.Time, limit int) (swept int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	err = d.db.Update(func(tx *bbolt.Tx) error {
		items, index := tx.Bucket(itemsBucket), tx.Bucket(expiryBucket)
		var gone [][]byte
		c := index.Cursor()
		for k, _ := c.First(); k != nil && len(gone) < limit && int64(binary.BigEndian.Uint64(k)) <= now.Unix(); k, _ = c.Next() {
			gone = append(gone, append([]byte(nil), k...))
		}
		for _, k := range gone {
			if err := errors.Join(index.Delete(k), items.Delete(k[8:])); err != nil {
				return err
			}
		}
		swept = len(gone)
		return nil
	})
	return swept, err
}
