package parse

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/news"

	"github.com/mmcdole/gofeed/atom"
)

func readAtom(text, address string) (Feed, error) {
	f, err := (&atom.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		return Feed{}, err
	}
	feed := Feed{Format: "atom", Title: f.Title, Lang: lang(f.Language), Updated: date(f.Updated)}
	feed.Link = alternate(f.Links, address)
	feed.Entries = make([]news.Entry, 0, len(f.Entries))
	for _, entry := range f.Entries {
		e := atomEntry(entry, feed.Link, address)
		if e.Byline == "" {
			e.Byline = people(f.Authors)
		}
		if e.OriginHint == line(f.Title) {
			e.OriginHint = ""
		}
		feed.Entries = append(feed.Entries, e)
	}
	return feed, nil
}

func atomEntry(entry *atom.Entry, bases ...string) news.Entry {
	x := entry.Extensions
	e := news.Entry{
		ID:        entry.ID,
		URL:       either(absolute(extension(x, "feedburner", "origLink"), bases...), alternate(entry.Links, bases...)),
		Title:     entry.Title,
		Byline:    either(people(entry.Authors), bylines(values(x, "dc", "creator"))),
		Published: date(entry.Published, extension(x, "dc", "date")),
		Updated:   date(entry.Updated),
		Lang:      lang(extension(x, "dc", "language")),
		Summary:   unescaped(entry.Summary),
	}
	if e.Published.IsZero() {
		e.Published = e.Updated // the one that RFC 4287 requires
	}
	if e.URL == "" && strings.HasPrefix(entry.ID, "http") {
		e.URL = absolute(entry.ID)
	}
	if entry.Content != nil {
		e.Content = atomContent(entry.Content)
	}
	if s := entry.Source; s != nil {
		e.OriginHint = either(line(s.Title), host(alternate(s.Links)))
		e.Byline = either(e.Byline, people(s.Authors))
	}
	return e
}

// alternate is the page among the links: a web page rather than the same in
// another form, and never what is only related or enclosed.
func alternate(links []*atom.Link, bases ...string) string {
	best := ""
	for _, l := range links {
		if l.Rel != "alternate" {
			continue
		}
		u := absolute(l.Href, bases...)
		if u != "" && (l.Type == "" || strings.Contains(l.Type, "html")) {
			return u
		}
		best = either(best, u)
	}
	return best
}

func people(persons []*atom.Person) string {
	var names []string
	for _, p := range persons {
		names = append(names, p.Name)
	}
	return bylines(names)
}

func atomContent(c *atom.Content) string {
	switch c.Type {
	case "text", "text/plain":
		return paragraphs(c.Value)
	}
	if text, ok := encoded(c.Value); ok {
		return text
	}
	return unescaped(c.Value)
}

// unescaped undoes an escaping that gofeed leaves: that of Atom 0.3's mode
// "escaped" without a type.
func unescaped(s string) string {
	if !strings.Contains(s, "<") && strings.Contains(s, "&lt;") {
		return unescape(s)
	}
	return s
}

// encoded undoes base64, which Atom 0.3 allows for any content. Text of one
// word that long is nothing else.
func encoded(s string) (string, bool) {
	if len(s) < 40 || strings.ContainsAny(s, " <>&.") {
		return "", false
	}
	out, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	return string(out), err == nil && utf8.Valid(out)
}
