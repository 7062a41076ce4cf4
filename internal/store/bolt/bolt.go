// Package bolt keeps a store's items in one file on this machine, with
// go.etcd.io/bbolt. It holds itself to the limits of DynamoDB, so that what
// works on a laptop works there.
//
// Writers that come while a batch is being written are written together in the
// next one, with one flush to the disk for all (group commit); each still has
// its own conditions and its own answer. A batch is acknowledged after the
// flush. One process at a time holds the file.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"

	"counterpoint/internal/store"
)

// patience is how long Open waits for another process to let go of the file.
const patience = 2 * time.Second

// layout is the version of what this package writes into the file.
const layout = "1"

var (
	itemsBucket = []byte("items") // key: see itemKey
	metaBucket  = []byte("meta")
	layoutKey   = []byte("layout")
	sweptKey    = []byte("swept") // the item that the next sweep begins at
)

// DB is a file of items: a store.Driver.
type DB struct {
	db   *bbolt.DB
	path string

	mu      sync.Mutex
	queue   []*request
	writing bool
	closed  bool
	writers sync.WaitGroup
}

// Open opens the file, and makes it where it is missing. It waits two seconds
// for another process that holds it. Who is named to others who wait for this
// process: "counterpoint fetch".
func Open(path, who string) (*DB, error) {
	if err := whole(path); err != nil {
		return nil, explain(path, err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:        patience,
		NoFreelistSync: true, // the list is rebuilt at the next open, which is cheaper than to write it each time
		FreelistType:   bbolt.FreelistMapType,
		NoStatistics:   true,
	})
	if err != nil {
		return nil, explain(path, err)
	}
	d := &DB{db: db, path: path}
	if err := db.Update(prepare); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), db.Close())
	}
	if err := os.WriteFile(holderFile(path), fmt.Appendf(nil, "process %d (%s)\n", os.Getpid(), who), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("say who holds %s: %w", path, err), db.Close())
	}
	return d, nil
}

// errCut is a file that ends before its last page.
var errCut = errors.New("its end is missing")

// whole refuses a file that was cut short, on which bbolt would panic. A file
// that is missing or empty is whole: it will be made.
func whole(path string) error {
	if info, err := os.Stat(path); err != nil || info.IsDir() || info.Size() == 0 {
		return nil //nolint:nilerr // bbolt says what is wrong, or makes the file
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: patience, ReadOnly: true, NoStatistics: true})
	if err != nil {
		return err
	}
	err = db.View(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err == nil && info.Size() < tx.Size() {
			err = errCut
		}
		return err
	})
	return errors.Join(err, db.Close())
}

// prepare makes the buckets of a new file, and refuses a file of a newer layout.
func prepare(tx *bbolt.Tx) error {
	meta, err := tx.CreateBucketIfNotExists(metaBucket)
	if err != nil {
		return err
	}
	switch was := string(meta.Get(layoutKey)); was {
	case layout:
		return nil
	case "":
		if tx.Bucket(itemsBucket) != nil {
			return errors.New("a bbolt database, but not one of counterpoint's; give another file")
		}
	default:
		return fmt.Errorf("written by another version of counterpoint (layout %q, this one knows %q); update this one, or give another file", was, layout)
	}
	if _, err := tx.CreateBucketIfNotExists(itemsBucket); err != nil {
		return err
	}
	return meta.Put(layoutKey, []byte(layout))
}

// holderFile names the file beside the store that says who holds it. It means
// nothing unless the lock is held: a process that was killed leaves it behind.
func holderFile(path string) string { return path + ".lock" }

// InUseError is a file that another process holds.
type InUseError struct {
	Path   string
	Holder string // "process 12 (counterpoint fetch)", or "another process"
}

func (e InUseError) Error() string {
	return fmt.Sprintf("%s is in use by %s: wait until that is done, stop it, or use another file", e.Path, e.Holder)
}

// explain says what is wrong with the file and what to do.
func explain(path string, err error) error {
	switch {
	case errors.Is(err, boltErrors.ErrTimeout):
		return InUseError{Path: path, Holder: holder(path)}
	case errors.Is(err, boltErrors.ErrInvalid), errors.Is(err, boltErrors.ErrVersionMismatch), errors.Is(err, boltErrors.ErrChecksum), errors.Is(err, errCut):
		return fmt.Errorf("%s is no store of counterpoint's, or is damaged: give another file, or restore it from a backup: %w", path, err)
	}
	if pe, named := errors.AsType[*fs.PathError](err); named {
		return fmt.Errorf("cannot open the store %s: give a file in a folder that is there and can be written: %w", path, pe.Err)
	}
	return fmt.Errorf("open the store %s: %w", path, err)
}

// holder tells who holds the file, as far as it is known.
func holder(path string) string {
	f, err := os.Open(holderFile(path))
	if err != nil {
		return "another process"
	}
	defer f.Close()
	line := make([]byte, 200)
	n, _ := f.Read(line)
	if who := strings.TrimSpace(string(line[:n])); who != "" {
		return who
	}
	return "another process"
}

// Close writes what is under way and lets go of the file.
func (d *DB) Close() error {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.writers.Wait()
	_ = os.Remove(holderFile(d.path)) // it means nothing to anybody once the lock is gone
	return d.db.Close()
}

// Get returns the items that are there.
func (d *DB) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make([]store.Item, 0, len(keys))
	seen := make(map[store.Key]bool, len(keys))
	err := d.db.View(func(tx *bbolt.Tx) error {
		items := tx.Bucket(itemsBucket)
		for _, k := range keys {
			if err := store.CheckKey(k); err != nil {
				return err
			}
			raw := items.Get(itemKey(k))
			if raw == nil || seen[k] {
				continue
			}
			seen[k] = true
			i, err := decode(k, raw)
			if err != nil {
				return err
			}
			out = append(out, i)
		}
		return nil
	})
	return out, err
}

// Skim returns a range of a partition.
func (d *DB) Skim(ctx context.Context, pk, from, to string) ([]store.Item, error) {
	return d.Query(ctx, pk, from, to, 0)
}

// Query returns a range of a partition.
func (d *DB) Query(ctx context.Context, pk, from, to string, limit int) ([]store.Item, error) {
	var out []store.Item
	err := d.db.View(func(tx *bbolt.Tx) error {
		prefix := itemKey(store.Key{PK: pk})
		c := tx.Bucket(itemsBucket).Cursor()
		for k, raw := c.Seek(itemKey(store.Key{PK: pk, SK: from})); k != nil; k, raw = c.Next() {
			sk, ok := strings.CutPrefix(string(k), string(prefix))
			if !ok || to != "" && sk >= to || limit > 0 && len(out) == limit {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			i, err := decode(store.Key{PK: pk, SK: sk}, raw)
			if err != nil {
				return err
			}
			out = append(out, i)
		}
		return nil
	})
	return out, err
}
