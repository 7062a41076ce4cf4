package parse

import "strings"

// field is an element of an item, with what stands in it as it is written.
type field struct {
	name  string // canonical: as gofeed looks for it
	attrs []attr
	inner string
}

type attr struct{ name, value string }

// fieldNames is what is read of an item or a feed, by the name in lower case.
// Everything else in broken text is passed over.
var fieldNames = func() map[string]string {
	names := map[string]string{}
	for _, n := range strings.Fields(`title link guid id name description pubDate lastBuildDate author source language ttl
		published issued updated modified summary content encoded content:encoded
		dc:title dc:creator dc:date dc:source dc:language dcterms:issued dcterms:modified
		feedburner:origLink atom:link atom:updated atom:published sy:updatePeriod sy:updateFrequency
		yandex:full-text image textinput
		loc lastmod news:news news:title news:name news:language news:publication_date news:publication`) {
		names[strings.ToLower(n)] = n
	}
	return names
}()

// usualPrefix is that of a namespace, empty for the feeds' own; ok where it is
// known.
func usualPrefix(space string) (prefix string, ok bool) {
	for prefix, uri := range map[string]string{
		"dc": "purl.org/dc/elements/", "dcterms": "purl.org/dc/terms", "content": "purl.org/rss/1.0/modules/content",
		"sy": "purl.org/rss/1.0/modules/syndication", "feedburner": "rssnamespace.org/feedburner",
		"news": "google.com/schemas/sitemap-news", "yandex": "news.yandex.ru",
	} {
		if strings.Contains(space, uri) {
			return prefix, true
		}
	}
	for _, uri := range []string{"www.w3.org/2005/Atom", "purl.org/atom/ns", "purl.org/rss/1.0/", "netscape.com/rdf", "sitemaps.org/schemas/sitemap/"} {
		if strings.Contains(space, uri) {
			return "", true
		}
	}
	return "", false
}

// names maps the prefixes of a feed to the usual ones.
type names map[string]string

func namesOf(root []attr, kind string) names {
	n := names{"rss": "", "atom": "atom"}
	if kind == "atom" {
		n["atom"] = ""
	}
	for _, a := range root {
		if prefix, ok := strings.CutPrefix(a.name, "xmlns:"); ok {
			if usual, ok := usualPrefix(a.value); ok && (usual != "" || n[prefix] == "") {
				n[prefix] = usual
			}
		}
	}
	if kind == "rss" {
		n["atom"] = "atom"
	}
	return n
}

// field is the canonical name of a tag; empty where it is not read.
func (n names) field(tag string) string {
	tag = strings.ToLower(tag)
	if prefix, local, ok := strings.Cut(tag, ":"); ok {
		if usual, ok := n[prefix]; ok && usual == "" {
			tag = local
		} else if ok {
			tag = usual + ":" + local
		}
	}
	return fieldNames[tag]
}

// fields reads the elements of a region of broken text: an item, or a feed's
// head. An element ends at its end tag; where that is missing, at the next
// field, at an end tag of something around it, or at the end of the region.
// Within an element nothing is looked at, so that markup in a text is text.
func (n names) fields(region string) []field {
	var all []field
	scan := scanner{text: region}
	missing := map[string]bool{} // end tags that were looked for in vain
	for {
		t, ok := scan.next()
		if !ok {
			return all
		}
		name := n.field(t.name)
		if t.kind != startTag || name == "" {
			continue
		}
		f := field{name: name, attrs: attributes(region[t.start:t.end])}
		_, linked := find(f.attrs, "href")
		if !t.empty && !(linked && strings.HasSuffix(name, "link")) {
			end, next := -1, 0
			if !missing[t.name] {
				end, next = closing(region, scan, t.name)
				missing[t.name] = end < 0
			}
			if end < 0 {
				end = n.unclosed(region, scan)
				next = end
			}
			f.inner = region[t.end:end]
			scan.at = next
		}
		all = append(all, f)
	}
}

// closing is where the end tag of a name begins and ends.
func closing(region string, scan scanner, name string) (start, end int) {
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
func (f field) text() string {
	var b strings.Builder
	scan := scanner{text: f.inner}
	at := 0
	for {
		t, ok := scan.next()
		if !ok {
			break
		}
		if t.kind == startTag || t.kind == endTag {
			continue
		}
		b.WriteString(unescape(f.inner[at:t.start]))
		if t.kind == cdata {
			b.WriteString(f.inner[t.start+9 : t.end-3])
		}
		at = t.end
	}
	b.WriteString(unescape(f.inner[at:]))
	text := b.String()
	if strings.Contains(text, "]]>") {
		text = strings.TrimSuffix(strings.TrimSpace(text), "]]>") // of a section that began nowhere
	}
	return strings.TrimSpace(strings.Map(permitted, text))
}

// attributes reads those of a tag, the first of each name: quoted or not.
func attributes(tag string) []attr {
	var all []attr
	rest := strings.TrimRight(strings.TrimLeft(tag, "<"), ">")
	i := strings.IndexAny(rest, " \t\n\r")
	if i < 0 {
		return nil
	}
	rest = strings.TrimSuffix(rest[i:], "/")
	for len(all) < 64 {
		rest = strings.TrimLeft(rest, " \t\n\r/,;\"'")
		i := strings.IndexAny(rest, "= \t\n\r")
		if rest == "" || i < 0 {
			break
		}
		name := strings.ToLower(rest[:i])
		rest = strings.TrimLeft(rest[i:], " \t\n\r")
		if !strings.HasPrefix(rest, "=") {
			continue
		}
		var value string
		value, rest = attrValue(strings.TrimLeft(rest[1:], " \t\n\r"))
		if _, ok := find(all, name); !ok {
			all = append(all, attr{name, unescape(value)})
		}
	}
	return all
}

func attrValue(s string) (value, rest string) {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if i := strings.IndexByte(s[1:], s[0]); i >= 0 {
			return s[1 : 1+i], s[2+i:]
		}
		s = s[1:]
	}
	if i := strings.IndexAny(s, " \t\n\r"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

func find(attrs []attr, name string) (string, bool) {
	for _, a := range attrs {
		if a.name == name {
			return a.value, true
		}
	}
	return "", false
}

// attribute is the value of a tag's attribute; empty where it has none.
func attribute(tag, name string) string {
	v, _ := find(attributes(tag), name)
	return strings.TrimSuffix(strings.TrimSpace(v), "?")
}
