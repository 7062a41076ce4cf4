// Fetch is the Lambda function that asks feeds. A schedule has it plan: it looks
// up which feeds are due, and sends an errand for those of each host; its queue
// has it ask them. It reads the hostile web, and so knows no secret.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"counterpoint/internal/feed/web"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/ops"
	"counterpoint/internal/queue"
	"counterpoint/internal/store"
)

// margin is what a run leaves of its time to save what it has.
const margin = 30 * time.Second

func main() {
	log.SetOutput(io.Discard) // net/http's notices, which quote what servers send
	f, err := newFunction(os.Getenv)
	if err != nil {
		slog.New(slog.NewJSONHandler(os.Stdout, nil)).Error("the fetch function cannot start", "cause", err.Error())
		os.Exit(1)
	}
	lambda.Start(f.handle)
}

// function is what lives as long as the process.
type function struct {
	settings lambdaenv.Fetch
	store    *store.Store
	queue    *queue.SQS
	client   *web.Client
}

func newFunction(getenv func(string) string) (function, error) {
	s, err := lambdaenv.ReadFetch(getenv)
	agent := "counterpoint/1"
	if s.Contact != "" {
		agent += " (+" + s.Contact + ")"
	}
	client, err2 := newClient(web.Options{UserAgent: agent, Now: time.Now})
	if err := errors.Join(err, err2); err != nil {
		return function{}, err
	}
	return function{settings: s, store: s.Store(), queue: queue.NewSQS(s.AWS, s.FetchQueue), client: client}, nil
}

func (f function) handle(ctx context.Context, payload json.RawMessage) (any, error) {
	run := ops.Begin(ctx, os.Stdout, f.settings.Stack, f.settings.Function)
	defer func() { run.End(time.Now()) }()
	return run.Invoke(ctx, margin, payload, fetcher{store: f.store, queue: f.queue, client: f.client, now: time.Now, run: run}.do)
}
