package parse

import "fmt"

// document is a feed in XML, parted into the fields that are read.
type document struct {
	root  string // its start tag
	names names
	head  record
	items []item
}

// item is the fields of an item, with its start tag and the root's.
type item struct {
	record
	tag, root string
}

// bases are the addresses that one in a field is relative to: xml:base of what
// stands around it, then the feed's.
func (it item) bases(f field, feed []string) []string {
	var all []string
	base := ""
	for _, tag := range []string{it.root, it.tag, f.tag} {
		if b := attribute(tag, "xml:base"); b != "" {
			base = either(absolute(b, append([]string{base}, feed...)...), base)
		}
	}
	if base != "" {
		all = append(all, base)
	}
	return append(all, feed...)
}

// open parts a feed into its items and their fields, and tells what had to be
// mended for it.
func open(text string, s survey) (document, []string) {
	d := document{root: text[s.start:s.tagEnd]}
	d.names = namesOf(d.root, s.kind())
	set := " item entry "
	if s.kind() == "sitemap" {
		set = " url "
	}
	head, items, cutOff := blocks(text[s.start:s.end], set)
	d.head = d.names.fields(head)
	for _, b := range items {
		d.items = append(d.items, item{d.names.fields(b.inner), b.tag, d.root})
	}
	notes := s.surroundings(text)
	switch {
	case s.items > MaxEntries:
		notes = append(notes, fmt.Sprintf("more than %d items: the first were read", MaxEntries))
	case cutOff || !s.wellFormed && !ends(text):
		notes = append(notes, fmt.Sprintf("truncated: %d whole items kept", len(items)))
	case !s.wellFormed:
		notes = append(notes, fmt.Sprintf("not well-formed: %d items kept", len(items)))
	}
	return d, notes
}
