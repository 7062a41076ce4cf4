package check

import (
	"counterpoint/internal/claims"
	"counterpoint/internal/text"
	"counterpoint/internal/when"
)

// dated tells whether a form of a line is part of a date or time that a source
// tells in other words: "Wednesday" for the "yesterday" of a Thursday's report,
// 7.16 for "sixteen minutes past seven".
func dated(l *claims.Line, t text.Token, sources []source) bool {
	for _, s := range sources {
		for _, m := range when.Find(l.Text, s.published) {
			if m.Start > t.Start || t.End > m.End {
				continue
			}
			for _, n := range when.Find(s.Text, s.published) {
				if sameMoment(m, n) {
					return true
				}
			}
		}
	}
	return false
}

// retold tells whether a line has the date or time that a form of a source is
// part of.
func retold(s source, t text.Token, l *claims.Line) bool {
	for _, n := range when.Find(s.Text, s.published) {
		if n.Start > t.Start || t.End > n.End {
			continue
		}
		for _, m := range when.Find(l.Text, s.published) {
			if sameMoment(m, n) {
				return true
			}
		}
	}
	return false
}

// sameMoment tells whether one moment says no more than another: the same day,
// and the same clock where it has one.
func sameMoment(m, n when.Moment) bool {
	if m.Repeats != n.Repeats || m.Relation != n.Relation || m.Disjoint(n) {
		return false
	}
	if !m.HasDay && (m.Year != 0 || m.Month != 0 || m.Day != 0 || m.Weekday != 0 && n.Weekday == 0) {
		return false // a date that nothing resolves stands as it is printed, or not at all
	}
	if m.HasDay && (!n.HasDay || m.FromDay != n.FromDay || m.ToDay != n.ToDay) {
		return false
	}
	if !m.HasClock {
		return m.HasDay
	}
	if !n.HasClock || m.Zone != n.Zone || m.Vague != n.Vague {
		return false
	}
	const half = 12 * 60
	if m.TwelveHour || n.TwelveHour {
		return m.FromMinute%half == n.FromMinute%half && m.ToMinute-m.FromMinute == n.ToMinute-n.FromMinute
	}
	return m.FromMinute == n.FromMinute && m.ToMinute == n.ToMinute
}
