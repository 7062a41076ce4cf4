package parse

import (
	"fmt"

	"counterpoint/internal/news"
)

// readSitemap reads a sitemap's addresses that are marked as news. It has one
// reader for the well-formed and the broken, that of the mending.
func readSitemap(text string, s survey, address string) (Feed, error) {
	scan := scanner{text: text, at: s.start}
	t, _ := scan.next()
	n := namesOf(attributes(text[t.start:t.end]), "sitemap")
	_, urls, cutOff := blocks(text[s.start:], "url")
	feed := Feed{Format: "sitemap"}
	outlets, langs := map[string]bool{}, map[string]bool{}
	for _, u := range urls {
		e, outlet, ok := n.sitemapEntry(u.inner, address)
		if !ok {
			continue
		}
		outlets[outlet], langs[e.Lang] = true, true
		feed.Title, feed.Lang = outlet, e.Lang
		feed.Entries = append(feed.Entries, e)
	}
	if len(outlets) > 1 {
		feed.Title = ""
	}
	if len(langs) > 1 {
		feed.Lang = ""
	}
	if len(urls) > 0 && len(feed.Entries) == 0 {
		return Feed{}, refusal{"is a sitemap without news", ErrNotFeed}
	}
	switch {
	case cutOff || !s.closed && s.items <= MaxEntries:
		feed.Mended = append(feed.Mended, fmt.Sprintf("truncated: %d whole items kept", len(feed.Entries)))
	case !s.wellFormed && s.items <= MaxEntries:
		feed.Mended = append(feed.Mended, fmt.Sprintf("not well-formed: %d items kept", len(feed.Entries)))
	}
	return feed, nil
}

func (n names) sitemapEntry(inner, address string) (e news.Entry, outlet string, ok bool) {
	for _, f := range n.fields(inner) {
		switch f.name {
		case "loc":
			e.URL = absolute(f.text(), address)
		case "lastmod":
			e.Updated = date(f.text())
		case "news:news":
			ok = true
			outlet = n.sitemapNews(f.inner, &e)
		}
	}
	return e, outlet, ok && e.URL != ""
}

func (n names) sitemapNews(inner string, e *news.Entry) (outlet string) {
	for _, f := range n.fields(inner) {
		switch f.name {
		case "news:title":
			e.Title = f.text()
		case "news:publication_date":
			e.Published = date(f.text())
		case "news:language":
			e.Lang = lang(f.text())
		case "news:name":
			outlet = line(f.text())
		case "news:publication":
			outlet = n.sitemapNews(f.inner, e)
		}
	}
	return outlet
}
