package main

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/schedule"
	"counterpoint/internal/socket"
	"counterpoint/internal/wording"
)

// slackOptions are where Slack is. What a test replaces; main leaves it alone.
type slackOptions struct {
	api, hooks string // what addresses begin with; empty: Slack's
}

// serveSlack serves a real workspace, by Socket Mode, until it is interrupted or
// the app-level token no longer holds.
func serveSlack(s streams, r round, tokens config.SlackTokens) error {
	client := post.NewClient(post.ClientOptions{Token: tokens.Bot.Reveal(), URL: s.slack.api})
	id, err := identify(s, client)
	if err != nil {
		return err
	}
	if err := r.applyAll(s); err != nil {
		return err
	}
	d, err := wire(s, r, client, id, voterKey(tokens.Bot), http.DefaultTransport)
	if err != nil {
		return err
	}
	d.handler.Hooks = s.slack.hooks
	d.look = func(ctx context.Context, now time.Time) error { return d.mend(ctx, now, id) }
	fmt.Fprintf(s.err, "the workspace is %s, the app is @%s\n", id.Team, id.User)
	if err := d.introduce(id); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(s.ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop()
	wg.Go(func() { d.run(ctx) })
	line := socket.New(socket.Options{
		Token: tokens.App.Reveal(), URL: s.slack.api, Now: s.now, Handle: d.receive,
		Tell: func(format string, args ...any) { fmt.Fprintf(s.err, format+"\n", args...) },
	})
	if err := line.Run(ctx); err != nil {
		return err
	}
	fmt.Fprintln(s.err, "stopped: what was not posted yet is posted when serve runs again")
	return nil
}

// identify asks whom the bot token belongs to. What the app may not do is told
// whole: it could not go on when that is met.
func identify(s streams, client *post.Client) (post.Identity, error) {
	id, err := client.Identity(s.ctx, s.now())
	if err != nil || len(id.Missing) == 0 {
		return id, err
	}
	names := make([]string, len(id.Missing))
	for i, scope := range id.Missing {
		names[i] = scope.Name
		s.warn("the Slack app lacks the scope %s, which it needs %s", scope.Name, scope.For)
	}
	return id, fmt.Errorf("add %s at api.slack.com/apps, your app, OAuth & Permissions, Bot Token Scopes; then reinstall the app and start again", strings.Join(names, ", "))
}

// voterKey is a key that stays when the process is started again, without
// another secret to keep.
func voterKey(bot config.Secret) []byte {
	mac := hmac.New(sha256.New, []byte(bot.Reveal()))
	mac.Write([]byte("counterpoint voters"))
	return mac.Sum(nil)
}

// receive handles what Slack sends.
func (d *serve) receive(ctx context.Context, e socket.Envelope) socket.Reply {
	message, missed := d.handler.Receive(ctx, command.Envelope{ID: e.ID, Button: e.Kind == socket.Action, Payload: e.Payload})
	return socket.Reply{Payload: message, Missed: missed}
}

// introduce tells of each channel whether the app can post there and when it
// will.
func (d *serve) introduce(id post.Identity) error {
	ctx, now := d.streams.ctx, d.streams.now()
	channels, err := d.round.store.Channels(ctx)
	if err != nil {
		return err
	}
	ready := 0
	for _, ch := range channels {
		place := d.slack.Look(ctx, now, ch.ID, id.User)
		name := ch.ID
		if place.Name != "" {
			name = "#" + place.Name + " (" + ch.ID + ")"
		}
		if place.Trouble != "" {
			d.streams.warn("%s: %s", name, place.Trouble)
			continue
		}
		ready++
		fmt.Fprintf(d.streams.err, "%s: %s\n", name, coming(ch, now))
	}
	if ready < len(channels) {
		d.streams.warn("%d of %s can be posted to; the others follow within %d minutes of what is missing", ready, wording.Count(len(channels), "channel"), int(sweepEvery/time.Minute))
	}
	return nil
}

// coming says when a channel's next digest comes.
func coming(ch news.Channel, now time.Time) string {
	when, err := schedule.Of(ch)
	if err != nil {
		return "no digest comes by itself: " + err.Error()
	}
	next := when.Next(now)
	switch {
	case ch.Paused && ch.By == "file":
		return "paused, in the file"
	case ch.Paused:
		return "paused; /digest resume there goes on"
	case next.IsZero():
		return "no times are set; /digest now there brings a digest"
	}
	return "next digest " + next.Format("Mon 2 Jan 15:04 ") + cmp.Or(ch.Zone, "UTC")
}

// unpark lets posting to a channel go on, where it was stopped.
func (d *serve) unpark(ctx context.Context, now time.Time, channel string) error {
	parked, err := d.round.store.Parked(ctx, now, channel)
	if err != nil || parked == nil {
		return err
	}
	fmt.Fprintf(d.streams.err, "posting to channel %s goes on: it was stopped since %s (%s)\n", channel, parked.Since.UTC().Format("2 Jan 15:04 UTC"), parked.Reason)
	return d.round.store.Unpark(ctx, channel)
}

// mend looks whether what stopped posting has been put right, and lets it go on
// then.
func (d *serve) mend(ctx context.Context, now time.Time, id post.Identity) error {
	stopped, err := d.round.store.Circuit(ctx, now)
	if err != nil {
		return err
	}
	if stopped != nil {
		if again, err := d.slack.Identity(ctx, now); err != nil || len(again.Missing) > 0 {
			return nil //nolint:nilerr // it is told with what waits
		}
		fmt.Fprintln(d.streams.err, "posting goes on: Slack takes the bot token again")
		if err := d.round.store.Mend(ctx); err != nil {
			return err
		}
	}
	channels, err := d.round.store.Channels(ctx)
	var errs []error
	for _, ch := range channels {
		parked, err := d.round.store.Parked(ctx, now, ch.ID)
		if err == nil && parked != nil && d.slack.Look(ctx, now, ch.ID, id.User).Trouble == "" {
			err = d.unpark(ctx, now, ch.ID)
		}
		errs = append(errs, err)
	}
	return errors.Join(append(errs, err)...)
}
