// Package ops is what an operator sees of a function: logs, each line a JSON
// object with the run's ID, and metrics in the lines of CloudWatch's embedded
// metric format, so that none costs a call.
//
// There are ten metrics and no more, and their one dimension is the
// deployment: a metric a channel or a feed would cost more than all the rest.
package ops

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// Metric is the name of a metric.
type Metric string

// The metrics. All but Overdue and Latency are counts of a run, to be summed.
const (
	Fetched           Metric = "Fetched"           // feeds that answered
	Failed            Metric = "Failed"            // feeds that did not
	NewArticles       Metric = "NewArticles"       // kept for the first time
	Posted            Metric = "Posted"            // messages that Slack took
	Empty             Metric = "Empty"             // digests without a story
	Ambiguous         Metric = "Ambiguous"         // messages of which nobody knows whether Slack took them
	DuplicatesRemoved Metric = "DuplicatesRemoved" // messages that were there twice
	Overdue           Metric = "Overdue"           // digests that wait longer than they should, now
	Fallback          Metric = "Fallback"          // messages that went as plain text, as Slack refused their form
	Latency           Metric = "Latency"           // milliseconds from a digest's slot to its first message
)

// Metrics are all of them, in order.
func Metrics() []Metric {
	return []Metric{Fetched, Failed, NewArticles, Posted, Empty, Ambiguous, DuplicatesRemoved, Overdue, Fallback, Latency}
}

// Namespace is where CloudWatch shows the metrics.
const Namespace = "Counterpoint"

// Run is one invocation of a function, as it is told to the operator. It is
// not safe for concurrent use; its Log is.
type Run struct {
	Log     *slog.Logger
	ID      string
	out     io.Writer
	stack   string
	metrics map[Metric]float64
}

// Begin begins a run, with the ID that Lambda gave it.
func Begin(ctx context.Context, out io.Writer, stack, function string) *Run {
	id := "local"
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		id = lc.AwsRequestID
	}
	return &Run{
		Log: slog.New(slog.NewJSONHandler(out, nil)).With("function", function, "run", id),
		ID:  id, out: out, stack: stack, metrics: map[Metric]float64{},
	}
}

// Count adds to a metric. A metric that nobody adds to is not told.
func (r *Run) Count(m Metric, n int) {
	if n != 0 {
		r.metrics[m] += float64(n)
	}
}

// Set tells a metric's value, also 0.
func (r *Run) Set(m Metric, v float64) { r.metrics[m] = v }

// definition is a metric as the format describes it.
type definition struct {
	Name Metric
	Unit string
}

// End writes the run's metrics, all in one line.
func (r *Run) End(now time.Time) {
	if len(r.metrics) == 0 {
		return
	}
	line := map[string]any{"Stack": r.stack}
	var all []definition
	for _, m := range Metrics() {
		if v, ok := r.metrics[m]; ok {
			unit := "Count"
			if m == Latency {
				unit = "Milliseconds"
			}
			all = append(all, definition{m, unit})
			line[string(m)] = v
		}
	}
	line["_aws"] = map[string]any{
		"Timestamp":         now.UnixMilli(),
		"CloudWatchMetrics": []any{map[string]any{"Namespace": Namespace, "Dimensions": [][]string{{"Stack"}}, "Metrics": all}},
	}
	raw, err := json.Marshal(line)
	if err != nil { // of an infinity alone
		r.Log.Error("the metrics cannot be written", "cause", err.Error())
		return
	}
	_, _ = r.out.Write(append(raw, '\n')) // where it cannot be written nobody can be told
}

// Before is a context that ends earlier than another by a margin, so that what
// is begun can be ended. A context without deadline stays without.
func Before(ctx context.Context, margin time.Duration) (context.Context, context.CancelFunc) {
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithDeadline(ctx, deadline.Add(-margin))
	}
	return context.WithCancel(ctx)
}
