package cluster

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/text"
)

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6,
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// day is a day of the year, so that texts with and without a year compare.
func day(month, of int) uint16 { return uint16(month*32 + of) }

func dayOf(t time.Time) uint16 { return day(int(t.Month()), t.Day()) }

// days returns the days that a text tells of: dates, and where the day of
// publication is known, weekdays and words such as yesterday. A date that is
// the day of publication is left out, since it mostly stands in the dateline.
func days(toks []text.Token, published time.Time) []uint16 {
	var out []uint16
	for i, t := range toks {
		if d, ok := dateAt(toks, i); ok {
			if published.IsZero() || d != dayOf(published) {
				out = append(out, d)
			}
			continue
		}
		if published.IsZero() || nearDate(toks, i) {
			continue
		}
		back, ok := daysBack(toks, i, published)
		if ok && !t.Digit {
			out = append(out, dayOf(published.AddDate(0, 0, -back)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// dateAt reads "May 21" and "21 May" at token i, the month.
func dateAt(toks []text.Token, i int) (uint16, bool) {
	m, ok := months[toks[i].Norm]
	if !ok || !toks[i].Upper {
		return 0, false
	}
	for _, k := range []int{i + 1, i - 1} {
		if k < 0 || k >= len(toks) || !toks[k].Digit {
			continue
		}
		digits := toks[k].Norm
		if n := len(digits); n > 2 && (digits[n-2:] == "th" || digits[n-2:] == "st" || digits[n-2:] == "nd" || digits[n-2:] == "rd") {
			digits = digits[:n-2]
		}
		if d, err := strconv.Atoi(digits); err == nil && d >= 1 && d <= 31 {
			return day(m, d), true
		}
	}
	return 0, false
}

// nearDate reports whether a weekday at i belongs to a date ("Monday 25 May").
func nearDate(toks []text.Token, i int) bool {
	for k := max(0, i-2); k <= min(len(toks)-1, i+2); k++ {
		if _, ok := dateAt(toks, k); ok {
			return true
		}
	}
	return false
}

// daysBack tells how many days before publication the word at i lies.
func daysBack(toks []text.Token, i int, published time.Time) (int, bool) {
	if w, ok := weekdays[toks[i].Norm]; ok && toks[i].Upper {
		if i > 0 && toks[i-1].Norm == "next" {
			return 0, false
		}
		return (int(published.Weekday()) - int(w) + 7) % 7, true
	}
	switch toks[i].Norm {
	case "today", "tonight":
		return 0, true
	case "yesterday":
		return 1, true
	case "morning", "afternoon", "evening":
		if i > 0 && toks[i-1].Norm == "this" {
			return 0, true
		}
	}
	return 0, false
}

// disjoint reports whether both texts tell of days and of none in common.
func disjoint(a, b []uint16) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, d := range a {
		if _, ok := slices.BinarySearch(b, d); ok {
			return false
		}
	}
	return true
}

// nearest is the least number of days between one set of days and another.
func nearest(a, b []uint16) (gap int, ok bool) {
	for _, x := range a {
		for _, y := range b {
			if g := max(between(x, y), -between(x, y)); !ok || g < gap {
				gap, ok = g, true
			}
		}
	}
	return gap, ok
}

// between counts the days from one day of the year to another, the shorter way
// round. A month counts 31: what is near is told well enough.
func between(a, b uint16) int {
	const year = 12 * 31
	gap := (int(b/32)-int(a/32))*31 + int(b%32) - int(a%32)
	switch {
	case gap > year/2:
		return gap - year
	case gap < -year/2:
		return gap + year
	}
	return gap
}

// after tells whether all days come after a publication: 0 no, 1 unknown, 2 yes.
func after(published time.Time, days []uint16) uint8 {
	if len(days) == 0 {
		return 1
	}
	at := dayOf(published)
	if slices.ContainsFunc(days, func(d uint16) bool { return between(at, d) <= 0 }) {
		return 0
	}
	return 2
}

// ordinals of a series: rounds, quarters, matches, anniversaries.
var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"opening": 1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9, "10th": 10,
}

// series are the nouns that are counted so. Others ("the first time", "a third
// person") count nothing that would part two events.
var series = map[string]bool{
	"round": true, "leg": true, "stage": true, "phase": true, "heat": true, "quarter": true, "session": true, "debate": true,
	"reading": true, "hearing": true, "vote": true, "ballot": true, "trial": true, "edition": true, "anniversary": true,
	"test": true, "game": true, "match": true, "summit": true, "meeting": true, "tranche": true, "wave": true, "attempt": true,
}

// ranked is a place in a series that an article is about: the second round.
type ranked struct {
	noun string
	rank int
}

// ranks returns the places in series that a title or a first sentence names.
func ranks(s string, toks []text.Token) []ranked {
	var out []ranked
	for i, t := range toks {
		if i > 0 && strings.ContainsAny(s[toks[i-1].End:t.Start], ".!?\n") {
			break
		}
		if n, ok := ordinals[t.Norm]; ok && i+1 < len(toks) && series[toks[i+1].Norm] && s[t.End:toks[i+1].Start] == " " {
			out = append(out, ranked{toks[i+1].Norm, n})
		}
	}
	return out
}

// otherRank reports whether two articles are about different places in one
// series: the first and the second round of talks are two events.
func otherRank(a, b []ranked) bool {
	conflict := false
	for _, x := range a {
		for _, y := range b {
			if x.noun == y.noun {
				if x.rank == y.rank {
					return false
				}
				conflict = true
			}
		}
	}
	return conflict
}

// recalls returns the sentences that tell of earlier times: "three weeks ago",
// "last month's fire", "in November". An event that shares with another only
// what such sentences say is most often another one.
func recalls(toks []text.Token, where []uint32) uint32 {
	var out uint32
	for i, t := range toks {
		if recalled(toks, i, t.Norm) {
			out |= where[i]
		}
	}
	return out
}

func recalled(toks []text.Token, i int, norm string) bool {
	switch norm {
	case "ago", "earlier":
		return true
	case "last", "previous":
		return i+1 < len(toks) && spans[toks[i+1].Norm]
	case "since", "in":
		if i+1 >= len(toks) || !toks[i+1].Upper {
			return false
		}
		_, ok := months[toks[i+1].Norm]
		_, dated := dateAt(toks, i+1)
		return ok && !dated
	case "weeks", "days", "months":
		return i+1 < len(toks) && (toks[i+1].Norm == "after" || toks[i+1].Norm == "since")
	}
	return false
}

// spans are what is counted from now: last week.
var spans = map[string]bool{
	"week": true, "weekend": true, "month": true, "year": true, "spring": true, "summer": true, "autumn": true, "winter": true,
}
