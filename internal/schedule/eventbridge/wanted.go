package eventbridge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/schedule"
)

// entry is one schedule: a channel at a time of the day.
type entry struct {
	name    string
	channel string
	cron    string // in zone
	zone    string
	input   string // the message
	differs bool   // from what is wanted, in what is not shown: target, window, retries
}

// shown is an entry as a plan tells it.
func (e entry) shown() string { return e.channel + " at " + e.cron + " " + e.zone }

// wanted are the schedules of a channel: one a time; none while it is paused.
func wanted(c news.Channel) ([]entry, error) {
	s, err := schedule.Of(c)
	if err != nil || c.Paused {
		return nil, err
	}
	var out []entry
	for _, t := range s.Times {
		out = append(out, entry{
			name: name(c.ID, t, s.Days), channel: c.ID, cron: cron(t, s.Days), zone: s.Zone.String(), input: errand.Scheduled(c.ID),
		})
	}
	return out, nil
}

// channelOf is whom a schedule wakes; empty for one that is not ours.
func channelOf(input string) string {
	var m struct{ Channel string }
	if json.Unmarshal([]byte(input), &m) != nil || input != errand.Scheduled(m.Channel) {
		return ""
	}
	return m.Channel
}

var plain = regexp.MustCompile(`^[0-9A-Za-z_.-]{1,40}$`)

// prefix begins the names of a channel's schedules.
func prefix(channel string) string {
	if plain.MatchString(channel) {
		return channel + "-"
	}
	sum := sha256.Sum256([]byte(channel))
	return "channel." + hex.EncodeToString(sum[:8]) + "-"
}

// name is of at most 64 letters, digits, points and strokes: C0NEWS-0830-weekdays.
func name(channel string, t schedule.Clock, days []time.Weekday) string {
	when := strings.ReplaceAll(schedule.FormatDays(days), ",", ".")
	return prefix(channel) + strings.ReplaceAll(t.String(), ":", "") + "-" + when
}

// cron is minutes, hours, day of month, month, day of week, year.
func cron(t schedule.Clock, days []time.Weekday) string {
	if len(days) == 0 {
		return fmt.Sprintf("cron(%d %d * * ? *)", t%60, t/60)
	}
	on := make([]string, len(days))
	for i, d := range days {
		on[i] = strings.ToUpper(d.String()[:3])
	}
	return fmt.Sprintf("cron(%d %d ? * %s *)", t%60, t/60, strings.Join(on, ","))
}

// compare is what turns the one list into the other.
func compare(want, have []entry) Plan {
	var p Plan
	for _, w := range want {
		i := slices.IndexFunc(have, func(h entry) bool { return h.name == w.name })
		switch {
		case i < 0:
			p.steps = append(p.steps, step{do: create, entry: w})
		case have[i] != w: // differs is never wanted
			p.steps = append(p.steps, step{do: update, entry: w})
		}
	}
	for _, h := range have {
		if !slices.ContainsFunc(want, func(w entry) bool { return w.name == h.name }) {
			p.steps = append(p.steps, step{do: remove, entry: h})
		}
	}
	return p
}
