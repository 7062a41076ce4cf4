package parse

import "counterpoint/internal/news"

// sitemap reads the addresses of a sitemap that are marked as news. ok is
// false where it has addresses, and none is.
func (d document) sitemap(address string) (feed Feed, ok bool) {
	feed.Format = "sitemap"
	outlets, langs := map[string]bool{}, map[string]bool{}
	for _, it := range d.items {
		e, outlet, ok := d.sitemapEntry(it, address)
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
	return feed, len(d.items) == 0 || len(feed.Entries) > 0
}

func (d document) sitemapEntry(it item, address string) (e news.Entry, outlet string, ok bool) {
	for _, f := range it.all("news:news") {
		r := d.names.fields(f.inner)
		for _, p := range r.all("news:publication") {
			r = append(r, d.names.fields(p.inner)...)
		}
		e.Title, e.Published = r.text("news:title"), r.date("news:publication_date")
		e.Lang = lang(r.text("news:language"))
		outlet, ok = line(r.text("news:name")), true
	}
	e.URL, e.Updated = absolute(it.text("loc"), address), it.date("lastmod")
	return e, outlet, ok && e.URL != ""
}
