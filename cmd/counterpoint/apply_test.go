package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"counterpoint/internal/dynamolocal"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/news"
	"counterpoint/internal/schedule/eventbridge/standin"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// account is AWS with one stack, "news", on this machine.
type account struct {
	schedules standin.Scheduler
	outputs   map[string]string
	table     http.Handler
	cfg       aws.Config
	store     *store.Store
}

// newAccount makes an account whose table does not answer.
func newAccount(t *testing.T) *account {
	t.Helper()
	const arn = "arn:aws:sqs:eu-west-1:123456789012:"
	a := &account{
		table: http.NotFoundHandler(), schedules: standin.Scheduler{Group: "news"},
		outputs: map[string]string{
			"TableName": "table", "FetchQueueUrl": "https://sqs.example/fetch", "DigestQueueUrl": "https://sqs.example/digest", "DigestQueueArn": arn + "digest",
			"FetchDeadLettersArn": arn + "fetch-dead", "DigestDeadLettersArn": arn + "digest-dead", "FetchFunctionName": "news-Fetch", "DigestFunctionName": "news-Digest", "WebFunctionName": "news-Web", "ScheduleGroup": "news", "ScheduleRoleArn": "arn:aws:iam::123456789012:role/schedules",
			"SlackCommandsUrl": "https://api.example/slack/commands", "BotTokenParameter": "/news/bot", "SigningSecretParameter": "/news/signing", "LinkKeyParameter": "/news/link", "CatchUp": "6h",
		},
	}
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	a.cfg = aws.Config{Region: "eu-west-1", BaseEndpoint: &srv.URL, RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")}
	return a
}

// withTable starts DynamoDB Local, or skips the test where it is not there.
func (a *account) withTable(t *testing.T) *account {
	t.Helper()
	at, stop, err := dynamolocal.Start("../..")
	t.Cleanup(stop)
	switch {
	case err != nil && dynamolocal.Required():
		t.Fatal(err)
	case err != nil:
		t.Skip(err)
	}
	where, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	a.table = httputil.NewSingleHostReverseProxy(where)
	if err := dynamo.CreateTable(t.Context(), dynamodb.NewFromConfig(a.cfg), "table"); err != nil {
		t.Fatal(err)
	}
	a.store = lambdaenv.Cloud{Table: "table", AWS: a.cfg}.Store()
	return a
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.Header.Get("X-Amz-Target"), "DynamoDB_"):
		a.table.ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, "/schedules"):
		a.schedules.ServeHTTP(w, r)
	case r.PostFormValue("Action") == "DescribeStacks" && r.PostForm.Get("StackName") == "news":
		fmt.Fprint(w, "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>news</StackName><CreationTime>2026-03-01T00:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>")
		for name, value := range a.outputs {
			fmt.Fprintf(w, "<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member>", name, value)
		}
		fmt.Fprint(w, "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>")
	default:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id x does not exist</Message></Error></ErrorResponse>")
	}
}

const deployed = `contact: https://counterpoint.example/bot
channels:
  - id: C0NEWS
    feeds: [https://one.example/feed, https://two.example/feed?token=SECRET]
    times: ["08:30", "17:00"]
    zone: Europe/London
  - id: C0MORE
    feeds: [https://one.example/feed]
    times: ["09:00"]
    zone: UTC
`

// The file reaches the table and the schedules of a deployment: the plan first,
// --yes does it, a second apply changes nothing, and what Slack set stays.
func TestApplyToStack(t *testing.T) {
	a := newAccount(t).withTable(t)
	d := newDesk(t, deployed)
	d.aws = func(context.Context) (aws.Config, error) { return a.cfg, nil }
	step := func(want string, args ...string) {
		t.Helper()
		code, out, errs := d.run(t, append([]string{"apply", "FILE", "--stack", "news"}, args...)...)
		if code != exitDone || out != want || strings.Contains(out+errs, "SECRET") {
			t.Errorf("apply %v ends with %d and prints:\n%s%swant:\n%s", args, code, out, errs, want)
		}
	}
	const begin = "begin   channel C0NEWS now: what was published before is not told\nbegin   channel C0MORE now: what was published before is not told\n"
	const plan = `add     channel C0NEWS with 2 feeds
add     channel C0MORE with 1 feed
follow  https://one.example/feed
follow  https://two.example/feed
add     schedule C0NEWS-0830-daily: C0NEWS at cron(30 8 * * ? *) Europe/London
add     schedule C0NEWS-1700-daily: C0NEWS at cron(0 17 * * ? *) Europe/London
add     schedule C0MORE-0900-daily: C0MORE at cron(0 9 * * ? *) UTC
`
	step(begin+plan+"nothing was changed: --yes does it\n", "--from-now")
	step(plan + "nothing was changed: --yes does it\n")
	if there, err := a.store.Channels(t.Context()); err != nil || len(there)+len(a.schedules.Kept()) > 0 {
		t.Errorf("a plan alone wrote %v, %v, %v", there, a.schedules.Kept(), err)
	}
	step(begin+plan+"done\n", "--from-now", "--yes")
	step("nothing to do: all is as the file says\n", "--from-now", "--yes")
	a.check(t, d.now)

	theirs := news.Channel{ID: "C0DESK", By: "slack", Times: []string{"07:00"}, Zone: "UTC", Window: 72 * time.Hour, Stories: 5, Sources: []news.Source{{URL: "https://four.example/feed"}}}
	if err := a.store.PutChannel(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	step("follow  https://four.example/feed\nadd     schedule C0DESK-0700-daily: C0DESK at cron(0 7 * * ? *) UTC\ndone\n", "--yes")
	less, _, _ := strings.Cut(strings.Replace(deployed, `"08:30", `, "", 1), "  - id: C0MORE")
	if err := os.WriteFile(filepath.Join(d.dir, "counterpoint.yaml"), []byte(less), 0o600); err != nil {
		t.Fatal(err)
	}
	step(`change  channel C0NEWS: times
remove  channel C0MORE
remove  schedule C0MORE-0900-daily: C0MORE at cron(0 9 * * ? *) UTC
remove  schedule C0NEWS-0830-daily: C0NEWS at cron(30 8 * * ? *) Europe/London
done
`, "--yes")
	step("nothing to do: all is as the file says\n", "--yes")
	if got := len(a.schedules.Kept()); got != 2 {
		t.Errorf("%d schedules are kept, want those of C0NEWS and C0DESK", got)
	}
}

// check looks at what was written: channels, feeds that are due, where the
// channels begin, and what a schedule sends where.
func (a *account) check(t *testing.T, now time.Time) {
	t.Helper()
	there, err1 := a.store.Channels(t.Context())
	due, err2 := a.store.Due(t.Context(), now.Add(time.Minute), 0)
	told, err3 := a.store.Told(t.Context(), now, "C0NEWS", time.Time{})
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(there) != 2 || !slices.ContainsFunc(there, func(c news.Channel) bool { return c.ID == "C0NEWS" && c.By == "file" }) || len(due) != 2 {
		t.Errorf("channels %+v, due %+v", there, due)
	}
	if len(told) != 1 || !told[0].From.Equal(now.Truncate(time.Second)) {
		t.Errorf("told is %+v, want a mark of %s", told, now)
	}
	target, _ := a.schedules.Kept()["C0NEWS-0830-daily"]["Target"].(map[string]any)
	if target["Arn"] != a.outputs["DigestQueueArn"] || target["RoleArn"] != a.outputs["ScheduleRoleArn"] || fmt.Sprint(target["DeadLetterConfig"]) != "map[Arn:"+a.outputs["DigestDeadLettersArn"]+"]" {
		t.Errorf("a schedule sends to %v", target)
	}
}

// What is not there, or not of this version, is told with what to do.
func TestApplyToNoStack(t *testing.T) {
	a := newAccount(t)
	d := newDesk(t, deployed)
	d.aws = func(context.Context) (aws.Config, error) { return a.cfg, nil }
	fails := func(want, stack string) {
		t.Helper()
		if code, out, errs := d.run(t, "apply", "FILE", "--yes", "--stack", stack); code != exitFailed || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%s: it ends with %d: %s%s", stack, code, out, errs)
		}
	}
	fails("there is no stack olds in eu-west-1", "olds")
	a.outputs["CatchUp"] = "a while"
	fails(`CatchUp is "a while"`, "news")
	delete(a.outputs, "DigestQueueArn")
	fails("does not say what its DigestQueueArn is (UPDATE_COMPLETE)", "news")
}
