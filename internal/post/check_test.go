package post

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

// workspace is a fake with a public channel, a private one and an admin, and a
// client with these scopes.
func workspace(scopes []string) (*slackfake.Server, *Client) {
	fake := slackfake.New(slackfake.Options{Now: func() time.Time { return noon }, Token: "xoxb-SECRET", Scopes: scopes})
	fake.AddChannel("C0NEWS", "news")
	fake.AddChannel("G0DESK", "desk")
	fake.AddUser(slackfake.User{ID: "U0BOSS", Name: "boss", Admin: true})
	fake.AddUser(slackfake.User{ID: "U0ANNA", Name: "anna"})
	return fake, NewClient(ClientOptions{Token: "xoxb-SECRET", Transport: fake.Transport()})
}

// Each scope is needed by a call that the program makes: without it the call is
// refused, with all of them none is.
func TestScopesAreNeeded(t *testing.T) {
	var all []string
	for _, s := range Scopes() {
		all = append(all, s.Name)
	}
	look := func(channel string) func(*Client) string {
		return func(c *Client) string { return c.Look(t.Context(), noon, channel, "counterpoint").Trouble }
	}
	post := func(c *Client) string {
		_, v := c.post(t.Context(), noon, draft{channel: "C0NEWS", body: body{Text: "a"}})
		return v.code
	}
	history := func(channel, parent string) func(*Client) string {
		return func(c *Client) string {
			_, _, v := c.page(t.Context(), noon, store.Reserved{Channel: channel, ParentTS: parent, Part: store.Part{FirstTry: noon}}, "")
			return v.code
		}
	}
	calls := map[string][]func(*Client) string{
		"chat:write":       {post, func(c *Client) string { return c.remove(t.Context(), noon, "C0NEWS", "1.000000").code }},
		"channels:read":    {look("C0NEWS")},
		"groups:read":      {look("G0DESK")},
		"channels:history": {history("C0NEWS", ""), history("C0NEWS", "1.000000")},
		"groups:history":   {history("G0DESK", ""), history("G0DESK", "1.000000")},
		"users:read": {func(c *Client) string {
			if _, err := c.Admin(t.Context(), noon, "U0ANNA"); err != nil {
				return strings.ReplaceAll(err.Error(), "lacks the scope users:read", "missing_scope")
			}
			return ""
		}},
	}
	for _, scope := range append(all, "users:read") {
		for i, call := range calls[scope] {
			rest := slices.DeleteFunc(append(slices.Clone(all), "users:read"), func(s string) bool { return s == scope })
			_, without := workspace(rest)
			if got := call(without); !strings.Contains(got, "missing_scope") {
				t.Errorf("call %d that needs %s ends with %q without it", i, scope, got)
			}
			_, with := workspace(append(rest, scope))
			if got := call(with); strings.Contains(got, "missing_scope") {
				t.Errorf("call %d that needs %s ends with %q with it", i, scope, got)
			}
		}
		if len(calls[scope]) == 0 && scope != "commands" { // Slack looks at that one when a command is typed
			t.Errorf("no call needs %s", scope)
		}
	}
}

// Whom the token belongs to, what it may not do, and what to do about a token
// that is refused.
func TestIdentity(t *testing.T) {
	_, c := workspace([]string{"chat:write", "commands", "channels:read", "channels:history", "groups:read"})
	id, err := c.Identity(t.Context(), noon)
	if err != nil || id.Team != "Counterpoint" || id.TeamID != slackfake.TeamID || id.User != "counterpoint" || id.Bot != slackfake.BotID {
		t.Errorf("identity %+v: %v", id, err)
	}
	if len(id.Missing) != 1 || id.Missing[0].Name != "groups:history" || !strings.HasPrefix(id.Missing[0].For, "to look in a private channel") {
		t.Errorf("missing: %+v", id.Missing)
	}
	_, silent := workspace(nil)
	if id, err := silent.Identity(t.Context(), noon); err != nil || len(id.Missing) > 0 {
		t.Errorf("where Slack does not tell scopes, %+v are missing: %v", id.Missing, err)
	}
	for _, row := range [][2]string{
		{"token_revoked", "copy the Bot User OAuth Token again"},
		{"invalid_auth", "copy the Bot User OAuth Token again"},
		{"missing_scope", "lacks a scope"},
		{"internal_error", "try again in a minute"},
		{"ratelimited", "try again in a minute"},
	} {
		code, want := row[0], row[1]
		fake, c := workspace(nil)
		fake.Fail(slackfake.Fault{Method: "auth.test", Kind: slackfake.Refuse, Code: code})
		if _, err := c.Identity(t.Context(), noon); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s is told as %v, want %q", code, err, want)
		}
	}
}

// What keeps messages from a channel is told with what to do.
func TestLook(t *testing.T) {
	for _, c := range []struct {
		name, id, want string
		do             func(*slackfake.Server)
		unknown        bool
	}{
		{name: "a public channel", id: "C0NEWS"},
		{name: "a private channel", id: "G0DESK"},
		{name: "no ID", id: "news", want: "no channel ID of Slack's"},
		{name: "a user's ID", id: "U0ANNA", want: "no channel ID of Slack's"},
		{name: "in small letters", id: "c0news", want: "no channel ID of Slack's"},
		{name: "not there", id: "C0NOWHERE", want: "/invite @counterpoint"},
		{name: "left", id: "C0NEWS", want: "the app is not in it: type /invite @counterpoint there", do: func(f *slackfake.Server) { f.Leave("C0NEWS") }},
		{name: "archived", id: "C0NEWS", want: "archived", do: func(f *slackfake.Server) { f.Archive("C0NEWS") }},
		{name: "revoked", id: "C0NEWS", want: "bot token is not taken", do: (*slackfake.Server).Revoke},
		{name: "Slack is down", id: "C0NEWS", want: "does not tell", unknown: true, do: func(f *slackfake.Server) {
			f.Fail(slackfake.Fault{Method: "conversations.info", Kind: slackfake.Refuse})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fake, client := workspace(nil)
			if c.do != nil {
				c.do(fake)
			}
			got := client.Look(t.Context(), noon, c.id, "counterpoint")
			if (c.want == "") != (got.Trouble == "") || !strings.Contains(got.Trouble, c.want) || got.Unknown != c.unknown {
				t.Errorf("%+v, want %q", got, c.want)
			}
			if c.want == "" && got.Name == "" {
				t.Error("its name is not told")
			}
		})
	}
}

func TestAdmin(t *testing.T) {
	_, c := workspace(nil)
	for user, want := range map[string]bool{"U0BOSS": true, "U0ANNA": false} {
		if got, err := c.Admin(t.Context(), noon, user); err != nil || got != want {
			t.Errorf("%s is an admin: %v, %v", user, got, err)
		}
	}
	if _, err := c.Admin(t.Context(), noon, "U0NOBODY"); err == nil || !strings.Contains(err.Error(), "user_not_found") {
		t.Errorf("of nobody: %v", err)
	}
	owner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"user":{"id":"U0OWN","is_owner":true}}`))
	}))
	defer owner.Close()
	if got, err := NewClient(ClientOptions{URL: owner.URL}).Admin(context.Background(), noon, "U0OWN"); err != nil || !got {
		t.Errorf("an owner is an admin: %v, %v", got, err)
	}
}
