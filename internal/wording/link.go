package wording

import (
	"net/url"
	"strings"
	"unicode"
)

// Link makes an address safe to print as a link: http or https with a host
// and without a user's name, and every byte that is no plain URL character
// percent-encoded. It is empty where the address is anything else.
func Link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("<>|\"`\\^{}", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Anchor is the fragment of a story on its evidence page.
func Anchor(id string) string {
	return "story-" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("-._", r) || r < 0x7f && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}, id)
}

const hexDigits = "0123456789ABCDEF"

// Host is the host of an address without "www."; empty where Link is.
func Host(address string) string {
	u, err := url.Parse(Link(address))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(Clean(u.Hostname()), "www.")
}
