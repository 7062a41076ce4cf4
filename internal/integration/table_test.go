package integration_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// table stands before DynamoDB: it counts what functions ask and what that
// costs, and refuses or delays calls.
type table struct {
	endpoint string
	mu       sync.Mutex
	calls    map[string]int     // by function and operation
	units    map[string]float64 // capacity, by function and "read" or "write"
	refuse   func(n int) bool   // throttles the nth call
	before   func(function, operation string, n int)
	latency  time.Duration
	n        map[string]int
}

// serve is the table as one function reaches it.
func (d *table) serve(t *testing.T, function string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.pass(w, r, function) }))
	t.Cleanup(server.Close)
	return server.URL
}

func (d *table) pass(w http.ResponseWriter, r *http.Request, function string) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	d.mu.Lock()
	d.n[function]++
	d.n[""]++
	n, all := d.n[function], d.n[""]
	refuse, before, latency := d.refuse, d.before, d.latency
	d.mu.Unlock()
	if before != nil {
		before(function, operation, n)
	}
	time.Sleep(latency)
	if refuse != nil && refuse(all) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}`)
		return
	}
	var in map[string]any
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	in["ReturnConsumedCapacity"] = "TOTAL"
	body, _ := json.Marshal(in)
	out, err := http.NewRequestWithContext(r.Context(), http.MethodPost, d.endpoint, bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	out.Header = r.Header.Clone()
	resp, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	d.count(function, operation, in, answer)
	maps.Copy(w.Header(), resp.Header)
	w.WriteHeader(resp.StatusCode)
	_, _ = w.Write(answer)
}

// count adds up what DynamoDB says that a call consumed.
func (d *table) count(function, operation string, in map[string]any, answer []byte) {
	kind := "write"
	switch operation {
	case "Query", "BatchGetItem":
		kind = "read"
	}
	var a struct{ ConsumedCapacity json.RawMessage }
	type capacity struct{ CapacityUnits float64 }
	var one capacity
	var many []capacity
	if json.Unmarshal(answer, &a) == nil && json.Unmarshal(a.ConsumedCapacity, &many) != nil {
		_ = json.Unmarshal(a.ConsumedCapacity, &one)
	}
	for _, c := range many {
		one.CapacityUnits += c.CapacityUnits
	}
	switch operation {
	case "BatchGetItem":
		one.CapacityUnits += absent(in, answer)
	case "Query": // one that finds nothing is paid as one that finds little
		one.CapacityUnits = max(one.CapacityUnits, 1)
	case "TransactWriteItems":
		one.CapacityUnits = together(in)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls[function+" "+operation]++
	d.units[function+" "+kind] += one.CapacityUnits
}

// together is what a transaction costs: two units for each KB of each item, as
// DynamoDB has it, of which its local edition counts half and less. What is
// deleted is small.
func together(in map[string]any) float64 {
	actions, _ := in["TransactItems"].([]any)
	units := 0
	for _, a := range actions {
		action, _ := a.(map[string]any)
		put, _ := action["Put"].(map[string]any)
		item, _ := put["Item"].(map[string]any)
		units += 2 * max(1, (sizeOf(item)+1023)/1024)
	}
	return float64(units)
}

// sizeOf is what DynamoDB counts of an item: its names and values, of a number
// half its digits.
func sizeOf(item map[string]any) int {
	n := 0
	for name, v := range item {
		n += len(name)
		typed, _ := v.(map[string]any)
		for kind, value := range typed {
			text, _ := value.(string)
			switch kind {
			case "S":
				n += len(text)
			case "N":
				n += len(text)/2 + 2
			case "B":
				n += base64.StdEncoding.DecodedLen(len(text))
			}
		}
	}
	return n
}

// absent is what it costs to look for items that are not there: a unit each, as
// DynamoDB has it, which its local edition does not count.
func absent(in map[string]any, answer []byte) float64 {
	var a struct {
		Responses       map[string][]json.RawMessage
		UnprocessedKeys map[string]struct{ Keys []json.RawMessage }
	}
	tables, ok := in["RequestItems"].(map[string]any)
	if !ok || json.Unmarshal(answer, &a) != nil {
		return 0
	}
	n := 0
	for name, of := range tables {
		if of, ok := of.(map[string]any); ok {
			keys, _ := of["Keys"].([]any)
			n += len(keys) - len(a.Responses[name]) - len(a.UnprocessedKeys[name].Keys)
		}
	}
	return float64(n)
}

// trouble sets what happens to calls from now on.
func (d *table) trouble(refuse func(n int) bool, before func(function, operation string, n int)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse, d.before = refuse, before
	clear(d.n)
}
