// Package lambdaenv reads what a function is configured with: its environment,
// before it starts, and the secrets that the environment names. All faults are
// told at once, each with what to set. Package config is for the file that a
// person writes; here the deployment writes.
//
// It knows AWS by the environment that Lambda gives every function: region and
// keys, which live as long as the process. Endpoints are AWS's own unless a
// variable of the SDKs (AWS_ENDPOINT_URL_SQS, …) names another, as local rounds
// do.
package lambdaenv

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"counterpoint/internal/config"
)

// Cloud is what every function knows.
type Cloud struct {
	Table    string
	Function string // its name, for logs
	Stack    string // the deployment's name, for metrics
	AWS      aws.Config
}

// Fetch is what the fetch function knows. It has no secret.
type Fetch struct {
	Cloud
	FetchQueue string // URL
	Contact    string // whom a site may write to where fetching is a burden; empty: nobody
}

// Digest is what the digest function knows.
type Digest struct {
	Cloud
	FetchQueue, DigestQueue string // URLs
	DigestQueueARN          string // where schedules send to
	DeadLettersARN          string // where they send what that queue did not take; empty: nowhere
	ScheduleGroup           string
	ScheduleRole            string // ARN
	CatchUp                 time.Duration
	AtMostOnce              bool
	Slack                   Slack
	Secrets                 Names
	Model                   config.Model // what words the stories; its Use is empty for the engine alone
}

// Web is what the web function knows.
type Web struct {
	Cloud
	DigestQueue string // URL
	Slack       Slack
	Secrets     Names
}

// Slack is where Slack is, and who may do what there.
type Slack struct {
	API      string // base of its methods; empty: Slack's own
	Hooks    string // what response URLs begin with; empty: Slack's own
	Team     string // the workspace that is served; empty: that of the app
	Changers string // who may change settings: as command.NewPolicy takes it
	Public   string // where the web function is reached, for links to evidence pages; empty: no links
}

// Names are the names of secrets in Parameter Store; empty: the function may
// not read it.
type Names struct{ BotToken, SigningSecret, LinkKey string }

// ReadFetch reads the fetch function's environment.
func ReadFetch(getenv func(string) string) (Fetch, error) {
	r := reader{getenv: getenv}
	s := Fetch{Cloud: r.cloud("DYNAMODB", "SQS"), FetchQueue: r.url("FETCH_QUEUE_URL"), Contact: getenv("CONTACT")}
	return s, errors.Join(r.faults...)
}

// ReadDigest reads the digest function's environment.
func ReadDigest(getenv func(string) string) (Digest, error) {
	r := reader{getenv: getenv}
	s := Digest{
		Cloud: r.cloud("DYNAMODB", "SQS", "SSM", "SCHEDULER", "BEDROCK_RUNTIME"), FetchQueue: r.url("FETCH_QUEUE_URL"), DigestQueue: r.url("DIGEST_QUEUE_URL"),
		DigestQueueARN: r.needed("DIGEST_QUEUE_ARN"), DeadLettersARN: getenv("DIGEST_DEAD_LETTERS_ARN"), ScheduleGroup: r.needed("SCHEDULE_GROUP"), ScheduleRole: r.needed("SCHEDULE_ROLE_ARN"),
		CatchUp: r.span("CATCH_UP"), AtMostOnce: r.oneOf("DELIVERY", "at-least-once", "at-most-once") == "at-most-once",
		Slack:   r.slack(),
		Secrets: Names{BotToken: r.needed("BOT_TOKEN_PARAMETER"), LinkKey: r.needed("LINK_KEY_PARAMETER")},
		Model:   r.model(),
	}
	s.Slack.API, s.Slack.Public = r.maybeURL("SLACK_API_URL"), r.maybeURL("PUBLIC_URL")
	return s, errors.Join(r.faults...)
}

// ReadWeb reads the web function's environment.
func ReadWeb(getenv func(string) string) (Web, error) {
	r := reader{getenv: getenv}
	s := Web{
		Cloud: r.cloud("DYNAMODB", "SQS", "SSM"), DigestQueue: r.url("DIGEST_QUEUE_URL"), Slack: r.slack(),
		Secrets: Names{SigningSecret: r.needed("SIGNING_SECRET_PARAMETER"), LinkKey: r.needed("LINK_KEY_PARAMETER")},
	}
	s.Slack.Team = getenv("SLACK_TEAM_ID")
	return s, errors.Join(r.faults...)
}

// reader reads variables and keeps what is wrong with them.
type reader struct {
	getenv func(string) string
	faults []error
}

func (r *reader) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(format, args...))
}

func (r *reader) needed(name string) string {
	v := r.getenv(name)
	if v == "" {
		r.fault("%s is not set: template.yaml sets it; deploy it as it is", name)
	}
	return v
}

func (r *reader) url(name string) string {
	if r.needed(name) == "" {
		return ""
	}
	return r.maybeURL(name)
}

func (r *reader) maybeURL(name string) string {
	v := r.getenv(name)
	if u, err := url.Parse(v); v != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		r.fault("%s is no http or https address", name) // which may hold a secret
		return ""
	}
	return v
}

func (r *reader) span(name string) time.Duration {
	v := r.needed(name)
	if v == "" {
		return 0
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 || d > 24*time.Hour {
		r.fault("%s is %q: it is a span of at most 24h, such as 6h or 90m", name, v)
	}
	return d
}

func (r *reader) oneOf(name string, values ...string) string {
	v := r.needed(name)
	for _, may := range values {
		if v == may || v == "" {
			return v
		}
	}
	r.fault("%s is %q: it is one of %s", name, v, strings.Join(values, ", "))
	return ""
}

// model reads which model words stories, and what it may cost. Of a model the
// caps must be given; its price only where it is not in the list of prices.
func (r *reader) model() config.Model {
	m := config.Model{Use: r.getenv("MODEL")}
	for _, amount := range []struct {
		name string
		to   *int64
		must bool
	}{
		{"MODEL_MONTH", &m.Month, true},
		{"MODEL_DIGEST", &m.Digest, true},
		{"MODEL_INPUT", &m.Input, false},
		{"MODEL_OUTPUT", &m.Output, false},
	} {
		v := r.getenv(amount.name)
		if v == "" && (m.Use == "" || !amount.must) {
			continue
		}
		dollars, ok := config.Dollars(v)
		if *amount.to = dollars; !ok {
			r.fault("%s is %q: it is an amount in dollars, such as 0.25", amount.name, v)
		}
	}
	if driver, id, _ := strings.Cut(m.Use, ":"); m.Use != "" && (driver != "bedrock" || id == "") {
		r.fault("MODEL is %q: on AWS it is bedrock: and the ID of a model or of an inference profile", m.Use)
	}
	return m
}

func (r *reader) slack() Slack {
	return Slack{Hooks: r.maybeURL("SLACK_HOOKS_URL"), Changers: r.getenv("SETTINGS_BY")}
}

// cloud reads what Lambda and the deployment give every function. The services
// are those whose endpoints the function may be given.
func (r *reader) cloud(services ...string) Cloud {
	where := endpoints{}
	for _, service := range services {
		if at := r.maybeURL("AWS_ENDPOINT_URL_" + service); at != "" {
			where[service] = at
		}
	}
	return Cloud{
		Table: r.needed("TABLE_NAME"), Stack: r.needed("STACK_NAME"), Function: r.getenv("AWS_LAMBDA_FUNCTION_NAME"),
		AWS: aws.Config{
			Region: r.needed("AWS_REGION"),
			Credentials: credentials.NewStaticCredentialsProvider(
				r.needed("AWS_ACCESS_KEY_ID"), r.needed("AWS_SECRET_ACCESS_KEY"), r.getenv("AWS_SESSION_TOKEN")),
			ConfigSources: []any{where},
		},
	}
}
