package config

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/net/idna"

	"counterpoint/internal/news"
	"counterpoint/internal/opml"
	"counterpoint/internal/schedule"
)

var (
	idForm    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)
	clockForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	daysForm  = regexp.MustCompile(`^([0-9]{1,3})d$`)
	langForm  = regexp.MustCompile(`^[a-z]{2}$`)
	usersForm = regexp.MustCompile(`^(everyone|admins|[UW][A-Z0-9]{1,30}( *, *[UW][A-Z0-9]{1,30})*)$`)
)

func (r *reader) id(n ast.Node) string {
	s, ok := r.text(n, "id")
	if ok && !idForm.MatchString(s) {
		r.fault(n, "id is a name of up to 64 letters, digits, - and _, or a Slack channel ID such as C0123456789")
		return ""
	}
	return s
}

// changes is who may change settings in Slack.
func (r *reader) changes(n ast.Node) string {
	s, ok := r.line(n, "changes", 2000)
	if ok && !usersForm.MatchString(s) {
		r.fault(n, "changes says who may change settings in Slack: everyone, admins, or users' IDs such as U012AB3CD, U045EF6GH")
		return ""
	}
	return s
}

// delivery is what is done about a message that may have been posted.
func (r *reader) delivery(n ast.Node) string {
	s, ok := r.text(n, "delivery")
	if ok && s != AtLeastOnce && s != AtMostOnce {
		r.fault(n, "delivery is at-least-once, so that a message of which nobody can tell whether it was posted is posted again, or at-most-once, so that it is not")
		return ""
	}
	return s
}

// contact is named in the header of every request, so it must be plain ASCII
// without what could end a comment there.
func (r *reader) contact(n ast.Node) string {
	s, ok := r.line(n, "contact", 200)
	if !ok {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`()<>"\`, r) }):
		r.fault(n, "contact is an address without spaces or brackets, such as https://example.org/bot or mailto:news@example.org")
	case u.Scheme == "" && strings.Contains(s, "@"):
		r.fault(n, "contact is an address: write mailto: before it")
	case u.User != nil:
		r.fault(n, "contact holds a name or password, which every site would see: take it out")
	case (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "", u.Scheme == "mailto" && strings.Contains(u.Opaque, "@"):
		return s
	default:
		r.fault(n, "contact is an address such as https://example.org/bot or mailto:news@example.org")
	}
	return ""
}

func (r *reader) times(n ast.Node) []string {
	var out []string
	for _, e := range r.list(n, "times", MaxTimes) {
		s, ok := r.text(e, "a time")
		switch {
		case !ok:
		case !clockForm.MatchString(s):
			r.fault(e, `a time is written with four digits on a clock of 24 hours, such as "08:00" or "17:30"`)
		case slices.Contains(out, s):
			r.fault(e, "%s stands here twice: leave one", s)
		default:
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

// days are days of the week, as a schedule has them; none where it is all.
func (r *reader) days(n ast.Node) []string {
	var words []string
	for _, e := range r.list(n, "days", 7) {
		s, ok := r.text(e, "a day")
		if !ok {
			continue
		}
		s = strings.ReplaceAll(s, " ", "")
		if _, err := schedule.ParseDays(s); err != nil {
			r.fault(e, "days are weekdays, weekends or daily, or days such as mon and wed-fri")
			return nil
		}
		words = append(words, s)
	}
	if len(words) == 0 {
		return nil
	}
	days, err := schedule.ParseDays(strings.Join(words, ","))
	if err != nil {
		r.fault(n, "weekdays, weekends and daily stand alone: write days one by one besides, such as [mon-fri, sun]")
		return nil
	}
	var c news.Channel
	schedule.Schedule{Days: days, Zone: time.UTC}.Into(&c)
	return c.Days
}

// yes reads true or false.
func (r *reader) yes(n ast.Node, what string) bool {
	s, ok := r.text(n, what)
	if ok && s != "true" && s != "false" {
		r.fault(n, "%s is true or false", what)
	}
	return s == "true"
}

func (r *reader) zone(n ast.Node) string {
	s, ok := r.text(n, "zone")
	if !ok {
		return ""
	}
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		r.fault(n, "the zone is not known: write UTC, or a continent and a place, such as Europe/Berlin or America/New_York")
		return ""
	}
	return s
}

func (r *reader) window(n ast.Node) time.Duration {
	s, ok := r.text(n, "window")
	if !ok {
		return defaultWindow
	}
	d, err := time.ParseDuration(s)
	if m := daysForm.FindStringSubmatch(s); m != nil {
		var days int
		days, err = strconv.Atoi(m[1])
		d = time.Duration(days) * 24 * time.Hour
	}
	if err != nil || d < minWindow || d > maxWindow {
		r.fault(n, "window is a time from 1h to 14d, such as 36h or 3d")
		return defaultWindow
	}
	return d
}

// quietDays tells whether nothing is posted where nothing is new.
func (r *reader) quietDays(n ast.Node) (skip bool) {
	s, ok := r.text(n, "quiet_days")
	if ok && s != "say" && s != "skip" {
		r.fault(n, "quiet_days is say, for a line that nothing is new, or skip, for no message then")
	}
	return s == "skip"
}

// languages are codes of ISO 639-1. English is always read.
func (r *reader) languages(n ast.Node) []string {
	var out []string
	for _, e := range r.list(n, "languages", 50) {
		s, ok := r.text(e, "a language")
		switch {
		case !ok:
		case !langForm.MatchString(s):
			r.fault(e, "a language is a code of two letters, such as de or fr")
		case s != "en" && !slices.Contains(out, s):
			out = append(out, s)
		}
	}
	return out
}

// host is a host's name in the form in which addresses have it.
func (r *reader) host(n ast.Node) (string, bool) {
	s, ok := r.text(n, "a muted host")
	if !ok {
		return "", false
	}
	h, err := idna.Lookup.ToASCII(strings.TrimSuffix(s, "."))
	if err != nil || !strings.Contains(h, ".") || len(h) > 253 {
		r.fault(n, "a muted host is a name alone, such as example.com, without https:// and path")
		return "", false
	}
	return h, true
}

// CheckAddress tells what keeps an address from being that of a feed. It does
// not repeat the address.
func CheckAddress(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil || s != opml.Address(s):
		return errors.New("this is no address of a feed: write one such as https://example.org/rss")
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("the address of a feed begins with https:// or http://")
	case u.Hostname() == "":
		return errors.New("the address names no host: write one such as https://example.org/rss")
	case u.User != nil:
		return errors.New("the address holds a name or password: take them out, for feeds that need them are not read")
	}
	return nil
}

// Comparable is an address in a form in which two of the same feed are equal.
func Comparable(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	host := strings.ToLower(u.Host)
	host = strings.TrimSuffix(host, map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	return u.Scheme + "://" + host + path + "?" + u.RawQuery
}
