package parse

import (
	"strings"
	"time"
)

// The bounds of one item. An end tag that is missing is looked for through the
// whole of it, once a name, and for so many names.
const (
	maxFields  = 1000
	maxMissing = 8
)

// field is an element of an item, with what stands in it as it is written.
type field struct {
	name  string // in lower case, with the usual prefix of its namespace
	tag   string // its start tag
	inner string
}

// fieldNames is what is read of an item or a feed. Everything else is passed
// over.
const fieldNames = ` title link guid id name description pubdate lastbuilddate author source language ttl
 published issued created updated modified summary content encoded content:encoded
 dc:title dc:creator dc:date dc:source dc:language dcterms:issued dcterms:modified
 feedburner:origlink atom:link atom:updated atom:published atom:author atom:name sy:updateperiod sy:updatefrequency
 yandex:full-text loc lastmod news:news news:title news:name news:language news:publication_date news:publication `

// spaces are the namespaces of those names, by a part of their address, which
// has several forms. RSS and Atom themselves have no prefix.
var spaces = []struct{ prefix, part string }{
	{"dc", "purl.org/dc/elements/"},
	{"dcterms", "purl.org/dc/terms"},
	{"content", "purl.org/rss/1.0/modules/content"},
	{"sy", "purl.org/rss/1.0/modules/syndication"},
	{"feedburner", "rssnamespace.org/feedburner"},
	{"news", "google.com/schemas/sitemap-news"},
	{"yandex", "news.yandex.ru"},
	{"atom", "www.w3.org/2005/Atom"},
	{"atom", "purl.org/atom/ns"},
}

// names maps the prefixes of a feed to the usual ones. Prefixes that the root
// does not declare are taken at their word.
type names map[string]string

func namesOf(root, kind string) names {
	n := names{"rss": "", "atom": "atom"}
	for _, a := range attributes(root) {
		prefix, ok := strings.CutPrefix(a.name, "xmlns:")
		if !ok {
			continue
		}
		for _, s := range spaces {
			if strings.Contains(a.value, s.part) {
				n[prefix] = s.prefix
			}
		}
		if strings.HasSuffix(a.value, "purl.org/rss/1.0/") || strings.Contains(a.value, "netscape.com/rdf") || strings.Contains(a.value, "/schemas/sitemap/") {
			n[prefix] = ""
		}
	}
	for prefix, usual := range n {
		if usual == "atom" && kind == "atom" {
			n[prefix] = ""
		}
	}
	return n
}

// field is the name of a tag as in fieldNames; empty where it is not read.
func (n names) field(tag string) string {
	tag = strings.ToLower(tag)
	if prefix, local, ok := strings.Cut(tag, ":"); ok {
		if usual, ok := n[prefix]; ok && usual == "" {
			tag = local
		} else if ok {
			tag = usual + ":" + local
		}
	}
	if strings.IndexByte(tag, ' ') < 0 && (strings.Contains(fieldNames, " "+tag+" ") || strings.Contains(fieldNames, " "+tag+"\n")) {
		return tag
	}
	return ""
}

// fields reads the elements of an item or a feed's head, well-formed or not.
// An element ends at its end tag; where that is missing, at the next field, at
// an end tag of something around it, or at the end of the region. Within an
// element nothing is looked at, so that markup in a text is text; other
// elements are passed over whole.
func (n names) fields(region string) record {
	var all record
	scan := scanner{text: region}
	missing := map[string]bool{} // end tags that were looked for in vain
	for {
		t, ok := scan.next()
		if !ok || len(all) == maxFields {
			return all
		}
		if t.kind != startTag || among(roots, t.local()) {
			continue
		}
		f := field{name: n.field(t.name), tag: region[t.start:t.end]}
		// A link with its address in the tag has nothing within; in broken
		// feeds not even an end.
		if !t.empty && (!strings.HasSuffix(f.name, "link") || attribute(f.tag, "href") == "") {
			end, next := -1, t.end
			if key := either(f.name, t.name); !missing[key] && len(missing) < maxMissing {
				if end, next = closing(scan, t.name); end < 0 {
					missing[key], next = true, t.end
				}
			}
			if end < 0 && f.name != "" {
				end = n.unclosed(region, scan)
				next = end
			}
			if f.name != "" {
				f.inner = region[t.end:end]
			}
			scan.at = next
		}
		if f.name != "" {
			all = append(all, f)
		}
	}
}

// closing is where the end tag of a name begins and ends.
func closing(scan scanner, name string) (start, end int) {
	for {
		t, ok := scan.next()
		if !ok {
			return -1, 0
		}
		if t.kind == endTag && strings.EqualFold(t.name, name) {
			return t.start, t.end
		}
	}
}

// unclosed is where an element without end tag ends.
func (n names) unclosed(region string, scan scanner) int {
	open := 0
	for {
		t, ok := scan.next()
		if !ok {
			return len(region)
		}
		switch {
		case t.kind == startTag && n.field(t.name) != "":
			return t.start
		case t.kind == startTag && !t.empty && !among(void, t.local()):
			open++
		case t.kind == endTag && open == 0:
			return t.start
		case t.kind == endTag:
			open--
		}
	}
}

// text is what stands in an element: sections of CDATA as they are, the rest
// with its entities decoded. Markup stays.
func (f field) text() string { return f.decoded(unescape) }

func (f field) decoded(decode func(string) string) string {
	inner := strings.TrimSpace(f.inner)
	whole, marked := strings.CutPrefix(inner, cdataMark)
	whole, closed := strings.CutSuffix(whole, "]]>")
	switch {
	case marked && closed && !strings.Contains(whole, cdataMark):
		return strings.TrimSpace(whole) // also where a "]]>" stands within
	case !strings.Contains(inner, "<!"):
		return strings.TrimSpace(decode(whole)) // the end of a section may have lost its beginning
	}
	var b strings.Builder
	scan := scanner{text: inner}
	at := 0
	for {
		t, ok := scan.next()
		if !ok {
			break
		}
		if t.kind == startTag || t.kind == endTag {
			continue
		}
		b.WriteString(decode(inner[at:t.start]))
		if t.kind == cdata {
			b.WriteString(inner[t.start+len(cdataMark) : t.end-3])
		}
		at = t.end
	}
	b.WriteString(decode(inner[at:]))
	return strings.TrimSpace(b.String())
}

func (f field) attr(name string) string { return attribute(f.tag, name) }

// record is the fields of an item or a feed, in their order.
type record []field

// all is the fields of a name.
func (r record) all(name string) record {
	var found record
	for _, f := range r {
		if f.name == name {
			found = append(found, f)
		}
	}
	return found
}

// text is that of the first field of these names, in their order, that has any.
func (r record) text(names ...string) string {
	for _, name := range names {
		for _, f := range r {
			if f.name == name {
				if text := f.text(); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

// date is that of the first field of these names that is a date, in UTC.
func (r record) date(names ...string) (t time.Time) {
	for _, name := range names {
		for _, f := range r {
			if f.name == name {
				if t, ok := parseDate(f.text()); ok {
					return t
				}
			}
		}
	}
	return t
}
