package store

import (
	"testing"
	"time"

	"counterpoint/internal/news"
)

// However many feeds list an article, each writes its own window alone, and of
// an edit that it brings the version and which is current: what the others wrote
// is neither read nor written again.
func TestListedByMany(t *testing.T) {
	s := New(nil)
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	a := news.Stamped{Article: news.Article{ID: "1", Body: "text"}, Stamp: now}
	writes, what, err := s.keep(now, "first", a, found{})
	if err != nil || what != added || len(writes) != 2 {
		t.Fatalf("got %v, %v, %v", writes, what, err)
	}
	there := found{}
	for _, w := range writes {
		there[w.Item.Key] = w.Item
	}
	writes, what, err = s.keep(now, "another", a, there)
	if err != nil || what != same || len(writes) != 1 || writes[0].Item.Key != windowKey("another", now, "1") {
		t.Errorf("got %v, %v, %v; want the window's item alone", writes, what, err)
	}
	there[writes[0].Item.Key] = writes[0].Item
	a.Body = "edited"
	writes, what, err = s.keep(now, "another", a, there)
	if err != nil || what != updated || len(writes) != 2 || writes[0].Item.Key != versionKey("1", VersionOf(a.Article)) || writes[1].Item.Key != editedKey("first", now, "1") {
		t.Errorf("got %v, %v, %v; want the version, and that it is current", writes, what, err)
	}
}
