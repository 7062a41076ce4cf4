package schedule_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
	"counterpoint/internal/schedule"
)

// parse reads "DAYS TIME… ZONE".
func parse(t *testing.T, s string) schedule.Schedule {
	t.Helper()
	words := strings.Fields(s)
	last := len(words) - 1
	c := news.Channel{Zone: words[last], Times: words[1:last]}
	if words[0] != "daily" {
		days, err := schedule.ParseDays(words[0])
		if err != nil {
			t.Fatal(err)
		}
		schedule.Schedule{Days: days, Zone: time.UTC}.Into(&c)
		c.Zone, c.Times = words[last], words[1:last]
	}
	out, err := schedule.Of(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	out, err := time.Parse("2006-01-02 15:04Z07:00", s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What follows a moment, one after the other, around each change of clocks.
func TestNext(t *testing.T) {
	for _, c := range []struct{ name, schedule, after, want string }{
		{"London, before spring", "daily 08:30 Europe/London", "2027-03-27 08:30Z", "2027-03-28 08:30+01:00, 2027-03-29 08:30+01:00"},
		{"London, in the gap", "daily 01:30 Europe/London", "2027-03-26 12:00Z", "2027-03-27 01:30Z, 2027-03-29 01:30+01:00"},
		{"London, the gap's end", "daily 02:00 Europe/London", "2027-03-27 12:00Z", "2027-03-28 02:00+01:00, 2027-03-29 02:00+01:00"},
		{"London, the gap's begin", "daily 01:00 Europe/London", "2027-03-27 12:00Z", "2027-03-29 01:00+01:00"},
		{"London, twice", "daily 01:30 Europe/London", "2027-10-30 12:00Z", "2027-10-31 01:30+01:00, 2027-11-01 01:30Z"},
		{"London, between the two", "daily 01:30 Europe/London", "2027-10-31 01:00Z", "2027-11-01 01:30Z"},
		{"London, only Sundays in the gap", "sun 01:30 Europe/London", "2027-03-22 12:00Z", "2027-04-04 01:30+01:00"},
		{"New York, in the gap", "daily 02:30 America/New_York", "2027-03-13 12:00Z", "2027-03-15 02:30-04:00"},
		{"New York, twice", "daily 01:30 01:45 America/New_York", "2027-11-06 12:00Z", "2027-11-07 01:30-04:00, 2027-11-07 01:45-04:00, 2027-11-08 01:30-05:00"},
		{"Kolkata has no change", "daily 02:30 Asia/Kolkata", "2027-03-27 21:00Z", "2027-03-29 02:30+05:30, 2027-03-30 02:30+05:30"},
		{"Lord Howe, half an hour's gap", "daily 02:15 Australia/Lord_Howe", "2027-10-02 12:00Z", "2027-10-04 02:15+11:00"},
		{"Lord Howe, after the gap", "daily 02:30 Australia/Lord_Howe", "2027-10-02 12:00Z", "2027-10-03 02:30+11:00"},
		{"Lord Howe, twice", "daily 01:45 Australia/Lord_Howe", "2027-04-03 12:00Z", "2027-04-04 01:45+11:00, 2027-04-05 01:45+10:30"},
		{"Lord Howe, not twice", "daily 01:15 Australia/Lord_Howe", "2027-04-03 12:00Z", "2027-04-04 01:15+11:00, 2027-04-05 01:15+10:30"},
		{"a day that Samoa left out", "daily 09:00 Pacific/Apia", "2011-12-29 20:00Z", "2011-12-31 09:00+14:00"},
		{"a weekend", "weekdays 08:30 17:00 Europe/London", "2026-11-20 12:00Z", "2026-11-20 17:00Z, 2026-11-23 08:30Z, 2026-11-23 17:00Z"},
		{"not the same moment again", "daily 08:30 UTC", "2026-11-20 08:30Z", "2026-11-21 08:30Z"},
		{"today, in the zone's day", "mon 00:05 Asia/Kolkata", "2026-11-22 18:30Z", "2026-11-23 00:05+05:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, after := parse(t, c.schedule), at(t, c.after)
			var got []string
			for range strings.Count(c.want, ",") + 1 {
				after = s.Next(after)
				got = append(got, after.Format("2006-01-02 15:04Z07:00"))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := (schedule.Schedule{Zone: time.UTC}).Next(time.Now()); !got.IsZero() {
		t.Errorf("without times: %v", got)
	}
}

// Whatever the zone and time: what Next gives is later, shows the clock's time
// on one of the days, comes once a day, and leaves out a day only where that
// has no such time.
func TestNextHoldsAYearLong(t *testing.T) {
	for _, zone := range []string{"Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "UTC"} {
		for _, clock := range []string{"00:00", "00:30", "01:15", "01:45", "02:00", "02:15", "02:30", "03:00", "23:59"} {
			s := parse(t, "daily "+clock+" "+zone)
			for at, end := time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC), time.Date(2028, 1, 3, 0, 0, 0, 0, time.UTC); at.Before(end); {
				next := s.Next(at)
				if !next.After(at) || next.Format("15:04") != clock || next.Location().String() != zone {
					t.Fatalf("%s %s after %v: %v", clock, zone, at, next)
				}
				y, m, d := at.In(s.Zone).Date()
				day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
				y, m, d = next.Date()
				for day = day.AddDate(0, 0, 1); day.Before(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)); day = day.AddDate(0, 0, 1) {
					h := time.Duration(s.Times[0]) * time.Minute
					shown := false
					for off := -14 * 60; off <= 14*60; off += 15 {
						shown = shown || day.Add(h).Add(-time.Duration(off)*time.Minute).In(s.Zone).Format("2006-01-02 15:04") == day.Format("2006-01-02 ")+clock
					}
					if shown {
						t.Fatalf("%s %s: %s was left out", clock, zone, day.Format(time.DateOnly))
					}
				}
				at = next
			}
		}
	}
}

func TestExplain(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		schedule string
		want     []string
	}{
		{"daily 08:30 Europe/London", nil},
		{"daily 02:30 Asia/Kolkata", nil},
		{"weekdays 01:30 Europe/London", nil}, // clocks change on Sundays
		{"daily 01:30 Europe/London", []string{
			"On Sunday 28 March 2027 the clocks of Europe/London have no 01:30, as they are put forward: that digest is left out.",
			"On Sunday 31 October 2027 the clocks of Europe/London show 01:30 twice, as they are put back: the digest comes at the first.",
		}},
		{"sun 02:30 America/New_York", []string{"On Sunday 14 March 2027 the clocks of America/New_York have no 02:30, as they are put forward: that digest is left out."}},
		{"daily 01:45 Australia/Lord_Howe", []string{"On Sunday 4 April 2027 the clocks of Australia/Lord_Howe show 01:45 twice, as they are put back: the digest comes at the first."}},
		{"daily 02:15 Australia/Lord_Howe", []string{"On Sunday 3 October 2027 the clocks of Australia/Lord_Howe have no 02:15, as they are put forward: that digest is left out."}},
	} {
		if diff := cmp.Diff(c.want, parse(t, c.schedule).Explain(now)); diff != "" {
			t.Errorf("%s: %s", c.schedule, diff)
		}
	}
}

func TestForms(t *testing.T) {
	for in, want := range map[string]string{
		"daily": "daily", "Weekdays": "weekdays", "mon-fri": "weekdays", "sat,sun": "weekends", "weekend": "weekends",
		"wed,mon": "mon,wed", "monday,Thursday": "mon,thu", "mon-sun": "daily", "tue,tue": "tue", "fri-sun": "fri,sat,sun",
	} {
		days, err := schedule.ParseDays(in)
		if got := schedule.FormatDays(days); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", in, got, err, want)
		}
	}
	for _, bad := range []string{"", "someday", "mon,", "fri-mon", "mon-", "-", "m", "weekdays,sat"} {
		if days, err := schedule.ParseDays(bad); err == nil {
			t.Errorf("%q passes for %v", bad, days)
		}
	}
	for in, want := range map[string]string{"08:30": "08:30", "8:30": "08:30", "8.30": "08:30", "0:05": "00:05", "23:59": "23:59", "00:00": "00:00"} {
		if got, err := schedule.ParseClock(in); err != nil || got.String() != want {
			t.Errorf("%s: %v, %v", in, got, err)
		}
	}
	for _, bad := range []string{"", "24:00", "8", "8:3", "08:60", "-1:00", "08:30:00", "٠٨:٣٠", "8:30pm"} {
		if got, err := schedule.ParseClock(bad); err == nil {
			t.Errorf("%q passes for %v", bad, got)
		}
	}
	for in, want := range map[string]string{"europe/london": "Europe/London", "UTC": "UTC", "utc": "UTC", "AMERICA/NEW_YORK": "America/New_York", "America/Port-au-Prince": "America/Port-au-Prince"} {
		if got, err := schedule.ParseZone(in); err != nil || got.String() != want {
			t.Errorf("%s: %v, %v", in, got, err)
		}
	}
	for _, bad := range []string{"", "Local", "local", "Mars/Olympus", "../etc/passwd", "/etc/localtime", strings.Repeat("a", 100)} {
		if got, err := schedule.ParseZone(bad); err == nil {
			t.Errorf("%q passes for %v", bad, got)
		}
	}
}

// A schedule goes into a channel's settings and comes out again.
func TestOfInto(t *testing.T) {
	for _, s := range []string{"daily 08:30 UTC", "weekdays 08:30 17:00 Europe/London", "mon,wed 00:00 Asia/Kolkata"} {
		var c news.Channel
		parse(t, s).Into(&c)
		got, err := schedule.Of(c)
		if err != nil || got.String() != s {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
	for _, c := range []news.Channel{{Zone: "Mars/Olympus"}, {Times: []string{"25:00"}}, {Days: []string{"someday"}}} {
		if s, err := schedule.Of(c); err == nil {
			t.Errorf("%v passes for %v", c, s)
		}
	}
}
