// Cost computes what a deployment costs a month: the calls that a run of the
// built functions made (counts.json, which "make cost" writes) times the list
// prices (prices.json, dated, with the source of each). There is no free tier in
// it, nor metrics and alarms, nor tax. The waits in the counts are of 300 ms a
// feed and 4 ms a call of the table.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
)

//go:embed prices.json
var priceList []byte

//go:embed counts.json
var counted []byte

// phase is what one kind of work took, as internal/integration counts it.
type phase struct {
	Of            float64 `json:"of"`
	ReadUnits     float64 `json:"read_units"`
	WriteUnits    float64 `json:"write_units"`
	Invocations   float64 `json:"invocations"`
	Milliseconds  float64 `json:"milliseconds"`
	CPU           float64 `json:"cpu_milliseconds"`
	QueueRequests float64 `json:"queue_requests"`
	LogBytes      float64 `json:"log_bytes"`
	Kept          float64 `json:"kept_bytes"`
}

// deployment is how much there is to do.
type deployment struct {
	feeds, channels, digests float64 // digests a day
	bounded                  float64 // queues that are read with a bound: of the fetch function's, and the digest function's
	aim                      float64 // dollars a month
}

// The aims: new articles a feed and day, their size, and how often feeds are
// asked, as in internal/integration.
const (
	articles   = 10
	asked      = 24
	days       = 365.0 / 12
	kept       = 14
	keptDigest = 90
	partitions = 16 // of the feeds' turns
	// lambdaBegins is how many batches of a queue Lambda hands out at a time before
	// it makes them more.
	lambdaBegins = 5
	secrets      = 2 // that the digest function reads when it starts
)

type list struct {
	Read   string
	Prices map[string]struct {
		USD    float64
		Source string
	}
	Assumptions map[string]struct {
		Value float64
		Why   string
	}
}

func (l list) usd(name string) float64    { return l.Prices[name].USD }
func (l list) assume(name string) float64 { return l.Assumptions[name].Value }

// bounds say which queues are read with a bound on how many functions run.
var bounds = map[float64]string{
	0: "no queue bounded (FetchConcurrency=0)", 1: "the queue of feeds bounded (as template.yaml has it)", 2: "both queues bounded (DigestConcurrency=5)",
}

// line is a part of the bill.
type line struct {
	what string
	usd  float64
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	var prices list
	var counts map[string]phase
	if err := json.Unmarshal(priceList, &prices); err != nil {
		return fmt.Errorf("prices.json: %w", err)
	}
	if err := json.Unmarshal(counted, &counts); err != nil {
		return fmt.Errorf("counts.json: %w", err)
	}
	fmt.Fprintf(out, "List prices of us-east-1, %s; no free tier, no alarms.\n", prices.Read)
	for _, d := range []deployment{{200, 10, 20, 0, 1}, {200, 10, 20, 1, 1}, {10000, 1000, 1000, 2, 45}} {
		bill := prices.bill(d, counts)
		fmt.Fprintf(out, "\n%.0f feeds asked hourly (FetchEvery='rate(1 hour)'), %.0f digests a day, %s\n", d.feeds, d.digests, bounds[d.bounded])
		sum := 0.0
		for _, l := range bill {
			fmt.Fprintf(out, "  %-44s $%7.3f\n", l.what, l.usd)
			sum += l.usd
		}
		verdict := "within"
		if sum > d.aim {
			verdict = "above"
		}
		fmt.Fprintf(out, "  %-44s $%7.2f a month, %s the aim of $%.2f\n", "together", sum, verdict, d.aim)
	}
	return nil
}

// bill is a month's.
func (l list) bill(d deployment, c map[string]phase) []line {
	perFeed := func(of func(phase) float64) float64 { // a feed and day
		return articles*of(c["new"])/c["new"].Of + (asked-articles)*of(c["unchanged"])/c["unchanged"].Of
	}
	month := func(feed, plan, digest, sweep float64) float64 {
		return days * (d.feeds*feed + l.assume("plans_per_day")*plan + d.digests*digest + l.assume("sweeps_per_day")*sweep)
	}
	writes := func(p phase) float64 { return p.WriteUnits }
	reads := func(p phase) float64 { return p.ReadUnits }
	requests := func(p phase) float64 { return p.QueueRequests }
	runs := func(p phase) float64 { return p.Invocations }
	logs := func(p phase) float64 { return p.LogBytes }
	fetch, digest := l.seconds("fetch_memory_mb"), l.seconds("digest_memory_mb")
	atOnce := min(l.assume("fetch_functions_at_once"), max(lambdaBegins, d.feeds/100))
	starts := l.assume("plans_per_day")*atOnce*fetch(c["fetch start"]) + l.assume("digest_starts_per_day")*digest(c["digest start"])
	// What counts of a plan is the message that asks for it: sent, received, deleted. What
	// it sends itself is among what was counted of fetching.
	const ofPlan = 3
	polls := d.bounded*l.assume("idle_polls_per_month_bounded") + (2-d.bounded)*l.assume("idle_polls_per_month_unbounded")
	million := func(name string) float64 { return l.usd(name) / 1e6 }
	gb := d.feeds * articles * kept * c["new"].Kept / c["new"].Of / 1e9
	gbDigests := d.digests * keptDigest * c["digest"].Kept / 1e9
	return []line{
		{"table: writes of fetching", million("dynamodb_write_million") * days * d.feeds * perFeed(writes)},
		{"table: reads of fetching", million("dynamodb_read_million") * days * d.feeds * perFeed(reads)},
		{"table: writes of planning", million("dynamodb_write_million") * month(0, planWrites(d.feeds, c["plan"]), 0, 0)},
		{"table: reads of planning", million("dynamodb_read_million") * month(0, planUnits(d.feeds, c["plan"]), 0, 0)},
		{"table: writes of digests", million("dynamodb_write_million") * month(0, 0, writes(c["digest"]), writes(c["sweep"]))},
		{"table: reads of digests", million("dynamodb_read_million") * month(0, 0, reads(c["digest"]), reads(c["sweep"]))},
		{"table: articles kept, with recovery", gb * (l.usd("dynamodb_gb_month") + l.usd("dynamodb_recovery_gb_month"))},
		{"table: digests and what they cite, with recovery", gbDigests * (l.usd("dynamodb_gb_month") + l.usd("dynamodb_recovery_gb_month"))},
		{"functions: fetching", l.usd("lambda_gb_second") * month(perFeed(fetch), fetch(c["plan"])*d.feeds/c["plan"].Of, 0, 0)},
		{"functions: digests", l.usd("lambda_gb_second") * month(0, 0, digest(c["digest"]), digest(c["sweep"]))},
		{"functions: starts", l.usd("lambda_gb_second") * days * starts},
		{"functions: invocations", million("lambda_million") * month(perFeed(runs), 1, runs(c["digest"]), 1)},
		{"queues: messages", million("sqs_million") * month(perFeed(requests), ofPlan, requests(c["digest"]), requests(c["sweep"]))},
		{"queues: polled while they are empty", million("sqs_million") * polls},
		{"secrets: decrypted at starts", l.usd("kms_ten_thousand") / 1e4 * days * secrets * l.assume("digest_starts_per_day")},
		{"schedules", million("scheduler_million") * month(0, 1, 1, 1)},
		{"logs", l.usd("logs_gb") / 1e9 * month(perFeed(logs), logs(c["plan"]), logs(c["digest"]), logs(c["sweep"]))},
	}
}

// planWrites is what it takes to write down which feeds are handed out: a whole
// unit at least in each of their partitions.
func planWrites(feeds float64, p phase) float64 {
	return max(partitions, p.WriteUnits/p.Of*feeds)
}

// planUnits is what it takes to read the turns of all feeds: whole units of
// 4 KB, of each of their partitions.
func planUnits(feeds float64, p phase) float64 {
	bytes := p.ReadUnits / p.Of * 4096
	return partitions * math.Ceil(feeds/partitions*bytes/4096)
}

// seconds is the time, in GB-seconds, that a function of so much memory is paid
// for: it was counted on whole processors, and takes longer on a part of one.
func (l list) seconds(memory string) func(phase) float64 {
	mb := l.assume(memory)
	slower := max(0, l.assume("full_processor_mb")/mb-1)
	return func(p phase) float64 { return (p.Milliseconds + p.CPU*slower) / 1000 * mb / 1024 }
}
