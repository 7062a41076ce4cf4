package command_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/command"
	"counterpoint/internal/edition"
	"counterpoint/internal/news"
)

// /digest now asks the feeds that were not asked for 15 minutes, and is done a
// minute later; a feed that is not back by then is named.
func TestAsk(t *testing.T) {
	w := newWorld(t)
	sources := map[string]news.Source{}
	for _, name := range []string{"fresh", "old", "silent", "parked"} {
		s := news.Source{URL: "https://" + name + ".example/rss", Outlet: name}
		sources[name] = s
		if err := w.store.Follow(t.Context(), w.now.Add(-time.Hour), []news.Source{s}); err != nil {
			t.Fatal(err)
		}
	}
	ch := news.Channel{ID: "C1", Window: time.Hour, By: "file", Sources: []news.Source{sources["fresh"], sources["old"], sources["silent"], sources["parked"]}}
	if err := w.store.PutChannel(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	saw := func(name string, at time.Time, parked bool) {
		t.Helper()
		taken, err := w.store.Take(t.Context(), at, sources[name].ID(), time.Second)
		if err != nil {
			t.Fatal(name, err)
		}
		f := taken.Feed
		f.Tried, f.Worked, f.Next, f.Parked = at, at, at.Add(time.Hour), parked
		if _, err := w.store.SaveFeed(t.Context(), at, taken, f, nil); err != nil {
			t.Fatal(err)
		}
	}
	saw("fresh", w.now.Add(-15*time.Minute), false)
	saw("old", w.now.Add(-15*time.Minute-time.Second), false)
	saw("silent", w.now.Add(-30*time.Minute), false)
	saw("parked", w.now.Add(-30*time.Minute), true)

	w.typed("C1", "U1", "now")
	job := w.jobs[0]
	jobs, err := w.handler.Desk.Ask(t.Context(), w.now, job)
	if err != nil {
		t.Fatal(err)
	}
	then := job
	then.Asked, then.NotBefore = w.now, w.now.Add(time.Minute)
	want := []command.Job{{Do: command.Refresh, Request: job.Request, Feeds: []string{sources["old"].ID(), sources["silent"].ID()}}, then}
	if diff := cmp.Diff(want, jobs); diff != "" {
		t.Fatal(diff)
	}
	listed, err := w.store.Due(t.Context(), w.now, 0)
	var due []string
	for _, s := range listed {
		due = append(due, s.ID())
	}
	slices.Sort(due)
	feeds := slices.Sorted(slices.Values(jobs[0].Feeds))
	if diff := cmp.Diff(feeds, due); diff != "" || err != nil {
		t.Error("due:", diff, err)
	}

	w.now = w.now.Add(time.Minute)
	saw("old", w.now, false)
	raw, err := json.Marshal(jobs[1]) // as a queue keeps it
	if err != nil {
		t.Fatal(err)
	}
	var back command.Job
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	again, err := w.handler.Desk.Ask(t.Context(), w.now, back)
	if diff := cmp.Diff([]command.Job{back}, again); diff != "" || err != nil {
		t.Error("asked twice:", diff, err)
	}
	planned, err := edition.Round{Store: w.store, Channel: ch, Reader: "C1", Now: w.now, Asked: back.Asked}.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	failed := []news.FeedFailed{{Feed: "silent", Reason: "was asked for this digest, and is not back yet"}, {Feed: "parked", Reason: "was given up: it "}}
	if diff := cmp.Diff(failed, planned.Digest.Coverage.FeedsFailed); diff != "" {
		t.Error(diff)
	}
	back.Do = command.Show
	a, err := w.work(t, back)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "a view", a.Text(), "Without silent: was asked for this digest, and is not back yet")

	// Where all is fresh nothing is waited for, and what wants no feeds is left alone.
	saw("silent", w.now, false)
	if err := w.store.Again(t.Context(), w.now, []string{sources["fresh"].ID()}); err != nil {
		t.Fatal(err)
	}
	saw("fresh", w.now, false)
	job.Asked = time.Time{}
	jobs, err = w.handler.Desk.Ask(t.Context(), w.now, job)
	then.Asked, then.NotBefore = w.now, time.Time{}
	if diff := cmp.Diff([]command.Job{then}, jobs); diff != "" || err != nil {
		t.Error("all is fresh:", diff, err)
	}
	since := command.Job{Do: command.Show, Request: job.Request, Since: w.now}
	if jobs, err = w.handler.Desk.Ask(t.Context(), w.now, since); err != nil || !cmp.Equal(jobs, []command.Job{since}) {
		t.Errorf("a view of what is there: %v, %v", jobs, err)
	}
}
