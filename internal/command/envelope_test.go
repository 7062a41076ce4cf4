package command_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/command"
)

// typedEnvelope is a command as it comes over a socket.
func (w *world) typedEnvelope(id string, fields url.Values) command.Envelope {
	w.t.Helper()
	object := map[string]any{"is_enterprise_install": false, "enterprise_id": nil}
	for name, v := range fields {
		object[name] = v[0]
	}
	raw, err := json.Marshal(object)
	if err != nil {
		w.t.Fatal(err)
	}
	return command.Envelope{ID: id, Payload: raw}
}

// pressedEnvelope is a button as it comes over a socket.
func (w *world) pressedEnvelope(id, action, value string) command.Envelope {
	return command.Envelope{ID: id, Button: true, Payload: []byte(w.button("C1", "U1", action, value).Get("payload"))}
}

// queued takes the jobs that are queued.
func (w *world) queued() []command.Job {
	w.mu.Lock()
	defer w.mu.Unlock()
	jobs := w.jobs
	w.jobs = nil
	return jobs
}

// An envelope is answered as a request by HTTP is.
func TestReceive(t *testing.T) {
	w := newWorld(t)
	w.handler.Verifier = command.Verifier{} // nothing is signed
	for _, text := range []string{"help", "add https://gull.example/rss", "list", "mute", "now"} {
		got, missed := w.handler.Receive(t.Context(), w.typedEnvelope("e-"+text, w.fields("C1", "U1", text)))
		other := newWorld(t)
		if text == "list" || text == "now" {
			other.typed("C1", "U1", "add https://gull.example/rss")
		}
		if want := other.typed("C1", "U1", text); read(t, string(got)) != want || missed == nil {
			t.Errorf("%s over a socket is answered with\n%s\nby HTTP with\n%s", text, got, want)
		}
	}
	jobs := w.queued()
	if len(jobs) != 2 || jobs[0].Do != command.Refresh || jobs[1].Do != command.Digest {
		t.Errorf("jobs: %+v", jobs)
	}
	if got, missed := w.handler.Receive(t.Context(), w.pressedEnvelope("b", "story_why", "s1")); got != nil || missed != nil {
		t.Errorf("a button is answered at once, with %s", got)
	}
	if jobs := w.queued(); len(jobs) != 1 || jobs[0].Do != command.Reply || !strings.Contains(jobs[0].Answer.Text(), "no longer kept") {
		t.Errorf("the answer to a button is queued as %+v", jobs)
	}
	if len(w.reports) > 0 {
		t.Errorf("reports: %q", w.reports)
	}
}

// What comes twice is done once: the same envelope, and the same request in
// another envelope.
func TestReceiveOnce(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	w.jobsOf()
	e := w.typedEnvelope("e1", w.fields("C1", "U1", "now"))
	if got, _ := w.handler.Receive(t.Context(), e); got == nil {
		t.Fatal("the first is not answered")
	}
	another := w.typedEnvelope("e1", w.fields("C1", "U1", "now")) // another trigger
	again := e
	again.ID = "e2" // the same trigger
	for name, twice := range map[string]command.Envelope{"the same": e, "the same ID": another, "the same request": again} {
		if got, _ := w.handler.Receive(t.Context(), twice); got != nil {
			t.Errorf("%s is answered again: %s", name, got)
		}
	}
	if jobs := w.jobsOf(); len(jobs) != 1 {
		t.Errorf("%d jobs are queued, want 1", len(jobs))
	}
	later := e
	later.ID = "e3"
	w.now = w.now.Add(11 * time.Minute)
	if got, _ := w.handler.Receive(t.Context(), later); got == nil {
		t.Error("it is remembered for good")
	}
}

// An answer that cannot go with the acknowledgement goes to the response_url,
// and what was begun is not begun again.
func TestReceiveMissed(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	w.jobsOf()
	ctx, cancel := context.WithCancel(t.Context())
	take := w.handler.Queue
	w.handler.Queue = func(ctx context.Context, j command.Job) error { return errors.Join(ctx.Err(), take(ctx, j)) }
	_, missed := w.handler.Receive(ctx, w.typedEnvelope("e1", w.fields("C1", "U1", "now")))
	w.jobsOf()
	cancel()
	missed()
	if len(w.reports) > 0 {
		t.Errorf("after the end of its context: %q", w.reports)
	}
	jobs := w.queued()
	if len(jobs) != 1 || jobs[0].Do != command.Reply || jobs[0].Answer.Work != nil || !strings.Contains(jobs[0].Answer.Text(), "the digest comes") || jobs[0].Request.ResponseURL == "" {
		t.Errorf("queued: %+v", jobs)
	}
	w.handler.Queue = func(context.Context, command.Job) error { return errors.New("it is full") }
	_, missed = w.handler.Receive(t.Context(), w.typedEnvelope("e2", w.fields("C1", "U1", "help")))
	missed()
	if len(w.reports) != 1 || !strings.Contains(w.reports[0], "it is full") {
		t.Errorf("reports: %q", w.reports)
	}
}

// What no envelope of Slack's holds is reported, and does nothing.
func TestReceiveRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(*world) command.Envelope
		want string
	}{
		{"no ID", func(w *world) command.Envelope { return w.typedEnvelope("", w.fields("C1", "U1", "help")) }, "the envelope's ID is missing"},
		{"a long ID", func(w *world) command.Envelope {
			return w.typedEnvelope(strings.Repeat("e", 257), w.fields("C1", "U1", "help"))
		}, "ID is missing, or too long"},
		{"no payload", func(*world) command.Envelope { return command.Envelope{ID: "e"} }, "no JSON of a command"},
		{"null", func(*world) command.Envelope { return command.Envelope{ID: "e", Payload: []byte("null")} }, "an ID of team, channel or user"},
		{"a button without payload", func(*world) command.Envelope { return command.Envelope{ID: "e", Button: true} }, "no payload"},
		{"another's interaction", func(*world) command.Envelope {
			return command.Envelope{ID: "e", Button: true, Payload: []byte(`{"type":"view_submission"}`)}
		}, "not of one button"},
		{"another workspace", func(w *world) command.Envelope {
			f := w.fields("C1", "U1", "help")
			f.Set("team_id", "T9")
			return w.typedEnvelope("e", f)
		}, "another workspace"},
		{"another's response_url", func(w *world) command.Envelope {
			f := w.fields("C1", "U1", "help")
			f.Set("response_url", "https://hooks.slack.com.evil.example/")
			return w.typedEnvelope("e", f)
		}, "response_url is not Slack's"},
		{"no trigger", func(w *world) command.Envelope {
			f := w.fields("C1", "U1", "help")
			f.Del("trigger_id")
			return w.typedEnvelope("e", f)
		}, "trigger is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			got, missed := w.handler.Receive(t.Context(), c.make(w))
			if got != nil || missed != nil || len(w.jobsOf()) > 0 || len(w.reports) != 1 || !strings.Contains(w.reports[0], c.want) {
				t.Errorf("answered with %s; reports %q, want %q", got, w.reports, c.want)
			}
		})
	}
}
