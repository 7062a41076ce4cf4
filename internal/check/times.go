package check

import (
	"fmt"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
	"counterpoint/internal/when"
)

// dated tells whether a form of a line is part of a date or time that a source
// tells in other words: "Wednesday" for the "yesterday" of a Thursday's report,
// 7.16 for "sixteen minutes past seven".
func dated(l *claims.Line, t text.Token, sources []source) bool {
	return slices.ContainsFunc(sources, func(s source) bool {
		return slices.ContainsFunc(sharedTimes(l, s), func(m sharedTime) bool { return partOf(t, m.here) })
	})
}

// retold tells whether a line has the date or time that a form of a source is
// part of.
func retold(s source, t text.Token, l *claims.Line) bool {
	return slices.ContainsFunc(sharedTimes(l, s), func(m sharedTime) bool { return partOf(t, m.there) })
}

// sharedTime is a date or time that a line and a source have, each in its words.
type sharedTime struct{ here, there when.Moment }

func sharedTimes(l *claims.Line, s source) []sharedTime {
	var out []sharedTime
	for _, m := range when.Find(l.Text, s.published) {
		for _, n := range when.Find(s.Text, s.published) {
			if sameMoment(m, n) {
				out = append(out, sharedTime{m, n})
			}
		}
	}
	return out
}

func partOf(t text.Token, m when.Moment) bool { return m.Start <= t.Start && t.End <= m.End }

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

// Words before which, and behind which, a weekday or month is told as a time.
var (
	whenWords = setOf("on since until till by before after from to between and or last next this every late early mid through during yesterday")
	whose     = setOf("of at with for against in") // what follows is no time: "of Tuesday", but for a month: "in April"
)

// May is no month here: it is a verb more often, or somebody's name.
const (
	weekdayNames = "monday tuesday wednesday thursday friday saturday sunday "
	monthNames   = "january february march april june july august september october november december "
)

var (
	months   = setOf(monthNames)
	dayWords = setOf(weekdayNames + monthNames)

	// What a report and its rewording say of the time in the same word, or not
	// at all: "yesterday" is another day in another article.
	timeWords = setOf(weekdayNames + monthNames + `today yesterday tomorrow tonight overnight
		morning afternoon evening night noon midnight dawn dusk`)
)

// misplaced finds days and months that stand where no time does and no source has
// them so: for the first name of somebody, for a place.
func (c cited) misplaced(l *claims.Line) []string {
	var out []string
	for i, t := range l.Forms {
		day := bare(t)
		if !dayWords[day] || !t.Upper || i == 0 || whenWords[l.Forms[i-1].Norm] || !adjoins(l, i) {
			continue
		}
		of := whose[l.Forms[i-1].Norm] && !(months[day] && l.Forms[i-1].Norm == "in")
		named := i+1 < len(l.Forms) && l.Forms[i+1].Upper && !timeWords[l.Forms[i+1].Norm] && adjoins(l, i+1)
		if of && !c.has(l, part{i - 1, i + 1}) || named && !c.has(l, part{i, i + 2}) {
			out = append(out, fmt.Sprintf("%q as a name", t.Word))
		}
	}
	return out
}

// has tells whether a source has some forms of a line beside each other.
func (c cited) has(l *claims.Line, p part) bool {
	for _, s := range c.sources {
		for k := 0; k+p.to-p.from <= len(s.Forms); k++ {
			same := true
			for i := range p.to - p.from {
				same = same && bare(s.Forms[k+i]) == bare(l.Forms[p.from+i])
			}
			if same {
				return true
			}
		}
	}
	return false
}
