package command_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// What Slack's "Verifying requests from Slack" publishes as its example.
const (
	slackSecret    = "8f742231b10e8888abcd99yyyzzz85a5"
	slackStamp     = 1531420618
	slackBody      = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	slackSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
)

var start = time.Unix(slackStamp, 0)

// world is a handler over a store in a file, and what came of its requests.
type world struct {
	t       testing.TB
	store   *store.Store
	handler command.Handler

	mu      sync.Mutex
	now     time.Time
	jobs    []command.Job
	reports []string
	trigger int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "counterpoint.db"), "a test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{t: t, store: store.New(db), now: start}
	verifier, err := command.NewVerifier(slackSecret, w.clock)
	if err != nil {
		t.Fatal(err)
	}
	w.handler = command.Handler{
		Verifier: verifier, Now: w.clock, Desk: command.Desk{Store: w.store, VoterKey: []byte("a key")}, Team: "T1DC2JH3J",
		Queue: func(_ context.Context, j command.Job) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.jobs = append(w.jobs, j)
			return nil
		},
		Report: func(err error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.reports = append(w.reports, err.Error())
		},
	}
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// sent is a request as Slack sends it.
type sent struct {
	method, path, query, body string
	header                    http.Header
}

func sign(stamp int64, body string) string {
	mac := hmac.New(sha256.New, []byte(slackSecret))
	fmt.Fprintf(mac, "v0:%d:%s", stamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// signed is a request with a body that Slack signed at the world's time.
func (w *world) signed(path, body string) sent {
	stamp := w.clock().Unix()
	return sent{method: http.MethodPost, path: path, body: body, header: http.Header{
		"Content-Type":              {"application/x-www-form-urlencoded"},
		"X-Slack-Request-Timestamp": {strconv.FormatInt(stamp, 10)},
		"X-Slack-Signature":         {sign(stamp, body)},
		"User-Agent":                {"Slackbot 1.0 (+https://api.slack.com/robots)"},
	}}
}

// fields are a slash command's.
func (w *world) fields(channel, user, text string) url.Values {
	w.trigger++
	return url.Values{
		"team_id": {"T1DC2JH3J"}, "channel_id": {channel}, "channel_name": {"news"}, "user_id": {user}, "command": {"/digest"}, "text": {text},
		"response_url": {"https://hooks.slack.com/commands/T1DC2JH3J/1/a"}, "trigger_id": {fmt.Sprintf("%d.1.a", w.trigger)},
	}
}

// button is the body that Slack sends when a button is pressed.
func (w *world) button(channel, user, action, value string) url.Values {
	w.trigger++
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "team": map[string]string{"id": "T1DC2JH3J"}, "user": map[string]string{"id": user}, "channel": map[string]string{"id": channel},
		"trigger_id": fmt.Sprintf("%d.1.b", w.trigger), "response_url": "https://hooks.slack.com/actions/T1DC2JH3J/1/a",
		"container": map[string]string{"message_ts": "1.2"},
		"actions":   []any{map[string]string{"type": "button", "block_id": "story-1-actions", "action_id": action, "value": value}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return url.Values{"payload": {string(payload)}}
}

// answered is what came back.
type answered struct {
	status int
	header http.Header
	body   string
}

// shapes are the two ways on which a request comes.
var shapes = map[string]func(w *world, s sent) answered{
	"local": func(w *world, s sent) answered {
		r := httptest.NewRequest(s.method, s.path+"?"+s.query, strings.NewReader(s.body))
		r.Header = s.header.Clone()
		out := httptest.NewRecorder()
		w.handler.ServeHTTP(out, r)
		return answered{out.Code, out.Header(), out.Body.String()}
	},
	"HTTP API": func(w *world, s sent) answered { return throughGateway(w, s, true) },
	"HTTP API, body as text": func(w *world, s sent) answered {
		return throughGateway(w, s, false)
	},
}

// throughGateway sends a request in the JSON that API Gateway makes of it.
func throughGateway(w *world, s sent, encoded bool) answered {
	headers := map[string]string{}
	for name, values := range s.header {
		headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	body := s.body
	if encoded {
		body = base64.StdEncoding.EncodeToString([]byte(body))
	}
	event, err := json.Marshal(map[string]any{
		"version": "2.0", "routeKey": s.method + " " + s.path, "rawPath": s.path, "rawQueryString": s.query, "headers": headers,
		"requestContext": map[string]any{"http": map[string]string{"method": s.method, "path": s.path}}, "body": body, "isBase64Encoded": encoded,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	var in command.GatewayRequest
	if err := json.Unmarshal(event, &in); err != nil {
		w.t.Fatal(err)
	}
	out := command.ServeGateway(w.t.Context(), w.handler, in)
	header := http.Header{}
	for name, value := range out.Headers {
		header.Set(name, value)
	}
	return answered{out.Status, header, out.Body}
}

// typed sends a slash command and returns what its asker reads.
func (w *world) typed(channel, user, text string) string {
	w.t.Helper()
	a := shapes["local"](w, w.signed(command.CommandsPath, w.fields(channel, user, text).Encode()))
	if a.status != http.StatusOK {
		w.t.Fatalf("/digest %s: %d %s; %q", text, a.status, a.body, w.reports)
	}
	return read(w.t, a.body)
}

// pressed presses a button and returns what its presser reads.
func (w *world) pressed(channel, user, action, value string) string {
	w.t.Helper()
	w.jobs = nil
	a := shapes["local"](w, w.signed(command.ActionsPath, w.button(channel, user, action, value).Encode()))
	if a.status != http.StatusOK || a.body != "" {
		w.t.Fatalf("%s: %d %q; %q", action, a.status, a.body, w.reports)
	}
	for _, j := range w.jobs {
		if j.Do == command.Reply {
			return read(w.t, string(j.Answer.Message()))
		}
	}
	return ""
}

// read is the text that an answer shows, as a reader sees it.
func read(t testing.TB, body string) string {
	t.Helper()
	if body == "" {
		return ""
	}
	var m struct {
		Type   string `json:"response_type"`
		Text   string `json:"text"`
		Markup bool   `json:"mrkdwn"`
		Blocks []struct {
			Type     string
			Elements []struct {
				Type     string
				Elements []struct {
					Type, Text, URL string
					User            string `json:"user_id"`
				}
			}
		}
	}
	d := json.NewDecoder(bytes.NewReader([]byte(body)))
	if err := d.Decode(&m); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if m.Type != "ephemeral" || m.Markup || strings.ContainsAny(m.Text, "<>") || len(m.Blocks) != 1 || m.Blocks[0].Type != "rich_text" {
		t.Fatalf("the answer is %s", body)
	}
	var b strings.Builder
	for _, e := range m.Blocks[0].Elements[0].Elements {
		switch {
		case e.User != "":
			b.WriteString("@" + e.User)
		case e.URL != "":
			b.WriteString("[" + e.Text + "](" + e.URL + ")")
		default:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

func article(id, outlet, title string) news.BriefArticle {
	published := start.Add(-2 * time.Hour).UTC()
	return news.BriefArticle{ID: id, Outlet: outlet, URL: "https://" + strings.ToLower(outlet) + ".example/" + id, Title: title, Published: &published, Origin: "o" + id}
}

// work does a job, as the program does that it was left to.
func (w *world) work(t *testing.T, job command.Job) (command.Answer, error) {
	t.Helper()
	desk := w.handler.Desk
	desk.Store = w.store
	return desk.Work(t.Context(), w.now, job, edition.Shown(w.store, w.now, job.Asked))
}

// tell has channel C1 told a digest of two stories.
func (w *world) tell() {
	w.t.Helper()
	const channel, id = "C1", "d1"
	slot := start.Add(-time.Hour).UTC()
	d := news.Digest{Schema: news.SchemaVersion, ID: id, Channel: channel, Slot: &slot, Title: "News", Stories: []news.Brief{
		{
			ID: "story1", Headline: "Ferry <!channel> *strike* goes on", Because: []string{"all name Port & Co"}, Counts: news.Counts{Articles: 3, Outlets: 3, Origins: 2},
			Articles: []news.BriefArticle{article("1", "Gull", "Ferry strike"), article("2", "Post", "Strike of ferries"), {ID: "3", Outlet: "Echo", URL: "javascript:alert(1)", Title: "Ferry strike", CopyOf: "1", Origin: "o1"}},
			Findings: news.Findings{Disputed: []news.Dispute{{Question: "How long?", Kind: news.Quantity, Positions: []news.Position{
				{Answer: "two days", Origins: 1, Evidence: []news.Evidence{{Article: "1", Quote: "It takes two days."}}},
				{Answer: "a week", Holder: "the union", Origins: 1, Evidence: []news.Evidence{{Article: "2", Quote: "A week, the union said."}}},
			}}}},
		},
		{ID: "story2", Headline: "A goat is found", Counts: news.Counts{Articles: 1, Outlets: 1, Origins: 1}, Articles: []news.BriefArticle{article("4", "Gull", "Goat")}},
	}}
	head, err := w.store.Head(w.t.Context(), w.now, channel)
	if err != nil {
		w.t.Fatal(err)
	}
	t := store.Told{Digest: id, Slot: slot, State: store.Posted, Stories: []store.ToldStory{{ID: "story1", Headline: d.Stories[0].Headline}, {ID: "story2", Headline: d.Stories[1].Headline}}}
	if err := w.store.Plan(w.t.Context(), w.now, channel, head, t, d); err != nil {
		w.t.Fatal(err)
	}
}

func driverOf(t testing.TB) store.Driver {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "another.db"), "a test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
