package command

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

// known are what is remembered of feeds, by ID.
type known map[string]news.Feed

// feeds are what is remembered of a channel's feeds.
func (d Desk) feeds(ctx context.Context, now time.Time, channel string) (known, error) {
	ch, err := d.Store.Channel(ctx, channel)
	if err != nil {
		return known{}, nil //nolint:nilerr // a channel without settings has no feeds; whoever changes it meets other faults again
	}
	return d.known(ctx, now, ch)
}

func (d Desk) known(ctx context.Context, now time.Time, ch news.Channel) (known, error) {
	ids := make([]string, len(ch.Sources))
	for i, s := range ch.Sources {
		ids[i] = s.ID()
	}
	states, err := d.Store.Feeds(ctx, now, ids)
	out := known{}
	for _, f := range states {
		out[f.ID] = f
	}
	return out, err
}

// name is what a reader knows a feed by.
func name(s news.Source, k known) string {
	f := k[s.ID()]
	s.Outlet = cmp.Or(s.Outlet, f.Source.Outlet) // as another channel names it
	return wording.Shorten(wording.Clean(s.Name(f)), 100)
}

// list shows the feeds of a channel, each with the number that removes it.
func (d Desk) list(ctx context.Context, now time.Time, ch news.Channel) (Answer, error) {
	k, err := d.known(ctx, now, ch)
	if err != nil {
		return Answer{}, err
	}
	a := say("This channel follows %s.", counted(len(ch.Sources), "feed"))
	for i, s := range ch.Sources {
		if i == maxLines-10 {
			a.Lines = append(a.Lines, words("… and %d more", len(ch.Sources)-i))
			break
		}
		l := Line{{Text: fmt.Sprintf("%d. ", i+1)}, {Text: name(s, k)}}
		if trouble := trouble(ch, k[s.ID()]); trouble != "" {
			l = append(l, Run{Text: " — " + trouble})
		}
		a.Lines = append(a.Lines, l)
	}
	return a, nil
}

// trouble is what is wrong with a feed of a channel; empty where nothing is.
func trouble(ch news.Channel, f news.Feed) string {
	reason := wording.Shorten(wording.Clean(f.Reason), 120)
	switch {
	case f.Parked && inFile(ch):
		return "given up, it " + cmp.Or(reason, "could not be read")
	case f.Parked:
		return "given up, it " + cmp.Or(reason, "could not be read") + "; /digest add with its address asks it again"
	case f.Failures > 0:
		return "failing, it " + cmp.Or(reason, "could not be read")
	}
	return ""
}

// spent is what language models cost this month, for all channels together.
func (d Desk) spent(ctx context.Context, now time.Time, _ news.Channel) ([]Line, error) {
	n, err := d.Store.Spent(ctx, now)
	if err != nil {
		return nil, err
	}
	return []Line{words("Language models have cost %s this month, for all channels.", wording.Dollars(n))}, nil
}

// status tells how a channel is doing.
func (d Desk) status(ctx context.Context, now time.Time, ch news.Channel) (Answer, error) {
	var a Answer
	for _, part := range []func(context.Context, time.Time, news.Channel) ([]Line, error){
		d.stopped, d.lastRun, nextRun, d.failing, d.muted, d.votes, d.spent, d.changes,
	} {
		lines, err := part(ctx, now, ch)
		if err != nil {
			return Answer{}, err
		}
		a.Lines = append(a.Lines, lines...)
	}
	return a, nil
}

// recent is how far back the last digest is looked for first: what was told in
// 90 days is much to read.
const recent = 4 * 24 * time.Hour

func (d Desk) lastRun(ctx context.Context, now time.Time, ch news.Channel) ([]Line, error) {
	records, err := d.records(ctx, now, ch.ID, func([]store.Told) bool { return true })
	if err != nil || len(records) == 0 {
		return []Line{words("This channel has had no digest yet.")}, err
	}
	t := records[len(records)-1]
	zone := time.UTC
	if z := d.zone(ctx, ch.ID); z != nil {
		zone = z
	}
	if !t.From.IsZero() {
		return []Line{words("This channel has had no digest yet. It begins with what comes after %s.", moment(t.From.In(zone)))}, nil
	}
	became := map[store.State]string{
		store.Planned: "is about to be posted", store.Posting: "is being posted", store.Posted: "was posted",
		store.Closed: "was given up, as the next came before all of it was posted", store.Skipped: "was skipped, as its time was long past; its news come in the next",
	}[t.State]
	told := counted(len(t.Stories), "story")
	if len(t.Stories) == 0 {
		if told, err = d.nothing(ctx, now, t); err != nil {
			return nil, err
		}
	}
	if told != "" {
		told = ": " + told
	}
	return []Line{words("The last digest, of %s, %s%s.", moment(t.Slot.In(zone)), became, told)}, nil
}

// nothing says why a digest has no stories.
func (d Desk) nothing(ctx context.Context, now time.Time, t store.Told) (string, error) {
	if t.State == store.Skipped || t.State == store.Closed {
		return "", nil
	}
	digest, err := d.Store.Digest(ctx, now, t.Digest)
	if err != nil {
		return "", err
	}
	if digest.Coverage.Dead() {
		return "none of " + wording.Count(digest.Coverage.Feeds, "feed") + " could be read", nil
	}
	return "nothing was new", nil
}

// records are what a channel was told: of the last days, or of all that is kept
// where these are none, or are not enough.
func (d Desk) records(ctx context.Context, now time.Time, channel string, enough func([]store.Told) bool) ([]store.Told, error) {
	records, err := d.Store.Told(ctx, now, channel, now.Add(-recent))
	if err != nil || len(records) > 0 && enough(records) {
		return records, err
	}
	return d.Store.Told(ctx, now, channel, time.Time{})
}

func nextRun(_ context.Context, now time.Time, ch news.Channel) ([]Line, error) {
	return due(now, ch)
}

func (d Desk) failing(ctx context.Context, now time.Time, ch news.Channel) ([]Line, error) {
	k, err := d.known(ctx, now, ch)
	if err != nil {
		return nil, err
	}
	var bad []Line
	for _, s := range ch.Sources {
		if t := trouble(ch, k[s.ID()]); t != "" {
			bad = append(bad, Line{{Text: "• " + name(s, k)}, {Text: " — " + t}})
		}
	}
	set := "in Slack"
	if inFile(ch) {
		set = "in a file"
	}
	lines := []Line{words("%s followed, %d failing or given up. Settings are made %s.", wording.Count(len(ch.Sources), "feed"), len(bad), set)}
	if len(bad) > 8 {
		bad = append(bad[:8], words("… and %d more: /digest list shows all", len(bad)-8))
	}
	return append(lines, bad...), nil
}

func (d Desk) muted(_ context.Context, _ time.Time, ch news.Channel) ([]Line, error) {
	var what []string
	for _, w := range ch.Mute.Words {
		what = append(what, "“"+wording.Clean(w)+"”")
	}
	what = append(what, ch.Mute.Hosts...)
	if n := len(ch.Mute.Stories); n > 0 {
		what = append(what, wording.Count(n, "story"))
	}
	if len(what) == 0 {
		return nil, nil
	}
	return []Line{words("Muted: %s.", wording.AtMost(what, 10))}, nil
}

func (d Desk) changes(ctx context.Context, _ time.Time, ch news.Channel) ([]Line, error) {
	changes, err := d.Store.Changes(ctx, ch.ID)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	zone := time.UTC
	if z := d.zone(ctx, ch.ID); z != nil {
		zone = z
	}
	lines := []Line{words("Changes, the last first:")}
	for _, c := range changes {
		lines = append(lines, Line{{Text: "• " + moment(c.At.In(zone)) + ": "}, {User: c.Who}, {Text: " " + wording.Shorten(wording.Clean(c.What), 120)}})
	}
	return lines, nil
}
