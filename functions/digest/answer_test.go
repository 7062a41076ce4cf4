package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An answer goes to Slack and nowhere else, and what goes wrong tells no URL.
func TestAnswer(t *testing.T) {
	var got []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		got = append(got, r.URL.Path+" "+r.Header.Get("Content-Type")+" "+string(raw))
		if r.URL.Path == "/hooks/gone" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	a := answerer{srv.Client(), srv.URL + "/hooks/"}
	if err := a.send(t.Context(), srv.URL+"/hooks/secret", []byte(`{"text":"yes"}`)); err != nil || len(got) != 1 || got[0] != `/hooks/secret application/json {"text":"yes"}` {
		t.Errorf("%v, %q", err, got)
	}
	if err := a.send(t.Context(), srv.URL+"/hooks/gone", nil); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("gone: %v", err)
	}
	for _, url := range []string{srv.URL + "/elsewhere/secret", "", "https://hooks.slack.com/secret"} {
		if err := a.send(t.Context(), url, nil); err == nil || strings.Contains(err.Error(), "secret") || len(got) != 2 {
			t.Errorf("%s: %v", url, err)
		}
	}
	if err := (answerer{srv.Client(), ""}).send(t.Context(), srv.URL+"/hooks/secret", nil); err == nil {
		t.Error("without a setting another host than Slack's is answered")
	}
	srv.Close()
	if err := a.send(t.Context(), srv.URL+"/hooks/secret", nil); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("nobody there: %v", err)
	}
}
