package page

import (
	"net/url"
	"strings"
	"unicode"
)

// safeURL returns raw where it is an absolute http or https address, and
// nothing where a reader should not be sent there.
func safeURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// quoteWords is how many words of either end of a long quotation a link names.
const quoteWords = 5

// quoteURL leads to the quotation within its page, by a text fragment, which
// browsers that do not know it ignore. An address with a fragment of its own
// is left as it is: it may be one that a site's script reads.
func quoteURL(raw, quote string) string {
	link := safeURL(raw)
	if link == "" || strings.Contains(link, "#") {
		return link
	}
	words := strings.Fields(quote)
	if len(words) == 0 {
		return link
	}
	if len(words) <= 2*quoteWords {
		return link + "#:~:text=" + fragment(words)
	}
	return link + "#:~:text=" + fragment(words[:quoteWords]) + "," + fragment(words[len(words)-quoteWords:])
}

// fragment escapes words for a text directive, in which a dash, a comma and
// an ampersand have a meaning.
func fragment(words []string) string {
	escaped := url.PathEscape(strings.Join(words, " "))
	return strings.NewReplacer("-", "%2D", ",", "%2C", "&", "%26").Replace(escaped)
}

// slug makes an ID fit for an anchor.
func slug(id string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r)) {
			return r
		}
		return '-'
	}, id)
}
