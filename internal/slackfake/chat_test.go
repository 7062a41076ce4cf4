package slackfake_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/slackfake"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

// clock is Slack's clock in a test.
type clock struct{ at time.Time }

func (c *clock) now() time.Time          { return c.at }
func (c *clock) advance(d time.Duration) { c.at = c.at.Add(d) }
func newClock() *clock                   { return &clock{time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)} }

const token = "xoxb-the-token" //nolint:gosec // of the fake

// workspace is a server with the channel C1, and a client of it.
func workspace(t testing.TB) (*slackfake.Server, *slack.Client, *clock) {
	t.Helper()
	c := newClock()
	s := slackfake.New(slackfake.Options{Now: c.now, Token: token})
	s.AddChannel("C1", "news")
	s.AddUser(slackfake.User{ID: "U1", Name: "ada", Zone: "Europe/London", Admin: true})
	return s, client(s, token), c
}

// client is the real client, without retries.
func client(s *slackfake.Server, token string) *slack.Client {
	return slack.New(token, slack.OptionHTTPClient(&http.Client{Transport: s.Transport()}))
}

// codeOf is Slack's code in an error.
func codeOf(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return "429 " + e.RetryAfter.String()
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return e.Status
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func text(s string) slack.MsgOption { return slack.MsgOptionText(s, false) }

func TestPostMessage(t *testing.T) {
	s, api, _ := workspace(t)
	_, parent, err := api.PostMessageContext(t.Context(), "C1", text("parent"), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: "news_digest_post", EventPayload: map[string]any{"k": "C1|1", "p": 0},
	}))
	if err != nil {
		t.Fatal(err)
	}
	_, reply, err := api.PostMessageContext(t.Context(), "C1", slack.MsgOptionTS(parent),
		slack.MsgOptionBlocks(slack.NewDividerBlock()), text("reply"))
	if err != nil {
		t.Fatal(err)
	}
	at := newClock().at
	want := []slackfake.Posted{
		{
			Channel: "C1", TS: "1772440200.000000", Text: "parent", User: slackfake.BotUser, At: at,
			Metadata: []byte(`{"event_type":"news_digest_post","event_payload":{"k":"C1|1","p":0}}`),
		},
		{Channel: "C1", TS: "1772440200.000001", ThreadTS: parent, Text: "reply", User: slackfake.BotUser, At: at, Blocks: []byte(`[{"type":"divider"}]`)},
	}
	if diff := cmp.Diff(want, s.Posted("C1")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if parent != want[0].TS || reply != want[1].TS {
		t.Errorf("timestamps %s and %s", parent, reply)
	}
}

func section(s string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", s, false, false), nil, nil)
}

func TestPostMessageIsRefused(t *testing.T) {
	many := func(n int) []slack.Block {
		var all []slack.Block
		for range n {
			all = append(all, slack.NewDividerBlock())
		}
		return all
	}
	long := func(n, each int) []slack.Block {
		var all []slack.Block
		for range n {
			all = append(all, section(strings.Repeat("é", each)))
		}
		return all
	}
	meta := func(kind string, payload map[string]any) slack.MsgOption {
		return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: kind, EventPayload: payload})
	}
	for _, tt := range []struct {
		name    string
		prepare func(*slackfake.Server)
		channel string
		options []slack.MsgOption
		want    string
	}{
		{name: "fine", options: []slack.MsgOption{text("a")}},
		{name: "no channel", channel: "C9", options: []slack.MsgOption{text("a")}, want: "channel_not_found"},
		{name: "removed", prepare: func(s *slackfake.Server) { s.Remove("C1") }, options: []slack.MsgOption{text("a")}, want: "channel_not_found"},
		{name: "not a member", prepare: func(s *slackfake.Server) { s.Leave("C1") }, options: []slack.MsgOption{text("a")}, want: "not_in_channel"},
		{name: "archived", prepare: func(s *slackfake.Server) { s.Archive("C1") }, options: []slack.MsgOption{text("a")}, want: "is_archived"},
		{name: "revoked", prepare: func(s *slackfake.Server) { s.Revoke() }, options: []slack.MsgOption{text("a")}, want: "token_revoked"},
		{name: "restored", prepare: func(s *slackfake.Server) { s.Revoke(); s.Restore() }, options: []slack.MsgOption{text("a")}},
		{name: "no thread", options: []slack.MsgOption{text("a"), slack.MsgOptionTS("1.000000")}, want: "thread_not_found"},
		{name: "no text", want: "no_text"},
		{name: "blank text", options: []slack.MsgOption{text(" \n")}, want: "no_text"},
		{name: "blocks alone", options: []slack.MsgOption{slack.MsgOptionBlocks(many(1)...)}},
		{name: "50 blocks", options: []slack.MsgOption{slack.MsgOptionBlocks(many(50)...)}},
		{name: "51 blocks", options: []slack.MsgOption{slack.MsgOptionBlocks(many(51)...)}, want: "invalid_blocks"},
		{name: "3000 characters", options: []slack.MsgOption{slack.MsgOptionBlocks(long(1, 3000)...)}},
		{name: "3001 characters", options: []slack.MsgOption{slack.MsgOptionBlocks(long(1, 3001)...)}, want: "invalid_blocks"},
		{name: "13,200 characters in all", options: []slack.MsgOption{slack.MsgOptionBlocks(long(6, 2200)...)}},
		{name: "13,206 characters in all", options: []slack.MsgOption{slack.MsgOptionBlocks(long(6, 2201)...)}, want: "msg_blocks_too_long"},
		{name: "metadata without a type", options: []slack.MsgOption{text("a"), meta("", map[string]any{"k": 1})}, want: "invalid_metadata_schema"},
		{name: "metadata without a payload", options: []slack.MsgOption{text("a"), meta("a", nil)}, want: "invalid_metadata_schema"},
		{name: "metadata of 4 KB", options: []slack.MsgOption{text("a"), meta("a", map[string]any{"k": strings.Repeat("x", 4000)})}, want: "metadata_too_large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, api, _ := workspace(t)
			if tt.prepare != nil {
				tt.prepare(s)
			}
			if tt.channel == "" {
				tt.channel = "C1"
			}
			_, ts, err := api.PostMessageContext(t.Context(), tt.channel, tt.options...)
			if got := codeOf(err); got != tt.want {
				t.Errorf("%q, want %q: %v", got, tt.want, err)
			}
			if posted := s.Posted("C1"); (len(posted) == 1) != (tt.want == "") || tt.want == "" && posted[0].TS != ts {
				t.Errorf("after %q the channel holds %v", tt.want, posted)
			}
		})
	}
}

func TestTheTokenIsChecked(t *testing.T) {
	s, _, _ := workspace(t)
	for token, want := range map[string]string{token: "", "xoxb-another": "invalid_auth", "": "not_authed"} {
		if _, err := client(s, token).AuthTestContext(t.Context()); codeOf(err) != want {
			t.Errorf("token %q: %v, want %q", token, err, want)
		}
	}
}

// post posts a message that must be accepted.
func post(t testing.TB, api *slack.Client, c *clock, options ...slack.MsgOption) string {
	t.Helper()
	c.advance(time.Second)
	_, ts, err := api.PostMessageContext(t.Context(), "C1", options...)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

func TestAReplyToAReplyIsRefused(t *testing.T) {
	_, api, c := workspace(t)
	parent := post(t, api, c, text("parent"))
	reply := post(t, api, c, text("reply"), slack.MsgOptionTS(parent))
	_, _, err := api.PostMessageContext(t.Context(), "C1", text("a"), slack.MsgOptionTS(reply))
	if codeOf(err) != "cannot_reply_to_message" {
		t.Error(err)
	}
}

// TestAReplyToADeletedMessage: into its thread while that has replies, and
// otherwise into the channel, as Slack does.
func TestAReplyToADeletedMessage(t *testing.T) {
	for _, answered := range []bool{true, false} {
		s, api, c := workspace(t)
		parent := post(t, api, c, text("parent"))
		want := ""
		if answered {
			post(t, api, c, text("reply"), slack.MsgOptionTS(parent))
			want = parent
		}
		if _, _, err := api.DeleteMessageContext(t.Context(), "C1", parent); err != nil {
			t.Fatal(err)
		}
		post(t, api, c, text("late"), slack.MsgOptionTS(parent))
		all := s.Posted("C1")
		if got := all[len(all)-1].ThreadTS; got != want {
			t.Errorf("answered %v: posted into thread %q, want %q", answered, got, want)
		}
	}
}

func TestTimestampsAreUniqueWhileTheClockStands(t *testing.T) {
	s, api, _ := workspace(t)
	s.AddChannel("C2", "other")
	seen := map[string]bool{}
	for range 3 {
		for _, channel := range []string{"C1", "C2"} {
			_, ts, err := api.PostMessageContext(t.Context(), channel, text("a"))
			if err != nil || seen[ts] {
				t.Errorf("%s: %v", ts, err)
			}
			seen[ts] = true
		}
	}
}

func TestALongTextIsCutOff(t *testing.T) {
	s, api, c := workspace(t)
	post(t, api, c, text(strings.Repeat("é", 40_001)))
	if n := len([]rune(s.Posted("C1")[0].Text)); n != 40_000 {
		t.Errorf("%d characters", n)
	}
}

func TestUpdate(t *testing.T) {
	meta := func(k string) slack.MsgOption {
		return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "a", EventPayload: map[string]any{"k": k}})
	}
	for _, tt := range []struct {
		name    string
		prepare func(*slackfake.Server)
		options []slack.MsgOption
		ts      string
		want    string // code
		text    string // of the message then
		meta    string // a part of its metadata
	}{
		{name: "text", options: []slack.MsgOption{text("new")}, text: "new", meta: `"old"`},
		{name: "metadata", options: []slack.MsgOption{text("new"), meta("new")}, text: "new", meta: `"new"`},
		{name: "bad metadata", options: []slack.MsgOption{text("new"), slack.MsgOptionMetadata(slack.SlackMetadata{})}, want: "invalid_metadata_schema", text: "old", meta: `"old"`},
		{name: "4000 characters", options: []slack.MsgOption{text(strings.Repeat("é", 4000))}, text: strings.Repeat("é", 4000)},
		{name: "4001 characters", options: []slack.MsgOption{text(strings.Repeat("é", 4001))}, want: "msg_too_long", text: "old"},
		{name: "nothing", want: "no_text", text: "old"},
		{name: "bad blocks", options: []slack.MsgOption{slack.MsgOptionBlocks(section(""))}, want: "invalid_blocks", text: "old"},
		{name: "no such message", ts: "1.000000", options: []slack.MsgOption{text("new")}, want: "message_not_found", text: "old"},
		{name: "archived", prepare: func(s *slackfake.Server) { s.Archive("C1") }, options: []slack.MsgOption{text("new")}, want: "is_inactive", text: "old"},
		{name: "not a member", prepare: func(s *slackfake.Server) { s.Leave("C1") }, options: []slack.MsgOption{text("new")}, want: "not_in_channel", text: "old"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, api, c := workspace(t)
			ts := post(t, api, c, text("old"), meta("old"))
			if tt.prepare != nil {
				tt.prepare(s)
			}
			if tt.ts == "" {
				tt.ts = ts
			}
			_, _, _, err := api.UpdateMessageContext(t.Context(), "C1", tt.ts, tt.options...)
			m := s.Posted("C1")[0]
			if codeOf(err) != tt.want || m.Text != tt.text || !strings.Contains(string(m.Metadata), tt.meta) || m.TS != ts {
				t.Errorf("%v, want %q; message %.80v", err, tt.want, m)
			}
		})
	}
}

func TestDelete(t *testing.T) {
	s, api, c := workspace(t)
	ts, human := post(t, api, c, text("a")), s.Say("C1", "U1", "hello", "")
	for _, tt := range []struct{ ts, want string }{
		{"1.000000", "message_not_found"},
		{human, "cant_delete_message"},
		{ts, ""},
		{ts, "message_not_found"},
	} {
		if _, _, err := api.DeleteMessageContext(t.Context(), "C1", tt.ts); codeOf(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.ts, err, tt.want)
		}
	}
	if _, _, _, err := api.UpdateMessageContext(t.Context(), "C1", human, text("b")); codeOf(err) != "cant_update_message" {
		t.Error(err)
	}
	if all := s.Posted("C1"); len(all) != 2 || !all[0].Deleted || all[1].Deleted {
		t.Errorf("%+v", all)
	}
}

func TestEphemeral(t *testing.T) {
	s, api, _ := workspace(t)
	ts, err := api.PostEphemeralContext(t.Context(), "C1", "U1", text("for you"))
	if err != nil {
		t.Fatal(err)
	}
	want := []slackfake.Response{{Channel: "C1", User: "U1", TS: ts, Text: "for you", Ephemeral: true, At: newClock().at}}
	if diff := cmp.Diff(want, s.Responses(), cmp.AllowUnexported(slackfake.Response{})); diff != "" || len(s.Posted("C1")) > 0 {
		t.Errorf("posted %v; (-want +got):\n%s", s.Posted("C1"), diff)
	}
	if _, err := api.PostEphemeralContext(t.Context(), "C1", "U9", text("a")); codeOf(err) != "user_not_in_channel" {
		t.Error(err)
	}
	if _, err := api.PostEphemeralContext(t.Context(), "C1", "U1"); codeOf(err) != "no_text" {
		t.Error(err)
	}
}

// TestPace: five messages at once, then one a second, and each channel for
// itself.
func TestPace(t *testing.T) {
	s, api, c := workspace(t)
	s.AddChannel("C2", "other")
	send := func(channel string) string {
		_, _, err := api.PostMessageContext(t.Context(), channel, text("a"))
		return codeOf(err)
	}
	var got []string
	for range 6 {
		got = append(got, send("C1"))
	}
	got = append(got, send("C2"))
	c.advance(999 * time.Millisecond)
	got = append(got, send("C1"))
	c.advance(time.Millisecond)
	got = append(got, send("C1"), send("C1"))
	if diff := cmp.Diff([]string{"", "", "", "", "", "429 1s", "", "429 1s", "", "429 1s"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(s.Posted("C1")); n != 6 {
		t.Errorf("%d messages in C1", n)
	}
}
