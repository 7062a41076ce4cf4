package command_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/command"
	"counterpoint/internal/store"
)

// What takes longer than a request may is queued.
func TestSlowWork(t *testing.T) {
	w := newWorld(t)
	wants(t, "without feeds", w.typed("C1", "U1", "now"), "No feeds are followed")
	w.typed("C1", "U1", "add https://gull.example/rss")
	w.typed("D1", "U1", "now")
	w.jobsOf()
	for _, c := range []struct {
		channel, typed, want string
		job                  command.Job
	}{
		{"C1", "now", "to this channel", command.Job{Do: command.Digest}},
		{"C1", "now Ferry strike", "“Ferry strike”", command.Job{Do: command.Show, Words: "Ferry strike", Fetch: true}},
		{"C1", "since 6h", "in a moment", command.Job{Do: command.Show, Since: start.Add(-6 * time.Hour)}},
	} {
		wants(t, c.typed, w.typed(c.channel, "U1", c.typed), c.want)
		if len(w.jobs) != 1 || w.jobs[0].Request.Text != c.typed || w.jobs[0].Request.ResponseURL == "" {
			t.Fatalf("%s: %+v", c.typed, w.jobs)
		}
		got := w.jobs[0]
		got.Request = command.Request{}
		if diff := cmp.Diff(c.job, got); diff != "" {
			t.Errorf("%s: %s", c.typed, diff)
		}
		w.jobsOf()
	}
	w.handler.Queue = func(context.Context, command.Job) error { return errors.New("the queue is full") }
	wants(t, "a full queue", w.typed("C1", "U1", "now"), "could not be started", "!comes to")
	if len(w.reports) != 1 || !strings.Contains(w.reports[0], "the queue is full") {
		t.Errorf("reports: %q", w.reports)
	}
}

// slow is a driver that does not answer in time.
type slow struct {
	store.Driver
	after time.Duration
}

func (s slow) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	select {
	case <-time.After(s.after):
		return s.Driver.Get(ctx, keys)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// deaf is a driver that does not answer, and does not look at its context.
type deaf struct {
	store.Driver
	until chan struct{}
}

func (d deaf) Get(context.Context, []store.Key) ([]store.Item, error) {
	<-d.until
	return nil, errors.New("at last")
}

// The answer comes in time, whatever the store does, and the request is done
// later.
func TestAnswerInTime(t *testing.T) {
	until := make(chan struct{})
	defer close(until)
	for name, spoil := range map[string]func(store.Driver) store.Driver{
		"slow": func(d store.Driver) store.Driver { return slow{d, time.Minute} },
		"deaf": func(d store.Driver) store.Driver { return deaf{d, until} },
	} {
		w := newWorld(t)
		w.handler.Desk.Store = store.New(spoil(driverOf(t)))
		w.handler.Patience = 50 * time.Millisecond
		began := time.Now()
		wants(t, name, w.typed("C1", "U1", "mute football"), "working on it")
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s: answered after %v", name, took)
		}
		if len(w.jobs) != 1 || w.jobs[0].Do != command.Again {
			t.Fatalf("%s: %+v", name, w.jobs)
		}
		a, err := w.work(t, w.jobs[0])
		if err != nil {
			t.Fatal(err)
		}
		wants(t, name, a.Text(), "are not told from now on")
	}
}

// A store that fails before the request is noted refuses it, so that the
// reader sees that nothing was done.
func TestStoreFails(t *testing.T) {
	w := newWorld(t)
	w.handler.Desk.Store = store.New(failing{driverOf(t)})
	a := shapes["local"](w, w.signed(command.CommandsPath, w.fields("C1", "U1", "pause").Encode()))
	if a.status != http.StatusServiceUnavailable || len(w.reports) != 1 || strings.Contains(a.body, "disk") {
		t.Errorf("%v, %q", a, w.reports)
	}
}

type failing struct{ store.Driver }

func (failing) Write(context.Context, time.Time, []store.Write) error {
	return errors.New("the disk is full")
}
