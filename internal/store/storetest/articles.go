package storetest

import (
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

func articleRoundTrip(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	full := news.Stamped{Stamp: now.Add(-time.Hour).UTC(), Article: news.Article{
		ID: "full", URL: "https://example.com/?a=1&b=<2>", Outlet: "The \u2028 Outlet", Byline: "A, B", Title: "\u201cTitle\u201d \U0001F980\x00",
		Published: now.Add(-time.Hour).UTC(), Fetched: now.UTC(), Lang: "de", Body: "One.\n\nTwo\t<b>&amp;\r\n", Captions: []string{"", "c"},
		Partial: true, OriginHint: "Wire",
	}}
	odd := article("odd", "bad \xff\xfe bytes", time.Hour)
	odd.Captions = []string{"\x80"}
	odd.Published = time.Date(12026, 1, 1, 0, 0, 0, 0, time.FixedZone("", 99*3600))
	save(t, s, now, "a", full, odd, article("bare", "", time.Hour))
	got, err := s.Window(t.Context(), now, []string{sourceID("a")}, now.Add(-72*time.Hour), now)
	must(t, err)
	wantOdd := odd
	wantOdd.Body, wantOdd.Captions, wantOdd.Published, wantOdd.Stamp = "bad \ufffd bytes", []string{"\ufffd"}, time.Time{}, odd.Stamp.UTC()
	bare := article("bare", "", time.Hour)
	bare.Stamp = bare.Stamp.UTC()
	equal(t, "articles", got, []news.Stamped{bare, full, wantOdd})
	v, err := s.Version(t.Context(), now, "full", store.VersionOf(full.Article))
	must(t, err)
	equal(t, "version", v, full.Article)
	equal(t, "an odd one again", save(t, s, now, "a", odd), store.Saved{Same: 1})
	_, err = s.Version(t.Context(), now, "full", "none")
	wantError(t, err, store.ErrNotKept)
}

// noting notes the partitions that are written.
type noting struct {
	store.Driver
	written map[string]int
}

func (n *noting) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	n.note(batch)
	return n.Driver.WriteEach(ctx, now, batch)
}

func (n *noting) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	n.note(batch)
	return n.Driver.Write(ctx, now, batch)
}

func (n *noting) note(batch []store.Write) {
	for _, w := range batch {
		kind, _, _ := strings.Cut(w.Item.PK, "#")
		n.written[kind]++
	}
}

func idempotent(t *testing.T, s *store.Store, d store.Driver) {
	follow(t, s, "a")
	three := []news.Stamped{article("1", "one", time.Hour), article("2", "two", 2*time.Hour), article("3", "three", 3*time.Hour)}
	equal(t, "first", save(t, s, now, "a", three...), store.Saved{New: 3})
	equal(t, "again", save(t, s, now, "a", three...), store.Saved{Same: 3})
	n := &noting{Driver: d, written: map[string]int{}}
	equal(t, "and again", save(t, store.New(n), now, "a", three...), store.Saved{Same: 3})
	equal(t, "written for nothing new", n.written, map[string]int{"turns": 2}) // the lease, and its end
	equal(t, "twice in one", save(t, s, now, "a", three[0], three[0], article("4", "four", 0)), store.Saved{Same: 1, New: 1})
	equal(t, "window", window(t, s, now, "a", "a"), []string{"3 three", "2 two", "1 one", "4 four"})
	sound(t, s, now, "a")
}

func twoFeeds(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a", "b")
	save(t, s, now, "a", article("1", "one", time.Hour))
	other := article("1", "one", 5*time.Hour) // the second feed dates it otherwise
	other.Outlet = "B"
	equal(t, "the second feed", save(t, s, now, "b", other), store.Saved{Same: 1})
	equal(t, "both", window(t, s, now, "a", "b"), []string{"1 one"})
	equal(t, "the second alone", window(t, s, now, "b"), []string{"1 one"})
	got, err := s.Window(t.Context(), now, []string{sourceID("b")}, now.Add(-time.Hour), now)
	must(t, err)
	if len(got) != 1 || !got[0].Stamp.Equal(now.Add(-time.Hour)) {
		t.Errorf("the stamp of the first sight is kept: %v", got)
	}
	sound(t, s, now, "a", "b")
}

func edit(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	before, after := article("1", "before", time.Hour), article("1", "after", time.Minute)
	save(t, s, now, "a", before)
	equal(t, "edit", save(t, s, now, "a", after), store.Saved{Updated: 1})
	equal(t, "window", window(t, s, now, "a"), []string{"1 after"})
	got, err := s.Window(t.Context(), now, []string{sourceID("a")}, now.Add(-time.Hour), now.Add(-time.Hour+1))
	must(t, err)
	equal(t, "the stamp stays", len(got), 1)
	v, err := s.Version(t.Context(), now, "1", store.VersionOf(before.Article))
	must(t, err)
	equal(t, "the old version", v.Body, "before")
	title := after
	title.Title = "Another title"
	equal(t, "a title is read too", save(t, s, now, "a", title), store.Saved{Updated: 1})
	caption := title
	caption.Captions = []string{"A caption."}
	equal(t, "a caption is read too", save(t, s, now, "a", caption), store.Saved{Updated: 1})
	byline := caption
	byline.Byline, byline.Fetched = "Somebody", now
	equal(t, "a byline makes no version", save(t, s, now, "a", byline), store.Saved{Same: 1})
	sound(t, s, now, "a")
}

func flip(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	one, two := article("1", "one", time.Hour), article("1", "two", time.Hour)
	save(t, s, now, "a", one)
	for range 3 {
		equal(t, "there", save(t, s, now, "a", two), store.Saved{Updated: 1})
		equal(t, "back", save(t, s, now, "a", one), store.Saved{Updated: 1})
		equal(t, "window", window(t, s, now, "a"), []string{"1 one"})
	}
	sound(t, s, now, "a")
}

func partial(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a", "b")
	half, whole := article("1", "The first", time.Hour), article("1", "The first and the last", time.Hour)
	half.Partial = true
	save(t, s, now, "a", half)
	equal(t, "the whole", save(t, s, now, "b", whole), store.Saved{Updated: 1})
	equal(t, "the half again", save(t, s, now, "a", half), store.Saved{Same: 1})
	equal(t, "window", window(t, s, now, "a"), []string{"1 The first and the last"})
	half.Body = "The first, edited"
	equal(t, "another half", save(t, s, now, "a", half), store.Saved{Same: 1})
	equal(t, "window", window(t, s, now, "a"), []string{"1 The first and the last"})
}

func manyArticles(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a", "b")
	r := rand.New(rand.NewPCG(5, 6))
	var all []news.Stamped
	for i := range 16 { // beyond 4 MB together
		b := make([]byte, 350<<10)
		for j := range b {
			b[j] = byte(' ' + 1 + r.IntN(90))
		}
		all = append(all, article(fmt.Sprintf("x%03d", i), string(b), time.Duration(i)*time.Minute))
	}
	for i := range 150 {
		all = append(all, article(fmt.Sprintf("n%03d", i), fmt.Sprint("text ", i), time.Duration(i)*time.Minute))
	}
	equal(t, "saved", save(t, s, now, "a", all...), store.Saved{New: 166})
	equal(t, "window", len(window(t, s, now, "a")), 166)
	equal(t, "again", save(t, s, now, "b", all...), store.Saved{Same: 166})
	equal(t, "window of both", len(window(t, s, now, "a", "b")), 166)
	sound(t, s, now, "a", "b")
}

func unkeepable(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	r := rand.New(rand.NewPCG(7, 8))
	huge := make([]byte, 700<<10)
	for i := range huge {
		huge[i] = byte(' ' + 1 + r.IntN(90))
	}
	undated := article("undated", "x", 0)
	undated.Stamp = time.Time{}
	far := article("far", "x", 0)
	far.Stamp = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
	equal(t, "saved", save(t, s, now, "a",
		article("old", "x", 14*24*time.Hour), undated, far, article("huge", string(huge), time.Hour), article("fine", "x", 14*24*time.Hour-time.Minute),
	), store.Saved{New: 1, Old: 3, Large: 1})
	sound(t, s, now, "a")
}

// savers are feeds that list the same articles and are saved at once.
func savers(t *testing.T, s *store.Store, _ store.Driver) {
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	follow(t, s, names...)
	var added, kept atomic.Int32
	var group sync.WaitGroup
	for _, name := range names {
		taken := take(t, s, now, name)
		group.Go(func() {
			saved, err := s.SaveFeed(t.Context(), now, taken, taken.Feed, []news.Stamped{article("1", "one", time.Hour), article("2", "two", time.Hour)})
			if err != nil {
				t.Error(err)
			}
			added.Add(int32(saved.New))
			kept.Add(int32(saved.Same))
		})
	}
	group.Wait()
	equal(t, "feeds without a next time are due", len(due(t, s, now, 0)), len(names))
	equal(t, "new and same", []int32{added.Load(), kept.Load()}, []int32{2, 14})
	equal(t, "all", window(t, s, now, names...), []string{"1 one", "2 two"})
	equal(t, "the last", window(t, s, now, "h"), []string{"1 one", "2 two"})
	sound(t, s, now, names...)
}

func windows(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a", "b")
	at := func(id string, stamp time.Time) news.Stamped {
		a := article(id, id, 0)
		a.Stamp = stamp
		return a
	}
	from, to := now.Add(-48*time.Hour), now.Add(-24*time.Hour)
	save(t, s, now, "a", at("before", from.Add(-1)), at("first", from), at("z", from.Add(time.Hour)))
	save(t, s, now, "b", at("y", from.Add(time.Hour)), at("last", to.Add(-1)), at("after", to))
	got, err := s.Window(t.Context(), now, []string{sourceID("b"), sourceID("a"), sourceID("none")}, from, to)
	must(t, err)
	var ids []string
	for _, a := range got {
		ids = append(ids, a.ID)
	}
	equal(t, "window", ids, []string{"first", "y", "z", "last"})
	got, err = s.Window(t.Context(), now, nil, from, to)
	must(t, err)
	equal(t, "of no feeds", len(got), 0)
	equal(t, "of no time", window(t, s, now), []string(nil))
}

func late(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	save(t, s, now, "a", article("1", "one", time.Hour))
	equal(t, "before", window(t, s, now, "a"), []string{"1 one"})
	save(t, s, now.Add(time.Minute), "a", article("2", "two", 5*time.Hour))
	equal(t, "after", window(t, s, now.Add(time.Minute), "a"), []string{"2 two", "1 one"})
}

func retention(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	one := article("1", "one", 0)
	save(t, s, now, "a", one)
	end := now.Truncate(time.Second).Add(14 * 24 * time.Hour)
	read := func(at time.Time) int {
		got, err := s.Window(t.Context(), at, []string{sourceID("a")}, now.Add(-time.Hour), now.Add(time.Hour))
		must(t, err)
		return len(got)
	}
	equal(t, "before the end", read(end.Add(-1)), 1)
	equal(t, "at the end", read(end), 0)
	_, err := s.Version(t.Context(), end, "1", store.VersionOf(one.Article))
	wantError(t, err, store.ErrNotKept)
	anew := one
	anew.Stamp = end
	equal(t, "anew", save(t, s, end, "a", anew), store.Saved{New: 1})
	got, err := s.Window(t.Context(), end, []string{sourceID("a")}, end, end.Add(1))
	must(t, err)
	equal(t, "the window of today", len(got), 1)
	sound(t, s, end, "a")
}

// cited has a digest cite more articles than one item holds: each is kept as the
// digest read it, as long as the digest, whatever becomes of the article.
func cited(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	var articles []news.Stamped
	var cites []news.Article
	for i := range 120 {
		a := article(fmt.Sprintf("n%03d", i), strings.Repeat("said ", 100*i), time.Hour)
		articles = append(articles, a)
		if i > 0 {
			cites = append(cites, a.Article)
		}
	}
	save(t, s, now, "a", articles...)
	plan(t, s, now, store.Head{}, "d1", cites...)
	for i, a := range articles {
		articles[i].Body = a.Body + " edited"
	}
	save(t, s, now, "a", articles...)
	plan(t, s, now, readHead(t, s, now), "d2")
	later := now.Add(89 * 24 * time.Hour)
	got, err := s.Cited(t.Context(), later, "d1")
	must(t, err)
	equal(t, "cited", got, cites)
	got, err = s.Cited(t.Context(), later, "d2")
	must(t, err)
	equal(t, "cited by a digest that cites nothing", len(got), 0)
	for _, a := range cites {
		_, err = s.Version(t.Context(), later, a.ID, store.VersionOf(a))
		wantError(t, err, store.ErrNotKept)
	}
	for _, id := range []string{"d1", "none"} {
		_, err = s.Cited(t.Context(), now.Add(90*24*time.Hour), id)
		wantError(t, err, store.ErrNotKept)
	}
}

// citedLarge has a digest cite the largest articles that are kept: it is planned.
func citedLarge(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	r := rand.New(rand.NewPCG(1, 2))
	var all []news.Stamped
	for size := 299<<10 + 500; ; size += 12 { // what cannot be packed to less, a little larger each time
		b := make([]byte, size)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		a := article(fmt.Sprint("n", size), base64.StdEncoding.EncodeToString(b), time.Hour)
		if save(t, s, now, "a", a).Large > 0 {
			break
		}
		all = append(all, a)
	}
	if len(all) == 0 {
		t.Fatal("none is kept")
	}
	cites := []news.Article{article("small", "one", time.Hour).Article}
	for _, a := range all {
		cites = append(cites, a.Article)
	}
	plan(t, s, now, store.Head{}, "d1", cites...)
	got, err := s.Cited(t.Context(), now, "d1")
	must(t, err)
	equal(t, "cited", len(got), len(cites))
}
