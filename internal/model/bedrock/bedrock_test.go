package bedrock_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"counterpoint/internal/model"
	"counterpoint/internal/model/bedrock"
)

// service speaks Converse as Bedrock's REST API does.
type service struct {
	noSchema bool // the model has no structured output
	fault    string
	status   int
	stop     string
	wait     time.Duration
	asked    []map[string]any
	paths    []string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	var ask map[string]any
	_ = json.Unmarshal(raw, &ask)
	s.asked, s.paths = append(s.asked, ask), append(s.paths, r.URL.EscapedPath())
	w.Header().Set("Content-Type", "application/json")
	fail := func(status int, name, message string) {
		w.Header().Set("X-Amzn-ErrorType", name)
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": message})
	}
	select {
	case <-time.After(s.wait):
	case <-r.Context().Done():
		return
	}
	switch {
	case s.fault != "":
		fail(s.status, s.fault, "no such thing")
		return
	case s.noSchema && ask["outputConfig"] != nil:
		fail(http.StatusBadRequest, "ValidationException", "This model doesn't support the outputConfig.textFormat field.")
		return
	}
	content := map[string]any{"text": `{"a":1}`}
	stop := "end_turn"
	if ask["toolConfig"] != nil {
		content, stop = map[string]any{"toolUse": map[string]any{"toolUseId": "t1", "name": "reply", "input": map[string]any{"a": 1}}}, "tool_use"
	}
	if s.stop != "" {
		stop = s.stop
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"output":     map[string]any{"message": map[string]any{"role": "assistant", "content": []any{content}}},
		"stopReason": stop, "usage": map[string]int{"inputTokens": 1200, "outputTokens": 34, "totalTokens": 1234},
		"metrics": map[string]int{"latencyMs": 5},
	})
}

func (s *service) driver(t *testing.T) *bedrock.Driver {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return bedrock.New(aws.Config{
		Region: "eu-west-1", BaseEndpoint: aws.String(srv.URL), HTTPClient: srv.Client(),
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret-key", ""),
	}, "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.some-model-v1")
}

var request = model.Request{Name: "story-1", Instructions: "read", Packet: "[a1.1] x", Schema: json.RawMessage(`{"type":"object"}`), MostTokens: 77}

func TestAsk(t *testing.T) {
	for name, s := range map[string]*service{"schema": {}, "tool": {noSchema: true}} {
		d := s.driver(t)
		for range 2 {
			r, err := d.Ask(t.Context(), request)
			if err != nil || strings.ReplaceAll(string(r.JSON), " ", "") != `{"a":1}` || r.Usage != (model.Usage{Input: 1200, Output: 34}) {
				t.Fatalf("%s: %s %+v %v", name, r.JSON, r.Usage, err)
			}
		}
		if want := map[string]int{"schema": 2, "tool": 3}[name]; len(s.asked) != want {
			t.Errorf("%s: asked %d times, want %d", name, len(s.asked), want)
		}
		if d.Name() != "bedrock:eu.some-model-v1" || !strings.Contains(s.paths[0], "some-model-v1/converse") {
			t.Errorf("%s: %s %s", name, d.Name(), s.paths[0])
		}
	}
}

func TestFaults(t *testing.T) {
	for name, row := range map[string]struct {
		s    *service
		is   error
		says string
	}{
		"throttled":   {&service{fault: "ThrottlingException", status: 429}, model.ErrThrottled, ""},
		"5xx":         {&service{fault: "InternalServerException", status: 500}, nil, "failed"},
		"unavailable": {&service{fault: "ServiceUnavailableException", status: 503}, nil, "failed"},
		"no access":   {&service{fault: "AccessDeniedException", status: 403}, nil, "bedrock:InvokeModel"},
		"no model":    {&service{fault: "ResourceNotFoundException", status: 404}, nil, "no such model"},
		"bad request": {&service{fault: "ValidationException", status: 400}, nil, "turned the request down"},
		"guardrail":   {&service{stop: "guardrail_intervened"}, model.ErrRefused, ""},
		"cut":         {&service{stop: "max_tokens"}, nil, "broke off"},
	} {
		_, err := row.s.driver(t).Ask(t.Context(), request)
		if err == nil || row.is != nil && !errors.Is(err, row.is) || !strings.Contains(err.Error(), row.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
		if n := len(row.s.asked); n != 1 {
			t.Errorf("%s: asked %d times: the SDK retries", name, n)
		}
	}
}

func TestTimeout(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := (&service{wait: time.Minute}).driver(t).Ask(ctx, request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a slow service: %v", err)
	}
}
