package dynamo_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/logging"

	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// scripted is a DynamoDB that gives its answers in order, the last for ever,
// and keeps what it was asked.
type scripted struct {
	answers []string // of an error, the JSON begins with {"__type"
	asked   []map[string]any
	slept   []time.Duration
}

func (s *scripted) driver(t *testing.T) *dynamo.DB {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var asked map[string]any
		if err = errors.Join(err, json.Unmarshal(body, &asked)); err != nil {
			t.Error(err)
		}
		answer := s.answers[min(len(s.asked), len(s.answers)-1)]
		if item, ok := asked["Item"].(map[string]any); ok && item["by"] != nil { // the mark that is ours
			answer = strings.ReplaceAll(answer, "OURS", item["by"].(map[string]any)["S"].(string))
		}
		s.asked = append(s.asked, asked)
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		if strings.HasPrefix(answer, `{"__type"`) {
			w.WriteHeader(http.StatusBadRequest)
		}
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	client := dynamodb.New(dynamodb.Options{
		Region: "local", BaseEndpoint: aws.String(server.URL), Logger: logging.Nop{}, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	return dynamo.New(client, "table", func(_ context.Context, d time.Duration) error {
		s.slept = append(s.slept, d)
		return nil
	})
}

func cancelled(codes ...string) string {
	var reasons []string
	for _, c := range codes {
		reasons = append(reasons, fmt.Sprintf(`{"Code":%q}`, c))
	}
	return `{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","CancellationReasons":[` + strings.Join(reasons, ",") + `]}`
}

func TestWriteAgain(t *testing.T) {
	batch := []store.Write{
		{Item: store.Item{Key: store.Key{PK: "p", SK: "a"}, Rev: 1}},
		{Item: store.Item{Key: store.Key{PK: "p", SK: "b"}, Rev: 1}},
	}
	for name, c := range map[string]struct {
		answers  []string
		calls    int
		conflict string // the SK of the key
		fails    bool
	}{
		"at once":                         {answers: []string{"{}"}, calls: 1},
		"another transaction":             {answers: []string{cancelled("None", "TransactionConflict"), cancelled("TransactionConflict", "None"), "{}"}, calls: 3},
		"throttled items":                 {answers: []string{cancelled("ThrottlingError", "None"), "{}"}, calls: 2},
		"too much for the table":          {answers: []string{cancelled("ProvisionedThroughputExceeded", "None"), "{}"}, calls: 2},
		"the same token is at work":       {answers: []string{`{"__type":"com.amazonaws.dynamodb.v20120810#TransactionInProgressException"}`, "{}"}, calls: 2},
		"a condition":                     {answers: []string{cancelled("None", "ConditionalCheckFailed")}, calls: 1, conflict: "b"},
		"a condition, and somebody at it": {answers: []string{cancelled("TransactionConflict", "ConditionalCheckFailed")}, calls: 1, conflict: "b"},
		"a request that is wrong":         {answers: []string{cancelled("ValidationError", "None")}, calls: 1, fails: true},
		"no table":                        {answers: []string{`{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}`}, calls: 1, fails: true},
		"another transaction without end": {answers: []string{cancelled("None", "TransactionConflict")}, calls: 12, fails: true},
	} {
		s := &scripted{answers: c.answers}
		err := s.driver(t).Write(t.Context(), time.Unix(1, 0), batch)
		var conflict store.ConflictError
		switch errors.As(err, &conflict); {
		case conflict.Key.SK != c.conflict:
			t.Errorf("%s: got %v", name, err)
		case c.conflict == "" && (err != nil) != c.fails:
			t.Errorf("%s: got %v", name, err)
		case len(s.asked) != c.calls || len(s.slept) != c.calls-1:
			t.Errorf("%s: %d calls, %d waits", name, len(s.asked), len(s.slept))
		}
		for n, asked := range s.asked {
			if token := asked["ClientRequestToken"]; token == "" || token != s.asked[0]["ClientRequestToken"] {
				t.Errorf("%s: call %d has token %v", name, n, token)
			}
		}
		for n, d := range s.slept {
			if d < 0 || d > 25*time.Millisecond<<n || d > 2*time.Second {
				t.Errorf("%s: wait %d is %v", name, n, d)
			}
		}
	}
}

// A write that stands alone knows its own first try, whose answer was lost; it
// is tried again where that passes, and told of a conflict where it is one.
func TestWriteAloneAgain(t *testing.T) {
	failed := func(by string) string {
		return `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":{"by":{"S":"` + by + `"}}}`
	}
	busy := func(code string) string { return `{"__type":"com.amazonaws.dynamodb.v20120810#` + code + `"}` }
	for _, c := range []struct {
		name    string
		answers []string
		delete  bool
		calls   int
		want    error
	}{
		{"done", []string{"{}"}, false, 1, nil},
		{"a conflict", []string{failed("somebody")}, false, 1, store.ErrConflict},
		{"a conflict with an item without a mark", []string{failed("")}, false, 1, store.ErrConflict},
		{"our own", []string{failed("OURS")}, false, 1, nil},
		{"another transaction", []string{busy("TransactionConflictException"), "{}"}, false, 2, nil},
		{"throttled", []string{busy("ThrottlingException"), busy("ProvisionedThroughputExceededException"), "{}"}, false, 3, nil},
		{"throttled for good", []string{busy("ThrottlingException")}, false, 12, errGivenUp},
		{"refused", []string{busy("ValidationException")}, false, 1, errRefused},
		{"a deletion", []string{"{}"}, true, 1, nil},
		{"a deletion throttled", []string{busy("RequestLimitExceeded"), "{}"}, true, 2, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &scripted{answers: c.answers}
			w := store.Write{Item: store.Item{Key: store.Key{PK: "p", SK: "a"}, Rev: 1}}
			if c.delete {
				w.Delete, w.If = true, store.Any
			}
			err := s.driver(t).Write(t.Context(), time.Unix(1, 0), []store.Write{w})
			switch {
			case c.want == nil && err != nil, c.want != nil && err == nil, len(s.asked) != c.calls,
				errors.Is(c.want, store.ErrConflict) != errors.Is(err, store.ErrConflict):
				t.Errorf("%d calls, %v; want %d, %v", len(s.asked), err, c.calls, c.want)
			}
			if c.delete {
				return
			}
			first := s.asked[0]["Item"].(map[string]any)["by"]
			for _, a := range s.asked {
				if mark := a["Item"].(map[string]any)["by"]; fmt.Sprint(mark) != fmt.Sprint(first) || a["ReturnValuesOnConditionCheckFailure"] != "ALL_OLD" {
					t.Errorf("a try bears the mark %v, and the first %v", mark, first)
				}
			}
		})
	}
}

var (
	errGivenUp = errors.New("given up")
	errRefused = errors.New("refused")
)

func TestGetWhatWasLeft(t *testing.T) {
	item := func(sk string) string {
		return fmt.Sprintf(`{"PK":{"S":"p"},"SK":{"S":%q},"rev":{"N":"1"},"schema":{"N":"1"}}`, sk)
	}
	answer := func(read, left string) string {
		if left != "" {
			left = fmt.Sprintf(`"table":{"Keys":[{"PK":{"S":"p"},"SK":{"S":%q}}]}`, left)
		}
		return fmt.Sprintf(`{"Responses":{"table":[%s]},"UnprocessedKeys":{%s}}`, read, left)
	}
	keys := []store.Key{{PK: "p", SK: "a"}, {PK: "p", SK: "b"}}
	s := &scripted{answers: []string{answer(item("a"), "b"), answer("", "b"), answer(item("b"), "")}}
	got, err := s.driver(t).Get(t.Context(), keys)
	if err != nil || len(got) != 2 || len(s.asked) != 3 || len(s.slept) != 1 {
		t.Errorf("got %v, %v after %d calls and %d waits", got, err, len(s.asked), len(s.slept))
	}
	s = &scripted{answers: []string{answer("", "b")}}
	if _, err := s.driver(t).Get(t.Context(), keys[1:]); err == nil || len(s.asked) != 12 {
		t.Errorf("nothing is ever read: %v after %d calls", err, len(s.asked))
	}
	s = &scripted{answers: []string{`{"Responses":{"table":[{"PK":{"S":"p"},"SK":{"S":"a"}}]}}`}}
	if _, err := s.driver(t).Get(t.Context(), keys); err == nil || !strings.Contains(err.Error(), "not an item of counterpoint's") {
		t.Errorf("an item of another program: %v", err)
	}
}

// Reads are strongly consistent.
func TestReadsAreConsistent(t *testing.T) {
	s := &scripted{answers: []string{"{}"}}
	d := s.driver(t)
	if _, err := d.Query(t.Context(), "p", "a", "b", 0); err != nil || s.asked[0]["ConsistentRead"] != true {
		t.Errorf("%v, %v", s.asked[0], err)
	}
	if _, err := d.Get(t.Context(), []store.Key{{PK: "p", SK: "a"}}); err != nil {
		t.Error(err)
	}
	table := s.asked[1]["RequestItems"].(map[string]any)["table"].(map[string]any)
	if table["ConsistentRead"] != true {
		t.Errorf("%v", table)
	}
}
