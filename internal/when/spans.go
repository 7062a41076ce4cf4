package when

import (
	"strings"
	"time"
)

// Readers of coarse dates: months, quarters, years, decades, "three years ago".

// monthAlone is "in January", "last March", "January 2026". Its group 1 is a
// preposition, which is needed where no year is printed and is not part of the
// date; 2 is "last" and the like.
func monthAlone(m match) (atom, bool) {
	prep, which, month, year := m.group(1), strings.ToLower(m.group(2)), m.group(3), m.group(4)
	if prep == "" && which == "" && numberOf(year) == 0 || personal(month, m.after(m.end(), 24)) {
		return atom{}, false
	}
	a := m.atom()
	if prep != "" {
		a.Start = m.loc[2] + len(prep)
		for m.s[a.Start] == ' ' {
			a.Start++
		}
	}
	a.Month, a.Year = monthOf(month), numberOf(year)
	y := a.Year
	if y == 0 {
		if !m.known() {
			return a, true
		}
		y = m.yearFor(a.Month, which, strings.ToLower(year))
	}
	a.setDays(civil(y, a.Month, 1), civil(y, a.Month+1, 0))
	return a, true
}

// personal says whether a month is a name: a capital behind it ("April Jones").
func personal(month, rest string) bool {
	if month != "May" && month != "April" && month != "June" && month != "August" && month != "March" {
		return false
	}
	rest, ok := strings.CutPrefix(rest, " ")
	return ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' && rest[0] != 'I'
}

func (t text) yearFor(month int, which, year string) int {
	y := t.ref.Year()
	switch {
	case strings.HasPrefix(year, "last"):
		return y - 1
	case strings.HasPrefix(year, "next"):
		return y + 1
	case strings.HasPrefix(year, "this"), which == "this":
		return y
	case which == "last" && month >= int(t.ref.Month()):
		return y - 1
	case which == "next" && month <= int(t.ref.Month()):
		return y + 1
	case which == "last", which == "next":
		return y
	}
	return t.nearestYear(month, 15)
}

// yearAlone is "in 2024", "since 2019"; its group 1 is the preposition.
func yearAlone(m match) (atom, bool) {
	a := m.atom()
	a.Start = m.loc[4]
	a.Year = numberOf(m.group(2))
	if rest := m.after(m.end(), 12); counted(rest) || strings.HasPrefix(rest, "s") || strings.HasPrefix(rest, " homes") || strings.HasPrefix(rest, "-") {
		return atom{}, false
	}
	a.setDays(civil(a.Year, 1, 1), civil(a.Year, 12, 31))
	return a, true
}

// decade is "the 1990s".
func decade(m match) (atom, bool) {
	a := m.atom()
	y := numberOf(m.group(1))
	a.setDays(civil(y, 1, 1), civil(y+9, 12, 31))
	return a, true
}

// ago is "three years ago", "a week ago".
func ago(m match) (atom, bool) {
	n := numberOf(m.group(1))
	a := m.atom()
	if n == 0 || n > 5000 {
		return atom{}, false
	}
	if !m.known() {
		return a, true
	}
	ref := dayNumber(m.ref)
	y, mo, d := m.ref.Date()
	switch unit := strings.ToLower(m.group(2)); unit {
	case "day":
		a.setDays(ref-n, ref-n)
	case "week", "fortnight":
		if unit == "fortnight" {
			n *= 2
		}
		a.setDays(ref-7*n-2, ref-7*n+2)
	case "month":
		day := civil(y, int(mo)-n, min(d, 28))
		a.setDays(day-10, day+10)
	case "year", "decade", "century", "centurie":
		n *= map[string]int{"year": 1, "decade": 10, "century": 100, "centurie": 100}[unit]
		slack := 183 + n/10*183
		day := civil(y-n, int(mo), min(d, 28))
		a.setDays(day-slack, day+slack)
	}
	return a, true
}

// period is "last year", "this week", "next month".
func period(m match) (atom, bool) {
	a := m.atom()
	if !m.known() {
		return a, true
	}
	n := map[string]int{"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[strings.ToLower(m.group(1))]
	a.Ahead = n > 0
	y, mo, _ := m.ref.Date()
	ref := dayNumber(m.ref)
	switch unit := strings.ToLower(m.group(2)); unit {
	case "week", "weekend":
		monday := ref - (int(m.ref.Weekday())+6)%7 + 7*n
		a.setDays(monday, monday+6)
		if unit == "weekend" {
			a.setDays(weekend(m.ref, monday, n))
		}
	case "month":
		a.setDays(civil(y, int(mo)+n, 1), civil(y, int(mo)+n+1, 0))
	case "year":
		a.setDays(civil(y+n, 1, 1), civil(y+n, 12, 31))
	}
	return a, true
}

// weekend is the Saturday and Sunday of the week that begins at monday; early
// in the week "last weekend" and "at the weekend" are the ones just over.
func weekend(ref time.Time, monday, n int) (from, to int) {
	from = monday + 5
	if n == 0 && ref.Weekday() >= time.Monday && ref.Weekday() <= time.Tuesday {
		return from - 7, from + 1
	}
	return from, from + 1
}

// quarter is "Q3", "the third quarter of 2024".
func quarter(m match) (atom, bool) {
	n := numberOf(m.group(1))
	if n == 0 {
		n = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4}[strings.ToLower(m.group(2))]
	}
	if n < 1 || n > 4 {
		return atom{}, false
	}
	a := m.atom()
	a.Year = numberOf(m.group(3))
	y := a.Year
	if y == 0 {
		if !m.known() {
			return a, true
		}
		y = m.nearestYear(3*n-1, 15)
	}
	a.setDays(civil(y, 3*n-2, 1), civil(y, 3*n+1, 0))
	return a, true
}
