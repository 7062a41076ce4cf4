package parse

import (
	"fmt"
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
	case s.root == "":
		return Feed{}, notFeed(text)
	case s.depth > maxDepth:
		return Feed{}, ErrTooComplex
	case s.kind() == "sitemap":
		return readSitemap(text, s, address)
	}
	return readXML(text, s, address)
}

// readXML reads RSS or Atom. gofeed may take what is well-formed as it is, in
// the bounds within which it is neither slow nor hungry.
func readXML(text string, s survey, address string) (Feed, error) {
	var notes []string
	if s.wellFormed && s.tame() {
		notes = s.surroundings(text)
		if feed, err := translate(s.kind(), text[s.start:s.end], address); err == nil && (len(feed.Entries) > 0 || s.items == 0) {
			feed.Mended = notes
			return feed, nil
		}
	}
	if s.items == 0 && isPage(text[:s.start]) {
		return Feed{}, notFeed(text)
	}
	mended, notes := mend(text, s)
	feed, err := translate(s.kind(), mended, address)
	if err != nil {
		return Feed{}, refusal{"is a feed too broken to be mended", ErrNotFeed}
	}
	feed.Mended = notes
	return feed, nil
}

// translate has gofeed read well-formed text.
func translate(kind, text, address string) (feed Feed, err error) {
	// What gofeed and encoding/xml do with hostile text is theirs: a panic
	// there is one feed that cannot be read, not the end of the run.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parse: panic: %v", r)
		}
	}()
	if kind == "atom" {
		return readAtom(text, address)
	}
	return readRSS(text, address)
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
