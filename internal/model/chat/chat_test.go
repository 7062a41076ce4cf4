package chat_test

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

	"counterpoint/internal/model"
	"counterpoint/internal/model/chat"
)

// server speaks chat completions. It takes the forms that it is told to, and
// answers with content.
type server struct {
	takes   map[string]bool
	status  int
	content string
	finish  string
	refusal string
	wait    time.Duration
	asked   []map[string]any
	keys    []string
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	var ask map[string]any
	if r.URL.Path != "/v1/chat/completions" || json.Unmarshal(raw, &ask) != nil {
		http.Error(w, "no", http.StatusNotFound)
		return
	}
	s.asked, s.keys = append(s.asked, ask), append(s.keys, r.Header.Get("Authorization"))
	select {
	case <-time.After(s.wait):
	case <-r.Context().Done():
		return
	}
	form := "text"
	if f, ok := ask["response_format"].(map[string]any); ok {
		form, _ = f["type"].(string)
	}
	if s.status != 0 {
		http.Error(w, `{"error":{"message":"no"}}`, s.status)
		return
	}
	if s.takes != nil && !s.takes[form] {
		http.Error(w, `{"error":{"message":"response_format is not supported"}}`, http.StatusBadRequest)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"choices": []any{map[string]any{"finish_reason": s.finish, "message": map[string]any{"content": s.content, "refusal": s.refusal}}},
		"usage":   map[string]any{"prompt_tokens": 1200, "completion_tokens": 34},
	})
}

func (s *server) driver(t *testing.T) *chat.Driver {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	d, err := chat.New(chat.Options{BaseURL: srv.URL + "/v1/", Model: "m", Key: "k-secret"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var request = model.Request{Name: "story-1", Instructions: "read", Packet: "[a1.1] x", Schema: json.RawMessage(`{"type":"object"}`), MostTokens: 77}

func TestAsk(t *testing.T) {
	s := &server{content: `{"a":1}`, finish: "stop"}
	r, err := s.driver(t).Ask(t.Context(), request)
	if err != nil || string(r.JSON) != `{"a":1}` || r.Usage != (model.Usage{Input: 1200, Output: 34}) {
		t.Fatalf("%s %+v %v", r.JSON, r.Usage, err)
	}
	a := s.asked[0]
	form, _ := a["response_format"].(map[string]any)
	if a["model"] != "m" || a["max_tokens"] != 77.0 || form["type"] != "json_schema" || s.keys[0] != "Bearer k-secret" {
		t.Errorf("asked %v with %q", a, s.keys[0])
	}
}

// A server that knows no schema is asked for JSON, then for text, and from
// then on in the form that it takes.
func TestForms(t *testing.T) {
	for _, takes := range []string{"json_object", "text"} {
		s := &server{takes: map[string]bool{takes: true}, content: "Here it is:\n```json\n{\"a\":1}\n```\n", finish: "stop"}
		d := s.driver(t)
		for range 2 {
			if r, err := d.Ask(t.Context(), request); err != nil || string(r.JSON) != `{"a":1}` {
				t.Fatalf("%s: %q %v", takes, r.JSON, err)
			}
		}
		want := map[string]int{"json_object": 3, "text": 4}[takes]
		if len(s.asked) != want {
			t.Errorf("%s: asked %d times, want %d", takes, len(s.asked), want)
		}
	}
	s := &server{takes: map[string]bool{}}
	if _, err := s.driver(t).Ask(t.Context(), request); err == nil || len(s.asked) != 3 {
		t.Errorf("a server that takes nothing: asked %d times, %v", len(s.asked), err)
	}
}

func TestFaults(t *testing.T) {
	for name, row := range map[string]struct {
		s    *server
		is   error
		says string
	}{
		"throttled": {&server{status: http.StatusTooManyRequests}, model.ErrThrottled, ""},
		"5xx":       {&server{status: http.StatusBadGateway}, nil, "502"},
		"redirect":  {&server{status: http.StatusTemporaryRedirect}, nil, "307"},
		"refused":   {&server{refusal: "I will not"}, model.ErrRefused, ""},
		"filtered":  {&server{finish: "content_filter"}, model.ErrRefused, ""},
		"cut":       {&server{finish: "length", content: `{"a":`}, nil, "broke off"},
		"too large": {&server{content: strings.Repeat("x", 2<<20)}, nil, "over"},
	} {
		_, err := row.s.driver(t).Ask(t.Context(), request)
		if err == nil || row.is != nil && !errors.Is(err, row.is) || !strings.Contains(err.Error(), row.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTimeout(t *testing.T) {
	s := &server{wait: time.Minute}
	d := s.driver(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := d.Ask(ctx, request); err == nil || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("a slow server: %v", err)
	}
}

func TestNew(t *testing.T) {
	for _, o := range []chat.Options{
		{BaseURL: "", Model: "m"}, {BaseURL: "ftp://x", Model: "m"}, {BaseURL: "https://u:p@x/v1", Model: "m"},
		{BaseURL: "https://x/v1"}, {BaseURL: "http://10.0.0.8/v1", Model: "m", Key: "k-secret"},
	} {
		if _, err := chat.New(o); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("New(%+v): %v", o, err)
		}
	}
	for _, o := range []chat.Options{
		{BaseURL: "http://10.0.0.8/v1", Model: "m"}, {BaseURL: "http://[::1]:8000/v1", Model: "m", Key: "k"}, {BaseURL: "https://x/v1", Model: "m", Key: "k"},
	} {
		if _, err := chat.New(o); err != nil {
			t.Errorf("New(%+v): %v", o, err)
		}
	}
}
