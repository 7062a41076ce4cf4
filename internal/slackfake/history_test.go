package slackfake_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/slackfake"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

// day fills a channel: messages 0 to 4 a second apart, 1 with the replies a, b
// and c, of which c stands in the channel too.
func day(t testing.TB) (*slackfake.Server, *slack.Client, map[string]string) {
	t.Helper()
	s, api, c := workspace(t)
	ts := map[string]string{}
	for i := range 5 {
		name := strconv.Itoa(i)
		ts[name] = post(t, api, c, text(name), slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: "news", EventPayload: map[string]any{"k": name},
		}))
	}
	ts["a"] = post(t, api, c, text("a"), slack.MsgOptionTS(ts["1"]))
	ts["b"] = post(t, api, c, text("b"), slack.MsgOptionTS(ts["1"]))
	ts["c"] = post(t, api, c, text("c"), slack.MsgOptionTS(ts["1"]), slack.MsgOptionBroadcast())
	return s, api, ts
}

func texts(all []slack.Message) string {
	var b strings.Builder
	for _, m := range all {
		if m.SubType == "tombstone" {
			b.WriteString("x")
			continue
		}
		b.WriteString(m.Text)
	}
	return b.String()
}

// pages reads a history to its end: "43 21" is two pages.
func pages(t testing.TB, read func(cursor string) ([]slack.Message, bool, string, error)) string {
	t.Helper()
	var all []string
	cursor := ""
	for range 20 {
		messages, more, next, err := read(cursor)
		if err != nil {
			return codeOf(err)
		}
		all = append(all, texts(messages))
		if more != (next != "") {
			t.Errorf("has_more %v with cursor %q", more, next)
		}
		if next == "" {
			return strings.Join(all, " ")
		}
		cursor = next
	}
	return "no end: " + strings.Join(all, " ")
}

func TestHistory(t *testing.T) {
	for _, tt := range []struct {
		name           string
		oldest, latest string // names of messages, or timestamps
		inclusive      bool
		limit          int
		want           string
	}{
		{name: "all", want: "c43210"},
		{name: "pages of two", limit: 2, want: "c4 32 10"},
		{name: "pages of four", limit: 4, want: "c432 10"},
		{name: "page of all", limit: 6, want: "c43210"},
		{name: "from 1", oldest: "1", want: "c432"},
		{name: "from 1 on", oldest: "1", inclusive: true, want: "c4321"},
		{name: "to 3", latest: "3", want: "210"},
		{name: "to 3 with it", latest: "3", inclusive: true, want: "3210"},
		{name: "1 to 3 in pages", oldest: "1", latest: "3", inclusive: true, limit: 2, want: "32 1"},
		{name: "one by its timestamp", oldest: "2", latest: "2", inclusive: true, want: "2"},
		{name: "nothing", oldest: "c", want: ""},
		{name: "whole seconds", oldest: "1772440203", want: "c43"},
		{name: "bad oldest", oldest: "yesterday", want: "invalid_ts_oldest"},
		{name: "bad latest", latest: "1.0.0", want: "invalid_ts_latest"},
		{name: "bad limit", limit: -1, want: "invalid_arguments"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, api, ts := day(t)
			named := func(s string) string {
				if v := ts[s]; v != "" {
					return v
				}
				return s
			}
			got := pages(t, func(cursor string) ([]slack.Message, bool, string, error) {
				r, err := api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{
					ChannelID: "C1", Oldest: named(tt.oldest), Latest: named(tt.latest), Inclusive: tt.inclusive, Limit: tt.limit, Cursor: cursor,
				})
				if err != nil {
					return nil, false, "", err
				}
				return r.Messages, r.HasMore, r.ResponseMetaData.NextCursor, nil
			})
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestReplies(t *testing.T) {
	for _, tt := range []struct {
		name   string
		of     string
		oldest string
		limit  int
		want   string
	}{
		{name: "all", of: "1", want: "1abc"},
		{name: "of a reply", of: "b", want: "1abc"},
		{name: "pages", of: "1", limit: 3, want: "1ab c"},
		{name: "pages of one", of: "1", limit: 1, want: "1 a b c"},
		{name: "from a", of: "1", oldest: "a", want: "1bc"},
		{name: "without any", of: "2", want: "2"},
		{name: "no thread", of: "9", want: "thread_not_found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, api, ts := day(t)
			got := pages(t, func(cursor string) ([]slack.Message, bool, string, error) {
				return api.GetConversationRepliesContext(t.Context(), &slack.GetConversationRepliesParameters{
					ChannelID: "C1", Timestamp: ts[tt.of], Oldest: ts[tt.oldest], Limit: tt.limit, Cursor: cursor,
				})
			})
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func history(t testing.TB, api *slack.Client, metadata bool) []slack.Message {
	t.Helper()
	r, err := api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C1", IncludeAllMetadata: metadata})
	if err != nil {
		t.Fatal(err)
	}
	return r.Messages
}

func TestMetadataComesOnlyWhenAskedFor(t *testing.T) {
	for _, tt := range []struct {
		asked, hidden bool
		want          any
	}{{true, false, "0"}, {false, false, nil}, {true, true, nil}} {
		s, api, ts := day(t)
		s.HideMetadata(tt.hidden)
		all := history(t, api, tt.asked)
		m := all[len(all)-1].Metadata
		if m.EventType != "news" || m.EventPayload["k"] != tt.want {
			t.Errorf("asked %v, hidden %v: %v", tt.asked, tt.hidden, m)
		}
		replies, _, _, err := api.GetConversationRepliesContext(t.Context(), &slack.GetConversationRepliesParameters{
			ChannelID: "C1", Timestamp: ts["0"], IncludeAllMetadata: tt.asked,
		})
		if err != nil || replies[0].Metadata.EventPayload["k"] != tt.want {
			t.Errorf("replies, asked %v, hidden %v: %v, %v", tt.asked, tt.hidden, replies, err)
		}
	}
}

func TestHistoryLags(t *testing.T) {
	s, api, c := workspace(t)
	parent := post(t, api, c, text("p"))
	s.SetLag(20 * time.Second)
	post(t, api, c, text("a"), slack.MsgOptionTS(parent))
	late := post(t, api, c, text("b"))
	s.SetLag(0)
	post(t, api, c, text("c"))
	thread := func(ts string) string {
		all, _, _, err := api.GetConversationRepliesContext(t.Context(), &slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: ts})
		return texts(all) + codeOf(err)
	}
	got := []string{texts(history(t, api, false)), thread(parent), thread(late)}
	c.advance(19*time.Second - time.Microsecond)
	got = append(got, texts(history(t, api, false)), thread(parent))
	c.advance(time.Microsecond)
	got = append(got, texts(history(t, api, false)), thread(late))
	if diff := cmp.Diff([]string{"cp", "p", "thread_not_found", "cp", "pa", "cbp", "b"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDeletedMessagesLeaveHistory(t *testing.T) {
	_, api, ts := day(t)
	for _, name := range []string{"1", "3"} {
		if _, _, err := api.DeleteMessageContext(t.Context(), "C1", ts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if got := texts(history(t, api, true)); got != "c42x0" {
		t.Errorf("%q: want a tombstone for the message with replies alone", got)
	}
}

func TestADeletedReplyIsNotCounted(t *testing.T) {
	_, api, ts := day(t)
	if _, _, err := api.DeleteMessageContext(t.Context(), "C1", ts["a"]); err != nil {
		t.Fatal(err)
	}
	for _, m := range history(t, api, false) {
		if want := map[string]int{"1": 2}[m.Text]; m.ReplyCount != want {
			t.Errorf("message %s has %d replies, want %d", m.Text, m.ReplyCount, want)
		}
	}
}

func TestHistoryOfTheBot(t *testing.T) {
	s, api, c := workspace(t)
	ts := post(t, api, c, text("a"))
	s.Say("C1", "U1", "thanks", ts)
	if _, _, _, err := api.UpdateMessageContext(t.Context(), "C1", ts, text("b")); err != nil {
		t.Fatal(err)
	}
	m := history(t, api, false)[0]
	if m.BotID != slackfake.BotID || m.User != slackfake.BotUser || m.ReplyCount != 1 || m.Edited == nil || m.Text != "b" {
		t.Errorf("%+v", m)
	}
}

func TestHistoryIsRefused(t *testing.T) {
	read := func(api *slack.Client, channel, cursor string) string {
		_, err := api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: channel, Cursor: cursor})
		return codeOf(err)
	}
	s, api, _ := day(t)
	got := []string{read(api, "C9", ""), read(api, "C1", "?"), read(api, "C1", "bmV4dF90czo")}
	s.Archive("C1")
	got = append(got, read(api, "C1", ""))
	s.Leave("C1")
	got = append(got, read(api, "C1", ""))
	if diff := cmp.Diff([]string{"channel_not_found", "invalid_cursor", "invalid_cursor", "", "not_in_channel"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
