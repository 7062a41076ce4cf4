package when

import "time"

// Moment is one date or time of a text, as far as it can be known.
type Moment struct {
	// Start and End are the bytes of the expression with its relation
	// ("shortly before six").
	Start, End int
	// FromDay and ToDay are days since 1970-01-01, inclusive, in the zone of
	// the reference; known where HasDay. A month or a year is all its days.
	HasDay         bool
	FromDay, ToDay int
	// FromMinute and ToMinute are minutes of FromDay, inclusive; known where
	// HasClock. They pass 1440 where the time runs into the next day.
	HasClock             bool
	FromMinute, ToMinute int
	// TwelveHour says that neither a.m. nor p.m. nor a part of the day is
	// said: the time may lie twelve hours off.
	TwelveHour bool
	// Vague marks a coarse time: morning, overnight, the early hours.
	Vague bool
	// Zone is the zone as written ("GMT", "local time"); empty if none.
	Zone string
	// Duration is always false: spans are for package measure.
	Duration bool
	// Year, Month, Day and Weekday (1 is Monday, 7 Sunday) are what is
	// printed; 0 where it is not. They hold without a reference time.
	Year, Month, Day, Weekday int
	// Ahead says that the day was taken as lying after the reference, for
	// "next" or a verb that looks forward.
	Ahead bool
	// Repeats marks what comes again: "every Monday", "on Mondays".
	Repeats bool
	// Relation is how the text stands to the moment: "", "before", "after",
	// "by", "until", "since", "around", "shortly before", "shortly after".
	Relation string
}

// Past says whether the moment lies clearly, by more than three days, before
// ref: told as background rather than as news.
func (m Moment) Past(ref time.Time) bool {
	return m.HasDay && !ref.IsZero() && m.ToDay < dayNumber(ref)-3
}

// dayNumber is the day of t, in its own zone, since 1970-01-01.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return civil(y, int(m), d)
}

// civil counts days since 1970-01-01; months and days may overflow as in
// time.Date.
func civil(y, m, d int) int {
	const perDay = 24 * 60 * 60
	return int(time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC).Unix()-perDay/2) / perDay
}

// fromCivil is the inverse of civil, as a time at noon UTC.
func fromCivil(day int) time.Time {
	return time.Unix(int64(day)*24*60*60+12*60*60, 0).UTC()
}
