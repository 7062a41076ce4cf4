package bolt

import (
	"bytes"
	"context"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"counterpoint/internal/store"
)

// request is a batch that waits to be written.
type request struct {
	now   time.Time
	batch []store.Write
	each  bool // what was written before a conflict stays
	err   error
	done  chan error
}

// gather is how long a group is waited for when writers come together. It costs
// a lone writer nothing, and many of them less than the pages that as many
// small groups would write again.
const gather = 20 * time.Millisecond

// maxGroup bounds the batches that are written together, and with them the
// memory of one transaction.
const maxGroup = 256

var errClosed = errors.New("the store is closed")

// Write does all of a batch or nothing. Once begun it is not cut short by the
// context: the answer tells what is on the disk.
func (d *DB) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	return d.write(ctx, &request{now: now, batch: batch})
}

// WriteEach does the writes of a batch one after the other, until one fails;
// what was done then gets to the disk together.
func (d *DB) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	return d.write(ctx, &request{now: now, batch: batch, each: true})
}

func (d *DB) write(ctx context.Context, r *request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := store.CheckBatch(r.batch); err != nil {
		return err
	}
	r.done = make(chan error, 1)
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
	for n := 0; ; {
		if n > 1 {
			time.Sleep(gather)
		}
		d.mu.Lock()
		n = min(len(d.queue), maxGroup)
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
				if r.err, err = r.apply(tx); err != nil {
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

// apply does a request: whole or not, or as far as it gets.
func (r *request) apply(tx *bbolt.Tx) (conflict, err error) {
	if !r.each {
		return apply(tx, r.now, r.batch)
	}
	for i := range r.batch {
		if conflict, err = apply(tx, r.now, r.batch[i:i+1]); conflict != nil || err != nil {
			return conflict, err
		}
	}
	return nil, nil
}

// apply writes a batch if all of its conditions hold, and returns the conflict
// where one does not: then it has written nothing. Any other error undoes the
// whole transaction.
func apply(tx *bbolt.Tx, now time.Time, batch []store.Write) (conflict, err error) {
	items := tx.Bucket(itemsBucket)
	keys := make([][]byte, len(batch))
	for n, w := range batch {
		keys[n] = itemKey(w.Item.Key)
		raw := items.Get(keys[n])
		there := store.Item{}
		if raw != nil {
			if there, err = header(w.Item.Key, raw); err != nil {
				return nil, err
			}
		}
		if !w.If.Holds(there, raw != nil, now) {
			return store.ConflictError{Key: w.Item.Key}, nil
		}
	}
	for n, w := range batch {
		if w.Delete {
			err = items.Delete(keys[n])
		} else {
			err = items.Put(keys[n], encode(w.Item))
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// Sweep looks at the next items, at most so many, from where the last sweep
// stopped, and deletes those that expired before now. It returns how many.
// Nothing depends on it but the size of the file, so that an index by expiry,
// which every write would have to keep, does not pay.
func (d *DB) Sweep(ctx context.Context, now time.Time, look int) (swept int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	err = d.db.Update(func(tx *bbolt.Tx) error {
		items, meta := tx.Bucket(itemsBucket), tx.Bucket(metaBucket)
		var gone [][]byte
		c := items.Cursor()
		k, v := c.Seek(meta.Get(sweptKey))
		for range look {
			if k == nil {
				break
			}
			i, err := header(store.Key{}, v)
			if err != nil {
				return err
			}
			if i.Expired(now) {
				gone = append(gone, bytes.Clone(k))
			}
			k, v = c.Next()
		}
		next := bytes.Clone(k) // nil at the end: the next sweep begins anew
		for _, k := range gone {
			if err := items.Delete(k); err != nil {
				return err
			}
		}
		swept = len(gone)
		return meta.Put(sweptKey, next)
	})
	return swept, err
}
