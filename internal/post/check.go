package post

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// Scope is a permission of the app.
type Scope struct {
	Name string
	For  string // what cannot be done without it
}

// Scopes are the permissions without which the app does not work, each with
// what it is for. docs/slack.md and the manifests name the same.
func Scopes() []Scope {
	return []Scope{
		{"chat:write", "to post digests"},
		{"commands", "to answer /digest"},
		{"channels:read", "to see whether it is in a public channel"},
		{"groups:read", "to see whether it is in a private channel"},
		{"channels:history", "to look in a public channel for a message whose receipt was lost, so that it is not posted twice"},
		{"groups:history", "to look in a private channel for a message whose receipt was lost, so that it is not posted twice"},
	}
}

// Identity is where a token belongs, and to whom.
type Identity struct {
	Team, TeamID string
	User         string // the app's name in the workspace
	Bot          string // ID
	Missing      []Scope
}

// Identity asks Slack whom the token belongs to, and what it may do. The error
// says what to do.
func (c *Client) Identity(ctx context.Context, now time.Time) (Identity, error) {
	ctx, x := watch(ctx)
	said, err := c.api.AuthTestContext(ctx)
	if v := classify(x, err, now); v.class != done {
		return Identity{}, v.advice()
	}
	id := Identity{Team: printable(said.Team), TeamID: said.TeamID, User: printable(said.User), Bot: said.BotID}
	granted := said.Header.Values("X-OAuth-Scopes")
	if len(granted) == 0 {
		return id, nil // Slack does not say
	}
	has := strings.FieldsFunc(strings.Join(granted, ","), func(r rune) bool { return r == ',' || r == ' ' })
	for _, s := range Scopes() {
		if !slices.Contains(has, s.Name) {
			id.Missing = append(id.Missing, s)
		}
	}
	return id, nil
}

// advice is what to do about a verdict on the app.
func (v verdict) advice() error {
	switch {
	case v.class == app && v.code == "missing_scope":
		return fmt.Errorf("the Slack app lacks a scope (%s): compare OAuth & Permissions with docs/slack.md, then reinstall the app", v.code)
	case v.class == app:
		return fmt.Errorf("the bot token is not taken by Slack (%s): copy the Bot User OAuth Token again, at api.slack.com/apps, your app, OAuth & Permissions, and set COUNTERPOINT_SLACK_BOT_TOKEN to it", v.code)
	}
	return fmt.Errorf("cannot ask Slack whom the bot token belongs to (%s): try again in a minute", v.code)
}

// Place is a channel as the app sees it.
type Place struct {
	Name    string // without #; empty where Slack does not tell
	Trouble string // what keeps messages from it, and what to do; empty: nothing
	Unknown bool   // Slack did not answer: Trouble says so, and a later look may tell
}

// Look asks Slack whether messages can go to a channel. user is the app's name.
func (c *Client) Look(ctx context.Context, now time.Time, id, user string) Place {
	if !slackID(id) {
		return Place{Trouble: "this is no channel ID of Slack's: open the channel, click its name, and copy the ID such as C0123456789 from the end of About into id:"}
	}
	ctx, x := watch(ctx)
	ch, err := c.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	v := classify(x, err, now)
	switch {
	case v.code == "channel_not_found":
		return Place{Trouble: "Slack knows no such channel, or it is a private one without the app: check the ID, or type /invite @" + user + " there"}
	case v.class == app:
		return Place{Trouble: v.advice().Error()}
	case v.class != done:
		return Place{Trouble: "Slack does not tell whether the app is in it (" + v.code + ")", Unknown: true}
	case ch.IsArchived:
		return Place{Name: printable(ch.Name), Trouble: "it is archived: unarchive it, or choose another"}
	case !ch.IsMember && !ch.IsIM:
		return Place{Name: printable(ch.Name), Trouble: "the app is not in it: type /invite @" + user + " there"}
	}
	return Place{Name: printable(ch.Name)}
}

// slackID reports whether a channel's ID has Slack's form.
func slackID(id string) bool {
	return len(id) >= 5 && strings.ContainsRune("CGD", rune(id[0])) && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// Admin asks Slack whether a user is an admin or owner of the workspace. It
// needs the scope users:read.
func (c *Client) Admin(ctx context.Context, now time.Time, user string) (bool, error) {
	ctx, x := watch(ctx)
	u, err := c.api.GetUserInfoContext(ctx, user)
	switch v := classify(x, err, now); {
	case v.code == "missing_scope":
		return false, errors.New("the Slack app lacks the scope users:read: add it under OAuth & Permissions, and reinstall the app")
	case v.class != done:
		return false, fmt.Errorf("users.info: %s", v.code)
	}
	return u.IsAdmin || u.IsOwner || u.IsPrimaryOwner, nil
}
