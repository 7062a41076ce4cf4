package command

import (
	"context"
	"regexp"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// channelForm is a channel at the beginning of what somebody typed: as Slack
// writes it where the app's commands are escaped, or as it stands.
var channelForm = regexp.MustCompile(`^(?:<#([A-Za-z0-9_-]+)(?:\|([^<>|]*))?>|#([^\s<>|]+))\s*`)

// aim finds the channel that a request of a direct conversation asks about: the
// one that it begins with, else the only one. Where it is none of them, the
// answer says how to name it. Whoever may use the command may look at any
// channel's digest: one deployment serves one workspace, and its news are no
// secret there.
func (d Desk) aim(ctx context.Context, r Request) (Request, *Answer, error) {
	channels, err := d.Store.Channels(ctx)
	if err != nil {
		return r, nil, err
	}
	text := strings.TrimSpace(r.Text)
	if m := channelForm.FindStringSubmatch(text); m != nil {
		for _, ch := range channels {
			if isCalled(ch, m[1:]) {
				r.Channel, r.Text = ch.ID, text[len(m[0]):]
				return r, nil, nil
			}
		}
		a := say("No digest goes to %s. ", strings.TrimSpace(plain(m[0])))
		a.Lines = append(a.Lines, places(channels)...)
		return r, &a, nil
	}
	if len(channels) == 1 {
		r.Channel = channels[0].ID
		return r, nil, nil
	}
	a := Answer{Lines: places(channels)}
	return r, &a, nil
}

// isCalled reports whether one of the names is a channel's: its ID, or its title
// as Slack would write it for a name. Other names of Slack's are not known here.
func isCalled(ch news.Channel, names []string) bool {
	title := strings.Join(strings.Fields(ch.Title), "-")
	for _, n := range names {
		if n != "" && (strings.EqualFold(n, ch.ID) || strings.EqualFold(n, title)) {
			return true
		}
	}
	return false
}

// places names the channels that have digests, and how one is named.
func places(channels []news.Channel) []Line {
	if len(channels) == 0 {
		return []Line{words("No channel has a digest yet: invite me to one, and write %s there.", forms[Add])}
	}
	names := make([]string, len(channels))
	for i, ch := range channels {
		names[i] = "#" + ch.ID
		if title := wording.Clean(ch.Title); title != "" {
			names[i] += " (" + wording.Shorten(title, 60) + ")"
		}
	}
	return []Line{
		words("Begin with the channel that you ask about: /digest #%s why 2.", channels[0].ID),
		words("Digests go to %s.", wording.AtMost(names, 20)),
	}
}
