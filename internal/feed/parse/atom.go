package parse

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/news"
)

func (d document) atom(address string) Feed {
	head := d.head
	feed := Feed{
		Format: "atom", Title: line(head.text("title")), Updated: head.date("updated", "modified"),
		Lang: lang(attribute(d.root, "xml:lang")),
		Link: alternate(head.all("link"), func(field) []string { return []string{attribute(d.root, "xml:base"), address} }),
	}
	everybody := people(head.all("author"))
	for _, it := range d.items {
		e := d.atomEntry(it, feed.Link, address)
		e.Byline = either(e.Byline, everybody)
		if e.OriginHint == feed.Title {
			e.OriginHint = ""
		}
		feed.Entries = append(feed.Entries, e)
	}
	return feed
}

func (d document) atomEntry(it item, bases ...string) news.Entry {
	r := it.record
	within := func(f field) []string { return it.bases(f, bases) }
	e := news.Entry{
		ID:        r.text("id"),
		URL:       either(absolute(r.text("feedburner:origlink"), bases...), alternate(r.all("link"), within)),
		Title:     r.text("title"),
		Byline:    either(people(r.all("author")), people(r.all("dc:creator"))),
		Published: r.date("published", "issued", "created", "dc:date"),
		Updated:   r.date("updated", "modified"),
		Lang:      lang(either(attribute(it.tag, "xml:lang"), r.text("dc:language"))),
	}
	for _, f := range r.all("summary") {
		e.Summary = either(e.Summary, f.construct())
	}
	for _, f := range r.all("content") {
		e.Content = either(e.Content, f.construct())
	}
	if e.Published.IsZero() {
		e.Published = e.Updated // the one that RFC 4287 requires
	}
	if e.URL == "" {
		e.URL = absolute(e.ID) // where that is an address
	}
	for _, s := range r.all("source") {
		from := d.names.fields(s.inner)
		e.OriginHint = either(line(from.text("title")), host(alternate(from.all("link"), within)))
		e.Byline = either(e.Byline, people(from.all("author")))
	}
	return e
}

// alternate is the page among the links: a web page rather than the same in
// another form, and never what is only related or enclosed.
func alternate(links record, bases func(field) []string) string {
	best := ""
	for _, l := range links {
		if rel := strings.ToLower(l.attr("rel")); rel != "" && rel != "alternate" {
			continue
		}
		u := absolute(either(l.attr("href"), l.text()), bases(l)...)
		if kind := l.attr("type"); u != "" && (kind == "" || strings.Contains(kind, "html")) {
			return u
		}
		best = either(best, u)
	}
	return best
}

// construct is a text construct of Atom as HTML, by its type, or by its mode
// in Atom 0.3. What says nothing of itself is taken as it is: it is HTML as
// often as not.
func (f field) construct() string {
	kind := strings.ToLower(f.attr("type"))
	switch {
	case strings.EqualFold(f.attr("mode"), "base64"):
		out, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(f.text()), ""))
		if err != nil || !utf8.Valid(out) {
			return ""
		}
		return string(out)
	case kind == "xhtml" || kind == "application/xhtml+xml" || strings.EqualFold(f.attr("mode"), "xml"):
		return withoutDiv(f.decoded(func(s string) string { return s }))
	case kind == "text" || kind == "text/plain":
		return paragraphs(f.text())
	}
	return f.text()
}

// withoutDiv takes off the one div that XHTML has to be wrapped in.
func withoutDiv(s string) string {
	scan := scanner{text: s}
	first, _ := scan.next()
	last := strings.LastIndex(s, "</")
	if first.kind != startTag || first.local() != "div" || first.start != 0 || first.empty || last < first.end || !strings.HasPrefix(s[last:], "</"+first.name) {
		return s
	}
	if closing, _ := closing(scan, first.name); closing != last {
		return s // there are several
	}
	return strings.TrimSpace(s[first.end:last])
}
