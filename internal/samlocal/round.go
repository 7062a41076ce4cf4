package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/slackfake"
)

const (
	channel = "C0NEWS" // as events/digest.json has it
	reader  = "U0READER"
	stories = 3 // of the digest: each has a message of its own
	// What the fake Slack and the functions share.
	token   = "xoxb-local-round" //nolint:gosec // of the fake Slack
	signing = "the signing secret of a round on this machine"
	linkKey = "a-key-of-links-of-a-round-on-this-machine"
)

// round is one round, and what it has started.
type round struct {
	say     func(format string, args ...any)
	now     func() time.Time
	outside []string // the environment
	getenv  func(string) string

	root, dir, build string // of the repository, of this round's files, of the functions
	tools            tools
	host, name       string // where what is started listens, and by which name functions reach it
	api              string // where the web function is asked
	slackURL         string // as functions know it
	functions        invoker
	cloud            cloud
	slack            *slackfake.Server
	apiLog           *process
	ends             []func()
}

func (r *round) atEnd(f func()) { r.ends = append(r.ends, f) }

// end ends what was started, the last first.
func (r *round) end() {
	for _, f := range slices.Backward(r.ends) {
		f()
	}
	r.ends = nil
}

// environ is the environment of what is started: no credentials of the user's,
// which SAM would hand to the functions.
func (r *round) environ() []string {
	own := slices.DeleteFunc(slices.Clone(r.outside), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	return append(own,
		"SAM_CLI_TELEMETRY=0", "CGO_ENABLED=0", `GOFLAGS=-trimpath -tags=lambda.norpc,localfeeds "-ldflags=-s -w"`,
		"AWS_ACCESS_KEY_ID=local", "AWS_SECRET_ACCESS_KEY=local", "AWS_DEFAULT_REGION="+region, "AWS_REGION="+region,
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
}

func (r *round) do(ctx context.Context, toolsDir string, emulator bool) error {
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"what is needed", func(ctx context.Context) error { return r.prepare(ctx, toolsDir, emulator) }},
		{"sam validate --lint", r.validate},
		{"sam build", r.buildAll},
		{"DynamoDB Local, the stand-ins for SQS, SSM and Scheduler, the fake Slack, the feeds", r.startAll},
		{"sam local invoke FetchFunction --event events/fetch.json", r.plan},
		{"the errands that it queued, to FetchFunction", r.fetch},
		{"sam local invoke DigestFunction --event events/digest.json", r.digest},
		{"the wake-ups that it queued, to DigestFunction", r.finish},
		{"sam local start-api: what is signed, and what is not", r.commands},
		{"/digest now, and what start-api queued, to DigestFunction", r.digestNow},
		{"the channel", r.show},
	}
	for i, s := range steps {
		began := r.now()
		fmt.Printf("%2d. %s\n", i+1, s.name)
		if err := s.do(ctx); err != nil {
			if r.apiLog != nil {
				err = fmt.Errorf("%w\n%s", err, r.apiLog.said.String())
			}
			return fmt.Errorf("step %d, %s: %w", i+1, s.name, err)
		}
		r.say("ok, %.1f s", r.now().Sub(began).Seconds())
	}
	return nil
}

// prepare looks for what is needed.
func (r *round) prepare(ctx context.Context, toolsDir string, emulator bool) (err error) {
	if r.root, err = os.Getwd(); err != nil {
		return err
	}
	if _, err := os.Stat("template.yaml"); err != nil {
		return errors.New("there is no template.yaml here: run it at the top of the repository")
	}
	toolsDir, err = filepath.Abs(toolsDir)
	if err != nil {
		return err
	}
	if r.tools, err = findTools(ctx, toolsDir, r.getenv); err != nil {
		return err
	}
	if err := os.MkdirAll(".aws-sam", 0o755); err != nil { //nolint:gosec // as sam makes it
		return err
	}
	r.atEnd(func() { _ = os.Remove(".aws-sam") }) // if it is empty
	if r.dir, err = os.MkdirTemp(filepath.Join(r.root, ".aws-sam"), "round-"); err != nil {
		return err
	}
	r.atEnd(func() { _ = os.RemoveAll(r.dir) })
	r.build = filepath.Join(r.dir, "build")
	if emulator {
		if r.tools.rie == "" {
			return errors.New("the SAM CLI has no runtime emulator for this machine")
		}
		r.host, r.name, r.functions = "127.0.0.1", "127.0.0.1", underEmulator{r}
		r.say("functions run under %s", filepath.Base(r.tools.rie))
		return nil
	}
	if r.tools.docker == "" {
		return errors.New(`no container engine answers ("docker version"): start one, or run the functions under SAM's runtime emulator: make sam-local ENGINE=emulator`)
	}
	e, err := newEngine(ctx, r.tools.docker, r.say)
	if err != nil {
		return err
	}
	r.atEnd(e.close)
	r.host, r.name, r.functions = e.host(ctx), inside, inContainers{r, e}
	r.say("functions run in containers, and reach this machine at %s", r.host)
	return nil
}

func (r *round) validate(ctx context.Context) error {
	out, _, err := run(ctx, r.root, r.environ(), nil, r.tools.sam, "validate", "--lint", "--region", region)
	if err == nil && !strings.Contains(out, "is a valid SAM Template") {
		err = errors.New(out)
	}
	return err
}

func (r *round) buildAll(ctx context.Context) error {
	_, _, err := run(ctx, r.root, r.environ(), nil, r.tools.sam, "build", "--build-dir", r.build, "--cache-dir", filepath.Join(r.dir, "cache"),
		"--parameter-overrides", "Architecture="+architecture(), "--region", region)
	if err != nil {
		return err
	}
	for _, f := range []string{"FetchFunction", "DigestFunction", "WebFunction"} {
		info, err := os.Stat(filepath.Join(r.build, f, "bootstrap"))
		if err != nil {
			return err
		}
		r.say("%-15s %5.1f MB", f, float64(info.Size())/1e6)
	}
	return nil
}

// startAll starts the stand-ins, sets a channel up that follows the feeds, and
// writes down what the functions are told.
func (r *round) startAll(ctx context.Context) error {
	port, err := freePort(ctx, "127.0.0.1")
	if err != nil {
		return err
	}
	r.api = "http://127.0.0.1:" + port
	if _, ok := r.functions.(underEmulator); ok {
		served, err := r.serve(r.gateway(), nil)
		if err != nil {
			return err
		}
		r.api = "http://127.0.0.1:" + served
	}
	if err := r.startSlack(); err != nil {
		return err
	}
	if err := r.serveFeeds(r.name, filepath.Join(r.build, "FetchFunction")); err != nil {
		return err
	}
	if err := r.startCloud(ctx); err != nil {
		return err
	}
	raw, err := json.Marshal(r.variables())
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(r.dir, "env.json"), raw, 0o600); err != nil {
		return err
	}
	all, err := sources()
	if err != nil {
		return err
	}
	ch := news.Channel{ID: channel, Title: "The bundled day", Sources: all, Window: 72 * time.Hour, Stories: stories, Zone: "UTC", Times: []string{"08:00"}, By: "file"}
	if err := r.cloud.store.Follow(ctx, r.now(), all); err != nil {
		return err
	}
	r.say("channel %s follows %d feeds", channel, len(all))
	return r.cloud.store.PutChannel(ctx, ch)
}

// secrets are what Parameter Store holds.
func (r *round) secrets() map[string]string {
	return map[string]string{"/counterpoint/bot-token": token, "/counterpoint/signing-secret": signing, "/counterpoint/link-key": linkKey}
}

// variables are what the functions are told that the template cannot know: by
// function, for sam's --env-vars.
func (r *round) variables() map[string]map[string]string {
	common := map[string]string{
		"TABLE_NAME": table, "STACK_NAME": "local", "AWS_ENDPOINT_URL_DYNAMODB": r.cloud.dynamo, "AWS_ENDPOINT_URL_SQS": r.cloud.inside(),
	}
	out := map[string]map[string]string{
		"FetchFunction": {"FETCH_QUEUE_URL": r.cloud.queues["fetch"]},
		"DigestFunction": {
			"FETCH_QUEUE_URL": r.cloud.queues["fetch"], "DIGEST_QUEUE_URL": r.cloud.queues["digest"], "DIGEST_QUEUE_ARN": "arn:aws:sqs:us-east-1:123456789012:digest",
			"SCHEDULE_GROUP": "counterpoint", "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/schedules", "CATCH_UP": "6h", "DELIVERY": "at-least-once",
			"BOT_TOKEN_PARAMETER": "/counterpoint/bot-token", "LINK_KEY_PARAMETER": "/counterpoint/link-key", "PUBLIC_URL": r.api,
			"SLACK_API_URL": r.slackURL + "/api/", "SLACK_HOOKS_URL": r.slackURL + "/response/",
			"AWS_ENDPOINT_URL_SSM": r.cloud.inside(), "AWS_ENDPOINT_URL_SCHEDULER": r.cloud.inside(),
		},
		"WebFunction": {
			"DIGEST_QUEUE_URL": r.cloud.queues["digest"], "SIGNING_SECRET_PARAMETER": "/counterpoint/signing-secret", "LINK_KEY_PARAMETER": "/counterpoint/link-key",
			"SLACK_HOOKS_URL": r.slackURL + "/response/", "AWS_ENDPOINT_URL_SSM": r.cloud.inside(),
		},
	}
	for _, vars := range out {
		maps.Copy(vars, common)
	}
	return out
}

// inside is where functions reach the stand-in for AWS.
func (c *cloud) inside() string {
	return strings.Replace(c.moto, hostOf(c.moto), c.insideAt, 1)
}

func hostOf(address string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(address, "http://"), ":")
	return host
}

// timeout is a function's, in seconds, as template.yaml has it.
func (r *round) timeout(function string) int {
	return map[string]int{"FetchFunction": 300, "DigestFunction": 180, "WebFunction": 10}[function]
}
