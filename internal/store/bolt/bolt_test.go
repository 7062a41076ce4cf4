package bolt_test

import (
	"path/filepath"
	"testing"

	"counterpoint/internal/post/posttest"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
	"counterpoint/internal/store/storetest"
)

func open(t *testing.T) store.Driver { return openAt(t, filepath.Join(t.TempDir(), "counterpoint.db")) }

func openAt(t *testing.T, path string) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, "a test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestDriver(t *testing.T) { storetest.Run(t, open) }

func TestStore(t *testing.T) { storetest.RunStore(t, open) }

func TestPosting(t *testing.T) {
	posttest.Run(t, open)
}
