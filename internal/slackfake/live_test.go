package slackfake_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/browsertest"
	"counterpoint/internal/slackfake"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"golang.org/x/net/html"
)

// app stands for the program: it checks signatures, tells what it was sent,
// and answers with answer.
func app(t *testing.T, now func() time.Time, answer http.HandlerFunc) (address string, sent func() []string) {
	t.Helper()
	var mu sync.Mutex
	var all []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("X-Slack-Signature") != slackfake.Sign("secret", string(raw), now()) {
			t.Errorf("signature of %q, %v", raw, err)
		}
		form, _ := url.ParseQuery(string(raw))
		line := r.URL.Path + " " + form.Get("user_id") + " " + form.Get("text")
		if form.Has("payload") {
			p, err := pressed([]byte(form.Get("payload")))
			if err != nil {
				t.Error(err)
			}
			a := p.ActionCallback.BlockActions[0]
			line = strings.Join([]string{r.URL.Path, p.User.ID, p.Message.Text, a.BlockID, a.ActionID, a.Value}, " ")
		}
		mu.Lock()
		all = append(all, line)
		mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// liveWorkspace has the channel C1 and the users U1 and U2.
func liveWorkspace(t *testing.T, answer http.HandlerFunc) (*slackfake.Server, func() []string) {
	t.Helper()
	c := newClock()
	address, sent := app(t, c.now, answer)
	s := slackfake.New(slackfake.Options{Now: c.now, Token: token, CommandsURL: address + "/c", ActionsURL: address + "/a", SigningSecret: "secret"})
	s.AddChannel("C1", "news")
	s.AddUser(slackfake.User{ID: "U1", Name: "ada"})
	s.AddUser(slackfake.User{ID: "U2", Name: "grace"})
	return s, sent
}

// ask sends a request to the live view.
func ask(t *testing.T, s *slackfake.Server, ctx context.Context, method, path string, form url.Values, header ...string) *httptest.ResponseRecorder { //nolint:revive // t comes first in tests
	t.Helper()
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.Live().ServeHTTP(w, r)
	return w
}

func line(user, s string) url.Values {
	return url.Values{"channel": {"C1"}, "user": {user}, "text": {s}}
}

// TestTyping: what a line makes of the channel, as its user sees it.
func TestTyping(t *testing.T) {
	answers := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for _, tt := range []struct {
		name, line string
		answer     http.HandlerFunc
		sent       []string
		want       string
	}{
		{"a message", "good morning", answers(200, "", ""), nil, "message: g grace 2 Mar 08:30 good morning\n"},
		{"nothing", "  ", answers(200, "", ""), nil, ""},
		{"another command", "/remind me", answers(200, "", ""), nil, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 /remind is not a valid command. In this workspace there is /digest.\n"},
		{"a longer name", "/digestive", answers(200, "", ""), nil, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 /digestive is not a valid command. In this workspace there is /digest.\n"},
		{"an empty answer", "/digest", answers(200, "", ""), []string{"/c U2 "}, ""},
		{"to the user", "/digest why 2", answers(200, "application/json", `{"text":"Because"}`), []string{"/c U2 why 2"}, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 Because\n"},
		{"to all", "/digest why 2", answers(200, "application/json", `{"response_type":"in_channel","text":"Because"}`), []string{"/c U2 why 2"}, "message: Counterpoint APP 2 Mar 08:30 Because\n"},
		{"no JSON", "/digest why 2", answers(200, "text/plain", `Because`), []string{"/c U2 why 2"}, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 Because\n"},
		{"refused", "/digest x", answers(401, "", ""), []string{"/c U2 x"}, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 /digest failed with the error \"the app answered 401\"\n"},
		{"an answer that breaks a limit", "/digest x", answers(200, "", `{"blocks":[{"type":"alert"}]}`), []string{"/c U2 x"}, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 The app's answer was refused: invalid_blocks [[ERROR] unsupported type: alert [json-pointer:/blocks/0/type]]\n"},
		{"no answer", "/digest x", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, []string{"/c U2 x"}, "message only: Only visible to you (grace) Counterpoint APP 2 Mar 08:30 /digest failed with the error \"dispatch_failed\"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, sent := liveWorkspace(t, tt.answer)
			w := ask(t, s, t.Context(), "POST", "/say", line("U2", tt.line))
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "channel/C1?user=U2" {
				t.Errorf("%d, to %q", w.Code, w.Header().Get("Location"))
			}
			if diff := cmp.Diff(tt.sent, sent()); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
			if got := lines(t, ask(t, s, t.Context(), "GET", "/channel/C1?part=1&user=U2", nil).Body.String()); got != tt.want {
				t.Errorf("the channel shows\n%s, want\n%s", got, tt.want)
			}
			if page := ask(t, s, t.Context(), "GET", "/channel/C1?user=U1", nil).Body.String(); strings.Contains(page, "Only visible") {
				t.Error("another user sees it")
			}
		})
	}
}

func TestACommandTimesOut(t *testing.T) {
	s, _ := liveWorkspace(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	ask(t, s, ctx, "POST", "/say", line("U2", "/digest"))
	if all := s.Responses(); len(all) != 1 || !strings.Contains(all[0].Text, "operation_timeout") {
		t.Errorf("%+v", all)
	}
}

// TestPressing sends what a button of the page holds.
func TestPressing(t *testing.T) {
	s, sent := liveWorkspace(t, func(http.ResponseWriter, *http.Request) {})
	_, _, err := client(s, token).PostMessageContext(t.Context(), "C1", text("story"), slack.MsgOptionBlocks(slack.NewActionBlock("s1",
		slack.NewButtonBlockElement("mute", `a"&<b`, slack.NewTextBlockObject("plain_text", "Mute", false, false)))))
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(ask(t, s, t.Context(), "GET", "/channel/C1", nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"channel": {"C1"}, "user": {"U2"}}
	for n := range root.Descendants() {
		if n.Data == "button" && attr(n, "name") == "press" {
			form.Set("press", attr(n, "value"))
		}
	}
	if w := ask(t, s, t.Context(), "POST", "/press", form); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if diff := cmp.Diff([]string{`/a U2 story s1 mute a"&<b`}, sent()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheLiveViewRefuses(t *testing.T) {
	s, sent := liveWorkspace(t, func(http.ResponseWriter, *http.Request) {})
	for _, tt := range []struct {
		name, method, path string
		form               url.Values
		header             []string
		want               int
	}{
		{"a form of another site", "POST", "/say", line("U1", "/digest"), []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a form of another origin", "POST", "/say", line("U1", "/digest"), []string{"Origin", "https://evil.example"}, 403},
		{"a user that is not there", "POST", "/say", line("U9", "/digest"), nil, 404},
		{"a channel that is not there", "POST", "/say", url.Values{"channel": {"C9"}, "user": {"U1"}, "text": {"/digest"}}, nil, 404},
		{"a long line", "POST", "/say", line("U1", "/digest "+strings.Repeat("a", 64<<10)), nil, 400},
		{"no button", "POST", "/press", line("U1", ""), nil, 400},
		{"a command by GET", "GET", "/say", nil, nil, 405},
		{"a page that is not there", "GET", "/channel/C9", nil, nil, 404},
	} {
		if w := ask(t, s, t.Context(), tt.method, tt.path, tt.form, tt.header...); w.Code != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, w.Code, tt.want)
		}
	}
	if len(sent()) > 0 {
		t.Errorf("sent %v", sent())
	}
	if w := ask(t, s, t.Context(), "GET", "/", nil); w.Header().Get("Location") != "channel/C1" {
		t.Errorf("/ leads to %q", w.Header().Get("Location"))
	}
}

func TestTheLiveViewFitsItsWindow(t *testing.T) {
	s, _ := busy(t)
	page := ask(t, s, t.Context(), "GET", "/channel/C1", nil).Body.String()
	for _, width := range []int{320, 500, 1280} {
		t.Run(strconv.Itoa(width), func(t *testing.T) { browsertest.Fits(t, page, width) })
	}
}

// TestTheLiveViewFollowsTheChannel in a real browser: its script runs under
// its own policy, and shows what comes after the page.
func TestTheLiveViewFollowsTheChannel(t *testing.T) {
	s, _ := busy(t)
	live := s.Live()
	asked := 0 // one after the other, by the one browser
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("part") {
			if asked++; asked == 2 {
				s.Say("C1", "U1", "typed later", "")
			}
		}
		live.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	if got := lines(t, browsertest.Load(t, server.URL+"/")); !strings.HasSuffix(got, "message: a ada 2 Mar 08:30 typed later\n") {
		t.Errorf("after %d rounds the browser shows\n%s", asked, got)
	}
}
