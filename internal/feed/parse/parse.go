package parse

import (
	"strings"

	"counterpoint/internal/news"
)

// Parse reads a feed that was answered with a Content-Type (may be empty) from
// an address, which relative links are resolved against. A feed without items
// is no error. The errors are those of this package.
func Parse(raw []byte, contentType, address string) (Feed, error) {
	var notes []string
	if len(raw) > MaxBytes {
		raw = raw[:MaxBytes]
		notes = append(notes, "longer than 5 MB: the rest was not read")
	}
	text, note := decode(raw, contentType)
	if note != "" {
		notes = append(notes, note)
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return Feed{}, ErrEmpty
	}
	feed, err := read(text, address)
	if err != nil {
		return Feed{}, err
	}
	feed.Mended = append(notes, feed.Mended...)
	feed.Title = line(feed.Title)
	feed.Entries = tidy(feed.Entries)
	return feed, nil
}

func read(text, address string) (Feed, error) {
	if at := jsonStart(text); at >= 0 {
		return readJSON(text[at:], address)
	}
	s := look(text)
	switch {
	case s.bomb:
		return Feed{}, refusal{"declares entities within entities, and was not read", ErrTooComplex}
	case s.root == "" || s.items == 0 && isPage(text[:s.start]):
		return Feed{}, notFeed(text)
	case s.depth > maxDepth:
		return Feed{}, ErrTooComplex
	}
	d, notes := open(text, s)
	var feed Feed
	switch s.kind() {
	case "sitemap":
		var ok bool
		if feed, ok = d.sitemap(address); !ok {
			return Feed{}, refusal{"is a sitemap without news", ErrNotFeed}
		}
	case "atom":
		feed = d.atom(address)
	default:
		feed = d.rss(address)
	}
	feed.Mended = notes
	return feed, nil
}

// tidy drops entries that nothing names, and later ones of the same key.
func tidy(entries []news.Entry) []news.Entry {
	seen := make(map[string]bool, len(entries))
	kept := entries[:0]
	for _, e := range entries {
		e.ID = cut(strings.TrimSpace(e.ID), maxAddress)
		e.Title, e.Byline, e.OriginHint = line(e.Title), line(e.Byline), line(e.OriginHint)
		e.Summary = cut(strings.TrimSpace(e.Summary), maxHTML)
		e.Content = cut(strings.TrimSpace(e.Content), maxHTML)
		key := e.Key()
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		kept = append(kept, e)
		if len(kept) == MaxEntries {
			break
		}
	}
	return kept
}
