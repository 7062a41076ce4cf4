package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/command"
)

// environment is what the function is configured with, before a Parameter Store
// that answers with a text.
func environment(t *testing.T, parameters string) func(string) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(parameters)) }))
	t.Cleanup(srv.Close)
	env := map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "hidden", "TABLE_NAME": "table", "STACK_NAME": "news",
		"DIGEST_QUEUE_URL": "https://sqs.example/1/digest", "SIGNING_SECRET_PARAMETER": "/signing", "LINK_KEY_PARAMETER": "/link",
		"AWS_ENDPOINT_URL_SSM": srv.URL,
	}
	return func(name string) string { return env[name] }
}

const parameters = `{"Parameters":[{"Name":"/signing","Value":"a signing secret"},{"Name":"/link","Value":"0123456789abcdef0123456789abcdef"}]}`

// Each request goes to what answers it; what nobody signed gets no further.
func TestHandle(t *testing.T) {
	f, err := newFunction(t.Context(), environment(t, parameters), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{http.MethodPost, command.CommandsPath, http.StatusUnauthorized},
		{http.MethodPost, command.ActionsPath, http.StatusUnauthorized},
		{http.MethodGet, command.CommandsPath, http.StatusMethodNotAllowed},
		{http.MethodGet, "/evidence/0123456789abcdef/forged", http.StatusForbidden},
		{http.MethodPost, "/evidence/0123456789abcdef/forged", http.StatusMethodNotAllowed},
		{http.MethodPost, "/elsewhere", http.StatusNotFound},
	} {
		var in command.GatewayRequest
		in.RawPath, in.Context.HTTP.Method = c.path, c.method
		in.Headers = map[string]string{"content-type": "application/x-www-form-urlencoded"}
		got, err := f.handle(t.Context(), in)
		if err != nil || got.Status != c.want {
			t.Errorf("%s %s: %d %v, want %d", c.method, c.path, got.Status, err, c.want)
		}
	}
	if !f.commands.Desk.ReadOnly {
		t.Error("the web function changes settings itself")
	}
}

// The function does not start without what it needs, and says what that is.
func TestStart(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"no parameters":         {`{}`, "/link"},
		"an empty secret":       {strings.Replace(parameters, "a signing secret", "", 1), "/signing"},
		"a key of links, short": {strings.Replace(parameters, "0123456789abcdef0123456789abcdef", "0123", 1), "key for links"},
	} {
		if _, err := newFunction(t.Context(), environment(t, c.answer), time.Now); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "a signing secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// All at the first start: what is wrong in the environment, a secret that is missing, and one of a wrong form.
	short := strings.Replace(strings.Replace(parameters, "0123456789abcdef0123456789abcdef", "0123", 1), "/signing", "/other", 1)
	env := environment(t, short)
	_, err := newFunction(t.Context(), func(name string) string {
		if name == "TABLE_NAME" {
			return ""
		}
		return env(name)
	}, time.Now)
	for _, fault := range []string{"TABLE_NAME", "/signing", "key for links"} {
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s is not told at once: %v", fault, err)
		}
	}
	if _, err := newFunction(t.Context(), func(string) string { return "" }, time.Now); err == nil || strings.Count(err.Error(), "is not set") < 6 {
		t.Errorf("without an environment: %v", err)
	}
}
