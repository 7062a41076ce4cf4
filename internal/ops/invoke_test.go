package ops_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/errand"
	"counterpoint/internal/ops"
)

const batch = `{"Records":[
	{"messageId":"a","body":"{\"do\":\"wake\",\"channel\":\"C1\"}"},
	{"messageId":"b","body":"no errand"},
	{"messageId":"c","body":"{\"do\":\"wake\",\"channel\":\"bad\"}"},
	{"messageId":"d","body":"{\"do\":\"wake\",\"channel\":\"C2\"}"}]}`

// invoke does a payload, and returns the channels that were woken.
func invoke(ctx context.Context, t *testing.T, payload string) (woken []string, answer string, log string, err error) {
	t.Helper()
	var out bytes.Buffer
	got, err := ops.Begin(ctx, &out, "news", "digest").Invoke(ctx, time.Minute, json.RawMessage(payload), func(_ context.Context, e errand.Errand) error {
		woken = append(woken, e.Channel)
		if e.Channel == "bad" {
			return errors.New("it is bad")
		}
		return nil
	})
	raw, _ := json.Marshal(got)
	return woken, string(raw), out.String(), err
}

// A batch is answered with the messages that failed, and these are logged.
func TestInvokeBatch(t *testing.T) {
	woken, answer, log, err := invoke(t.Context(), t, batch)
	want := `{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"c"}]}`
	if err != nil || answer != want || !cmp.Equal(woken, []string{"C1", "bad", "C2"}) {
		t.Errorf("%q, %s, %v", woken, answer, err)
	}
	if !strings.Contains(log, "it is bad") || strings.Count(log, "\n") != 2 {
		t.Error(log)
	}
	if woken, answer, _, err := invoke(t.Context(), t, `{"Records":[]}`); woken != nil || answer != `{"batchItemFailures":[]}` || err != nil {
		t.Errorf("of an empty batch: %q %s %v", woken, answer, err)
	}
}

// What a schedule sends is one errand, whose failure fails the run.
func TestInvokeErrand(t *testing.T) {
	if woken, _, _, err := invoke(t.Context(), t, `{"do":"wake","channel":"C1"}`); err != nil || !cmp.Equal(woken, []string{"C1"}) {
		t.Errorf("%q, %v", woken, err)
	}
	if _, _, _, err := invoke(t.Context(), t, `{"do":"wake","channel":"bad"}`); err == nil {
		t.Error("a failure is none")
	}
	if _, _, _, err := invoke(t.Context(), t, `[]`); err == nil {
		t.Error("a list is an event")
	}
}

// Nothing is begun that could not be ended.
func TestInvokeMargin(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 59*time.Second)
	defer cancel()
	woken, answer, _, err := invoke(ctx, t, batch)
	if err != nil || woken != nil || strings.Count(answer, "itemIdentifier") != 4 {
		t.Errorf("%q, %s, %v", woken, answer, err)
	}
}
