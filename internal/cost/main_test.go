package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// The bill of made-up counts and prices, by hand.
func TestBill(t *testing.T) {
	var l list
	if err := json.Unmarshal([]byte(`{"Prices":{"dynamodb_write_million":{"USD":1e6},"lambda_gb_second":{"USD":1},"lambda_million":{"USD":1e6},"sqs_million":{"USD":1e6}},
		"Assumptions":{"fetch_memory_mb":{"Value":512},"digest_memory_mb":{"Value":1024},"full_processor_mb":{"Value":1024},"plans_per_day":{"Value":0.1},"sweeps_per_day":{"Value":2},
		"idle_polls_per_month_bounded":{"Value":500},"idle_polls_per_month_unbounded":{"Value":200},"fetch_functions_at_once":{"Value":10},"digest_starts_per_day":{"Value":3}}}`), &l); err != nil {
		t.Fatal(err)
	}
	counts := map[string]phase{
		"new": {Of: 2, WriteUnits: 24, Invocations: 1, Milliseconds: 2000, CPU: 500}, "unchanged": {Of: 1, WriteUnits: 2, Milliseconds: 100},
		"plan": {Of: 10, ReadUnits: 1, QueueRequests: 100}, "digest": {WriteUnits: 7, Milliseconds: 3000, QueueRequests: 4}, "sweep": {QueueRequests: 5},
		"fetch start": {Of: 1, Milliseconds: 1000, CPU: 1000}, "digest start": {Of: 1, Milliseconds: 1000},
	}
	got := map[string]float64{}
	for _, line := range l.bill(deployment{feeds: 3, digests: 2, bounded: 1}, counts) {
		got[line.what] = line.usd / days
	}
	for what, want := range map[string]float64{
		"table: writes of fetching": 3 * (10*12 + 14*2),
		"table: writes of digests":  2 * 7,
		"functions: fetching":       3 * (10*(2.5/2) + 14*0.1) * 0.5, // half a processor: the half second takes one
		"functions: digests":        2 * 3,
		"functions: invocations":    3*10*0.5 + 0.1 + 2,
	} {
		if math.Abs(got[what]-want) > 1e-9 {
			t.Errorf("%s: %v a day, want %v", what, got[what], want)
		}
	}
}

// Every price has a source, and the list a date; every name in the bill is in
// the list.
func TestPriceList(t *testing.T) {
	var l list
	if err := json.Unmarshal(priceList, &l); err != nil || l.Read == "" {
		t.Fatal(l.Read, err)
	}
	for name, p := range l.Prices {
		if p.USD <= 0 || p.Source == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for name, a := range l.Assumptions {
		if a.Value <= 0 || a.Why == "" {
			t.Errorf("%s: %+v", name, a)
		}
	}
	var out bytes.Buffer
	if err := run(&out); err != nil || strings.Contains(out.String(), "$  0.000") || strings.Contains(out.String(), "NaN") || strings.Contains(out.String(), "Inf") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// Functions have the memory that they are deployed with.
func TestMemory(t *testing.T) {
	template, err := os.ReadFile("../../template.yaml")
	var l list
	if err = errors.Join(err, json.Unmarshal(priceList, &l)); err != nil {
		t.Fatal(err)
	}
	for name, function := range map[string]string{"fetch_memory_mb": "FetchFunction", "digest_memory_mb": "DigestFunction"} {
		_, of, _ := strings.Cut(string(template), "\n  "+function+":")
		_, of, _ = strings.Cut(of, "MemorySize: ")
		mb := strings.Fields(of)[0]
		if want := fmt.Sprint(l.assume(name)); mb != want {
			t.Errorf("%s is deployed with %s MB, and paid for with %s", function, mb, want)
		}
	}
}
