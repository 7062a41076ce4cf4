package ops_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/ops"
)

var at = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)

func TestMetrics(t *testing.T) {
	var out bytes.Buffer
	r := ops.Begin(t.Context(), &out, "news", "digest")
	r.Count(ops.Posted, 2)
	r.Count(ops.Posted, 1)
	r.Count(ops.Failed, 0) // nothing happened: no line of it
	r.Set(ops.Overdue, 0)  // that there is none is a fact
	r.Set(ops.Latency, 1500)
	r.End(at)
	want := `{"Latency":1500,"Overdue":0,"Posted":3,"Stack":"news","_aws":{"CloudWatchMetrics":[{"Dimensions":[["Stack"]],` +
		`"Metrics":[{"Name":"Posted","Unit":"Count"},{"Name":"Overdue","Unit":"Count"},{"Name":"Latency","Unit":"Milliseconds"}],` +
		`"Namespace":"Counterpoint"}],"Timestamp":1772440200000}}` + "\n"
	if got := out.String(); got != want {
		t.Error(cmp.Diff(want, got))
	}
	out.Reset()
	r = ops.Begin(t.Context(), &out, "news", "digest")
	if r.End(at); out.Len() > 0 {
		t.Errorf("a run without metrics wrote %s", &out)
	}
	r.Set(ops.Latency, math.Inf(1))
	if r.End(at); !strings.Contains(out.String(), "cannot be written") {
		t.Errorf("an infinite latency: %s", &out)
	}
}

// CloudWatch bills each metric.
func TestTenMetrics(t *testing.T) {
	if n := len(ops.Metrics()); n > 10 {
		t.Errorf("there are %d metrics", n)
	}
}

func TestLog(t *testing.T) {
	var out bytes.Buffer
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "8f2"})
	r := ops.Begin(ctx, &out, "news", "digest")
	r.Log.Warn("late", "channel", "C1")
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	delete(line, "time")
	want := map[string]any{"level": "WARN", "msg": "late", "channel": "C1", "function": "digest", "run": "8f2"}
	if diff := cmp.Diff(want, line); diff != "" || r.ID != "8f2" {
		t.Error(diff, r.ID)
	}
}

func TestBefore(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), at.AddDate(100, 0, 0))
	defer cancel()
	early, end := ops.Before(ctx, 90*time.Second)
	defer end()
	if got, ok := early.Deadline(); !ok || !got.Equal(at.AddDate(100, 0, 0).Add(-90*time.Second)) {
		t.Errorf("the deadline is %v", got)
	}
	free, end := ops.Before(t.Context(), time.Second)
	defer end()
	if _, ok := free.Deadline(); ok {
		t.Error("a deadline out of nothing")
	}
}
