package command_test

import (
	"encoding/json"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// park has channel C1 refuse a digest that waits to be posted.
func (w *world) park(code string) {
	w.t.Helper()
	head, err := w.store.Head(w.t.Context(), w.now, "C1")
	if err != nil {
		w.t.Fatal(err)
	}
	id := "parked" + code
	t := store.Told{Digest: id, Slot: w.now, State: store.Planned}
	d := news.Digest{Schema: news.SchemaVersion, ID: id}
	part := store.Frozen{Number: 0, Parent: store.NoParent, Body: json.RawMessage(`{}`)}
	if err := w.store.PlanParts(w.t.Context(), w.now, "C1", head, t, d, "C1", []store.Frozen{part}); err != nil {
		w.t.Fatal(err)
	}
	r, err := w.store.Reserve(w.t.Context(), w.now, id, 0, "a test", time.Minute)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.Park(w.t.Context(), w.now, r, code); err != nil {
		w.t.Fatal(err)
	}
}

// waits reports whether something is to be posted, and may be.
func (w *world) waits() bool {
	w.t.Helper()
	parked, err := w.store.Parked(w.t.Context(), w.now, "C1")
	if err != nil {
		w.t.Fatal(err)
	}
	if parked != nil {
		return false
	}
	all, err := w.store.Waiting(w.t.Context(), w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(all) > 0
}

// A channel that Slack refuses says so, with what to do; /digest resume brings
// back what waited, even where a file sets the channel.
func TestParked(t *testing.T) {
	for _, by := range []string{"file", "slack"} {
		w := newWorld(t)
		ch := news.Channel{ID: "C1", Sources: []news.Source{{URL: "https://gull.example/rss"}}, By: by, Times: []string{"08:00"}, Zone: "UTC", Paused: true}
		if err := w.store.PutChannel(t.Context(), ch); err != nil {
			t.Fatal(err)
		}
		w.park("not_in_channel")
		if w.waits() {
			t.Fatal("a parked digest waits")
		}
		said := []string{"Nothing is posted to this channel since Thu 12 July 18:36 UTC: Slack says not_in_channel.", "/invite", "/digest resume"}
		wants(t, "status", w.typed("C1", "U1", "status"), said...)
		wants(t, "now", w.typed("C1", "U1", "now"), said...)
		wants(t, "a view", w.typed("C1", "U1", "now ferry"), "I am asking")
		wants(t, "in a DM", w.typed("D1", "U1", "resume"), "those of a channel")
		if w.waits() {
			t.Error("a DM resumed it")
		}
		want := []string{"goes on", "within five minutes", "!next is due", "!in a file"}
		if by == "slack" {
			want[2] = "The next is due" // it was paused, too
		}
		wants(t, by+": resume", w.typed("C1", "U1", "resume"), want...)
		if !w.waits() {
			t.Errorf("%s: what was parked does not wait", by)
		}
		wants(t, "status after", w.typed("C1", "U1", "status"), "!Nothing is posted")
	}
	for code, want := range map[string]string{
		"channel_not_found": "/invite", "is_archived": "Unarchive", "restricted_action": "Posting permissions", "ekm_access_denied": "Ask an admin",
	} {
		w := newWorld(t)
		w.typed("C1", "U1", "add https://gull.example/rss")
		w.park(code)
		wants(t, code, w.typed("C1", "U1", "status"), "Slack says "+code, want, "/digest resume")
	}
}

// Who may not change settings may not resume either.
func TestWhoMayResume(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U01", "add https://gull.example/rss")
	w.park("is_archived")
	w.only("U02")
	wants(t, "resume", w.typed("C1", "U01", "resume"), "Only some users")
	if w.waits() {
		t.Error("it goes on")
	}
}

// When the token is revoked, every channel's status says so, and who has to
// act.
func TestCircuit(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	if _, err := w.store.Break(t.Context(), w.now, "token_revoked"); err != nil {
		t.Fatal(err)
	}
	said := []string{"Nothing is posted to any channel since", "Slack says token_revoked.", "counterpoint doctor", "!/digest resume"}
	wants(t, "status", w.typed("C1", "U1", "status"), said...)
	wants(t, "now", w.typed("C1", "U1", "now"), said...)
	if err := w.store.Mend(t.Context()); err != nil {
		t.Fatal(err)
	}
	wants(t, "status after", w.typed("C1", "U1", "status"), "!Nothing is posted")
}
