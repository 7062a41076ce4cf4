package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const monthNames = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

var (
	dayFirst   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(` + monthNames + `)\b\.?(?:,?\s+(\d{4})\b)?`)
	monthFirst = regexp.MustCompile(`(?i)\b(` + monthNames + `)\b\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4})\b)?`)
	yearFirst  = regexp.MustCompile(`\b(\d{4})[-/](\d{2})[-/](\d{2})\b`)
	monthYear  = regexp.MustCompile(`(?i)\b(?:` + monthNames + `)\s+\d{4}\b`)
	// clockTime is a time of day. With a full stop it needs more than the
	// figures, which may be a price or a rate: a.m. or p.m., or a border.
	clockTime = regexp.MustCompile(`(?i)\b(\d{1,2})(?:[:h](\d{2}))(?:[:.]\d{2})?\s*(a\.?m\.?|p\.?m\.?)?(?:\W|$)|` +
		`\b(\d{1,2})(?:\.(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)(?:\W|$)|(?:^|, |at |bulletin )(\d{1,2})\.(\d{2})(?:$|[,;]|\. )`)
	dateNoise = regexp.MustCompile(`(?i)\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|` +
		`\b(?:first |last )?(?:published|updated|posted|modified)(?: (?:on|at))?\b:?|\b(?:on|at|as of|today|yesterday|gmt|utc|[bcew]?e?s?t|cet|cest|pdt|edt|local time|local|(?:\d+|a|an|one|two|three|four|five) (?:minutes?|mins?|hours?|days?) ago|\d+ min(?:ute)?s? read)\b|[+-]\d{1,4}\b|` +
		`\b(?:issue|no|nr|vol|number|edition|bulletin)\b\.?\s*(?:no\.?\s*)?\d+|\d{1,2} ?(?:am|pm)\b`)
)

// machineDates are the forms in which markup gives a time.
var machineDates = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04Z0700", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "20060102", "2006/01/02 15:04:05", "2006/01/02",
	time.RFC1123Z, "Mon, 02 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 -0700",
}

// machineDate reads the time that markup states. A time without a zone is
// taken as UTC.
func machineDate(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range machineDates {
		if t, err := time.Parse(layout, s); err == nil && plausible(t.Year()) {
			return t.UTC()
		}
	}
	return proseDate(s)
}

// plausible bounds the years in which a news page can have been published.
func plausible(year int) bool { return year >= 1980 && year <= 2100 }

// proseDate reads a day with its year, and a time of day if there is one, from
// a short line. A date without a year gives nothing: there is no clock here.
func proseDate(s string) time.Time {
	var day, year int
	var month time.Month
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		year, _ = strconv.Atoi(m[1])
		n, _ := strconv.Atoi(m[2])
		month = time.Month(n)
		day, _ = strconv.Atoi(m[3])
	} else if m := dayFirst.FindStringSubmatch(s); m != nil && m[3] != "" {
		day, month, year = dayOf(m[1], m[2], m[3])
	} else if m := monthFirst.FindStringSubmatch(s); m != nil && m[3] != "" {
		day, month, year = dayOf(m[2], m[1], m[3])
	}
	if !plausible(year) || day < 1 || month < 1 || month > 12 {
		return time.Time{}
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return time.Time{}
	}
	hour, minute := timeOfDay(yearFirst.ReplaceAllString(s, " "))
	return t.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func dayOf(day, month, year string) (int, time.Month, int) {
	d, _ := strconv.Atoi(day)
	y, _ := strconv.Atoi(year)
	const first = "janfebmaraprmayjunjulaugsepoctnovdec"
	return d, time.Month(strings.Index(first, strings.ToLower(month[:3]))/3 + 1), y
}

func timeOfDay(s string) (hour, minute int) {
	m := clockTime.FindStringSubmatch(s)
	if m == nil {
		return 0, 0
	}
	half := strings.ToLower(m[3] + m[6])
	hour, _ = strconv.Atoi(m[1] + m[4] + m[7])
	minute, _ = strconv.Atoi(m[2] + m[5] + m[8])
	switch {
	case strings.HasPrefix(half, "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(half, "a") && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 {
		return 0, 0
	}
	return hour, minute
}

// withoutDate takes dates, times of day and the words around them out of a
// line and reports whether it had a date or a time.
func withoutDate(s string) (rest string, had bool) {
	figures := strings.ContainsAny(s, "0123456789") // each pattern needs some
	for _, pattern := range []*regexp.Regexp{yearFirst, dayFirst, monthFirst, monthYear, clockTime} {
		if pattern == yearFirst && !mayYearFirst(s) {
			continue
		}
		if figures && pattern.MatchString(s) {
			had = true
			s = pattern.ReplaceAllString(s, " ")
		}
	}
	if !had && longestRun(s) > longestNoise {
		return s, false
	}
	trimmed := dateNoise.ReplaceAllString(s, " ")
	if !had {
		if len(words(trimmed)) == 0 && len(words(s)) > 0 {
			return "", true // "Tuesday", "Published on Monday", "2 hours ago"
		}
		return s, false
	}
	return clean(trimmed), true
}

// mayYearFirst reports whether a text has what yearFirst needs between figures.
func mayYearFirst(s string) bool { return strings.ContainsAny(s, "-/") }

// longestNoise is the letters of the longest word that dateNoise takes out
// ("wednesday", "published"): a line with a longer one keeps a word.
const longestNoise = 9

// longestRun is the number of letters of ASCII in the longest run of them.
func longestRun(s string) (most int) {
	n := 0
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			n = 0
			continue
		}
		n++
		most = max(most, n)
	}
	return most
}
