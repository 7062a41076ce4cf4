package extract

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what a page's head says: meta elements by lower-case name or
// property (the first of each), the title, the language, the canonical link.
type meta struct {
	of        map[string]string
	title     string
	lang      string
	canonical string
}

func readMeta(doc *html.Node) meta {
	m := meta{of: map[string]string{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			m.lang = attr(n, "lang")
		case atom.Title:
			if m.title == "" && (n.Parent == nil || n.Parent.DataAtom != atom.Svg) {
				m.title = textOf(n)
			}
		case atom.Meta:
			m.add(n)
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && m.canonical == "" {
				m.canonical = strings.TrimSpace(attr(n, "href"))
			}
		}
	}
	return m
}

func (m meta) add(n *html.Node) {
	value := clean(attr(n, "content"))
	if strings.Contains(value, "&") {
		value = clean(html.UnescapeString(value)) // escaped twice
	}
	if value == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop"} {
		if k := strings.ToLower(attr(n, key)); k != "" && m.of[k] == "" {
			m.of[k] = value
		}
	}
}

func (m meta) first(keys ...string) string {
	for _, k := range keys {
		if v := m.of[k]; v != "" {
			return v
		}
	}
	return ""
}

// titleParts are what separates a headline from the outlet in a title.
var titleParts = regexp.MustCompile(`\s+(?:\||::|»|•|·)\s+|\s+[-–—]\s+`)

// splitTitle parts "Headline | Outlet", and "Outlet | Headline" where named
// says that the first part, and not the last one, is a name on the page.
func splitTitle(title string, named func(string) bool) (headline, outlet string) {
	cuts := titleParts.FindAllStringIndex(title, -1)
	if len(cuts) == 0 {
		return title, ""
	}
	first, last := cuts[0], cuts[len(cuts)-1]
	front, back := title[:first[0]], title[last[1]:]
	section := wordCount(back) == 1 && wordCount(front) > 1 // "Marsh Courier - World"
	if named(front) && (!named(back) || section) && wordCount(front) <= 5 {
		return title[first[1]:], front
	}
	headline = title[:last[0]]
	if n := wordCount(back); n == 0 || n > 5 || wordCount(headline) < 2 && !named(back) || !capitalised(back) || !proseDate(back).IsZero() {
		return title, ""
	}
	return headline, back
}

// headline gives the page's headline. Headings are those of the page that may
// hold it.
func (m meta) headline(d declared, headings []string, outlet string) string {
	isOutlet := func(s string) bool { return sameName(s, outlet) }
	for _, candidate := range append([]string{d.headline, m.first("og:title", "twitter:title")}, headings...) {
		if head, tail := splitTitle(candidate, isOutlet); isOutlet(tail) {
			candidate = head
		}
		if candidate != "" && !isOutlet(candidate) && !truncated(candidate) {
			return candidate
		}
	}
	head, _ := splitTitle(m.title, isOutlet)
	return head
}

// outlet gives who publishes the page. named tells whether a part of its title
// stands elsewhere on it, as an outlet's name does.
func (m meta) outlet(d declared, named func(string) bool) string {
	if s, _, _ := strings.Cut(m.first("og:site_name"), " | "); s != "" && wordCount(s) <= 8 {
		return s
	}
	if s := d.publisher; s != "" && wordCount(s) <= 8 && !isURL(s) {
		return s
	}
	if _, tail := splitTitle(m.title, named); tail != "" {
		return tail
	}
	if s := m.first("application-name", "dc.publisher", "publisher"); s != "" && wordCount(s) <= 6 && !isURL(s) {
		return s
	}
	return ""
}

// address gives the page's own URL: the canonical one where it is of the same
// site, so that a page cannot send its readers elsewhere; else where it was
// read. Only http and https are addresses of pages.
func (m meta) address(pageURL string) string {
	page, err := url.Parse(strings.TrimSpace(pageURL))
	known := err == nil && web(page)
	for _, candidate := range []string{m.canonical, m.of["og:url"]} {
		c, err := url.Parse(candidate)
		if err != nil || candidate == "" {
			continue
		}
		if known {
			c = page.ResolveReference(c)
		}
		deeper := len(strings.Trim(c.Path, "/")) > 0 || !known || strings.Trim(page.Path, "/") == ""
		if web(c) && deeper && (!known || site(c) == site(page)) {
			c.Fragment = ""
			return c.String()
		}
	}
	if known {
		return page.String()
	}
	return ""
}

func web(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}

func site(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "mobile.", "amp.", "edition."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

func isURL(s string) bool { return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") }

// sameName reports whether two names are the same but for case, punctuation
// and a leading article.
func sameName(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	norm := func(s string) string { return strings.TrimPrefix(strings.Join(words(s), " "), "the ") }
	bare := norm(a)
	return bare != "" && bare == norm(b)
}

func truncated(s string) bool { return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...") }

// byline gives who wrote the page.
func (m meta) byline(d declared) string {
	var names []string
	for _, n := range d.authors {
		if !isURL(n) && wordCount(n) <= 8 {
			names = append(names, n)
		}
	}
	if len(names) > 0 {
		return strings.Join(names, ", ")
	}
	for _, key := range []string{"author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"} {
		if s := m.of[key]; s != "" && !isURL(s) && wordCount(s) <= 12 {
			return trimBy(s)
		}
	}
	return ""
}

func trimBy(s string) string {
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		return strings.TrimSpace(s[3:])
	}
	return s
}

// published gives when the page says that it was published.
func (m meta) published(d declared) time.Time {
	for _, s := range []string{
		d.date, m.first("article:published_time", "og:article:published_time"), m.of["datepublished"],
		m.first("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date"),
		m.first("dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "date"),
	} {
		if s == "" {
			continue
		}
		if t := machineDate(s); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// origin gives the agency that the page's head names as its source.
func (m meta) origin(d declared) string {
	for _, s := range []string{
		m.first("syndication-source", "original-source"), m.first("source", "news_source", "article:source", "dc.source", "dcterms.source"),
		d.credit, m.byline(d), d.publisher,
	} {
		if s != "" && agency(trimBy(s)) {
			return trimBy(s)
		}
	}
	return ""
}
