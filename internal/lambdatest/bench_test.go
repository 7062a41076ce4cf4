package lambdatest_test

import (
	"archive/zip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"counterpoint/internal/lambdatest"
	"counterpoint/internal/queue"
	queues "counterpoint/internal/queue/standin"
	"counterpoint/internal/slackfake"
)

const (
	starts   = 40 // of each function
	requests = 200
	secret   = "8f742231b10e8888abcd99yyyzzz85a5"
	empty    = "empty"
	hooks    = "http://127.0.0.1:9" // where answers go that are late: there are none
)

// program builds a function as it is deployed, and returns the bootstrap's path.
func program(b *testing.B, name, system, arch string) string {
	b.Helper()
	path, pkg := filepath.Join(b.TempDir(), "bootstrap"), "counterpoint/functions/"+name
	if name == empty {
		pkg = "counterpoint/internal/lambdatest/testdata/empty"
	}
	cmd := exec.CommandContext(b.Context(), "go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", path, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+arch) //nolint:forbidigo // the go command needs its own
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", name, err, out)
	}
	return path
}

// counter counts the bytes written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// BenchmarkSize tells how large the functions are, packed as they are uploaded.
func BenchmarkSize(b *testing.B) {
	for _, name := range []string{"fetch", "digest", "web"} {
		raw, err := os.ReadFile(program(b, name, "linux", "arm64"))
		if err != nil {
			b.Fatal(err)
		}
		var size counter
		z := zip.NewWriter(&size)
		w, err := z.Create("bootstrap") // deflated
		if err == nil {
			_, err = w.Write(raw)
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size)/1e6, name+"-zip-MB")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStart tells how long functions take from the start of their process
// to their first request for an event, and how much longer than one that does
// nothing: medians, of starts in turn. Parameter Store answers at once.
func BenchmarkStart(b *testing.B) {
	env := services(b)
	names := []string{empty, "web", "digest", "fetch"}
	functions, took := map[string]*lambdatest.Function{}, map[string][]time.Duration{}
	for _, name := range names {
		functions[name] = deployed(b, name, env)
	}
	for i := range starts + 1 {
		for _, name := range names {
			d, err := functions[name].Start(b.Context())
			if err != nil {
				b.Fatalf("%s: %v", name, err)
			}
			functions[name].Stop()
			if i > 0 { // the first reads the program from the disk
				took[name] = append(took[name], d)
			}
		}
	}
	median := func(name string) float64 {
		slices.Sort(took[name])
		return took[name][len(took[name])/2].Seconds() * 1000
	}
	for _, name := range names {
		b.ReportMetric(median(name), name+"-start-ms")
		if name != empty {
			b.ReportMetric(median(name)-median(empty), name+"-over-empty-ms")
		}
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkWebMemory tells the most memory that the web function has while it
// answers signed commands, those it answers itself and those it queues, over a
// table with nothing in it. The system must have /proc.
func BenchmarkWebMemory(b *testing.B) {
	f := deployed(b, "web", services(b))
	slack := slackfake.New(slackfake.Options{Now: time.Now, URL: hooks, SigningSecret: secret})
	slack.AddChannel("C0NEWS", "news")
	slack.AddUser(slackfake.User{ID: "U1", Name: "ada"})
	for i := range requests {
		text := []string{"help", "status", "list", "add https://news.example/feed", ""}[i%5]
		answer, err := f.Invoke(b.Context(), signed(b, slack.Slash("C0NEWS", "U1", text).Encode()))
		var got struct{ StatusCode int }
		if err == nil {
			err = json.Unmarshal(answer, &got)
		}
		if err != nil || got.StatusCode != http.StatusOK {
			b.Fatalf("/digest %s is answered %s, %v", text, answer, err)
		}
	}
	b.ReportMetric(float64(f.Stats().Memory)/1e6, "web-peak-MB")
	b.ReportMetric(0, "ns/op")
}

// signed is Slack's request as the HTTP API hands it on.
func signed(b *testing.B, body string) []byte {
	b.Helper()
	now := time.Now()
	raw, err := json.Marshal(map[string]any{
		"rawPath": "/slack/commands", "body": body, "requestContext": map[string]any{"http": map[string]string{"method": http.MethodPost}},
		"headers": map[string]string{
			"content-type": "application/x-www-form-urlencoded", "x-slack-request-timestamp": strconv.FormatInt(now.Unix(), 10),
			"x-slack-signature": slackfake.Sign(secret, body, now),
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return raw
}

func deployed(b *testing.B, name string, env map[string]string) *lambdatest.Function {
	b.Helper()
	out := &logs{}
	f := lambdatest.New(lambdatest.Options{
		Bootstrap: program(b, name, runtime.GOOS, runtime.GOARCH), Name: name, Env: env, Timeout: 10 * time.Second, Log: out, Now: time.Now,
	})
	b.Cleanup(func() {
		f.Stop()
		if b.Failed() {
			b.Logf("%s printed:\n%s", name, out)
		}
	})
	return f
}

// services are an empty table, a queue and Parameter Store on loopback, as the
// environment of functions.
func services(b *testing.B) map[string]string {
	b.Helper()
	serve := func(h http.Handler) string {
		s := httptest.NewServer(h)
		b.Cleanup(s.Close)
		return s.URL
	}
	always := func(body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
	}
	sqs := serve(queues.Handler{"digest": queue.NewLocal(queue.Options{Now: time.Now, Visibility: time.Minute, MaxReceives: 5})})
	return map[string]string{
		"TABLE_NAME": "table", "STACK_NAME": "test", "AWS_REGION": "local", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
		"AWS_ENDPOINT_URL_DYNAMODB": serve(always("{}")), "AWS_ENDPOINT_URL_SQS": sqs,
		"AWS_ENDPOINT_URL_SSM": serve(always(`{"Parameters":[{"Name":"/bot","Value":"xoxb-1"},{"Name":"/signing","Value":"` + secret +
			`"},{"Name":"/link","Value":"a-link-key-of-more-than-thirty-two-letters"}]}`)),
		"FETCH_QUEUE_URL": sqs + "/0/fetch", "DIGEST_QUEUE_URL": sqs + "/0/digest", "DIGEST_QUEUE_ARN": "arn:aws:sqs:us-east-1:0:digest",
		"DIGEST_DEAD_LETTERS_ARN": "arn:aws:sqs:us-east-1:0:dead", "SCHEDULE_GROUP": "channels", "SCHEDULE_ROLE_ARN": "arn:aws:iam::0:role/r",
		"CATCH_UP": "2h", "DELIVERY": "at-least-once", "SETTINGS_BY": "everyone", "CONTACT": "https://example.org/contact",
		"BOT_TOKEN_PARAMETER": "/bot", "SIGNING_SECRET_PARAMETER": "/signing", "LINK_KEY_PARAMETER": "/link", "SLACK_TEAM_ID": slackfake.TeamID, "SLACK_HOOKS_URL": hooks + "/response/",
	}
}
