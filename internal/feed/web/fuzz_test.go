package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "120": 2 * time.Minute, " 120 ": 2 * time.Minute, "86401": maxLater, "-5": 0, "1.5": 0, "soon": 0, "1e3": 0,
		"99999999999999999999": maxLater, "Mon, 02 Mar 2026 12:05:00 GMT": 5 * time.Minute, "Mon, 02 Mar 2026 11:00:00 GMT": 0,
		"Monday, 02-Mar-26 12:05:00 GMT": 5 * time.Minute, "Mon Mar  2 12:05:00 2026": 5 * time.Minute, "Wed, 02 Mar 9999 12:05:00 GMT": maxLater,
	} {
		if got := retryAfter(value, noon); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestFresh(t *testing.T) {
	rows := []struct {
		cache, expires, date, age string
		want                      time.Duration
	}{
		{"", "", "", "", 0},
		{"max-age=60", "", "", "", time.Minute},
		{"public, MAX-AGE = \"60\"", "", "", "", time.Minute},
		{"max-age=60", "Mon, 02 Mar 2026 18:00:00 GMT", "", "", time.Minute},
		{"max-age=60, no-cache", "", "", "", 0},
		{"no-store", "Mon, 02 Mar 2026 18:00:00 GMT", "", "", 0},
		{"max-age=60, max-age=30", "", "", "", 30 * time.Second},
		{"max-age=30, max-age=60", "", "", "", 30 * time.Second},
		{"max-age=x", "Mon, 02 Mar 2026 18:00:00 GMT", "", "", 0},
		{"max-age=-1", "", "", "", 0},
		{"max-age=60", "", "", "40", 20 * time.Second},
		{"max-age=60", "", "", "100", 0},
		{"max-age=99999999999999999999", "", "", "", maxFresh},
		{"s-maxage=60", "", "", "", 0},
		{"", "Mon, 02 Mar 2026 12:10:00 GMT", "", "", 10 * time.Minute},
		{"", "Mon, 02 Mar 2026 12:10:00 GMT", "Mon, 02 Mar 2026 12:05:00 GMT", "", 5 * time.Minute},
		{"", "Mon, 02 Mar 2026 11:00:00 GMT", "", "", 0},
		{"", "0", "", "", 0},
		{"", "Fri, 31 Dec 9999 23:59:59 GMT", "", "", maxFresh},
	}
	for _, row := range rows {
		h := http.Header{"Cache-Control": {row.cache}, "Expires": {row.expires}, "Date": {row.date}, "Age": {row.age}}
		if got := fresh(h, noon); got != row.want {
			t.Errorf("%+v: %v", row, got)
		}
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add("120", "max-age=60, no-cache", "Mon, 02 Mar 2026 12:05:00 GMT", "5")
	f.Add("Mon, 02 Mar 2026 12:05:00 GMT", "max-age=\"1", "0", "-1")
	f.Fuzz(func(t *testing.T, later, cache, expires, age string) {
		if d := retryAfter(later, noon); d < 0 || d > maxLater {
			t.Errorf("Retry-After %q: %v", later, d)
		}
		h := http.Header{"Cache-Control": {cache}, "Expires": {expires}, "Age": {age}}
		d := fresh(h, noon)
		if d < 0 || d > maxFresh {
			t.Errorf("%v: %v", h, d)
		}
		if h["Cache-Control"] = append(h["Cache-Control"], "no-store"); !strings.Contains(cache, `"`) && fresh(h, noon) != 0 {
			t.Errorf("no-store is passed over: %v", h)
		}
	})
}

func FuzzRules(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$", "/ab")
	f.Add("User-agent: a\nAllow: /%c3%BC\nCrawl-delay: 3", "/ü")
	f.Fuzz(func(t *testing.T, file, path string) {
		r := parseRules([]byte(file), "a")
		r.allows(path)
		if r.delay < 0 || r.delay > maxDelay {
			t.Errorf("delay %v", r.delay)
		}
		if once := normalise(path); normalise(once) != once {
			t.Errorf("%q becomes %q, then %q", path, once, normalise(once))
		}
		if own := parseRules([]byte(file+"\n\nUser-agent: b\nDisallow: /\n"), "b"); own.allows("/x") && len(own.list) == 1 {
			t.Errorf("%q takes away a group behind it", file)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://example.com/", "https://EXAMPLE.com.:443/a?b#c", "http://[::1%25lo]/", "http://127.1", "http://ü.example/", "http://a@b/", "//a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, fault := parseAddress(raw)
		if fault != nil {
			return
		}
		if u.User != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || oddForm(u.Hostname()) {
			t.Errorf("%q passes as %v", raw, u)
		}
		again, fault := parseAddress(u.String())
		if len(u.String()) <= maxAddress && (fault != nil || again.Host != u.Host) {
			t.Errorf("%q becomes %v, then %v, %v", raw, u, again, fault)
		}
	})
}
