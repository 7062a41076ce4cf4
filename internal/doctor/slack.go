package doctor

import (
	"context"
	"strings"

	"counterpoint/internal/config"
	"counterpoint/internal/post"
)

// workspace is Slack, as the app sees it. A nil one tells nothing.
type workspace struct {
	client *post.Client
	id     post.Identity
}

const permissions = "https://api.slack.com/apps, your app, OAuth & Permissions"

// workspace asks Slack whose token it is and what it may do. It is nil where
// Slack does not say.
func (e *Exam) workspace(ctx context.Context, token config.Secret, renew string) *workspace {
	client := post.NewClient(post.ClientOptions{Token: token.Reveal(), URL: e.Slack})
	id, err := client.Identity(ctx, e.Now())
	if err != nil {
		said, _, _ := strings.Cut(err.Error(), ": ")
		todo := "counterpoint doctor, once more in a minute"
		if strings.Contains(said, "is not taken by Slack") {
			todo = "copy the Bot User OAuth Token again, at " + permissions + ": " + renew
		}
		e.fault("Slack token", todo, "%s", said)
		return nil
	}
	e.ok("Slack token", "the workspace is %s, the app is @%s", id.Team, id.User)
	for _, s := range id.Missing {
		e.fault("Slack scopes", "add "+s.Name+" at "+permissions+", Bot Token Scopes; then reinstall the app", "%s is missing, which is needed %s", s.Name, s.For)
	}
	if len(id.Missing) == 0 {
		e.ok("Slack scopes", "all that are needed")
	}
	return &workspace{client, id}
}

// member tells whether the app can post to a channel.
func (e *Exam) member(ctx context.Context, w *workspace, channel string) {
	if w == nil {
		return
	}
	what := "channel " + channel
	place := w.client.Look(ctx, e.Now(), channel, w.id.User)
	said, mend, _ := strings.Cut(place.Trouble, ": ")
	switch {
	case place.Unknown:
		e.note(what, "counterpoint doctor, once more in a minute", "%s", said)
	case said != "":
		e.fault(what, mend, "%s", said)
	default:
		e.ok(what, "the app is in #%s", place.Name)
	}
}
