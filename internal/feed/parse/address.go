package parse

import (
	"net/url"
	"strings"

	"golang.org/x/text/language"
)

// absolute resolves an address against the first base that makes it absolute
// http(s); it is empty where there is none. What stands for a login before the
// host is left out: an address is printed.
func absolute(address string, bases ...string) string {
	address = strings.Map(func(r rune) rune {
		if r < 0x20 {
			return -1
		}
		return r
	}, strings.TrimSpace(address))
	if address == "" {
		return ""
	}
	if strings.Contains(address, "&amp;") {
		address = strings.ReplaceAll(address, "&amp;", "&") // escaped twice
	}
	if strings.HasPrefix(address, "www.") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		if u, err = url.Parse(percents(address)); err != nil {
			return ""
		}
	}
	for i := 0; !u.IsAbs() && i < len(bases); i++ {
		if base, err := url.Parse(strings.TrimSpace(bases[i])); err == nil && web(base) {
			u = base.ResolveReference(u)
		}
	}
	if !web(u) {
		return ""
	}
	u.User = nil
	return cutless(u.String())
}

// percents escapes the per cent signs that escape nothing.
func percents(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && (i+2 >= len(s) || !hex(s[i+1]) || !hex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func hex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func web(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// cutless is s, or nothing where escaping has made it too long.
func cutless(s string) string {
	if len(s) > maxAddress {
		return ""
	}
	return s
}

// host is the host of an address without "www.", or the text itself where it
// is no address.
func host(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || !web(u) {
		return s
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// lang is the ISO 639-1 code of a language tag, in any case and with either
// dash; empty where there is none.
func lang(tag string) string {
	tag = strings.TrimSpace(cut(tag, 64))
	if i := strings.IndexAny(tag, "-_, "); i >= 0 {
		tag = tag[:i]
	}
	base, err := language.ParseBase(tag)
	if err != nil || len(base.String()) != 2 {
		return ""
	}
	return base.String()
}
