package parse

import (
	"strings"
	"time"
	"unicode"
)

// parseDate reads a date as feeds write them, by its parts rather than by a
// list of layouts: RFC 822 and RFC 3339 with what goes wrong in them, seconds
// of Unix, months in several languages. A name of the weekday is not believed,
// a missing zone is UTC, and 24:00 is midnight at the end of the day. ok is
// false for what is no date, and for the zeros that programs write for "none".
func parseDate(s string) (t time.Time, ok bool) {
	s = strings.TrimSpace(cut(s, 100))
	if t, ok = unixTime(s); !ok {
		d := dateParts{month: -1}
		d.read(split(s))
		t, ok = d.time()
	}
	if !ok || t.Unix() <= 0 || t.Year() > lastYear {
		return time.Time{}, false
	}
	return t, true
}

// lastYear is the last that is a date rather than a slip.
const lastYear = 2200

// piece is a run of digits, a run of letters, or one other character.
type piece struct {
	kind  byte // 'd', 'w', or the character itself
	text  string
	value int
}

func split(s string) []piece {
	pieces := make([]piece, 0, 24)
	runes := []rune(s)
	for i := 0; i < len(runes); {
		j := i + 1
		switch r := runes[i]; {
		case '0' <= r && r <= '9':
			value := int(r - '0')
			for ; j < len(runes) && '0' <= runes[j] && runes[j] <= '9'; j++ {
				value = min(value*10+int(runes[j]-'0'), 1<<40)
			}
			pieces = append(pieces, piece{'d', string(runes[i:j]), value})
		case unicode.IsLetter(r):
			for j < len(runes) && unicode.IsLetter(runes[j]) {
				j++
			}
			pieces = append(pieces, piece{'w', fold(string(runes[i:j])), 0})
		case unicode.IsSpace(r):
			pieces = append(pieces, piece{kind: ' '})
		case r < 0x80:
			pieces = append(pieces, piece{kind: byte(r)})
		case r == '−' || r == '–':
			pieces = append(pieces, piece{kind: '-'})
		}
		i = j
	}
	return pieces
}

// fold is a word in lower case, without the accents of months' names.
func fold(s string) string { return accents.Replace(strings.ToLower(s)) }

var accents = strings.NewReplacer("ä", "a", "é", "e", "è", "e", "û", "u", "ú", "u", "ç", "c", "ź", "z", "ś", "s")

// dateParts is what has been read of a date.
type dateParts struct {
	year, month, day     int // month is -1 where unknown
	hour, min, sec, nano int
	timed                bool // a time of day was read
	pm, am               bool
	zone                 int // seconds east
	zoned                bool
	numbers              []piece // of the date, in order
	slash                bool    // 3/4/2026
	perhaps              bool    // the month was named first, so may be a weekday
}

func (d *dateParts) read(p []piece) {
	at := func(i int) byte {
		if i < 0 || i >= len(p) {
			return 0
		}
		return p[i].kind
	}
	for i := 0; i < len(p); i++ {
		switch {
		case p[i].kind == 'd' && !d.timed && len(p[i].text) <= 2 && (at(i+1) == ':' || at(i+1) == 'w' && p[i+1].text == "h") && at(i+2) == 'd':
			i = d.clock(p, i)
		case p[i].kind == 'd' && (len(d.numbers) > 0 || d.month >= 0) && d.timed && (at(i-1) == '+' || at(i-1) == '-'):
			i = d.offset(p, i)
		case p[i].kind == 'd':
			d.number(p[i])
			d.slash = d.slash || at(i+1) == '/'
		case p[i].kind == 'w':
			d.word(p[i].text)
		}
	}
}

// number is a part of the date, or the whole of it where it has eight digits or
// fourteen.
func (d *dateParts) number(p piece) {
	switch n := len(p.text); {
	case (n == 8 || n == 14) && len(d.numbers) == 0 && d.month < 0:
		for _, part := range []string{p.text[:4], p.text[4:6], p.text[6:8]} {
			d.numbers = append(d.numbers, split(part)...)
		}
		if n == 14 {
			d.hour, d.min, d.sec, d.timed = split(p.text[8:10])[0].value, split(p.text[10:12])[0].value, split(p.text[12:14])[0].value, true
		}
	case n == 6 && len(d.numbers) == 3: // 20260302T120000
		d.hour, d.min, d.sec, d.timed = split(p.text[:2])[0].value, split(p.text[2:4])[0].value, split(p.text[4:6])[0].value, true
	default:
		d.numbers = append(d.numbers, p)
	}
}

// clock reads 12:30, 12:30:05, 12:30:05.123, 12h30, and gives the last piece.
func (d *dateParts) clock(p []piece, i int) int {
	d.timed = true
	d.hour, d.min = p[i].value, p[i+2].value
	i += 2
	if i+2 < len(p) && p[i+1].kind == ':' && p[i+2].kind == 'd' {
		d.sec = p[i+2].value
		i += 2
		if i+2 < len(p) && (p[i+1].kind == '.' || p[i+1].kind == ',') && p[i+2].kind == 'd' {
			d.nano = fraction(p[i+2].text)
			i += 2
		}
	}
	return i
}

func fraction(digits string) int {
	n, unit := 0, 100_000_000
	for i := range len(digits) {
		n += int(digits[i]-'0') * unit
		unit /= 10
	}
	return n
}

// offset reads the digits of +0200, +02:00, +2.
func (d *dateParts) offset(p []piece, i int) int {
	sign := 1
	if p[i-1].kind == '-' {
		sign = -1
	}
	hours, minutes := p[i].value, 0
	switch n := len(p[i].text); {
	case n >= 3:
		hours, minutes = p[i].value/100, p[i].value%100
	case i+2 < len(p) && p[i+1].kind == ':' && p[i+2].kind == 'd':
		minutes = p[i+2].value
		i += 2
	}
	if hours <= 14 && minutes < 60 {
		d.zone, d.zoned = sign*(hours*3600+minutes*60), true
	}
	return i
}

func (d *dateParts) word(w string) {
	switch {
	case w == "pm" || w == "p":
		d.pm = d.timed
	case w == "am" || w == "a":
		d.am = d.timed
	case monthNamed(w) > 0 && !isZone(w) && (d.month < 0 || d.perhaps):
		// Tuesday is "mar" in three languages, and stands before the number.
		d.perhaps = d.month < 0 && len(d.numbers) == 0
		d.month = monthNamed(w)
	case isZone(w) && d.timed && !d.zoned:
		d.zone = zones[w] * 60 // a number after it, GMT+0200, overrides it
	}
}

// time puts the parts together.
func (d *dateParts) time() (time.Time, bool) {
	if !d.order() {
		return time.Time{}, false
	}
	if d.pm && d.hour < 12 {
		d.hour += 12
	}
	if d.am && d.hour == 12 {
		d.hour = 0
	}
	if d.hour > 24 || d.hour == 24 && d.min+d.sec > 0 || d.min > 59 || d.sec > 60 {
		d.hour, d.min, d.sec, d.nano, d.zone = 0, 0, 0, 0, 0 // the day still holds
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.min, d.sec, d.nano, time.UTC).Add(-time.Duration(d.zone) * time.Second)
	if time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Day() != d.day {
		return time.Time{}, false // 31 February
	}
	return t, true
}

// order tells which number is the year, the month and the day.
func (d *dateParts) order() bool {
	n := d.numbers
	if d.month >= 0 { // 2 Jan 2006, Jan 2 2006, 2006 Jan 2
		if len(n) < 2 {
			return false
		}
		d.day, d.year = n[0].value, year(n[1])
		if len(n[0].text) == 4 {
			d.day, d.year = n[1].value, year(n[0])
		}
	} else {
		if len(n) < 3 {
			return false
		}
		a, b, c := n[0].value, n[1].value, n[2].value
		switch {
		case len(n[0].text) == 4: // 2006-01-02
			d.year, d.month, d.day = a, b, c
		case b > 12 || d.slash && (d.am || d.pm) && a <= 12: // 1/2/2006 3:04 PM
			d.year, d.month, d.day = year(n[2]), a, b
		default: // 2.1.2006
			d.year, d.month, d.day = year(n[2]), b, a
		}
	}
	return d.year >= 1970 && d.year <= lastYear && d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
}

func year(p piece) int {
	switch {
	case len(p.text) > 2:
		return p.value
	case p.value < 70:
		return 2000 + p.value
	}
	return 1900 + p.value
}

// unixTime reads seconds or milliseconds since 1970.
func unixTime(s string) (time.Time, bool) {
	if len(s) != 9 && len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	var n int64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return time.Time{}, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	if len(s) == 13 {
		return time.UnixMilli(n).UTC(), true
	}
	return time.Unix(n, 0).UTC(), n >= 100_000_000
}
