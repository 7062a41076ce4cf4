package slackfake_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/slackfake"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

// respond posts to a response URL and returns the status and Slack's code.
func respond(t testing.TB, s *slackfake.Server, url, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := s.Transport().RoundTrip(r)
	if err != nil {
		return err.Error()
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Status[:3] + " " + string(raw)
}

const (
	fine    = `200 {"ok":true}`
	used    = `404 {"error":"used_url","ok":false}`
	expired = `404 {"error":"expired_url","ok":false}`
	unknown = `404 {"error":"no_such_url","ok":false}`
)

func TestAResponseURLServesFiveTimes(t *testing.T) {
	s, _, _ := workspace(t)
	url := s.ResponseURL("C1", "U1")
	if got := respond(t, s, url, `{"text":""}`); !strings.Contains(got, "no_text") {
		t.Errorf("empty: %s", got)
	}
	for i, want := range []string{fine, fine, fine, fine, fine, used} {
		if got := respond(t, s, url, `{"text":"a"}`); got != want {
			t.Errorf("use %d: %s", i+1, got)
		}
	}
	if n := len(s.Responses()); n != 5 || len(s.Posted("C1")) > 0 {
		t.Errorf("%d responses; posted %v", n, s.Posted("C1"))
	}
	if got := respond(t, s, s.ResponseURL("C1", "U1"), `{"text":"a"}`); got != fine {
		t.Errorf("another: %s", got)
	}
}

func TestAResponseURLServesForHalfAnHour(t *testing.T) {
	s, _, c := workspace(t)
	url := s.ResponseURL("C1", "U1")
	c.advance(30 * time.Minute)
	if got := respond(t, s, url, `{"text":"a"}`); got != fine {
		t.Error(got)
	}
	c.advance(time.Microsecond)
	if got := respond(t, s, url, `{"text":"a"}`); got != expired {
		t.Error(got)
	}
	for _, id := range []string{"2", "0", "-1", "", "x", "1/"} {
		if got := respond(t, s, "https://slack.test/response/"+id, `{"text":"a"}`); got != unknown {
			t.Errorf("%q: %s", id, got)
		}
	}
}

// TestResponses through the real client: to one user, to all, and in place of
// an earlier one.
func TestResponses(t *testing.T) {
	s, api, _ := workspace(t)
	url := s.ResponseURL("C1", "U1")
	send := func(text string, options ...slack.MsgOption) {
		t.Helper()
		_, _, err := api.PostMessageContext(t.Context(), "", append([]slack.MsgOption{slack.MsgOptionText(text, false)}, options...)...)
		if err != nil {
			t.Error(err)
		}
	}
	send("a moment", slack.MsgOptionResponseURL(url, "ephemeral"))
	send("done", slack.MsgOptionReplaceOriginal(url))
	send("for all", slack.MsgOptionResponseURL(url, "in_channel"), slack.MsgOptionBlocks(slack.NewDividerBlock()))
	type row struct {
		Text                     string
		Ephemeral, Replace, Gone bool
	}
	var got []row
	for _, r := range s.Responses() {
		got = append(got, row{r.Text, r.Ephemeral, r.Replace, r.Gone})
	}
	want := []row{{"a moment", true, false, true}, {"done", true, true, false}, {"for all", false, false, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if all := s.Posted("C1"); len(all) != 1 || all[0].Text != "for all" || string(all[0].Blocks) != `[{"type":"divider"}]` {
		t.Errorf("posted %+v", all)
	}
}

func TestFaultsOfAResponseURL(t *testing.T) {
	s, _, _ := workspace(t)
	s.Fail(slackfake.Fault{Method: "response", Channel: "C1", Kind: slackfake.DropAfter})
	url := s.ResponseURL("C1", "U1")
	if got := respond(t, s, url, `{"text":"a"}`); !strings.Contains(got, "cut before") || len(s.Responses()) != 1 {
		t.Errorf("%s; %v", got, s.Responses())
	}
}

// TestAnsweringAButton: the message whose button was pressed is replaced, then
// deleted.
func TestAnsweringAButton(t *testing.T) {
	s, api, c := workspace(t)
	ts := post(t, api, c, text("old"))
	payload, err := pressed(s.Press("C1", "U1", ts, "b", "mute", "strike"))
	if err != nil {
		t.Fatal(err)
	}
	if got := respond(t, s, payload.ResponseURL, `{"text":"new","replace_original":true}`); got != fine {
		t.Error(got)
	}
	if m := s.Posted("C1")[0]; m.Text != "new" || m.TS != ts {
		t.Errorf("%+v", m)
	}
	if got := respond(t, s, payload.ResponseURL, `{"delete_original":true}`); got != fine {
		t.Error(got)
	}
	if all := s.Posted("C1"); len(all) != 1 || !all[0].Deleted {
		t.Errorf("%+v", all)
	}
}
