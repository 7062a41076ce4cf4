package doctor_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/doctor"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

const (
	ofBot = "xoxb-SECRET-bot"
	ofApp = "xapp-SECRET-app"
)

const hour = time.Hour

// today is a Monday.
var today = time.Date(2026, 3, 2, 9, 15, 0, 0, time.UTC)

func now() time.Time { return today }

// world is a configuration, its store, and a workspace.
type world struct {
	t     *testing.T
	dir   string
	slack *slackfake.Server
	url   string
	env   map[string]string
}

const configuration = `contact: mailto:a@example.org
channels:
  - id: C0NEWS
    feeds: [https://one.example/rss]
    times: ["08:30"]
    zone: Europe/London
`

func newWorld(t *testing.T, scopes ...string) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), env: map[string]string{"COUNTERPOINT_SLACK_BOT_TOKEN": ofBot, "COUNTERPOINT_SLACK_APP_TOKEN": ofApp}}
	if scopes == nil {
		for _, s := range post.Scopes() {
			scopes = append(scopes, s.Name)
		}
	}
	w.write(configuration)
	srv := httptest.NewUnstartedServer(nil)
	w.url = "http://" + srv.Listener.Addr().String()
	w.slack = slackfake.New(slackfake.Options{Now: now, Token: ofBot, AppToken: ofApp, URL: w.url, Scopes: scopes})
	srv.Config.Handler = w.slack
	srv.Start()
	t.Cleanup(srv.Close)
	w.slack.AddChannel("C0NEWS", "news")
	return w
}

func (w *world) file() string { return filepath.Join(w.dir, "counterpoint.yaml") }

func (w *world) write(yaml string) {
	w.t.Helper()
	if err := os.WriteFile(w.file(), []byte(yaml), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// kept does something in the store on this machine.
func (w *world) kept(do func(*store.Store) error) {
	w.t.Helper()
	db, err := bolt.Open(filepath.Join(w.dir, "counterpoint.db"), "test")
	if err == nil {
		err = do(store.New(db))
	}
	if err != nil {
		w.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		w.t.Fatal(err)
	}
}

// park has posting to a channel stopped as Slack's refusal does it.
func park(t *testing.T, s *store.Store, channel, code string) error {
	t.Helper()
	ctx, id := t.Context(), "d1"
	told := store.Told{Digest: id, Slot: today, State: store.Planned}
	if err := s.PlanParts(ctx, today, channel, store.Head{}, told, news.Digest{ID: id}, channel, []store.Frozen{{Parent: store.NoParent, Body: json.RawMessage(`{"text":"x"}`)}}); err != nil {
		return err
	}
	r, err := s.Reserve(ctx, today, id, 0, "test", time.Minute)
	if err != nil {
		return err
	}
	_, err = s.Park(ctx, today, r, code)
	return err
}

// exam is a new examination, and what it tells.
func (w *world) exam() (*doctor.Exam, *bytes.Buffer) {
	var out bytes.Buffer
	return &doctor.Exam{Out: &out, File: w.file(), Getenv: func(k string) string { return w.env[k] }, Now: now, Slack: w.url + "/api/"}, &out
}

// tells holds what an examination told to the beginnings of lines that it must
// have; other lines must be no faults. Each fault must name what mends it, and
// no secret may stand anywhere.
func tells(t *testing.T, e *doctor.Exam, said string, want ...string) {
	t.Helper()
	if strings.Contains(said, "SECRET") {
		t.Errorf("a secret is printed")
	}
	faults, lines := 0, strings.SplitAfter(said, "\n")
	for _, line := range lines {
		expected := false
		for _, w := range want {
			expected = expected || strings.Contains(line, w)
		}
		if !strings.HasPrefix(line, "fault  ") {
			continue
		}
		faults++
		_, mend, _ := strings.Cut(line, " — mend: ")
		if len(mend) < 8 {
			t.Errorf("a fault names nothing that mends it: %s", line)
		}
		if !expected {
			t.Errorf("a fault is told that is none: %s", line)
		}
	}
	for _, w := range want {
		if !strings.Contains("\n"+said, w) {
			t.Errorf("%q is not told", w)
		}
	}
	if faults != e.Faults() {
		t.Errorf("%d faults are counted, and %d are told", e.Faults(), faults)
	}
	if t.Failed() {
		t.Logf("told is:\n%s", said)
	}
}
