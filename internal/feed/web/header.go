package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads a Retry-After, in seconds or as a date. What cannot be read
// is 0; more than 24 h is 24 h.
func retryAfter(value string, now time.Time) time.Duration {
	if d, ok := seconds(value); ok {
		return min(d, maxLater)
	}
	at, err := http.ParseTime(strings.TrimSpace(value))
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxLater)
}

// fresh tells how long an answer says that it stays as it is: its max-age less
// the time that it lay in a cache, else Expires, counted from its own Date.
func fresh(h http.Header, now time.Time) time.Duration {
	age, given, forbidden := maxAge(h.Values("Cache-Control"))
	if forbidden {
		return 0
	}
	if !given {
		expires, err := http.ParseTime(h.Get("Expires"))
		if err != nil {
			return 0
		}
		if date, err := http.ParseTime(h.Get("Date")); err == nil {
			now = date
		}
		age = expires.Sub(now)
	}
	lain, _ := seconds(h.Get("Age"))
	return min(max(age-lain, 0), maxFresh)
}

// maxAge reads Cache-Control. Of two max-ages the shorter holds.
func maxAge(lines []string) (age time.Duration, given, forbidden bool) {
	for directive := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		name, value, _ := strings.Cut(directive, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "no-store", "no-cache":
			forbidden = true
		case "max-age":
			d, ok := seconds(strings.Trim(strings.TrimSpace(value), `"`))
			if !ok {
				d = 0 // RFC 9111, 4.2.1: what cannot be read is stale
			}
			if !given || d < age {
				age, given = d, true
			}
		}
	}
	return age, given, forbidden
}

// seconds reads a whole number of seconds. More than a year is a year.
func seconds(s string) (time.Duration, bool) {
	const year = 365 * 24 * 60 * 60
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > year {
		n = year
	}
	return time.Duration(n) * time.Second, true
}
