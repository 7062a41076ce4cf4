package bolt_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// A second process (here, a second opening, which the lock treats alike) waits
// two seconds and is told who holds the file.
func TestHeld(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "counterpoint.db")
	first := openAt(t, path)
	began := time.Now()
	_, err := bolt.Open(path, "the second")
	waited := time.Since(began)
	if err == nil {
		t.Fatal("two hold one file")
	}
	for _, want := range []string{path, fmt.Sprintf("process %d", os.Getpid()), "(a test)", "stop it"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if waited < 1900*time.Millisecond || waited > 10*time.Second {
		t.Errorf("waited %v", waited)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	again := openAt(t, path)
	if err := os.Remove(path + ".lock"); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(path, "the second"); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("nobody knows who holds it: %v", err)
	}
	_ = again.Close()
}

func TestFilesThatAreNoStore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := func(name string, change func(*bbolt.Tx) error) string {
		path := filepath.Join(dir, name)
		_ = openAt(t, path).Close()
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if err := db.Update(change); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ path, want string }{
		"of a newer layout": {store("newer", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("meta")).Put([]byte("layout"), []byte("2"))
		}), "update this one"},
		"of another program": {store("other", func(tx *bbolt.Tx) error {
			return tx.DeleteBucket([]byte("meta"))
		}), "not one of counterpoint's"},
		"a short text":   {write("short", []byte("channels:\n")), "no store of counterpoint's"},
		"a long text":    {write("long", bytes.Repeat([]byte("channels:\n"), 10000)), "no store of counterpoint's"},
		"zeros":          {write("zeros", make([]byte, 1<<16)), "no store of counterpoint's"},
		"a folder":       {dir, "is a directory"},
		"in no folder":   {filepath.Join(dir, "none", "db"), "give a file in a folder that is there and can be written: no such file"},
		"under a file":   {filepath.Join(write("file", nil), "db"), "not a directory"},
		"the first half": {half(t, filepath.Join(dir, "half")), "no store of counterpoint's"},
	} {
		db, err := bolt.Open(c.path, "a test")
		if err == nil {
			_ = db.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: %q does not say %q and the path", name, err, c.want)
		}
		if strings.Count(err.Error(), c.path) > 1 {
			t.Errorf("%s: %q says the path twice", name, err)
		}
	}
}

// half is a store that was copied in part.
func half(t *testing.T, path string) string {
	db := openAt(t, path)
	for n := range 50 {
		i := store.Item{Key: store.Key{PK: "p", SK: strconv.Itoa(n)}, Rev: 1, Data: make([]byte, 10000)}
		if err := db.Write(t.Context(), time.Now(), []store.Write{{Item: i}}); err != nil {
			t.Fatal(err)
		}
	}
	_ = db.Close()
	if err := os.Truncate(path, 3<<12); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestClosed(t *testing.T) {
	t.Parallel()
	db := openAt(t, filepath.Join(t.TempDir(), "counterpoint.db"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), time.Now(), []store.Write{{Item: store.Item{Key: store.Key{PK: "p", SK: "s"}, Rev: 1}}}); err == nil {
		t.Error("written into a closed store")
	}
	if _, err := db.Get(t.Context(), []store.Key{{PK: "p", SK: "s"}}); err == nil {
		t.Error("read from a closed store")
	}
	if err := db.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	db := openAt(t, filepath.Join(t.TempDir(), "counterpoint.db"))
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	rev := int64(0)
	put := func(sk string, after time.Duration) {
		rev++
		i := store.Item{Key: store.Key{PK: "p", SK: sk}, Rev: rev}
		if after != 0 {
			i.Expires = now.Add(after)
		}
		if err := db.Write(t.Context(), now, []store.Write{{Item: i, If: store.Any}}); err != nil {
			t.Fatal(err)
		}
	}
	put("never", 0)
	put("later", 3*time.Hour)
	for n := range 5 {
		put(fmt.Sprint("soon", n), time.Hour)
	}
	put("longer", time.Hour)
	put("longer", 3*time.Hour)
	put("for good", time.Hour)
	put("for good", 0)
	put("gone", time.Hour)
	if err := db.Write(t.Context(), now, []store.Write{{Item: store.Item{Key: store.Key{PK: "p", SK: "gone"}}, Delete: true, If: store.Any}}); err != nil {
		t.Fatal(err)
	}
	sweep := func(at time.Time, look, want int) {
		t.Helper()
		if got, err := db.Sweep(t.Context(), at, look); err != nil || got != want {
			t.Errorf("swept %d, %v; want %d", got, err, want)
		}
	}
	left := func(want ...string) {
		t.Helper()
		items, err := db.Query(t.Context(), "p", "", "", 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range items {
			got = append(got, i.SK)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("left %q, want %q", got, want)
		}
	}
	sweep(now.Add(time.Hour-1), 100, 0)
	sweep(now.Add(time.Hour), 7, 3) // two are left for the next
	sweep(now.Add(time.Hour), 1, 1)
	sweep(now.Add(time.Hour), 100, 1)
	left("for good", "later", "longer", "never")
	sweep(now.Add(2*time.Hour), 100, 0)
	sweep(now.Add(4*time.Hour), 100, 2)
	left("for good", "never")
	sweep(now.Add(400*time.Hour), 100, 0)
}
