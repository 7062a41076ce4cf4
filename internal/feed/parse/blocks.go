package parse

import "strings"

// block is an item as it stands in the text, with its own start tag.
type block struct{ tag, inner string }

// blocks parts a feed into its items, at most MaxEntries, and what stands
// around them. An item that was not closed ends where the next begins, or at
// the end of the feed; one that the end of the text cuts off is left out.
func blocks(text string, itemNames string) (head string, items []block, cutOff bool) {
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
		if t.kind != startTag && t.kind != endTag {
			continue
		}
		local := t.local()
		isItem := among(itemNames, local)
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

// ends reports whether the text has the end tag of a feed near its end.
func ends(text string) bool {
	tail := strings.ToLower(text[max(0, len(text)-1000):])
	for _, root := range []string{"rss", "rdf", "feed", "channel", "urlset"} {
		if strings.Contains(tail, "</"+root) || strings.Contains(tail, ":"+root+">") {
			return true
		}
	}
	return false
}
