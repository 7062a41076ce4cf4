package schedule

import (
	"fmt"
	"slices"
	"time"
)

// Next is the first time after another at which something is due, in the
// schedule's zone; zero where it has no times.
func (s Schedule) Next(after time.Time) time.Time {
	if len(s.Times) == 0 || s.Zone == nil {
		return time.Time{}
	}
	y, m, d := after.In(s.Zone).Date()
	// A week has every day; one more, where its time is in a gap; one day
	// before the first, as a zone may change its date.
	for i := range 16 {
		day := time.Date(y, m, d+i-1, 0, 0, 0, 0, time.UTC)
		if !s.on(day) {
			continue
		}
		for _, clock := range s.Times {
			if at := s.instants(day, clock); len(at) > 0 && at[0].After(after) {
				return at[0]
			}
		}
	}
	return time.Time{}
}

// on reports whether a day is one of the schedule's.
func (s Schedule) on(day time.Time) bool {
	return len(s.Days) == 0 || slices.Contains(s.Days, day.Weekday())
}

// instants are when the clocks of the zone show a time on a day: once as a
// rule, never in a gap, twice where clocks are put back; in order. The day is
// given as its midnight in UTC.
func (s Schedule) instants(day time.Time, clock Clock) []time.Time {
	wall := day.Add(time.Duration(clock) * time.Minute)
	var out []time.Time
	// No zone is further from UTC than this, so that one of these offsets was
	// in force before any change on that day, and the other after it.
	for _, away := range []time.Duration{-26 * time.Hour, 26 * time.Hour} {
		_, offset := wall.Add(away).In(s.Zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(s.Zone)
		if _, now := at.Zone(); now == offset && !slices.ContainsFunc(out, at.Equal) {
			out = append(out, at)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// Explain tells, a sentence each, on which days of the year after a time the
// clocks are changed so that a digest is left out, or might be thought to come
// twice.
func (s Schedule) Explain(after time.Time) []string {
	if s.Zone == nil {
		return nil
	}
	y, m, d := after.In(s.Zone).Date()
	var out []string
	for i := range 366 {
		day := time.Date(y, m, d+i, 0, 0, 0, 0, time.UTC)
		if !s.on(day) {
			continue
		}
		for _, clock := range s.Times {
			date := day.Format("Monday 2 January 2006")
			switch n := len(s.instants(day, clock)); n {
			case 0:
				out = append(out, fmt.Sprintf("On %s the clocks of %s have no %s, as they are put forward: that digest is left out.", date, s.Zone, clock))
			case 2:
				out = append(out, fmt.Sprintf("On %s the clocks of %s show %s twice, as they are put back: the digest comes at the first.", date, s.Zone, clock))
			}
		}
	}
	return out
}
