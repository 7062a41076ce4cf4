package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

func once(t *testing.T, s *store.Store, at, until time.Time, names ...string) bool {
	t.Helper()
	fresh, err := s.Once(t.Context(), at, until, names...)
	must(t, err)
	return fresh
}

func seen(t *testing.T, s *store.Store, _ store.Driver) {
	at := now.Truncate(time.Second).Add(900 * time.Millisecond)
	until := at.Add(10 * time.Minute)
	equal(t, "first", once(t, s, at, until, "a"), true)
	equal(t, "again", once(t, s, at, until, "a"), false)
	equal(t, "another", once(t, s, at, until, "b"), true)
	equal(t, "one old of two", once(t, s, at, until, "c", "a"), false)
	equal(t, "none of them was noted then", once(t, s, at, until, "c", "d"), true)
	equal(t, "a name twice", once(t, s, at, until, "e", "e"), true)
	equal(t, "at the end", once(t, s, until, until.Add(time.Minute), "a"), false) // a part of a second is kept whole
	equal(t, "after the end", once(t, s, until.Add(time.Second), until.Add(time.Minute), "a"), true)
	equal(t, "after the end, again", once(t, s, until.Add(time.Second), until.Add(time.Minute), "a"), false)
}

func firsts(t *testing.T, s *store.Store, _ store.Driver) {
	var wins atomic.Int32
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			fresh, err := s.Once(t.Context(), now, now.Add(time.Minute), "signature", "trigger")
			if err != nil {
				t.Error(err)
			}
			if fresh {
				wins.Add(1)
			}
		})
	}
	group.Wait()
	equal(t, "firsts", wins.Load(), int32(1))
}

func changed(t *testing.T, s *store.Store, _ store.Driver) {
	fresh := news.Channel{ID: "C1", By: "slack", Window: time.Hour}
	title := func(s string) func(*news.Channel) error {
		return func(c *news.Channel) error { c.Title = s; return nil }
	}
	_, err := s.Channel(t.Context(), "C1")
	wantError(t, err, store.ErrNotKept)
	var want []store.Change
	for n := range 25 {
		by := store.Change{At: now.Add(time.Duration(n) * time.Minute).UTC(), Who: "U1", What: fmt.Sprint("title ", n)}
		want = append([]store.Change{by}, want...)
		c, err := s.ChangeChannel(t.Context(), fresh, by, title(by.What))
		must(t, err)
		equal(t, "changed", c, news.Channel{ID: "C1", By: "slack", Window: time.Hour, Title: by.What})
	}
	got, err := s.Channel(t.Context(), "C1")
	must(t, err)
	equal(t, "title", got.Title, "title 24")
	log, err := s.Changes(t.Context(), "C1")
	must(t, err)
	equal(t, "changes", log, want[:20])

	_, err = s.ChangeChannel(t.Context(), fresh, store.Change{At: now}, func(c *news.Channel) error {
		c.Title = "lost"
		return errors.Join(store.ErrUnchanged)
	})
	wantError(t, err, store.ErrUnchanged)
	must(t, s.PutChannel(t.Context(), news.Channel{ID: "C2", By: "file"}))
	_, err = s.ChangeChannel(t.Context(), news.Channel{ID: "C2", By: "slack"}, store.Change{At: now}, title("stolen"))
	wantError(t, err, store.ErrSetElsewhere)
	both, err := s.Channels(t.Context())
	must(t, err)
	equal(t, "channels", both, []news.Channel{got, {ID: "C2", By: "file"}})
}

func changers(t *testing.T, s *store.Store, _ store.Driver) {
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			by := store.Change{At: now, Who: fmt.Sprint("U", n), What: "add"}
			_, err := s.ChangeChannel(t.Context(), news.Channel{ID: "C1", By: "slack"}, by, func(c *news.Channel) error {
				c.Sources = append(c.Sources, source(fmt.Sprint("f", n)))
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	c, err := s.Channel(t.Context(), "C1")
	must(t, err)
	equal(t, "feeds", len(c.Sources), 8)
	log, err := s.Changes(t.Context(), "C1")
	must(t, err)
	equal(t, "changes", len(log), 8)
}

func cast(t *testing.T, s *store.Store, at time.Time, story, voter string, helpful bool, outlets ...string) bool {
	t.Helper()
	counted, err := s.CastVote(t.Context(), at, store.Vote{Channel: "C1", Story: story, Voter: voter, Until: now.Add(14 * 24 * time.Hour), Outlets: outlets, Helpful: helpful})
	must(t, err)
	return counted
}

func votes(t *testing.T, s *store.Store, _ store.Driver) {
	equal(t, "a vote", cast(t, s, now, "s1", "v1", true, "Gull", "Post", "Gull"), true)
	equal(t, "again", cast(t, s, now, "s1", "v1", true, "Gull", "Post"), false)
	equal(t, "another voter", cast(t, s, now, "s1", "v2", true, "Gull"), true)
	equal(t, "another story", cast(t, s, now, "s2", "v1", false, "Post"), true)
	feedback := func(at time.Time, channel string) store.Feedback {
		f, err := s.Feedback(t.Context(), at, channel)
		must(t, err)
		return f
	}
	equal(t, "feedback", feedback(now, "C1"), store.Feedback{
		Stories: map[string]store.Votes{"s1": {Helpful: 2}, "s2": {Not: 1}},
		Outlets: map[string]store.Votes{"Gull": {Helpful: 2}, "Post": {Helpful: 1, Not: 1}},
	})
	// Another mind, of a story that more outlets report by then.
	equal(t, "changed", cast(t, s, now, "s1", "v1", false, "Gull", "Late"), true)
	equal(t, "feedback", feedback(now, "C1"), store.Feedback{
		Stories: map[string]store.Votes{"s1": {Helpful: 1, Not: 1}, "s2": {Not: 1}},
		Outlets: map[string]store.Votes{"Gull": {Helpful: 1, Not: 1}, "Post": {Not: 1}, "Late": {Not: 1}},
	})
	equal(t, "another channel", feedback(now, "C2"), store.Feedback{})
	// A ballot is gone when votes are no longer taken; what was counted stays.
	late := now.Add(15 * 24 * time.Hour)
	equal(t, "forgotten", cast(t, s, late, "s2", "v1", false, "Post"), true)
	equal(t, "counted", feedback(late, "C1").Stories["s2"], store.Votes{Not: 2})
	equal(t, "in the end", feedback(now.Add(106*24*time.Hour), "C1"), store.Feedback{})
}

func voters(t *testing.T, s *store.Store, _ store.Driver) {
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			v := store.Vote{Channel: "C1", Story: "s", Voter: fmt.Sprint("v", n%6), Until: now.Add(time.Hour), Outlets: []string{"Gull"}, Helpful: true} // each twice
			if _, err := s.CastVote(t.Context(), now, v); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	f, err := s.Feedback(t.Context(), now, "C1")
	must(t, err)
	equal(t, "votes", f, store.Feedback{Stories: map[string]store.Votes{"s": {Helpful: 6}}, Outlets: map[string]store.Votes{"Gull": {Helpful: 6}}})
}
