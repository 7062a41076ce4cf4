package post

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// Each code of the table, and each other way in which a call can end, through
// the real client and a real socket.
func TestVerdicts(t *testing.T) {
	type row struct {
		name   string
		answer http.HandlerFunc
		want   verdict
	}
	answers := func(status int, header, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if header != "" {
				w.Header().Set("Retry-After", header)
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	rows := []row{
		{"accepted", answers(200, "", `{"ok":true,"ts":"1.000001","channel":"C1"}`), verdict{class: done}},
		{"accepted without a name", answers(200, "", `{"ok":true}`), verdict{class: unknown, code: "an answer without a timestamp"}},
		{"refused without a reason", answers(200, "", `{"ok":false}`), verdict{class: unknown, code: "an answer without a timestamp"}},
		{"a code that is new", answers(200, "", `{"ok":false,"error":"brand_new"}`), verdict{class: unknown, code: "brand_new"}},
		{"a code that is none", answers(200, "", `{"ok":false,"error":"x\ny"}`), verdict{class: unknown, code: "x…"}},
		{"cut off", answers(200, "", `{"ok":true,"ts":"1.0`), verdict{class: unknown, code: "an answer that cannot be read"}},
		{"a page for people", answers(200, "", "<html>"), verdict{class: unknown, code: "an answer that cannot be read"}},
		{"429 in seconds", answers(429, "30", ""), verdict{later, "ratelimited", 30 * time.Second}},
		{"429 until a date", answers(429, "Mon, 02 Mar 2026 12:01:30 GMT", ""), verdict{later, "ratelimited", 90 * time.Second}},
		{"429 until a date that is over", answers(429, "Mon, 02 Mar 2026 11:00:00 GMT", ""), verdict{later, "ratelimited", time.Second}},
		{"429 for ever", answers(429, "999999999", ""), verdict{later, "ratelimited", longest}},
		{"429 for nonsense", answers(429, "soon", ""), verdict{later, "ratelimited", politeness}},
		{"429 below zero", answers(429, "-5", ""), verdict{later, "ratelimited", time.Second}},
		{"429 without a time", answers(429, "", `{"ok":false,"error":"ratelimited"}`), verdict{later, "ratelimited", politeness}},
		{"500", answers(500, "", ""), verdict{class: unknown, code: "status 500"}},
		{"502", answers(502, "", ""), verdict{class: unknown, code: "status 502"}},
		{"503", answers(503, "", ""), verdict{class: unknown, code: "status 503"}},
		{"504", answers(504, "", ""), verdict{class: unknown, code: "status 504"}},
		{"408", answers(408, "", ""), verdict{class: unknown, code: "status 408"}},
		{"403 of a proxy", answers(403, "", ""), verdict{class: later, code: "status 403"}},
		{"reset after the request", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, verdict{class: unknown, code: "no answer"}},
	}
	for code, c := range codes {
		rows = append(rows, row{"code " + code, answers(200, "", fmt.Sprintf(`{"ok":false,"error":%q}`, code)), verdict{class: c, code: code}})
	}
	for _, r := range rows {
		var calls atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			calls.Add(1)
			r.answer(w, req)
		}))
		c := NewClient(ClientOptions{Token: "xoxb-secret", URL: server.URL + "/api"})
		_, got := c.post(t.Context(), noon, draft{channel: "C1", body: body{Text: "x"}})
		if got != r.want || calls.Load() != 1 {
			t.Errorf("%s: %+v after %d calls, want %+v after one", r.name, got, calls.Load(), r.want)
		}
		server.Close()
	}
}

// The codes of chat.postMessage and of the history, as Slack's reference and
// its SDKs list them; a code that comes or goes has to do so here too.
func TestCodes(t *testing.T) {
	n := 0
	for c, want := range map[class]string{
		channel: `channel_not_found not_in_channel is_archived restricted_action restricted_action_read_only_channel
			restricted_action_thread_only_channel restricted_action_thread_locked restricted_action_non_threadable_channel
			messages_tab_disabled ekm_access_denied`,
		app: `invalid_auth not_authed account_inactive token_revoked token_expired missing_scope not_allowed_token_type
			no_permission org_login_required access_denied accesslimited app_access_restricted enterprise_is_restricted
			two_factor_setup_required team_access_not_granted`,
		content: `invalid_blocks invalid_blocks_format no_text markdown_text_conflict too_many_attachments
			attachment_payload_limit_exceeded metadata_too_large invalid_metadata_format invalid_metadata_schema
			metadata_must_be_sent_from_app invalid_arg_name invalid_array_arg invalid_form_data invalid_charset invalid_post_type`,
		tooLong: "msg_blocks_too_long msg_too_long",
		thread:  "thread_not_found cannot_reply_to_message",
		later:   "ratelimited rate_limited message_limit_exceeded team_added_to_org service_unavailable restricted_too_many",
		unknown: "fatal_error internal_error request_timeout",
	} {
		for code := range strings.FieldsSeq(want) {
			n++
			if codes[code] != c {
				t.Errorf("%s is %q, want %q", code, codes[code], c)
			}
		}
	}
	if n != len(codes) {
		t.Errorf("%d codes are classified, %d are listed here", len(codes), n)
	}
}

// What never reached Slack was surely not posted.
func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a moment on loopback
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for name, c := range map[string]*Client{
		"nobody listens": NewClient(ClientOptions{URL: "http://" + address}),
		"no such name":   NewClient(ClientOptions{URL: "http://slack.invalid", Transport: refusing{}}),
		"no TLS":         NewClient(ClientOptions{URL: "https" + strings.TrimPrefix(plain.URL, "http")}),
	} {
		if _, v := c.post(t.Context(), noon, draft{channel: "C1", body: body{Text: "x"}}); v.class != later || v.code != "Slack cannot be reached" {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

type refusing struct{}

func (refusing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &net.DNSError{Name: "slack.invalid", IsNotFound: true}
}

// A client that gives up while it waits for the answer knows nothing.
func TestTimeout(t *testing.T) {
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body) // else the server does not see the client go
		close(arrived)
		<-r.Context().Done()
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	c := NewClient(ClientOptions{URL: server.URL})
	if _, v := c.post(ctx, noon, draft{channel: "C1", body: body{Text: "x"}}); v.class != unknown || v.code != "no answer" {
		t.Errorf("%+v", v)
	}
}

// A call ends by itself long before the lease does under which it was made, so
// that nobody else takes the part over meanwhile.
func TestTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		c := NewClient(ClientOptions{Transport: silent{}})
		_, v := c.post(t.Context(), noon, draft{channel: "C1", body: body{Text: "x"}})
		if took := time.Since(begun); took != 10*time.Second || took+10*time.Second > margin || 2*margin > lease {
			t.Errorf("%v under a lease of %v, begun with %v left at least", took, lease, margin)
		}
		if v.class != unknown {
			t.Errorf("%+v", v)
		}
	})
}

// silent takes a request and says nothing.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(r.Context()).WroteRequest(httptrace.WroteRequestInfo{})
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// A redirect is not followed: another place is not Slack, and would see the
// token.
func TestRedirect(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("followed") }))
	defer elsewhere.Close()
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	c := NewClient(ClientOptions{Token: "xoxb-secret", URL: server.URL})
	if _, v := c.post(t.Context(), noon, draft{channel: "C1", body: body{Text: "x"}}); v != (verdict{class: later, code: "status 307"}) {
		t.Errorf("%+v", v)
	}
}

// No text of an error gets into a verdict: it may hold the address or a token.
func TestNoSecrets(t *testing.T) {
	x := &exchange{}
	x.wrote.Store(true)
	for _, err := range []error{errors.New("xoxb-secret"), slack.StatusCodeError{Code: 500, Status: "xoxb-secret"}} {
		if v := classify(x, err, noon); strings.Contains(v.code, "xoxb") {
			t.Errorf("%+v", v)
		}
	}
}

func TestPatience(t *testing.T) {
	for attempts, want := range map[int]time.Duration{0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 6: 160 * time.Second, 7: 5 * time.Minute, 99: 5 * time.Minute} {
		if got := (verdict{}).patience(attempts); got != want {
			t.Errorf("after %d attempts %v, want %v", attempts, got, want)
		}
	}
	if got := (verdict{after: time.Minute}).patience(9); got != time.Minute {
		t.Errorf("%v, want what Slack asked for", got)
	}
}
