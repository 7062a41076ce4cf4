package when

import (
	"regexp"
	"strings"
)

// Readers of times of day.

func (m match) clockAt(hour, minute int) atom {
	a := m.atom()
	a.clock, a.HasClock = true, true
	a.FromMinute = hour*60 + minute
	a.ToMinute = a.FromMinute
	a.TwelveHour = hour >= 1 && hour <= 12
	return a
}

// halfDay settles a.m. or p.m.
func (a *atom) halfDay(pm bool) {
	h := a.FromMinute / 60 % 12
	if pm {
		h += 12
	}
	d := h*60 + a.FromMinute%60 - a.FromMinute
	a.FromMinute, a.ToMinute, a.TwelveHour = a.FromMinute+d, a.ToMinute+d, false
}

// halfDayClock is "9.14am", "9:30 p.m.", "seven a.m.".
func halfDayClock(m match) (atom, bool) {
	hour, minute := numberOf(m.group(1)), numberOf(m.group(2))
	if hour < 1 || hour > 12 || minute > 59 || m.afterDot() {
		return atom{}, false
	}
	a := m.clockAt(hour, minute)
	a.halfDay(strings.ToLower(m.group(3))[0] == 'p')
	if strings.HasSuffix(m.s[:a.End], ".m") && strings.HasPrefix(m.s[a.End:], ".") {
		a.End++
	}
	return a, true
}

// afterDot says whether the match begins inside a longer number.
func (m match) afterDot() bool {
	b := m.before(m.start(), 2)
	return len(b) == 2 && (b[1] == '.' || b[1] == ':' || b[1] == ',') && b[0] >= '0' && b[0] <= '9' || strings.HasSuffix(b, "$") || strings.HasSuffix(b, "£")
}

// colonClock is "14:10" and "08:25".
func colonClock(m match) (atom, bool) {
	rest := m.after(m.end(), 2)
	if m.afterDot() || len(rest) == 2 && (rest[0] == ':' || rest[0] == '.') && rest[1] >= '0' && rest[1] <= '9' {
		return atom{}, false
	}
	a := m.clockAt(numberOf(m.group(1)), numberOf(m.group(2)))
	a.TwelveHour = a.TwelveHour && m.group(1)[0] != '0'
	return a, true
}

// dottedClock is "21.40", where the words around it say that it is a time.
func dottedClock(m match) (atom, bool) {
	a, ok := colonClock(m)
	if !ok || measured.MatchString(m.after(m.end(), 24)) {
		return atom{}, false
	}
	before, rest := m.lineBefore(), m.after(m.end(), 40)
	switch {
	case before == "":
		return a, rest == "" || rest[0] == '\n' || rest[0] == ' ' && startsUpper(rest[1:])
	case zonePattern.MatchString(rest), dateBefore.MatchString(before), timeBefore.MatchString(before):
		return a, true
	case prices.MatchString(sentenceTail(before)):
		return atom{}, false
	case clockPreposition.MatchString(before), trainAfter.MatchString(rest):
		return a, true
	}
	return atom{}, false
}

func (m match) lineBefore() string {
	line := m.s[:m.start()]
	if i := strings.LastIndexByte(line, '\n'); i >= 0 {
		line = line[i+1:]
	}
	return line
}

func startsUpper(s string) bool {
	s = strings.TrimLeft(s, "\"“‘' -–—")
	return s == "" || s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 0x80
}

// sentenceTail is what of the line belongs to the last sentence, by a rough
// cut, at most 90 bytes.
func sentenceTail(s string) string {
	s = s[max(0, len(s)-90):]
	if i := strings.LastIndex(s, ". "); i >= 0 {
		s = s[i+2:]
	}
	return s
}

var (
	measured = regexp.MustCompile(`^(?:[%°$£€]|[0-9]| ?-? ?(?:per ?cent|percent|million|billion|bn\b|m\b|k?m\b|kg|metres?|meters?|kilomet|miles?|points?|degrees|dollars?|euros?|pounds?|pence|cents?|crowns?|marks?|florins?|francs?|dinars?|rupees?|yen|yuan|roubles?|a share|a litre|a barrel|seconds?|minutes?|hours\b|litres?|tonnes?|times|magnitude|hectares|acres|feet|inches|each\b))`)
	prices   = regexp.MustCompile(`(?i)\b(?:shares?|stocks?|prices?|priced|costs?|currency|worth|index|points|rates?|inflation|magnitude|turnout|exchange|traded|bid|odds|average|version|section|paragraph|ratio|score[ds]?)\b`)

	dateBefore       = regexp.MustCompile(`(?:` + monthRE + `|` + dayRE + `|\b(?:19|20)[0-9][0-9])(?: [0-3]?[0-9])?,? (?:\| |[-–—] |at )?$`)
	timeBefore       = regexp.MustCompile(`[0-9][.:][0-9][0-9](?: ?[ap]\.?m\.?)?(?: and | to | until | or |-|–)$`)
	clockPreposition = regexp.MustCompile(`(?i)\b(?:at|by|since|until|till|before|after|around|about|from|between|past)(?: about| around| exactly| precisely)? $`)
	trainAfter       = regexp.MustCompile(`^ (?:train|ferry|bus|service|flight|crossing|bulletin|sailing|boat|to [A-Z]|from [A-Z]|this |yesterday|on (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))`)
)

// militaryClock is "0447 GMT", "1800 local time".
func militaryClock(m match) (atom, bool) {
	a := m.clockAt(numberOf(m.group(1)), numberOf(m.group(2)))
	a.TwelveHour = false
	if zone := m.group(3); zone != "hours" && zone != "hrs" {
		a.Zone = zone
	}
	return a, true
}

// pastClock is "half past seven", "twelve minutes to eight", "twenty past
// twelve", "ten minutes before midnight".
func pastClock(m match) (atom, bool) {
	part, number, minutes, way, hour := strings.ToLower(m.group(1)), m.group(2), m.group(3), strings.ToLower(m.group(4)), strings.ToLower(m.group(5))
	n := map[string]int{"half": 30, "quarter": 15}[part]
	if n == 0 {
		n = numberOf(number)
	}
	if n == 0 || n > 59 || (way == "before" || way == "after") && (minutes == "" || numberOf(hour) == 0 && hour != "midnight" && hour != "noon") {
		return atom{}, false
	}
	sure := part == "quarter" || minutes != "" || way == "past"
	fives := n == 5 || n == 10 || n == 20 || n == 25 || part != ""
	if minutes == "" && !fives || !(sure && way == "past") && !clockFollows.MatchString(m.after(m.end(), 24)) {
		return atom{}, false
	}
	if part == "half" && way != "past" {
		return atom{}, false
	}
	h := numberOf(hour)
	if hour == "noon" || hour == "midnight" {
		h = 12
	}
	a := m.clockAt(h, 0)
	switch {
	case way == "past" || way == "after":
		a.FromMinute += n
	case a.FromMinute == 60: // "to one" is after twelve
		a.FromMinute = 780 - n
	default:
		a.FromMinute -= n
	}
	a.ToMinute, a.TwelveHour = a.FromMinute, true
	switch hour {
	case "noon":
		a.TwelveHour = false
	case "midnight":
		a.halfDay(way == "to" || way == "before")
	}
	return a, true
}

// clockFollows is what may stand behind an hour without making it a count.
var clockFollows = regexp.MustCompile(`^(?:$|[.,;:!?)"”\n—–]|['’](?:$|[^s])| (?:(?:on|in the|at night|at the|this|yesterday|today|tonight|tomorrow|when|local|as|until|till|sharp|last|that|the|and the|exactly)\b|Mon|Tue|Wed|Thu|Fri|Sat|Sun)| [-–—] | \()`)

// strongFollows leaves no doubt that an hour stands before it.
var strongFollows = regexp.MustCompile(`^(?:,? (?:on (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|the (?:morning|evening|night|afternoon))|in the (?:morning|afternoon|evening|small|early)|at night|this (?:morning|afternoon|evening)|yesterday|tonight|tomorrow|local|sharp|Mon|Tue|Wed|Thu|Fri|Sat|Sun|that (?:morning|evening|night|afternoon)|last night))`)

// untilHour ends the span that "from six" begins.
var untilHour = regexp.MustCompile(`^ (?:until|till) (?:` + hourRE + `|noon|midnight)\b`)

// oClock is "two o'clock".
func oClock(m match) (atom, bool) {
	return m.clockAt(numberOf(m.group(1)), 0), true
}

// bareHour is "at six", "shortly before eleven at night", "until ten": an hour
// in words behind a preposition that is not part of it.
func bareHour(m match) (atom, bool) {
	prep, hour, rest := strings.ToLower(m.group(1)), m.group(2), m.after(m.end(), 32)
	strong := strongFollows.MatchString(rest) || prep == "from" && untilHour.MatchString(rest)
	inDigits := hour[0] >= '0' && hour[0] <= '9'
	switch {
	case strong:
	case inDigits, !clockFollows.MatchString(rest):
		return atom{}, false
	case prep == "by" || prep == "from" || prep == "around" || prep == "about":
		return atom{}, false
	}
	if inDigits && prep != "at" && !strong {
		return atom{}, false
	}
	a := m.clockAt(numberOf(hour), 0)
	a.Start = m.loc[4]
	return a, true
}

// noon is "noon", "midday" and "midnight", in lower case: a capital is a
// title's.
func noon(m match) (atom, bool) {
	h := 12
	if strings.EqualFold(m.group(0), "midnight") {
		h = 0
	}
	a := m.clockAt(h, 0)
	a.TwelveHour = false
	if m.group(0)[0] < 'a' && strings.TrimSpace(m.lineBefore()) != "" {
		return atom{}, false
	}
	return a, true
}

// partOfDay is "in the morning", "that evening", "the early hours", "at dawn";
// without such words before it it needs a day beside it.
func partOfDay(m match) (atom, bool) {
	a := m.atom()
	lead := strings.ToLower(strings.TrimSpace(m.group(1)))
	a.setPart(m.group(2))
	a.weak = lead == "" || lead == "the" || lead == "of the"
	if name := strings.ToLower(m.group(2)); name == "early hours" || name == "small hours" || name == "overnight" {
		a.weak = false
	}
	return a, true
}
