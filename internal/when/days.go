package when

import (
	"slices"
	"strings"
	"time"
)

// Readers of days. Each gets a match of its pattern in rules.go.

// dayFirst is "Thursday 21 May 2026", "3-5 May", "the 21st of May".
func dayFirst(m match) (atom, bool) {
	return m.date(m.group(1), m.group(4), m.group(2), m.group(3), m.group(5))
}

// monthFirst is "Thursday, May 21, 2026", "May 3-5".
func monthFirst(m match) (atom, bool) {
	if m.group(5) == "" && counted(m.after(m.end(), 24)) {
		return atom{}, false
	}
	return m.date(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5))
}

// counted says whether a number ends not the date but counts what follows:
// "May 12 people", "March 3.5", "June 5 percent".
func counted(rest string) bool {
	if rest == "" {
		return false
	}
	if c := rest[0]; c == '%' || inWord(c) || (c == '.' || c == ',' || c == ':') && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9' {
		return true
	}
	word, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	return rest[0] == ' ' && (word == "people" || word == "percent" || word == "per" || word == "million")
}

func (m match) date(weekday, month, day, last, year string) (atom, bool) {
	a := m.atom()
	a.Month, a.Day, a.Year = monthOf(month), numberOf(day), numberOf(year)
	a.Weekday = weekdayOf(weekday)
	to := numberOf(last)
	if a.Day < 1 || a.Day > daysIn(a.Year, a.Month) || to > daysIn(a.Year, a.Month) {
		return atom{}, false
	}
	y := a.Year
	if y == 0 {
		if !m.known() {
			return a, true
		}
		y = m.nearestYear(a.Month, a.Day)
	}
	if a.Day > daysIn(y, a.Month) {
		return atom{}, false
	}
	a.setDays(civil(y, a.Month, a.Day), civil(y, a.Month, max(a.Day, to)))
	return a, true
}

// daysIn is the length of a month; of February 29 where the year is unknown.
func daysIn(y, m int) int {
	if y == 0 {
		y = 2000
	}
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// nearestYear is the year that puts a month's day closest to the reference.
func (t text) nearestYear(month, day int) int {
	ref, best := dayNumber(t.ref), t.ref.Year()
	for _, y := range []int{best - 1, best + 1} {
		if abs(civil(y, month, day)-ref) < abs(civil(best, month, day)-ref) {
			best = y
		}
	}
	return best
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func (m match) atom() atom {
	return atom{Moment: Moment{Start: m.start(), End: m.end()}}
}

func (a *atom) setDays(from, to int) { a.HasDay, a.FromDay, a.ToDay = true, from, to }

// isoDate is "2026-05-21".
func isoDate(m match) (atom, bool) {
	a := m.atom()
	a.Year, a.Month, a.Day = numberOf(m.group(1)), numberOf(m.group(2)), numberOf(m.group(3))
	if a.Month < 1 || a.Month > 12 || a.Day < 1 || a.Day > daysIn(a.Year, a.Month) {
		return atom{}, false
	}
	d := civil(a.Year, a.Month, a.Day)
	a.setDays(d, d)
	return a, true
}

// weekday is "Thursday", "next Thursday", "every Monday", "early on Tuesday",
// "Friday the 11th".
func weekday(m match) (atom, bool) {
	which, coarse, name, nth := strings.ToLower(m.group(1)), m.group(2), m.group(3), m.group(4)
	if named(m.before(m.start(), 12), m.after(m.end(), 14)) {
		return atom{}, false
	}
	a := m.atom()
	a.Weekday = weekdayOf(name)
	a.setPart(coarse)
	if strings.HasSuffix(name, "s") || which == "every" || which == "each" {
		a.Repeats = true
		return a, true
	}
	if !m.known() {
		a.Day = numberOf(nth)
		return a, true
	}
	ref := dayNumber(m.ref)
	today := (int(m.ref.Weekday())+6)%7 + 1
	back := (today - a.Weekday + 7) % 7
	day := ref - back
	switch {
	case nth != "":
		a.Day = numberOf(nth)
		found, ok := m.weekdayOn(a.Weekday, a.Day)
		if !ok {
			return atom{}, false
		}
		day = found
	case which == "last" && back == 0:
		day -= 7
	case which == "last":
	case which == "next", which != "this" && m.looksAhead(), which == "this" && back > 0 && !pastPart(m.after(m.end(), 12)):
		day, a.Ahead = ref-back+7, true
	}
	a.setDays(day, day)
	return a, true
}

func pastPart(rest string) bool { return strings.HasPrefix(rest, " morning") }

// weekdayOn is the day nearest to the reference that is both this weekday and
// this day of a month.
func (t text) weekdayOn(weekday, nth int) (int, bool) {
	best, ok := 0, false
	for d := -6; d <= 6; d++ {
		first := t.ref.AddDate(0, 0, 1-t.ref.Day())
		y, mo, _ := first.AddDate(0, d, 0).Date()
		day := civil(y, int(mo), nth)
		if nth < 1 || nth > daysIn(y, int(mo)) || int(fromCivil(day).Weekday()+6)%7+1 != weekday {
			continue
		}
		if !ok || abs(day-dayNumber(t.ref)) < abs(best-dayNumber(t.ref)) {
			best, ok = day, true
		}
	}
	return best, ok
}

// named says whether a weekday is part of a name: "Black Friday", "Sunday
// Times".
func named(before, after string) bool {
	words := strings.Fields(before)
	if len(words) > 0 && strings.HasSuffix(before, " ") {
		switch words[len(words)-1] {
		case "Black", "Bloody", "Good", "Ash", "Cyber", "Easter", "Palm", "Super":
			return words[len(words)-1] != "Easter"
		}
	}
	next := strings.Fields(after)
	if len(next) > 0 && strings.HasPrefix(after, " ") {
		switch strings.Trim(next[0], ",.;:'’s\"") {
		case "Time", "Times", "Telegraph", "Mirror", "Expre", "Express", "Mail", "Post", "Herald", "Independent", "Night":
			return true
		}
	}
	return false
}

// looksAhead says whether the words before the match in its clause look
// forward and no verb of saying stands between.
func (m match) looksAhead() bool {
	clause := m.before(m.start(), 120)
	if i := strings.LastIndexAny(clause, ",;:.!?\n\"“”"); i >= 0 {
		clause = clause[i+1:]
	}
	words := strings.Fields(strings.ToLower(clause))
	for i, w := range slices.Backward(words) {

		if saidVerbs[w] {
			return false
		}
		if aheadWords[w] || strings.HasSuffix(w, "'ll") || strings.HasSuffix(w, "’ll") ||
			w == "to" && i > 0 && (words[i-1] == "is" || words[i-1] == "are" || words[i-1] == "set" || words[i-1] == "expected" || words[i-1] == "due") {
			return true
		}
	}
	return false
}

// aheadWords look forward to a day that they precede.
var aheadWords = map[string]bool{
	"will": true, "shall": true, "due": true, "scheduled": true, "planned": true,
	"starts": true, "begins": true, "opens": true, "reopens": true, "ends": true,
	"expires": true, "plans": true, "won't": true, "upcoming": true, "takes": true,
}

// saidVerbs end the search for a verb that looks forward: what was said on
// Thursday was said on the last one.
var saidVerbs = map[string]bool{
	"said": true, "told": true, "announced": true, "confirmed": true,
	"reported": true, "warned": true, "declared": true, "was": true, "were": true,
	"had": true, "added": true, "decided": true, "agreed": true, "voted": true,
}

// relative is "yesterday", "tonight", "last night", "this morning".
func relative(m match) (atom, bool) {
	a := m.atom()
	phrase := strings.ToLower(m.group(0))
	shift := 0
	switch {
	case strings.HasPrefix(phrase, "the day before"):
		shift = -2
	case strings.HasPrefix(phrase, "the day after"):
		shift = 2
	case strings.HasPrefix(phrase, "yesterday"), strings.HasPrefix(phrase, "last"):
		shift = -1
	case strings.HasPrefix(phrase, "tomorrow"):
		shift, a.Ahead = 1, true
	}
	for _, part := range []string{"morning", "afternoon", "evening", "night", "lunchtime"} {
		if strings.HasSuffix(phrase, part) {
			a.setPart(part)
		}
	}
	if m.known() {
		day := dayNumber(m.ref) + shift
		a.setDays(day, day)
	}
	return a, true
}

func (a *atom) setPart(name string) {
	p, ok := dayParts[strings.ToLower(name)]
	if !ok {
		return
	}
	a.part, a.HasClock, a.Vague = &p, true, true
	a.FromMinute, a.ToMinute = p.from, p.to
}
