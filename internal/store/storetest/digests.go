package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

const reader = "slack#C1"

func digest(id string, slot time.Time, cites ...news.Article) (store.Told, news.Digest) {
	told := store.Told{
		Digest: id, Slot: slot.UTC(), State: store.Planned, Articles: []string{"1", "2"}, Cited: cites,
		Stories: []store.ToldStory{{ID: "s", Headline: "H " + id, Articles: []string{"1", "2"}}},
	}
	return told, news.Digest{Schema: news.SchemaVersion, ID: id, Title: "Digest " + id}
}

func plan(t *testing.T, s *store.Store, at time.Time, h store.Head, id string, cites ...news.Article) {
	t.Helper()
	told, d := digest(id, at, cites...)
	must(t, s.Plan(t.Context(), at, reader, h, told, d))
}

func readHead(t *testing.T, s *store.Store, at time.Time) store.Head {
	t.Helper()
	h, err := s.Head(t.Context(), at, reader)
	must(t, err)
	return h
}

func toldFromTo(t *testing.T, s *store.Store, at, from time.Time) []store.Told {
	t.Helper()
	all, err := s.Told(t.Context(), at, reader, from)
	must(t, err)
	return all
}

func planning(t *testing.T, s *store.Store, _ store.Driver) {
	none := readHead(t, s, now)
	equal(t, "nothing yet", none, store.Head{})
	plan(t, s, now, none, "d1")
	h := readHead(t, s, now)
	equal(t, "head", h.Digest, "d1")

	told, d := digest("d2", now.Add(time.Hour))
	wantError(t, s.Plan(t.Context(), now, reader, none, told, d), store.ErrConflict)
	must(t, s.Plan(t.Context(), now, reader, h, told, d))
	wantError(t, s.Plan(t.Context(), now, reader, h, told, d), store.ErrConflict)

	// An ID that is taken, with another body: what was frozen stays.
	h = readHead(t, s, now)
	other, changed := digest("d2", now.Add(2*time.Hour))
	changed.Title = "Another"
	wantError(t, s.Plan(t.Context(), now, reader, h, other, changed), store.ErrConflict)
	got, err := s.Digest(t.Context(), now, "d2")
	must(t, err)
	equal(t, "digest", got, d)
	equal(t, "a second reader", first(s.Head(t.Context(), now, "terminal#C1")), store.Head{})

	first, _ := digest("d1", now)
	equal(t, "told", toldFromTo(t, s, now, now), []store.Told{first, told})
	third, _ := digest("d3", now.Add(2*time.Hour))
	_, fourth := digest("d4", now)
	if err := s.Plan(t.Context(), now, reader, h, third, fourth); err == nil || errors.Is(err, store.ErrConflict) {
		t.Errorf("a record of another digest: %v", err)
	}
	end := now.Truncate(time.Second).Add(90 * 24 * time.Hour)
	equal(t, "head in the end", readHead(t, s, end), store.Head{})
	equal(t, "told in the end", toldFromTo(t, s, end, now), []store.Told(nil))
	_, err = s.Digest(t.Context(), end, "d2")
	wantError(t, err, store.ErrNotKept)
}

func first[T any](v T, _ error) T { return v }

func planners(t *testing.T, s *store.Store, _ store.Driver) {
	h := readHead(t, s, now)
	var won atomic.Value
	var wins atomic.Int32
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			told, d := digest(fmt.Sprint("d", n%6), now) // two each with one ID
			d.Title = fmt.Sprint("by ", n)
			switch err := s.Plan(t.Context(), now, reader, h, told, d); {
			case err == nil:
				wins.Add(1)
				won.Store(d)
			case !errors.Is(err, store.ErrConflict):
				t.Error(err)
			}
		})
	}
	group.Wait()
	equal(t, "winners", wins.Load(), int32(1))
	d := won.Load().(news.Digest)
	equal(t, "head", readHead(t, s, now).Digest, d.ID)
	equal(t, "told", len(toldFromTo(t, s, now, now)), 1)
	got, err := s.Digest(t.Context(), now, d.ID)
	must(t, err)
	equal(t, "digest", got, d)
}

func largeDigest(t *testing.T, s *store.Store, _ store.Driver) {
	told, d := digest("d1", now)
	r := rand.New(rand.NewPCG(9, 10))
	for i := range 40 {
		var headline strings.Builder
		for range 4000 {
			fmt.Fprintf(&headline, "%x ", r.Uint32())
		}
		d.Stories = append(d.Stories, news.Brief{ID: strconv.Itoa(i), Headline: headline.String()})
	}
	must(t, s.Plan(t.Context(), now, reader, store.Head{}, told, d))
	got, err := s.Digest(t.Context(), now, "d1")
	must(t, err)
	equal(t, "digest", got, d)
}

func states(t *testing.T, s *store.Store, _ store.Driver) {
	plan(t, s, now, store.Head{}, "d1")
	planned := toldFromTo(t, s, now, now)[0]
	posting, err := s.SetState(t.Context(), now, reader, planned, store.Posting)
	must(t, err)
	_, err = s.SetState(t.Context(), now, reader, planned, store.Closed)
	wantError(t, err, store.ErrConflict)
	again, err := s.SetState(t.Context(), now, reader, posting, store.Planned)
	must(t, err)
	posting, err = s.SetState(t.Context(), now, reader, again, store.Posting)
	must(t, err)
	posting.Articles = []string{"1"} // the second part was never posted
	closed, err := s.SetState(t.Context(), now, reader, posting, store.Closed)
	must(t, err)
	for _, next := range []store.State{store.Planned, store.Posting, store.Posted, store.Skipped, store.Closed, "odd"} {
		_, err = s.SetState(t.Context(), now, reader, closed, next)
		wantError(t, err, store.ErrState)
	}
	got := toldFromTo(t, s, now, now)
	equal(t, "told", got, []store.Told{closed})
	equal(t, "articles", got[0].Articles, []string{"1"})
	_, err = s.SetState(t.Context(), now, reader, store.Told{Digest: "none", State: store.Planned}, store.Closed)
	wantError(t, err, store.ErrConflict)
}

func toldFrom(t *testing.T, s *store.Store, _ store.Driver) {
	var h store.Head
	for n := range 5 {
		told, d := digest(fmt.Sprint("d", n), now.Add(time.Duration(n)*time.Hour))
		must(t, s.Plan(t.Context(), now, reader, h, told, d))
		h = readHead(t, s, now)
	}
	var ids []string
	for _, told := range toldFromTo(t, s, now, now.Add(2*time.Hour)) {
		ids = append(ids, told.Digest)
	}
	equal(t, "told", ids, []string{"d2", "d3", "d4"})
	equal(t, "all", len(toldFromTo(t, s, now, time.Time{})), 5)
	equal(t, "after the last", len(toldFromTo(t, s, now, now.Add(4*time.Hour+1))), 0)
}

func channels(t *testing.T, s *store.Store, _ store.Driver) {
	byFile := news.Channel{ID: "C2", Title: "two", Sources: []news.Source{source("a")}, Times: []string{"08:00"}, Zone: "Europe/Berlin", Window: 72 * time.Hour, By: "file"}
	bySlack := news.Channel{ID: "C1", Title: "one", By: "slack", Mute: news.Mute{Words: []string{"golf"}, Breakout: 3}}
	must(t, s.PutChannel(t.Context(), byFile))
	must(t, s.PutChannel(t.Context(), bySlack))
	wrong := byFile
	wrong.By = "slack"
	wantError(t, s.PutChannel(t.Context(), wrong), store.ErrSetElsewhere)
	wrong = bySlack
	wrong.By = "file"
	wantError(t, s.PutChannel(t.Context(), wrong), store.ErrSetElsewhere)
	byFile.Title = "renamed"
	must(t, s.PutChannel(t.Context(), byFile))
	got, err := s.Channels(t.Context())
	must(t, err)
	equal(t, "channels", got, []news.Channel{bySlack, byFile})
	must(t, s.RemoveChannel(t.Context(), "C1"))
	must(t, s.RemoveChannel(t.Context(), "C1"))
	must(t, s.PutChannel(t.Context(), wrong))
	got, err = s.Channels(t.Context())
	must(t, err)
	equal(t, "channels", got, []news.Channel{wrong, byFile})
}

// newerForm has a newer version of the program write.
func newerForm(t *testing.T, s *store.Store, d store.Driver) {
	i := item("channels", "C1", 1, "from the future")
	i.Schema = 99
	write(t, d, put(i, store.Absent))
	if _, err := s.Channels(t.Context()); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("got %v", err)
	}
}

// olderForm has a version of the program that kept things otherwise write.
func olderForm(t *testing.T, s *store.Store, d store.Driver) {
	i := item("channels", "C1", 1, `{"id":"C1","by":"file"}`)
	i.Schema = 1
	write(t, d, put(i, store.Absent))
	if _, err := s.Channels(t.Context()); err == nil || !strings.Contains(err.Error(), "older version") || !strings.Contains(err.Error(), "new file or table") {
		t.Errorf("got %v", err)
	}
}
