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

const token = "xoxb-the-token"

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

func section(kind, s string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject(kind, s, false, false), nil, nil)
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
			all = append(all, section("mrkdwn", strings.Repeat("é", each)))
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
