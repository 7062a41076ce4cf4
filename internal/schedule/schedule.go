// Package schedule says when a channel's digests are due: at times of the
// clock, on days of the week, in a zone.
//
// Where clocks are changed it follows the rule of Amazon EventBridge Scheduler,
// so that a digest comes at the same time wherever the program runs: a time that
// the day does not have is left out, and one that it has twice is taken once.
// (User guide, "Schedule types", "Daylight savings time on EventBridge
// Scheduler", https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html,
// and https://repost.aws/knowledge-center/eventbridge-scheduler-adjust-dst, both
// read in November 2026: an invocation at a time that does not exist is skipped;
// where the time shifts back the schedule runs only once. Neither says which of
// the two it is; we take the first. A digest that is told by the other would be
// late by an hour, and is made all the same.) It is pure: it knows no clock, and
// starts nothing.
package schedule

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a zone is the same on a machine that has no list of them

	"counterpoint/internal/news"
)

// Schedule is when something is due.
type Schedule struct {
	Days  []time.Weekday // Monday first, each once; empty: every day
	Times []Clock        // ascending, each once; empty: never
	Zone  *time.Location
}

// Clock is a time of day, in minutes after midnight.
type Clock int

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

var clockForm = regexp.MustCompile(`^([0-9]|[01][0-9]|2[0-3])[:.]([0-5][0-9])$`)

// ParseClock reads a time of day on a clock of 24 hours: "08:30", "8:30", "8.30".
func ParseClock(s string) (Clock, error) {
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is no time on a clock of 24 hours, such as 08:30", s)
	}
	hours, err1 := strconv.Atoi(m[1])
	minutes, err2 := strconv.Atoi(m[2])
	return Clock(hours*60 + minutes), errors.Join(err1, err2)
}

// ParseZone reads the name of a zone, in whatever case it is typed.
func ParseZone(s string) (*time.Location, error) {
	for _, name := range []string{s, strings.ToUpper(s), title(s)} {
		if name == "" || strings.EqualFold(name, "local") || len(name) > 64 {
			continue
		}
		if zone, err := time.LoadLocation(name); err == nil {
			return zone, nil
		}
	}
	return nil, errors.New("the zone is not known: write UTC, or a continent and a place, such as Europe/London")
}

// title writes each word of a zone's name as such names are written.
func title(s string) string {
	b := []byte(strings.ToLower(s))
	for i := range b {
		if (i == 0 || b[i-1] == '/' || b[i-1] == '_' || b[i-1] == '-') && b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// week is the days in order, as Days has them.
var week = [...]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// ParseDays reads days: "daily", "weekdays", "weekends", "mon", "mon,wed",
// "monday", "mon-thu". All seven are nil, as "daily" is.
func ParseDays(s string) ([]time.Weekday, error) {
	switch s = strings.ToLower(s); s {
	case "daily", "everyday":
		return nil, nil
	case "weekdays", "workdays":
		return slices.Clone(week[:5]), nil
	case "weekends", "weekend":
		return slices.Clone(week[5:]), nil
	}
	var on [7]bool
	for part := range strings.SplitSeq(s, ",") {
		from, to, span := strings.Cut(part, "-")
		i, j := place(from), place(to)
		if !span {
			j = i
		}
		if i < 0 || j < 0 || j < i {
			return nil, fmt.Errorf("%q is no day: write weekdays, weekends, daily, or days such as mon,wed", part)
		}
		for ; i <= j; i++ {
			on[i] = true
		}
	}
	var out []time.Weekday
	for i, d := range week {
		if on[i] {
			out = append(out, d)
		}
	}
	if len(out) == len(week) {
		return nil, nil
	}
	return out, nil
}

// place is a day's place in the week; -1 where it is none.
func place(s string) int {
	return slices.IndexFunc(week[:], func(d time.Weekday) bool {
		name := strings.ToLower(d.String())
		return s == name || s == short(d)
	})
}

func short(d time.Weekday) string { return strings.ToLower(d.String()[:3]) }

// FormatDays writes days as ParseDays reads them.
func FormatDays(days []time.Weekday) string {
	switch {
	case len(days) == 0 || len(days) == len(week):
		return "daily"
	case slices.Equal(days, week[:5]):
		return "weekdays"
	case slices.Equal(days, week[5:]):
		return "weekends"
	}
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = short(d)
	}
	return strings.Join(names, ",")
}

// Of is the schedule of a channel. A channel without times is never due.
func Of(c news.Channel) (Schedule, error) {
	s := Schedule{Zone: time.UTC}
	var err error
	if c.Zone != "" {
		if s.Zone, err = ParseZone(c.Zone); err != nil {
			return Schedule{}, fmt.Errorf("channel %s: %w", c.ID, err)
		}
	}
	if len(c.Days) > 0 {
		if s.Days, err = ParseDays(strings.Join(c.Days, ",")); err != nil {
			return Schedule{}, fmt.Errorf("channel %s: %w", c.ID, err)
		}
	}
	for _, t := range c.Times {
		clock, err := ParseClock(t)
		if err != nil {
			return Schedule{}, fmt.Errorf("channel %s: %w", c.ID, err)
		}
		s.Times = append(s.Times, clock)
	}
	s.Normalize()
	return s, nil
}

// Into writes the schedule into a channel's settings.
func (s Schedule) Into(c *news.Channel) {
	c.Times, c.Days, c.Zone = nil, nil, s.Zone.String()
	for _, t := range s.Times {
		c.Times = append(c.Times, t.String())
	}
	for _, d := range s.Days {
		c.Days = append(c.Days, short(d))
	}
}

// String is the schedule as it is typed: "weekdays 08:30 17:00 Europe/London".
func (s Schedule) String() string {
	words := []string{FormatDays(s.Days)}
	for _, t := range s.Times {
		words = append(words, t.String())
	}
	if s.Zone != nil {
		words = append(words, s.Zone.String())
	}
	return strings.Join(words, " ")
}

// Normalize puts the times in order, each once.
func (s *Schedule) Normalize() {
	slices.Sort(s.Times)
	s.Times = slices.Compact(s.Times)
}
