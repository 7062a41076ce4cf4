package slackfake_test

import (
	"strings"
	"testing"

	"counterpoint/internal/slackfake"

	"github.com/slack-go/slack"
)

func TestAuthTest(t *testing.T) {
	_, api, _ := workspace(t)
	r, err := api.AuthTestContext(t.Context())
	if err != nil || r.BotID != slackfake.BotID || r.UserID != slackfake.BotUser || r.TeamID != slackfake.TeamID {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestChannels(t *testing.T) {
	s, api, _ := workspace(t)
	for _, id := range []string{"C2", "D1", "C3", "C4"} {
		s.AddChannel(id, "name-"+id)
	}
	s.Archive("C3")
	s.Leave("C2")
	for _, tt := range []struct {
		limit    int
		types    []string
		archived bool
		want     string
	}{
		{archived: true, want: "C1 C2 C3 C4"},
		{want: "C1 C2 C4"},
		{types: []string{"im"}, want: "D1"},
		{types: []string{"public_channel", "im"}, limit: 2, want: "C1 C2 | D1 C4"},
		{limit: 3, want: "C1 C2 C4"},
	} {
		var pages []string
		cursor := ""
		for range 20 {
			all, next, err := api.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{
				Limit: tt.limit, Types: tt.types, ExcludeArchived: !tt.archived, Cursor: cursor,
			})
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, c := range all {
				ids = append(ids, c.ID)
			}
			pages = append(pages, strings.Join(ids, " "))
			if cursor = next; cursor == "" {
				break
			}
		}
		if got := strings.Join(pages, " | "); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
	if _, _, err := api.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{Cursor: "C9"}); codeOf(err) != "invalid_cursor" {
		t.Error(err)
	}
}

func TestInfoAndJoin(t *testing.T) {
	s, api, _ := workspace(t)
	s.AddChannel("C2", "closed")
	s.AddChannel("D1", "direct")
	s.Archive("C2")
	s.Leave("C1")
	info := func(id string) (*slack.Channel, string) {
		c, err := api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: id})
		return c, codeOf(err)
	}
	join := func(id string) string {
		_, _, _, err := api.JoinConversationContext(t.Context(), id)
		return codeOf(err)
	}
	if c, code := info("C1"); code != "" || c.IsMember || c.Name != "news" {
		t.Errorf("C1 after leaving: %+v, %s", c, code)
	}
	if c, code := info("C2"); code != "" || !c.IsArchived {
		t.Errorf("C2: %+v, %s", c, code)
	}
	for id, want := range map[string]string{"C1": "", "C2": "is_archived", "C9": "channel_not_found", "D1": "method_not_supported_for_channel_type"} {
		if got := join(id); got != want {
			t.Errorf("join %s: %q, want %q", id, got, want)
		}
	}
	if c, code := info("C1"); code != "" || !c.IsMember {
		t.Errorf("C1 after joining: %+v, %s", c, code)
	}
	if _, code := info("C9"); code != "channel_not_found" {
		t.Error(code)
	}
}

func TestUserInfo(t *testing.T) {
	_, api, c := workspace(t)
	u, err := api.GetUserInfoContext(t.Context(), "U1")
	if err != nil || u.Name != "ada" || u.TZ != "Europe/London" || u.TZOffset != 0 || !u.IsAdmin {
		t.Errorf("%+v, %v", u, err)
	}
	c.advance(60 * 24 * 60 * 60 * 1e9)
	if u, err = api.GetUserInfoContext(t.Context(), "U1"); err != nil || u.TZOffset != 3600 {
		t.Errorf("in May: %+v, %v", u, err)
	}
	if _, err := api.GetUserInfoContext(t.Context(), "U9"); codeOf(err) != "user_not_found" {
		t.Error(err)
	}
}
