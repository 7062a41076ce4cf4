package when

import "strings"

// Disjoint says whether the two cannot be the same moment: their days are
// known and disjoint, or their clocks are. What is printed without a
// reference (weekday, day of the month, year) counts as well. Rounding and
// relations give slack: "shortly before six" and "5.40" may be one time.
func (m Moment) Disjoint(n Moment) bool {
	if m.Repeats || n.Repeats || bound(m.Relation) != bound(n.Relation) {
		return false
	}
	if m.HasDay && n.HasDay {
		if m.daysApart(n) {
			return true
		}
	} else if m.printedApart(n) {
		return true
	}
	if !m.HasClock || !n.HasClock {
		return false
	}
	shift, ok := zoneShift(m.Zone, n.Zone)
	if !ok {
		return false
	}
	sameDay := m.HasDay && n.HasDay && m.FromDay == m.ToDay && n.FromDay == n.ToDay
	for _, a := range m.clocks() {
		for _, b := range n.clocks() {
			if touches(a, b.moved(shift), sameDay, m.FromDay-n.FromDay) {
				return false
			}
		}
	}
	return true
}

// bound tells starts and ends apart from times of an event.
func bound(relation string) string {
	if relation == "until" || relation == "since" {
		return relation
	}
	return ""
}

// printedApart compares what is printed where a day is not known.
func (m Moment) printedApart(n Moment) bool {
	if m.Relation != "" && m.Relation != n.Relation || n.Relation != "" && m.Relation == "" {
		return false
	}
	midnight := m.midnight() || n.midnight()
	if m.Year != 0 && n.Year != 0 && m.Year != n.Year && (m.Month == 0 && n.Month == 0 || m.Month != 0 && n.Month != 0) {
		return true
	}
	if m.Month != 0 && n.Month != 0 {
		return m.Month != n.Month || m.Day != 0 && n.Day != 0 && m.Day != n.Day && !midnight
	}
	return m.Weekday != 0 && n.Weekday != 0 && m.Weekday != n.Weekday && !midnight
}

const farDays = 1 << 30

func (m Moment) daysApart(n Moment) bool {
	mf, mt := m.days()
	nf, nt := n.days()
	slack := 0
	if _, ok := zoneShift(m.Zone, n.Zone); m.midnight() || n.midnight() || m.HasClock && n.HasClock && (!ok || m.Zone != n.Zone) {
		slack = 1
	}
	return mt+slack < nf || nt+slack < mf
}

// days is the span of days that the relation leaves.
func (m Moment) days() (from, to int) {
	from, to = m.FromDay, m.ToDay
	if m.HasClock {
		return from, to + m.ToMinute/minutesPerDay
	}
	switch m.Relation {
	case "before", "by", "shortly before":
		from = -farDays
	case "after", "shortly after":
		to = farDays
	case "around":
		from, to = from-2, to+2
	}
	return from, to
}

func (m Moment) midnight() bool {
	return m.HasClock && m.FromMinute%minutesPerDay == 0 && m.ToMinute == m.FromMinute
}

const minutesPerDay = 24 * 60

// span is an interval of minutes, inclusive.
type span struct{ from, to int }

func (s span) moved(by int) span { return span{s.from + by, s.to + by} }

// clocks are the intervals that the printed time may mean, with slack for
// rounding and for the relation.
func (m Moment) clocks() []span {
	s := span{m.FromMinute, m.ToMinute}
	r := rounding(m)
	switch m.Relation {
	case "around":
		r = max(r, 20)
	case "shortly before":
		s.from -= 30
	case "shortly after":
		s.to += 30
	case "before", "by":
		s.from = min(0, s.from)
	case "after":
		s.to = max(minutesPerDay-1, s.to)
	}
	s.from, s.to = s.from-r, s.to+r
	all := []span{s}
	if m.TwelveHour {
		all = append(all, s.moved(minutesPerDay/2), s.moved(-minutesPerDay/2))
	}
	if m.midnight() {
		all = append(all, s.moved(minutesPerDay))
	}
	return all
}

// rounding is how far a printed time may be off: nothing where the minute is
// odd, a few minutes where it is a round one.
func rounding(m Moment) int {
	switch {
	case m.Vague:
		return 30
	case m.FromMinute != m.ToMinute:
		return 0
	case m.FromMinute%60 == 0:
		return 5
	case m.FromMinute%15 == 0:
		return 4
	case m.FromMinute%5 == 0:
		return 2
	}
	return 0
}

// touches says whether two intervals share a minute; where the days are not
// known to be the same, a day more or less does not part them.
func touches(a, b span, sameDay bool, daysBetween int) bool {
	if sameDay {
		a = a.moved(daysBetween * minutesPerDay)
		return a.from <= b.to && b.from <= a.to
	}
	for _, by := range []int{-minutesPerDay, 0, minutesPerDay} {
		if c := a.moved(by); c.from <= b.to && b.from <= c.to {
			return true
		}
	}
	return false
}

// zones are the zones whose offset from UTC, in minutes, the letters alone
// fix. Source: the IANA database; letters that several countries use (IST,
// CST) and those that change with the season (ET) are left out.
var zones = map[string]int{
	"gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120,
	"eest": 180, "msk": 180, "jst": 540, "est": -300, "edt": -240, "pst": -480,
	"pdt": -420, "mst": -420, "mdt": -360, "aest": 600, "hkt": 480,
}

// zoneShift is what must be added to a time in zone b to read it in zone a.
func zoneShift(a, b string) (minutes int, ok bool) {
	a, b = zoneKey(a), zoneKey(b)
	if a == b {
		return 0, true
	}
	x, okA := zones[a]
	y, okB := zones[b]
	return x - y, okA && okB
}

// zoneKey makes local time the default, since that is what a report without a
// zone gives.
func zoneKey(z string) string {
	z = strings.ToLower(z)
	if z == "local time" || z == "local" {
		return ""
	}
	return z
}
