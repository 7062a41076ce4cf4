package parse

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const maxFound = 20

// Discover is the feed addresses that a site's page names, absolute, best
// first, each once, at most 20: those that it declares in its head (RSS and
// Atom, then JSON Feed, then feeds of comments), then links that look like
// feeds. None of them has been tried.
func Discover(page []byte, address string) []string {
	text, _ := decode(page[:min(len(page), MaxBytes)], "")
	var found []candidate
	base := address
	z := html.NewTokenizer(strings.NewReader(text))
	for len(found) < 10*maxFound {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		tok := z.Token()
		if tok.DataAtom == atom.Base {
			base = either(absolute(value(tok, "href"), address), base)
		} else if c, ok := feedLink(tok); ok {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return a.rank - b.rank })
	var addresses []string
	for _, c := range found {
		u := absolute(c.href, base, address)
		if u != "" && !slices.Contains(addresses, u) && len(addresses) < maxFound {
			addresses = append(addresses, u)
		}
	}
	return addresses
}

// candidate is a link to what may be a feed; the lowest rank is the best.
type candidate struct {
	href string
	rank int
}

func feedLink(tok html.Token) (candidate, bool) {
	href := strings.TrimSpace(value(tok, "href"))
	if href == "" || tok.DataAtom != atom.Link && tok.DataAtom != atom.A {
		return candidate{}, false
	}
	if tok.DataAtom == atom.A {
		return candidate{href, 4}, looksLikeFeed(href)
	}
	rel := strings.Fields(strings.ToLower(value(tok, "rel")))
	if !slices.Contains(rel, "alternate") && !slices.Contains(rel, "feed") {
		return candidate{}, false
	}
	mediaType, _, _ := strings.Cut(strings.ToLower(value(tok, "type")), ";")
	c := candidate{href: href}
	switch strings.TrimSpace(mediaType) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml":
	case "application/feed+json":
		c.rank = 1
	case "application/json", "application/xml", "text/xml":
		if !slices.Contains(rel, "feed") && !looksLikeFeed(href) {
			return candidate{}, false
		}
		c.rank = 2
	default:
		return c, slices.Contains(rel, "feed")
	}
	if strings.Contains(strings.ToLower(value(tok, "title")+href), "comment") {
		c.rank = 3
	}
	return c, true
}

// looksLikeFeed goes by the last part of the path, or WordPress' query.
func looksLikeFeed(href string) bool {
	u, err := url.Parse(href)
	if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	path := strings.ToLower(strings.TrimRight(u.Path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	name, ext, _ := strings.Cut(last, ".")
	switch {
	case strings.Contains(last, "sitemap"):
		return false
	case u.Query().Has("feed") || ext == "rss" || ext == "atom" || ext == "rdf" || last == "feed.json":
		return true
	case ext == "xml" || ext == "":
		return ext == "xml" || name == "feed" || name == "rss" || name == "atom" || name == "rss2" || name == "feeds"
	}
	return false
}

func value(tok html.Token, name string) string {
	for _, a := range tok.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
