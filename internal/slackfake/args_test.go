package slackfake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"counterpoint/internal/slackfake"
)

// send posts raw bytes and returns the status, and Slack's code.
func send(t testing.TB, s *slackfake.Server, path, kind, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://slack.test"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := s.Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	if answer.Header.Get("Content-Type") == "text/html; charset=utf-8" {
		return answer.StatusCode, "page"
	}
	if err := json.Unmarshal(raw, &v); err != nil || v.OK == nil || *v.OK != (v.Error == "") {
		t.Fatalf("%s: %v", raw, err)
	}
	return answer.StatusCode, v.Error
}

const (
	form     = "application/x-www-form-urlencoded"
	jsonBody = "application/json; charset=utf-8"
)

func TestBodies(t *testing.T) {
	const at = "/api/chat.postMessage"
	for _, tt := range []struct{ name, path, kind, body, want string }{
		{"form", at, form, "channel=C1&text=a", ""},
		{"JSON", at, jsonBody, `{"channel":"C1","text":"a","thread_ts":null,"blocks":[{"type":"divider"}],"metadata":{"event_type":"a","event_payload":{}},"unfurl_links":false}`, ""},
		{"JSON with blocks in a string", at, jsonBody, `{"channel":"C1","blocks":"[{\"type\":\"divider\"}]"}`, ""},
		{"no method", "/api/", form, "channel=C1", "unknown_method"},
		{"unknown method", "/api/chat.scheduleMessage", form, "channel=C1&text=a", "unknown_method"},
		{"another path", "/", form, "channel=C1&text=a", "page"},
		{"no type", at, "", "channel=C1&text=a", "missing_post_type"},
		{"another type", at, "image/png", "channel=C1&text=a", "invalid_post_type"},
		{"broken type", at, "a/b/c;", "channel=C1&text=a", "invalid_post_type"},
		{"another charset", at, "application/json; charset=latin1", `{"channel":"C1","text":"a"}`, "invalid_charset"},
		{"no UTF-8", at, jsonBody, "{\"channel\":\"C1\",\"text\":\"\xff\"}", "invalid_charset"},
		{"no UTF-8 in a form", at, form, "channel=C1&text=%ff", "invalid_charset"},
		{"twice", at, form, "channel=C1&text=a&text=b", "invalid_array_arg"},
		{"broken form", at, form, "channel=C1&text=%zz", "invalid_form_data"},
		{"broken JSON", at, jsonBody, `{"channel":"C1"`, "invalid_json"},
		{"a list", at, jsonBody, `["C1"]`, "invalid_json"},
		{"null", at, jsonBody, `null`, "invalid_json"},
		{"nothing", at, form, "", "channel_not_found"},
		{"too large", at, form, "channel=C1&text=" + strings.Repeat("a", 1<<20), "invalid_arguments"},
		{"broken blocks", at, form, "channel=C1&blocks=" + url.QueryEscape(`[{"type":`), "invalid_blocks_format"},
		{"blocks that are no list", at, form, "channel=C1&blocks=" + url.QueryEscape(`{"type":"divider"}`), "invalid_blocks_format"},
		{"empty blocks", at, form, "channel=C1&blocks=[]", "no_text"},
		{"broken metadata", at, form, "channel=C1&text=a&metadata={", "invalid_metadata_format"},
		{"metadata that is no object", at, form, "channel=C1&text=a&metadata=7", "invalid_metadata_schema"},
	} {
		s, _, _ := workspace(t)
		if _, got := send(t, s, tt.path, tt.kind, tt.body); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestOnlyPOST(t *testing.T) {
	s, _, _ := workspace(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://slack.test/api/auth.test?token="+token, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Error(answer.Status)
	}
}

// FuzzBodies: whatever comes, the answer is Slack's, and what is accepted can
// be shown.
func FuzzBodies(f *testing.F) {
	for _, seed := range []struct{ method, kind, body string }{
		{"chat.postMessage", form, "channel=C1&text=a&thread_ts=1.0"},
		{"chat.postMessage", jsonBody, `{"channel":"C1","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"a"}},{"type":"table","rows":[[7]]}],"metadata":{"event_type":"a","event_payload":{"a":[]}}}`},
		{"chat.postMessage", jsonBody, `{"channel":"C1","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[null]}]}]}`},
		{"chat.update", form, "channel=C1&ts=1772440201.000000&text=b"},
		{"chat.delete", form, "channel=C1&ts=1772440201.000000"},
		{"chat.postEphemeral", form, "channel=C1&user=U1&text=a"},
		{"conversations.history", form, "channel=C1&oldest=1e9&latest=-1&limit=0&cursor=bmV4dF90czo="},
		{"conversations.replies", jsonBody, `{"channel":"C1","ts":1772440201,"inclusive":true}`},
		{"conversations.list", form, "cursor=C1&types=im,&limit=1"},
		{"users.info", form, "user=U1"},
		{"", "text/plain", "a"},
	} {
		f.Add(seed.method, seed.kind, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, kind, body string) {
		s, api, c := workspace(t)
		post(t, api, c, text("a"))
		path := (&url.URL{Path: "/api/" + method}).EscapedPath()
		if strings.ContainsAny(kind, "\r\n") {
			t.Skip()
		}
		status, code := send(t, s, path, kind, body)
		if status != http.StatusOK && code != "ratelimited" {
			t.Errorf("status %d: %s", status, code)
		}
		if code == "" && method == "chat.postMessage" && len(s.Posted("C1")) != 2 {
			t.Error("accepted and not there")
		}
		if code != "" && len(s.Posted("C1")) != 1 {
			t.Errorf("%s, and posted", code)
		}
		send(t, s, "/response/"+strconv.Itoa(len(method)), kind, body)
		if err := s.ChannelPage(io.Discard, "C1"); err != nil {
			t.Error(err)
		}
	})
}
