package command

import (
	"context"
	"slices"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

// stopped tells why nothing is posted to a channel, and how to mend that; it is
// nil where nothing keeps posts back.
func (d Desk) stopped(ctx context.Context, now time.Time, ch news.Channel) ([]Line, error) {
	all, err := d.Store.Circuit(ctx, now)
	if err != nil {
		return nil, err
	}
	here, err := d.Store.Parked(ctx, now, ch.ID)
	if err != nil {
		return nil, err
	}
	var lines []Line
	if all != nil {
		lines = append(lines,
			why("Nothing is posted to any channel", *all, d.zone(ctx, ch.ID)),
			words("The operator of this bot has to put its token or its scopes right (counterpoint doctor tells which). Then posting goes on by itself within five minutes, and nothing is lost."))
	}
	if here != nil {
		lines = append(lines, why("Nothing is posted to this channel", *here, d.zone(ctx, ch.ID)), words("%s Then write /digest resume; nothing is lost.", mend(here.Reason)))
	}
	return lines, nil
}

// why says since when something is stopped, and what Slack said.
func why(what string, s store.Stopped, zone *time.Location) Line {
	if zone == nil {
		zone = time.UTC
	}
	return Line{{Text: what, Bold: true}, {Text: " since " + moment(s.Since.In(zone)) + ": Slack says " + wording.Shorten(wording.Clean(s.Reason), 80) + "."}}
}

// mend is what somebody in a channel can do about Slack's refusal to post there.
func mend(code string) string {
	switch {
	case code == "not_in_channel" || code == "channel_not_found":
		return "Invite me: type /invite and my name here."
	case code == "is_archived":
		return "Unarchive this channel."
	case slices.Contains([]string{"restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_thread_locked", "restricted_action_non_threadable_channel"}, code):
		return "Let me post here: in this channel's settings, Posting permissions."
	}
	return "Ask an admin of this workspace what keeps me from posting here."
}

// resume brings digests back that Slack's refusal stopped, whoever sets the
// channel, and those that somebody paused.
func (d Desk) resume(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	parked, err := d.Store.Parked(ctx, now, r.Channel)
	if err != nil {
		return Answer{}, err
	}
	if parked == nil {
		return d.time(ctx, now, r, c)
	}
	if err := d.Store.Unpark(ctx, r.Channel); err != nil {
		return Answer{}, err
	}
	a := say("Posting to this channel goes on: what waited comes within five minutes. If Slack refuses again, /digest status says why.")
	ch, err := d.Store.Channel(ctx, r.Channel)
	if err == nil && ch.Paused && ch.By == "slack" {
		paused, err := d.time(ctx, now, r, c)
		a.Lines, a.Work = append(a.Lines, paused.Lines...), paused.Work
		return a, err
	}
	return a, nil
}
