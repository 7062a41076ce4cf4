// Package storetest holds the laws that every driver of a store keeps, and the
// laws of the store over any driver. Each driver's tests run both.
package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"counterpoint/internal/store"
)

// now is when the tests play: in the future, as DynamoDB deletes what has
// expired by its own clock.
var now = time.Date(2076, 11, 20, 8, 0, 0, 500, time.UTC)

// soon is the first moment at which what expires at it has expired.
var soon = now.Truncate(time.Second).Add(time.Hour)

// Open makes a driver with nothing in it, and sees to its end.
type Open func(t *testing.T) store.Driver

// Run runs the laws of a driver.
func Run(t *testing.T, open Open) {
	for name, law := range map[string]func(*testing.T, store.Driver){
		"an item comes back as it was written":        roundTrip,
		"conditions":                                  conditions,
		"an expired item is absent":                   expiry,
		"a batch is all or nothing":                   wholeOrNot,
		"writes one after the other":                  each,
		"a deletion with a condition":                 deletion,
		"ranges are in order of bytes":                ranges,
		"a partition's name is no part of another's":  partitions,
		"many keys at once":                           manyKeys,
		"a large range":                               largeRange,
		"limits":                                      limits,
		"of 50 racing writers one wins":               race,
		"of 50 racing single writers one wins":        raceEach,
		"writers of different things all win":         crowd,
		"batches that cross are one before the other": crossing,
		"a context that is over":                      cancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			law(t, open(t))
		})
	}
}

func item(pk, sk string, rev int64, data string) store.Item {
	return store.Item{Key: store.Key{PK: pk, SK: sk}, Rev: rev, Schema: 1, Data: []byte(data)}
}

func put(i store.Item, c store.Condition) store.Write { return store.Write{Item: i, If: c} }

func remove(k store.Key, c store.Condition) store.Write {
	return store.Write{Item: store.Item{Key: k}, Delete: true, If: c}
}

func write(t *testing.T, d store.Driver, batch ...store.Write) {
	t.Helper()
	if err := d.Write(t.Context(), now, batch); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, d store.Driver, keys ...store.Key) map[store.Key]store.Item {
	t.Helper()
	items, err := d.Get(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	out := map[store.Key]store.Item{}
	for _, i := range items {
		if _, twice := out[i.Key]; twice {
			t.Errorf("%v comes twice", i.Key)
		}
		out[i.Key] = i
	}
	return out
}

func query(t *testing.T, d store.Driver, pk, from, to string, limit int) []string {
	t.Helper()
	items, err := d.Query(t.Context(), pk, from, to, limit)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range items {
		if i.PK != pk {
			t.Errorf("%v in a query of %s", i.Key, pk)
		}
		out = append(out, i.SK)
	}
	if skimmed, err := d.Skim(t.Context(), pk, from, to); limit == 0 && (err != nil || !equalItems(skimmed, items)) { // no table here is late
		t.Errorf("%s is skimmed as %v, %v", pk, skimmed, err)
	}
	return out
}

func equalItems(a, b []store.Item) bool {
	return slices.EqualFunc(a, b, func(a, b store.Item) bool {
		return a.Key == b.Key && a.Rev == b.Rev && a.Expires.Equal(b.Expires) && bytes.Equal(a.Data, b.Data)
	})
}

// wantConflict checks that a batch is refused for a key.
func wantConflict(t *testing.T, d store.Driver, at time.Time, k store.Key, batch ...store.Write) {
	t.Helper()
	err := d.Write(t.Context(), at, batch)
	var c store.ConflictError
	if !errors.As(err, &c) || c.Key != k || !errors.Is(err, store.ErrConflict) {
		t.Errorf("got %v, want a conflict at %v", err, k)
	}
}

var asWritten = cmpopts.EquateEmpty()

func roundTrip(t *testing.T, d store.Driver) {
	items := []store.Item{
		item("p", "empty", 1, ""),
		item("p", "bytes", 1<<62, "\x00\xff\xfe\x00odd"),
		item("p\x00 q#/\u00e9\U0001F980", "\x01 s k\n#'\";\x7f", 7, "x"),
		item("p", strings.Repeat("s", 1024), 1, "longest"),
		item(strings.Repeat("p", 2048), "s", 1, "longest"),
	}
	items[1].Expires, items[1].Schema = soon, 77
	var keys []store.Key
	for _, i := range items {
		write(t, d, put(i, store.Absent))
		keys = append(keys, i.Key)
	}
	keys = append(keys, store.Key{PK: "p", SK: "none"}, keys[0])
	got := get(t, d, keys...)
	want := map[store.Key]store.Item{}
	for _, i := range items {
		want[i.Key] = i
	}
	if diff := cmp.Diff(want, got, asWritten); diff != "" {
		t.Error(diff)
	}
	ranged, err := d.Query(t.Context(), items[2].PK, "", "", 0)
	if err != nil || len(ranged) != 1 {
		t.Fatalf("query: %v, %v", ranged, err)
	}
	if diff := cmp.Diff(items[2], ranged[0], asWritten); diff != "" {
		t.Error(diff)
	}
}

func conditions(t *testing.T, d store.Driver) {
	k := store.Key{PK: "p", SK: "s"}
	wantConflict(t, d, now, k, put(item("p", "s", 2, "b"), 1))
	write(t, d, put(item("p", "s", 1, "a"), store.Absent))
	wantConflict(t, d, now, k, put(item("p", "s", 2, "b"), store.Absent))
	wantConflict(t, d, now, k, put(item("p", "s", 3, "b"), 2))
	write(t, d, put(item("p", "s", 2, "b"), 1))
	wantConflict(t, d, now, k, put(item("p", "s", 2, "c"), 1))
	write(t, d, put(item("p", "s", 9, "d"), store.Any), put(item("p", "other", 1, "d"), store.Any))
	if got := get(t, d, k)[k]; got.Rev != 9 || string(got.Data) != "d" {
		t.Errorf("got %+v", got)
	}
}

func expiry(t *testing.T, d store.Driver) {
	old := item("p", "s", 5, "old")
	old.Expires = soon
	write(t, d, put(old, store.Absent))
	before := soon.Add(-1)
	wantConflict(t, d, before, old.Key, put(item("p", "s", 6, "new"), store.Absent))
	wantConflict(t, d, soon, old.Key, put(item("p", "s", 6, "new"), 5))
	if err := d.Write(t.Context(), soon, []store.Write{put(item("p", "s", 1, "new"), store.Absent)}); err != nil {
		t.Errorf("an expired item is in the way: %v", err)
	}
	if got := get(t, d, old.Key)[old.Key]; string(got.Data) != "new" || !got.Expires.IsZero() {
		t.Errorf("got %+v", got)
	}
	if err := d.Write(t.Context(), before, []store.Write{put(old, 1)}); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), before, []store.Write{put(item("p", "s", 6, "in time"), 5)}); err != nil {
		t.Errorf("an item that has not expired: %v", err)
	}
}

func wholeOrNot(t *testing.T, d store.Driver) {
	write(t, d, put(item("p", "there", 1, "a"), store.Absent))
	there := store.Key{PK: "p", SK: "there"}
	wantConflict(t, d, now, there,
		put(item("p", "first", 1, "x"), store.Absent), put(item("p", "there", 2, "x"), store.Absent), put(item("q", "last", 1, "x"), store.Any))
	if got := append(query(t, d, "p", "", "", 0), query(t, d, "q", "", "", 0)...); !cmp.Equal(got, []string{"there"}) {
		t.Errorf("after a refused batch there are %q", got)
	}
	wantConflict(t, d, now, store.Key{PK: "p", SK: "none"}, remove(there, 1), remove(store.Key{PK: "p", SK: "none"}, 3))
	if len(get(t, d, there)) != 1 {
		t.Error("a refused batch has deleted an item")
	}
}

// each holds that what came before a conflict stays, and nothing after it is
// begun.
func each(t *testing.T, d store.Driver) {
	there := store.Key{PK: "p", SK: "there"}
	if err := d.WriteEach(t.Context(), now, nil); err != nil {
		t.Error(err)
	}
	if err := d.WriteEach(t.Context(), now, []store.Write{
		put(item("p", "there", 1, "a"), store.Absent), put(item("p", "any", 1, "a"), store.Any), put(item("p", "gone", 1, "a"), store.Absent),
	}); err != nil {
		t.Fatal(err)
	}
	err := d.WriteEach(t.Context(), now, []store.Write{
		remove(store.Key{PK: "p", SK: "gone"}, 1), remove(store.Key{PK: "p", SK: "never"}, store.Any),
		put(item("p", "any", 2, "b"), 1), put(item("p", "there", 2, "x"), store.Absent), put(item("q", "last", 1, "x"), store.Any),
	})
	var c store.ConflictError
	if !errors.As(err, &c) || c.Key != there {
		t.Errorf("got %v, want a conflict at %v", err, there)
	}
	if diff := cmp.Diff([]string{"any", "there"}, append(query(t, d, "p", "", "", 0), query(t, d, "q", "", "", 0)...)); diff != "" {
		t.Error(diff)
	}
	if got := get(t, d, store.Key{PK: "p", SK: "any"}, there); got[there].Rev != 1 || got[store.Key{PK: "p", SK: "any"}].Rev != 2 {
		t.Errorf("got %v", got)
	}
	if err := d.WriteEach(t.Context(), now, []store.Write{put(item("p", "s", 0, ""), store.Any)}); err == nil {
		t.Error("a revision of 0 is written")
	}
}

func deletion(t *testing.T, d store.Driver) {
	k := store.Key{PK: "p", SK: "s"}
	write(t, d, remove(k, store.Any))
	write(t, d, put(item("p", "s", 4, "a"), store.Absent))
	wantConflict(t, d, now, k, remove(k, 3))
	write(t, d, remove(k, 4))
	if len(get(t, d, k)) != 0 {
		t.Error("deleted, and still there")
	}
	write(t, d, put(item("p", "s", 1, "b"), store.Absent), put(item("p", "t", 1, "b"), store.Absent))
}

func ranges(t *testing.T, d store.Driver) {
	order := []string{"\x01", " ", "#", "$", "10", "2", "A", "Z", "a", "a#", "a#1", "aa", "b", "\u00e9", "\ufffd", "\U0001F980"}
	for i := range order {
		write(t, d, put(item("p", order[len(order)-1-i], 1, ""), store.Absent))
	}
	for _, c := range []struct {
		from, to string
		limit    int
		want     []string
	}{
		{"", "", 0, order},
		{"", "", 3, order[:3]},
		{"", "A", 0, order[:6]},
		{"A", "", 0, order[6:]},
		{"A", "a#1", 0, order[6:10]},
		{"A", "a#1", 2, order[6:8]},
		{"a#0", "a#2", 0, []string{"a#1"}},
		{"a", "a", 0, nil},
		{"b", "a", 0, nil},
		{"c", "d", 0, nil},
		{"A", "Z", 1, []string{"A"}},
		{"Z", "b", 4, []string{"Z", "a", "a#", "a#1"}},
		{"A", "a", 2, []string{"A", "Z"}},
	} {
		if diff := cmp.Diff(c.want, query(t, d, "p", c.from, c.to, c.limit)); diff != "" {
			t.Errorf("%q to %q, limit %d: %s", c.from, c.to, c.limit, diff)
		}
	}
}

func partitions(t *testing.T, d store.Driver) {
	for _, pk := range []string{"a", "aa", "a\x00", "a#", "b"} {
		write(t, d, put(item(pk, "as", 1, ""), store.Absent), put(item(pk, "s", 1, ""), store.Absent))
	}
	for _, pk := range []string{"a", "aa", "a\x00", "a#", "b"} {
		if diff := cmp.Diff([]string{"as", "s"}, query(t, d, pk, "", "", 0)); diff != "" {
			t.Errorf("%q: %s", pk, diff)
		}
	}
	if got := query(t, d, "c", "", "", 0); len(got) > 0 {
		t.Errorf("a partition of nothing: %q", got)
	}
}

func manyKeys(t *testing.T, d store.Driver) {
	var batch []store.Write
	var keys []store.Key
	for n := range 250 {
		i := item(fmt.Sprint("p", n%7), fmt.Sprint("s", n), 1, strings.Repeat("x", 9000))
		keys = append(keys, i.Key)
		if n%5 != 0 { // the others are not there
			batch = append(batch, put(i, store.Absent))
		}
		if len(batch) == 100 {
			write(t, d, batch...)
			batch = nil
		}
	}
	if got := get(t, d, keys...); len(got) != 200 {
		t.Errorf("got %d items, want 200", len(got))
	}
	if got := get(t, d); len(got) != 0 {
		t.Errorf("no keys, and %d items", len(got))
	}
}

func largeRange(t *testing.T, d store.Driver) { // more than DynamoDB's megabyte a page
	var want []string
	for n := range 9 {
		sk := fmt.Sprintf("s%02d", n)
		want = append(want, sk)
		write(t, d, put(item("p", sk, 1, strings.Repeat("y", 300<<10)), store.Absent))
	}
	if diff := cmp.Diff(want, query(t, d, "p", "", "", 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:7], query(t, d, "p", "", "", 7)); diff != "" {
		t.Error(diff)
	}
	keys := make([]store.Key, len(want))
	for i, sk := range want {
		keys[i] = store.Key{PK: "p", SK: sk}
	}
	if got := get(t, d, keys...); len(got) != 9 {
		t.Errorf("got %d items of 300 KB, want 9", len(got))
	}
}

func limits(t *testing.T, d store.Driver) {
	full := func(n, bytes int) (batch []store.Write) {
		for i := range n {
			batch = append(batch, put(item("p", fmt.Sprintf("s%03d", i), 1, strings.Repeat("z", bytes)), store.Any))
		}
		return batch
	}
	odd := item("p", "s", 1, "")
	odd.Expires = now
	for name, batch := range map[string][]store.Write{
		"101 items":                full(101, 1),
		"an item over 400 KB":      full(1, 400<<10),
		"a batch over 4 MB":        full(11, 390<<10),
		"two writes on one key":    {put(item("p", "s", 1, ""), store.Any), remove(store.Key{PK: "p", SK: "s"}, store.Any)},
		"no partition":             {put(item("", "s", 1, ""), store.Any)},
		"no sort key":              {put(item("p", "", 1, ""), store.Any)},
		"a long partition":         {put(item(strings.Repeat("p", 2049), "s", 1, ""), store.Any)},
		"a long sort key":          {put(item("p", strings.Repeat("s", 1025), 1, ""), store.Any)},
		"a key that is not UTF-8":  {put(item("p", "\xff", 1, ""), store.Any)},
		"a revision of nothing":    {put(item("p", "s", 0, ""), store.Any)},
		"a condition of nothing":   {put(item("p", "s", 1, ""), -2)},
		"an expiry within seconds": {put(odd, store.Any)},
	} {
		if err := d.Write(t.Context(), now, batch); err == nil || errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got := query(t, d, "p", "", "", 0); len(got) != 0 {
		t.Errorf("what is over the limits was written: %q", got)
	}
	write(t, d, full(100, 100)...)
	write(t, d, full(1, store.MaxItemBytes-135)...)
	write(t, d, full(10, 400<<10)[:0]...)
	write(t, d, full(10, 399<<10)...)
}
