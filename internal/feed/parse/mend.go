package parse

import (
	"fmt"
	"strings"
)

// mend writes a broken feed anew, well-formed: of what can be found in it, the
// feed's own fields and the items that are whole, with the fields that are
// read. It takes time in proportion to the text.
func mend(text string, s survey) (mended string, notes []string) {
	var root []attr
	if among(" rss rdf feed channel ", s.root) {
		scan := scanner{text: text, at: s.start}
		t, _ := scan.next()
		root = attributes(text[t.start:t.end])
	}
	n := namesOf(root, s.kind())
	head, items, cutOff := blocks(text[s.start:], "item", "entry")
	w := writer{kind: s.kind(), names: n}
	w.open(root)
	w.fields(n.fields(head))
	for _, item := range items {
		w.item(item)
	}
	w.close()
	switch {
	case s.items > MaxEntries:
		notes = append(notes, fmt.Sprintf("more than %d items: the first were read", MaxEntries))
	case cutOff || !ends(text):
		notes = append(notes, fmt.Sprintf("truncated: %d whole items kept", len(items)))
	case !s.wellFormed:
		notes = append(notes, fmt.Sprintf("not well-formed: %d items kept", len(items)))
	}
	return w.b.String(), notes
}

// ends reports whether the text has the end tag of a feed near its end.
func ends(text string) bool {
	tail := strings.ToLower(text[max(0, len(text)-1000):])
	for _, root := range strings.Fields(roots) {
		if root != "item" && root != "entry" && strings.Contains(tail, "</"+root) || strings.Contains(tail, ":"+root+">") {
			return true
		}
	}
	return false
}

// block is an item as it stands in the text, with its own start tag.
type block struct{ tag, inner string }

// blocks parts a feed into its items and what stands around them. An item that
// was not closed ends where the next begins, or at the end of the feed; one
// that the end of the text cuts off is left out.
func blocks(text string, itemNames ...string) (head string, items []block, cutOff bool) {
	var around strings.Builder
	scan := scanner{text: text}
	outside := 0 // where what stands around began
	open := token{start: -1}
	done := func(end int) {
		items = append(items, block{text[open.start:open.end], text[open.end:end]})
		open.start = -1
	}
	for len(items) < MaxEntries {
		t, ok := scan.next()
		if !ok {
			cutOff = open.start >= 0
			break
		}
		local := t.local()
		isItem := false
		for _, name := range itemNames {
			isItem = isItem || local == name
		}
		switch {
		case t.kind == startTag && isItem && !t.empty:
			if open.start >= 0 {
				done(t.start)
			} else {
				around.WriteString(text[outside:t.start])
			}
			open, outside = t, len(text)
		case t.kind == endTag && open.start >= 0 && (isItem || among(roots, local)):
			done(t.start)
			outside = t.end
		}
	}
	if open.start < 0 {
		around.WriteString(text[outside:])
	}
	return around.String(), items, cutOff
}

// writer writes what gofeed reads without trouble: each text in one section of
// CDATA, no element but those that are known.
type writer struct {
	b     strings.Builder
	kind  string
	names names
}

func (w *writer) open(root []attr) {
	if w.kind == "rss" {
		w.b.WriteString("<rss")
	} else {
		w.b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"`)
	}
	w.attrs(root)
	w.b.WriteString(">")
	if w.kind == "rss" {
		w.b.WriteString("<channel>")
	}
}

func (w *writer) close() {
	if w.kind == "rss" {
		w.b.WriteString("</channel></rss>")
	} else {
		w.b.WriteString("</feed>")
	}
}

func (w *writer) item(it block) {
	name := "entry"
	if w.kind == "rss" {
		name = "item"
	}
	w.b.WriteString("<" + name)
	w.attrs(attributes(it.tag))
	w.b.WriteString(">")
	w.fields(w.names.fields(it.inner))
	w.b.WriteString("</" + name + ">\n")
}

// fields writes each field once, links and people as often as they come.
func (w *writer) fields(all []field) {
	seen := map[string]bool{}
	for _, f := range all {
		if f.name == "image" || f.name == "textinput" || seen[f.name] && !among(" link atom:link dc:creator author ", f.name) {
			continue
		}
		seen[f.name] = true
		w.b.WriteString("<" + f.name)
		w.attrs(f.attrs)
		w.b.WriteString(">")
		if w.kind == "atom" && (f.name == "author" || f.name == "source") {
			w.parts(f)
		} else {
			w.text(f.text())
		}
		w.b.WriteString("</" + f.name + ">")
	}
}

// parts writes those of an Atom author or source.
func (w *writer) parts(f field) {
	for _, part := range w.names.fields(f.inner) {
		w.b.WriteString("<" + part.name)
		w.attrs(part.attrs)
		w.b.WriteString(">")
		w.text(part.text())
		w.b.WriteString("</" + part.name + ">")
	}
}

func (w *writer) attrs(attrs []attr) {
	for _, a := range attrs {
		if among(" href rel url type mode version lang src xml:base xml:lang ", a.name) {
			fmt.Fprintf(&w.b, ` %s="%s"`, a.name, attrEscaper.Replace(a.value))
		} else if a.name == "ispermalink" {
			fmt.Fprintf(&w.b, ` isPermaLink="%s"`, attrEscaper.Replace(a.value))
		}
	}
}

var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func (w *writer) text(s string) {
	w.b.WriteString("<![CDATA[" + strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>") + "]]>")
}
