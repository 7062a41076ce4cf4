// Web is the Lambda function behind the HTTP API: it verifies what Slack sends,
// answers what can be read, queues the rest for the digest function, and serves
// evidence pages. It holds the secret that requests are signed with, and has no
// power but to read, to note what it has seen, and to queue.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"counterpoint/internal/command"
	"counterpoint/internal/evidence"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/ops"
)

// margin is what a run leaves of its time to answer.
const margin = 500 * time.Millisecond

func main() {
	f, err := newFunction(context.Background(), os.Getenv, time.Now)
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
