package storetest

import (
	"sync"
	"testing"
	"time"

	"counterpoint/internal/store"
)

func ledger(t *testing.T, s *store.Store, _ store.Driver) {
	reply := func(at time.Time, name string) string {
		t.Helper()
		raw, err := s.Reply(t.Context(), at, name)
		must(t, err)
		return string(raw)
	}
	spent := func(at time.Time) int64 {
		t.Helper()
		n, err := s.Spent(t.Context(), at)
		must(t, err)
		return n
	}
	equal(t, "nothing is kept at first", reply(now, "a"), "")
	equal(t, "nothing is spent at first", spent(now), int64(0))
	must(t, s.KeepReply(t.Context(), now, "a", []byte(`{"x":1}`), 30))
	equal(t, "a reply", reply(now, "a"), `{"x":1}`)
	must(t, s.KeepReply(t.Context(), now, "a", []byte(`{"x":2}`), 5))
	equal(t, "a reply anew", reply(now, "a"), `{"x":2}`)
	must(t, s.KeepReply(t.Context(), now, "", nil, 7))
	equal(t, "spent", spent(now), int64(42))
	equal(t, "another month", spent(now.AddDate(0, 1, 0)), int64(0))
	equal(t, "a reply after 30 days", reply(now.Add(31*24*time.Hour), "a"), "")
}

func spenders(t *testing.T, s *store.Store, _ store.Driver) {
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if err := s.KeepReply(t.Context(), now, "", nil, 3); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	n, err := s.Spent(t.Context(), now)
	must(t, err)
	equal(t, "spent by ten at once", n, int64(30))
}
