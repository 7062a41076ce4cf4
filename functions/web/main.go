// Web is the Lambda function behind the HTTP API: it verifies what Slack sends,
// answers what can be read, queues the rest for the digest function, and serves
// evidence pages. It holds the secret that requests are signed with, and has no
// power but to read, to note what it has seen, and to queue.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"counterpoint/internal/command"
	"counterpoint/internal/errand"
	"counterpoint/internal/evidence"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/ops"
	"counterpoint/internal/queue"
)

// margin is what a run leaves of its time to answer.
const margin = 500 * time.Millisecond

func main() {
	f, err := newFunction(context.Background(), os.Getenv)
	if err != nil {
		slog.New(slog.NewJSONHandler(os.Stdout, nil)).Error("the web function cannot start", "cause", err.Error())
		os.Exit(1)
	}
	lambda.Start(f.handle)
}

// function is what lives as long as the process.
type function struct {
	settings lambdaenv.Web
	commands command.Handler
	pages    evidence.Handler
}

func newFunction(ctx context.Context, getenv func(string) string) (function, error) {
	s, err := lambdaenv.ReadWeb(getenv)
	if err != nil {
		return function{}, err
	}
	secrets, err := lambdaenv.ReadSecrets(ctx, &http.Client{Timeout: 5 * time.Second}, s.AWS, s.Secrets, time.Now)
	if err != nil {
		return function{}, err
	}
	keys, err := evidence.NewKeys(secrets.LinkKey.Reveal(), secrets.PreviousKey.Reveal())
	if err != nil {
		return function{}, err
	}
	verifier, err := command.NewVerifier(secrets.SigningSecret.Reveal(), time.Now)
	if err != nil {
		return function{}, err
	}
	st, jobs := s.Store(), queue.NewSQS(s.AWS, s.DigestQueue)
	send := func(ctx context.Context, job command.Job) error {
		raw, err := json.Marshal(job)
		if err != nil {
			return err
		}
		return jobs.Send(ctx, errand.Errand{Do: errand.Job, Slot: time.Now().UTC(), Job: raw}.Body(), 0)
	}
	return function{
		settings: s,
		commands: command.Handler{
			Verifier: verifier, Now: time.Now, Queue: send, Team: s.Slack.Team, Hooks: s.Slack.Hooks,
			Desk: command.Desk{Store: st, ReadOnly: true},
		},
		pages: evidence.Handler{Keys: keys, Store: st, Now: time.Now},
	}, nil
}

func (f function) handle(ctx context.Context, in command.GatewayRequest) (command.GatewayResponse, error) {
	run := ops.Begin(ctx, os.Stdout, f.settings.Stack, f.settings.Function)
	report := func(err error) { run.Log.Warn("a request", "cause", err.Error()) }
	commands, pages := f.commands, f.pages
	commands.Report, pages.Report = report, report
	var h http.Handler = commands
	if strings.HasPrefix(in.RawPath, evidence.Path) {
		h = pages
	}
	ctx, cancel := ops.Before(ctx, margin)
	defer cancel()
	return command.ServeGateway(ctx, h, in), nil
}
