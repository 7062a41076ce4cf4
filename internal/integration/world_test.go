package integration_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"counterpoint/internal/dynamolocal"
	"counterpoint/internal/lambdatest"
	"counterpoint/internal/queue"
	queues "counterpoint/internal/queue/standin"
	schedules "counterpoint/internal/schedule/eventbridge/standin"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

var (
	wanted   = flag.Bool("integration", false, "run the built functions")
	binaries string // the folder with a bootstrap a function
	database string // DynamoDB Local's address
	tables   atomic.Int32
)

func TestMain(m *testing.M) {
	flag.Parse()
	if !*wanted {
		os.Exit(m.Run())
	}
	os.Exit(withDatabase(m))
}

func withDatabase(m *testing.M) int {
	dir, err := os.MkdirTemp("", "integration")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binaries = dir
	endpoint, stop, err := dynamolocal.Start("../..")
	defer stop()
	if err == nil {
		err = build(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "integration:", err)
		return 1
	}
	database = endpoint
	return m.Run()
}

// build builds the functions as they are deployed, but for the web that the
// fetch function may see.
func build(dir string) error {
	for _, name := range []string{"fetch", "digest", "web"} {
		cmd := exec.Command("go", "build", "-tags", "lambda.norpc,localfeeds", "-trimpath", "-ldflags", "-s -w", //nolint:noctx // the tests' own deadline
			"-o", filepath.Join(dir, name, "bootstrap"), "counterpoint/functions/"+name)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0") //nolint:forbidigo // the go command needs its own
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build functions/%s: %w\n%s", name, err, out)
		}
	}
	return nil
}

const (
	channel       = "C0NEWS"
	botToken      = "xoxb-1-integration" //nolint:gosec // of the fake Slack
	signingSecret = "8f742231b10e8888abcd99yyyzzz85a5"
	linkKey       = "a-link-key-of-more-than-thirty-two-letters"
	visible       = 4 * time.Second // how long a message is hidden; on AWS six times the function's time
)

// world is a deployment on this machine.
type world struct {
	t                  *testing.T
	table              *table
	driver             *dynamo.DB
	store              *store.Store // to look and to prepare, past what is counted
	feeds              *newspapers
	slack              *slackfake.Server
	scheduler          *schedules.Scheduler
	fetchQ, digestQ    *queue.Local
	fetch, digest, web *lambdatest.Function
	logs               *logs
	model              *converse // nil: the engine alone
}

// logs keeps what functions print.
type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logs) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

// need skips a test that is not asked for.
func need(t *testing.T) {
	t.Helper()
	if !*wanted {
		t.Skip(`"make integration" runs the built functions`)
	}
}

func newWorld(t *testing.T, chaos func() *queue.Chaos, model *converse) *world {
	t.Helper()
	need(t)
	w := &world{t: t, model: model, feeds: serveFeeds(t), scheduler: &schedules.Scheduler{Group: "channels"}, logs: &logs{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the functions printed:\n%s", w.logs.text())
		}
	})
	name := fmt.Sprintf("table%d", tables.Add(1))
	client := dynamolocal.Client(database)
	if err := dynamo.CreateTable(t.Context(), client, name); err != nil {
		t.Fatal(err)
	}
	w.driver = dynamo.New(client, name, sleep)
	w.store = store.New(w.driver)
	w.table = &table{endpoint: database, calls: map[string]int{}, units: map[string]float64{}, n: map[string]int{}}
	w.fetchQ = queue.NewLocal(queue.Options{Now: time.Now, Visibility: visible, MaxReceives: 5, Chaos: chaos()})
	w.digestQ = queue.NewLocal(queue.Options{Now: time.Now, Visibility: visible, MaxReceives: 5, Chaos: chaos()})
	sqs := w.serve(queues.Handler{"fetch": w.fetchQ, "digest": w.digestQ})
	slack := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.slack.ServeHTTP(rw, r) }))
	t.Cleanup(slack.Close)
	w.slack = slackfake.New(slackfake.Options{Now: time.Now, Token: botToken, URL: slack.URL, SigningSecret: signingSecret})
	w.slack.AddChannel(channel, "news")
	w.slack.AddUser(slackfake.User{ID: "U1", Name: "ada", Admin: true})
	env := map[string]string{
		"TABLE_NAME": name, "STACK_NAME": "test", "AWS_REGION": "local", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", // by which DynamoDB Local tells tables apart
		"AWS_ENDPOINT_URL_SQS": sqs, "AWS_ENDPOINT_URL_SSM": w.serve(http.HandlerFunc(parameters)), "AWS_ENDPOINT_URL_SCHEDULER": w.serve(w.scheduler),
		"FETCH_QUEUE_URL": sqs + "/0/fetch", "DIGEST_QUEUE_URL": sqs + "/0/digest", "DIGEST_QUEUE_ARN": "arn:aws:sqs:us-east-1:0:digest",
		"DIGEST_DEAD_LETTERS_ARN": "arn:aws:sqs:us-east-1:0:dead", "SCHEDULE_GROUP": "channels", "SCHEDULE_ROLE_ARN": "arn:aws:iam::0:role/r",
		"CATCH_UP": "2h", "DELIVERY": "at-least-once", "SETTINGS_BY": "everyone", "CONTACT": "https://example.org/contact",
		"BOT_TOKEN_PARAMETER": "/test/bot", "SIGNING_SECRET_PARAMETER": "/test/signing", "LINK_KEY_PARAMETER": "/test/link",
		"SLACK_API_URL": slack.URL + "/api", "SLACK_HOOKS_URL": slack.URL + "/response/", "SLACK_TEAM_ID": slackfake.TeamID,
	}
	if model != nil {
		maps.Copy(env, model.environment(w.serve(model)))
	}
	w.fetch = w.function("fetch", 300*time.Second, env)
	w.digest = w.function("digest", 180*time.Second, env)
	w.web = w.function("web", 10*time.Second, env)
	return w
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (w *world) serve(h http.Handler) string {
	s := httptest.NewServer(h)
	w.t.Cleanup(s.Close)
	return s.URL
}

// parameters answers as Parameter Store does.
func parameters(w http.ResponseWriter, _ *http.Request) {
	type parameter struct{ Name, Value string }
	_ = json.NewEncoder(w).Encode(map[string]any{"Parameters": []parameter{{"/test/bot", botToken}, {"/test/signing", signingSecret}, {"/test/link", linkKey}}})
}

// function is a built function in a folder of its own.
func (w *world) function(name string, timeout time.Duration, env map[string]string) *lambdatest.Function {
	w.t.Helper()
	dir := w.t.TempDir()
	// Not a copy: a process that is forked while a file is written holds it open,
	// and nobody can run it until then.
	if err := os.Link(filepath.Join(binaries, name, "bootstrap"), filepath.Join(dir, "bootstrap")); err != nil {
		w.t.Fatal(err)
	}
	w.feeds.beside(w.t, dir)
	own := map[string]string{"AWS_ENDPOINT_URL_DYNAMODB": w.table.serve(w.t, name)}
	if name == "fetch" {
		own["GOMEMLIMIT"] = deployed(w.t, "FetchFunction", "GOMEMLIMIT: ")
	}
	maps.Copy(own, env)
	f := lambdatest.New(lambdatest.Options{
		Bootstrap: filepath.Join(dir, "bootstrap"), Name: name, Env: own, Timeout: timeout, Log: w.logs, Now: time.Now,
	})
	w.t.Cleanup(f.Stop)
	return f
}

// invoke is a function as an event source knows it.
func invoke(f *lambdatest.Function) queue.Function {
	return func(ctx context.Context, batch events.SQSEvent) (answer events.SQSEventResponse, err error) {
		raw, err := json.Marshal(batch)
		if err != nil {
			return answer, err
		}
		got, err := f.Invoke(ctx, raw)
		if err == nil {
			err = json.Unmarshal(got, &answer)
		}
		return answer, err
	}
}

// until delivers what is queued, to a function at a time, until something holds.
func (w *world) until(what string, within time.Duration, holds func() bool) {
	w.t.Helper()
	end := time.Now().Add(within)
	for !holds() {
		if time.Now().After(end) {
			w.t.Fatalf("%s: not within %v; %d messages for feeds, %d for digests, dead %v %v", what, within,
				w.fetchQ.Len(), w.digestQ.Len(), w.fetchQ.Dead(), w.digestQ.Dead())
		}
		n, err := w.fetchQ.Deliver(w.t.Context(), 10, invoke(w.fetch))
		m, err2 := w.digestQ.Deliver(w.t.Context(), 10, invoke(w.digest))
		for _, err := range []error{err, err2} {
			if err != nil {
				w.t.Logf("an invocation ended: %v", err)
			}
		}
		if n+m == 0 {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// quiet holds when nothing is queued.
func (w *world) quiet() bool { return w.fetchQ.Len()+w.digestQ.Len() == 0 }

// slash types a command in the channel, and returns the answer.
func (w *world) slash(text string) string {
	w.t.Helper()
	body, now := w.slack.Slash(channel, "U1", text).Encode(), time.Now()
	event := map[string]any{
		"rawPath": "/slack/commands", "body": body, "requestContext": map[string]any{"http": map[string]string{"method": "POST"}},
		"headers": map[string]string{
			"content-type": "application/x-www-form-urlencoded", "x-slack-request-timestamp": strconv.FormatInt(now.Unix(), 10),
			"x-slack-signature": slackfake.Sign(signingSecret, body, now),
		},
	}
	raw, err := json.Marshal(event)
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := w.web.Invoke(w.t.Context(), raw)
	var answer struct {
		StatusCode int
		Body       string
	}
	if err == nil {
		err = json.Unmarshal(got, &answer)
	}
	if err != nil || answer.StatusCode != http.StatusOK {
		w.t.Fatalf("/digest %s is answered %s, %v", text, got, err)
	}
	return answer.Body
}

// fires sends what the channel's schedule would send at a time.
func (w *world) fires(at time.Time) {
	w.t.Helper()
	kept := w.scheduler.Kept()
	if len(kept) != 1 {
		w.t.Fatalf("there are %d schedules, want one: %v", len(kept), kept)
	}
	for _, s := range kept {
		input := s["Target"].(map[string]any)["Input"].(string)
		w.send(w.digestQ, strings.ReplaceAll(input, "<aws.scheduler.scheduled-time>", at.UTC().Format(time.RFC3339)))
	}
}

func (w *world) send(q *queue.Local, body string) {
	w.t.Helper()
	if err := q.Send(w.t.Context(), body, 0); err != nil {
		w.t.Fatal(err)
	}
}

// posted are the messages in the channel that are there.
func (w *world) posted() []slackfake.Posted {
	var out []slackfake.Posted
	for _, p := range w.slack.Posted(channel) {
		if !p.Deleted {
			out = append(out, p)
		}
	}
	return out
}
