package errand_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/errand"
	"counterpoint/internal/news"
)

func TestBody(t *testing.T) {
	for _, e := range []errand.Errand{
		{Do: errand.Plan},
		{Do: errand.Feeds, Feeds: []string{"a", "b"}, Window: 72 * time.Hour},
		{Do: errand.Feeds, Feeds: []string{"a"}, Handed: time.Date(2026, 3, 2, 8, 30, 0, 1, time.UTC), Until: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)},
		{Do: errand.Tell, Channel: "C1", Slot: time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)},
		{Do: errand.Job, Job: json.RawMessage(`{"do":"show"}`)},
	} {
		got, err := errand.Read(e.Body())
		if err != nil || !cmp.Equal(got, e) {
			t.Errorf("%v %s", err, cmp.Diff(e, got))
		}
	}
	if _, err := errand.Read("no JSON"); err == nil {
		t.Error("no JSON is an errand")
	}
}

// What Scheduler sends is an errand, once it has put the time in as it writes
// it.
func TestScheduled(t *testing.T) {
	body := strings.Replace(errand.Scheduled(`C"1`), "<aws.scheduler.scheduled-time>", "2026-03-02T08:30:00Z", 1)
	got, err := errand.Read(body)
	want := errand.Errand{Do: errand.Tell, Channel: `C"1`, Slot: time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%s: %v %s", body, err, cmp.Diff(want, got))
	}
}

// Feeds of one host travel together, at most ten, each once.
func TestForFeeds(t *testing.T) {
	var sources []news.Source
	for i := range 12 {
		sources = append(sources, news.Source{URL: fmt.Sprintf("https://One.example/%d", i)})
		if i < 2 {
			sources = append(sources, news.Source{URL: fmt.Sprintf("https://two.example:443/%d", i)})
		}
	}
	sources = append(sources, news.Source{URL: "http://one.example/12"}, news.Source{URL: "http://%zz"})
	var got []int
	seen := map[string]bool{}
	for _, e := range errand.ForFeeds(sources, time.Hour) {
		got = append(got, len(e.Feeds))
		for _, id := range e.Feeds {
			seen[id] = true
		}
		if e.Do != errand.Feeds || e.Window != time.Hour {
			t.Errorf("%+v", e)
		}
	}
	if want := []int{10, 3, 3}; !cmp.Equal(got, want) || len(seen) != len(sources) {
		t.Errorf("feeds of errands: %v, want %v; %d of %d feeds", got, want, len(seen), len(sources))
	}
	if got := errand.AtOnce(sources); !cmp.Equal(got, sources) {
		t.Errorf("of %d feeds there are errands for %d", len(sources), len(got))
	}
	if errand.ForFeeds(nil, 0) != nil {
		t.Error("no feeds are an errand")
	}
}
