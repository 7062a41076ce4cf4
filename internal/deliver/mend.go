package deliver

import (
	"context"
	"time"
)

// mend lets posting go on where it was stopped for all channels, and Slack takes
// the token again.
func (d Deliverer) mend(ctx context.Context) error {
	stopped, err := d.Store.Circuit(ctx, d.Now())
	if err != nil || stopped == nil {
		return err
	}
	id, err := d.Poster.Slack.Identity(ctx, d.Now())
	if err != nil || len(id.Missing) > 0 {
		d.Run.Log.Error("nothing is posted", "since", stopped.Since.UTC().Format(time.RFC3339), "reason", stopped.Reason)
		return nil //nolint:nilerr // it is told, and looked at again by the next sweep
	}
	d.Run.Log.Warn("posting goes on: Slack takes the bot token again", "reason", stopped.Reason)
	return d.Store.Mend(ctx)
}

// unpark lets posting to a channel go on where it was stopped for this one, and
// Slack takes messages to it again.
func (d Deliverer) unpark(ctx context.Context, channel string) error {
	parked, err := d.Store.Parked(ctx, d.Now(), channel)
	if err != nil || parked == nil {
		return err
	}
	id, err := d.Poster.Slack.Identity(ctx, d.Now())
	if err != nil || d.Poster.Slack.Look(ctx, d.Now(), channel, id.User).Trouble != "" {
		return nil //nolint:nilerr // the digest is planned, and waits with what is there
	}
	d.Run.Log.Warn("posting to the channel goes on", "channel", channel, "reason", parked.Reason)
	return d.Store.Unpark(ctx, channel)
}
