package when

import (
	"regexp"
	"strings"
	"time"
)

// Find returns the dates and times in s, in order and not overlapping. ref is
// the time of publication, against which weekdays, "yesterday" and dates
// without a year are resolved, in ref's own zone; where it is zero they stay
// without a day.
func Find(s string, ref time.Time) []Moment {
	t := text{s: s, ref: ref}
	joined := t.join(t.atoms())
	var out []Moment
	end := 0
	for _, a := range joined {
		if a.weak {
			continue
		}
		t.readZone(&a.Moment)
		t.readRelation(&a.Moment, end)
		end = a.End
		out = append(out, a.Moment)
	}
	return out
}

// glue is what may part two atoms of one moment.
var glue = regexp.MustCompile(`^ ?(?:,|\(|\|)? ?(?:(?:local time|GMT|UTC|[A-Z]{2,4}T),? ?)?(?:on the|on|at|in the|in|of the|of|the)? ?$`)

// join makes one of atoms that only a preposition or a comma parts and that
// add to each other: a clock and a day, an hour and its part of the day.
func (t text) join(atoms []atom) []atom {
	var out []atom
	for _, a := range atoms {
		if n := len(out); n > 0 && a.Start-out[n-1].End < 24 {
			gap := t.s[out[n-1].End:a.Start]
			if both, ok := combine(out[n-1], a); ok && glue.MatchString(gap) {
				t.zoneIn(&both.Moment, gap)
				out[n-1] = both
				continue
			}
			if both, ok := between(t, out[n-1], a, gap); ok {
				out[n-1] = both
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

func (t text) zoneIn(m *Moment, gap string) {
	if z := zonePattern.FindStringSubmatch(" " + strings.TrimLeft(gap, " ,")); z != nil && m.Zone == "" {
		m.Zone = z[1]
	}
}

// combine joins two neighbours.
func combine(a, b atom) (atom, bool) {
	dated := func(x atom) bool { return x.HasDay || x.Weekday != 0 || x.Month != 0 || x.Repeats }
	if dated(a) && dated(b) || a.clock && b.clock || a.part != nil && b.part != nil && !(coarse(a) || coarse(b)) {
		return atom{}, false
	}
	if !dated(a) && !dated(b) && !(a.clock != b.clock && (a.part != nil || b.part != nil)) {
		return atom{}, false
	}
	day, other := a, b
	if dated(b) {
		day, other = b, a
	}
	out := day
	out.Start, out.End = a.Start, b.End
	out.weak = false
	out.clock = a.clock || b.clock
	switch {
	case a.clock || b.clock:
		clock, part := a, b.part
		if b.clock {
			clock, part = b, a.part
		}
		out.HasClock, out.Vague, out.Zone = true, false, clock.Zone
		out.FromMinute, out.ToMinute, out.TwelveHour = clock.FromMinute, clock.ToMinute, clock.TwelveHour
		out.settle(part)
	case other.part != nil:
		out.HasClock, out.Vague, out.part = true, true, other.part
		out.FromMinute, out.ToMinute = other.FromMinute, other.ToMinute
	}
	return out, true
}

// coarse says whether the part is only "early" or "late", which a neighbour
// makes finer.
func coarse(a atom) bool {
	return a.part != nil && (*a.part == dayParts["early"] || *a.part == dayParts["late"])
}

// settle chooses the half of the day that the part of the day allows.
func (a *atom) settle(part *dayPart) {
	if part == nil {
		return
	}
	a.part = part
	if !a.TwelveHour {
		return
	}
	for _, m := range []int{a.FromMinute % 720, a.FromMinute%720 + 720, a.FromMinute%720 + 1440} {
		if m >= part.hoursFrom && m < part.hoursFrom+part.hrs {
			a.FromMinute, a.ToMinute, a.TwelveHour = m, m, false
			return
		}
	}
}

// between makes one interval of "between midnight and five".
func between(t text, a, b atom, gap string) (atom, bool) {
	if !a.clock || !b.clock || gap != " and " || !strings.HasSuffix(strings.ToLower(t.before(a.Start, 8)), "between ") {
		return atom{}, false
	}
	to := b.FromMinute
	if a.TwelveHour && !b.TwelveHour && a.FromMinute+720 <= to {
		a.FromMinute += 720
	}
	if to < a.FromMinute && b.TwelveHour {
		to += 720
	}
	if to < a.FromMinute {
		to += minutesPerDay
	}
	a.ToMinute, a.End = to, b.End
	a.TwelveHour = a.TwelveHour && b.TwelveHour
	if b.Zone != "" {
		a.Zone = b.Zone
	}
	if b.HasDay && !a.HasDay {
		a.HasDay, a.FromDay, a.ToDay, a.Weekday = true, b.FromDay, b.FromDay, b.Weekday
	}
	return a, true
}

// zonePattern is a zone behind a clock.
var zonePattern = regexp.MustCompile(`^ ?\(?(GMT|UTC|BST|CES?T|EES?T|E[SD]?T|P[SD]?T|C[SD]T|M[SD]T|MSK|JST|IST|AE[SD]T|HKT|local time|(?:Eastern|Pacific|Central|Mountain)(?: (?:Standard |Daylight )?[Tt]ime)?|[A-Z][a-z]+ time)\b`)

// readZone reads the zone behind a moment with a clock.
func (t text) readZone(m *Moment) {
	if !m.HasClock || m.Zone != "" || m.Vague {
		return
	}
	rest := t.after(m.End, 40)
	trimmed := strings.TrimPrefix(rest, ",")
	z := zonePattern.FindStringSubmatchIndex(trimmed)
	if z == nil {
		return
	}
	m.Zone = trimmed[z[2]:z[3]]
	m.End += len(rest) - len(trimmed) + z[1]
}

// relationPattern are the words before a moment that say how the text stands
// to it.
var relationPattern = regexp.MustCompile(`(?i)\b(shortly before|just before|not long before|shortly after|just after|soon after|not long after|at about|at around|at roughly|at approximately|before|after|by|until|till|since|around|about|roughly|approximately|circa|towards?|close to)(?: the)? $`)

// relations fold the words of relationPattern.
var relations = map[string]string{
	"shortly before": "shortly before", "just before": "shortly before",
	"not long before": "shortly before", "shortly after": "shortly after",
	"just after": "shortly after", "soon after": "shortly after",
	"not long after": "shortly after", "at about": "around", "at around": "around",
	"at roughly": "around", "at approximately": "around", "before": "before",
	"after": "after", "by": "by", "until": "until", "till": "until",
	"since": "since", "around": "around", "about": "around", "roughly": "around",
	"approximately": "around", "circa": "around", "towards": "around",
	"toward": "around", "close to": "around",
}

// readRelation reads the relation before a moment, not reaching back past
// from.
func (t text) readRelation(m *Moment, from int) {
	lead := t.s[max(from, m.Start-28, 0):m.Start]
	if !mayRelate(lead) {
		return
	}
	loc := relationPattern.FindStringSubmatchIndex(lead)
	if loc == nil {
		return
	}
	m.Relation = relations[strings.ToLower(lead[loc[2]:loc[3]])]
	m.Start -= len(lead) - loc[0]
}

// mayRelate says whether the last word before a moment, but for an article, is
// the last of a relation.
func mayRelate(lead string) bool {
	lead, ok := strings.CutSuffix(lead, " ")
	if !ok {
		return false
	}
	if len(lead) >= 4 && strings.EqualFold(lead[len(lead)-4:], " the") {
		lead = lead[:len(lead)-4]
	}
	word := strings.ToLower(lead[strings.LastIndexByte(lead, ' ')+1:])
	return word == "to" || relations[word] != "" || strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0
}
