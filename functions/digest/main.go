// Digest is the Lambda function that makes digests, posts them, and does what
// commands ask. It alone posts to Slack and writes schedules; it never reads
// the web.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"counterpoint/internal/deliver"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/ops"
	"counterpoint/internal/post"
)

// margin is what must be left of a run to begin an errand: time for the longest
// digest and a message that Slack is slow to take.
const margin = 90 * time.Second

func main() {
	d, err := newFunction(context.Background(), os.Getenv, time.Now)
	if err != nil {
		slog.New(slog.NewJSONHandler(os.Stdout, nil)).Error("the digest function cannot start", "cause", err.Error())
		os.Exit(1)
	}
	lambda.Start(d.handle)
}

// function is what lives as long as the process.
type function struct {
	settings  lambdaenv.Digest
	deliverer deliver.Deliverer
	poster    post.Poster
}

func (f function) handle(ctx context.Context, payload json.RawMessage) (any, error) {
	run := ops.Begin(ctx, os.Stdout, f.settings.Stack, f.settings.Function)
	defer func() { run.End(time.Now()) }()
	poster, d := f.poster, f.deliverer
	poster.Owner = run.ID
	d.Poster, d.Run = &poster, run
	return run.Invoke(ctx, margin, payload, d.Do)
}
