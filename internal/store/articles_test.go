package store

import (
	"strconv"
	"testing"
	"time"

	"counterpoint/internal/news"
)

// An article that very many feeds list does not outgrow its head: the feeds
// beyond the bound get it into their windows all the same.
func TestHeadIsBounded(t *testing.T) {
	s := New(nil)
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	a := news.Stamped{Article: news.Article{ID: "1", Body: "text"}, Stamp: now}
	h := head{Stamp: now, Version: VersionOf(a.Article)}
	for n := range maxFeeds {
		h.Feeds = append(h.Feeds, strconv.Itoa(n))
	}
	w, err := s.put(now, headKey("1"), 0, h.expires(), h)
	if err != nil {
		t.Fatal(err)
	}
	there := found{headKey("1"): w.Item}
	writes, what, err := s.keep(now, "new", a, there)
	if err != nil || what != same || len(writes) != 1 || writes[0].Item.Key != windowKey("new", now, "1") {
		t.Errorf("got %v, %v, %v; want the window's item alone", writes, what, err)
	}
	a.Body = "edited"
	writes, what, err = s.keep(now, "new", a, there)
	if err != nil || what != updated || len(writes) != 3 {
		t.Fatalf("got %v, %v, %v", writes, what, err)
	}
	var after head
	if err := s.read(writes[2].Item, &after); err != nil || len(after.Feeds) != maxFeeds || after.Version == h.Version {
		t.Errorf("the head lists %d feeds: %v", len(after.Feeds), err)
	}
}
