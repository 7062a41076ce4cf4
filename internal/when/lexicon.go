package when

import "strings"

// months by the first three letters of the name, which tell them apart.
var months = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7,
	"aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

// weekdays by their first two letters, Monday first as in ISO 8601.
var weekdays = map[string]int{"mo": 1, "tu": 2, "we": 3, "th": 4, "fr": 5, "sa": 6, "su": 7}

func monthOf(s string) int {
	if len(s) < 3 {
		return 0
	}
	return months[strings.ToLower(s[:3])]
}

func weekdayOf(s string) int {
	if len(s) < 2 {
		return 0
	}
	return weekdays[strings.ToLower(s[:2])]
}

// dayPart is a part of the day: the minutes that it covers by itself, and the
// window in which an hour said with it falls ("three in the morning").
type dayPart struct {
	from, to       int
	hoursFrom, hrs int // first minute and length of the window
}

// dayParts are generous at their ends, since newsrooms differ on when an
// evening begins.
var dayParts = map[string]dayPart{
	"morning": {240, 719, 0, 720}, "afternoon": {720, 1110, 720, 480},
	"evening": {990, 1439, 900, 540}, "night": {1140, 1740, 1080, 720},
	"early hours": {0, 330, 0, 420}, "small hours": {0, 300, 0, 420},
	"dawn": {210, 480, 120, 420}, "daybreak": {210, 480, 120, 420},
	"sunrise": {210, 510, 120, 420}, "dusk": {930, 1350, 900, 540},
	"sunset": {930, 1350, 900, 540}, "nightfall": {930, 1380, 900, 540},
	"lunchtime": {690, 870, 660, 300}, "overnight": {1200, 1860, 1080, 960},
	"rush hour": {360, 1200, 0, 1440}, "early": {0, 540, 0, 720}, "late": {1080, 1620, 900, 660},
	"midnight": {0, 0, 0, 720},
}

// smallNumbers are the numbers of hours and minutes in words.
var smallNumbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
	"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50,
}

// numberOf reads digits or words up to 59; 0 where it is neither.
func numberOf(s string) int {
	s = strings.ToLower(s)
	if n, ok := smallNumbers[s]; ok {
		return n
	}
	if tens, unit, ok := strings.Cut(strings.ReplaceAll(s, " ", "-"), "-"); ok && smallNumbers[tens] >= 20 && smallNumbers[unit] > 0 {
		return smallNumbers[tens] + smallNumbers[unit]
	}
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 9999 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Pieces of the patterns. Months and weekdays count only with a capital:
// "may" and "march" are verbs; short weekdays count only beside a date, since
// "Sun" is a paper and "sat" a verb.
const (
	monthRE = `(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`
	dayRE   = `(Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?)`
	anyDay  = `(?:(Mon(?:day)?|Tue(?:s|sday)?|Wed(?:nesday)?|Thu(?:r|rs|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)\.?,? (?:the )?)?`
	numDay  = `([0-3]?[0-9])(?:st|nd|rd|th)?`
	toDay   = `(?:(?: ?[-–—] ?| to | and )([0-3]?[0-9])(?:st|nd|rd|th)?)?`
	hourRE  = `([Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|1[0-2]|0?[1-9])`
	unitRE  = `(?:one|two|three|four|five|six|seven|eight|nine)`
	smallRE = `((?i:twenty(?:[- ]` + unitRE + `)?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|` + unitRE + `)|[0-5]?[0-9])`
	yearRE  = `(1[5-9][0-9][0-9]|20[0-9][0-9])`
)
