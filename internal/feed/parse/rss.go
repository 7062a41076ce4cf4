package parse

import (
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/news"
)

func (d document) rss(address string) Feed {
	head := d.head
	feed := Feed{
		Format: "rss", Title: line(head.text("title", "dc:title")), TTL: timeToLive(head),
		Lang:    lang(head.text("language", "dc:language")),
		Updated: head.date("lastbuilddate", "pubdate", "dc:date", "atom:updated"),
	}
	for _, f := range head.all("link") {
		if feed.Link = absolute(f.text(), address); feed.Link != "" {
			break
		}
	}
	for _, item := range d.items {
		e := rssEntry(item, feed.Link, address)
		if e.OriginHint == feed.Title {
			e.OriginHint = ""
		}
		feed.Entries = append(feed.Entries, e)
	}
	return feed
}

func rssEntry(it item, bases ...string) news.Entry {
	r := it.record
	return news.Entry{
		ID:         r.text("guid", "id"),
		URL:        rssAddress(it, bases),
		Title:      r.text("title", "dc:title"),
		Byline:     either(people(r.all("dc:creator")), people(r.all("author")), people(r.all("atom:author"))),
		Published:  r.date("pubdate", "dc:date", "dcterms:issued", "atom:published", "published"),
		Updated:    r.date("atom:updated", "dcterms:modified", "updated"),
		Lang:       lang(r.text("dc:language")),
		Summary:    r.text("description", "summary"),
		Content:    r.text("content:encoded", "encoded", "yandex:full-text", "content"),
		OriginHint: rssOrigin(r),
	}
}

// rssAddress is where the item's page is. FeedBurner's own links only count
// clicks; the original stands beside them.
func rssAddress(it item, bases []string) string {
	for _, name := range []string{"feedburner:origlink", "link", "atom:link"} {
		for _, f := range it.all(name) {
			if rel := f.attr("rel"); rel != "" && rel != "alternate" {
				continue
			}
			if u := absolute(either(f.text(), f.attr("href")), it.bases(f, bases)...); u != "" {
				return u
			}
		}
	}
	for _, f := range it.all("guid") {
		if !strings.EqualFold(f.attr("ispermalink"), "false") {
			return absolute(f.text()) // a guid that is no whole address is an ID
		}
	}
	return ""
}

// rssOrigin is whom the item comes from: the name in source, else the host of
// its address; dc:source is either.
func rssOrigin(r record) string {
	for _, s := range r.all("source") {
		if name := line(s.text()); name != "" {
			return host(name)
		}
		if u := s.attr("url"); absolute(u) != "" {
			return host(u)
		}
	}
	return host(r.text("dc:source"))
}

// people joins the names in fields that are names, or hold them.
func people(fields record) string {
	var all []string
	for _, f := range fields[:min(len(fields), maxNames)] {
		if strings.Contains(f.inner, "name>") {
			inner := names{}.fields(strings.ReplaceAll(f.inner, "atom:", ""))
			all = append(all, inner.text("name"))
		} else {
			all = append(all, f.text())
		}
	}
	return bylines(all)
}

// timeToLive is ttl, in minutes, or the period of the syndication module.
func timeToLive(head record) time.Duration {
	if n, err := strconv.ParseFloat(head.text("ttl"), 64); err == nil && n > 0 {
		return time.Duration(min(n, maxTTL.Minutes()) * float64(time.Minute)).Truncate(time.Second)
	}
	period := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": maxTTL, "monthly": maxTTL, "yearly": maxTTL,
	}[head.text("sy:updateperiod")]
	times, err := strconv.Atoi(head.text("sy:updatefrequency"))
	if err != nil || times < 1 {
		times = 1
	}
	return (period / time.Duration(times)).Truncate(time.Second)
}

// either is the first that is not empty.
func either(candidates ...string) string {
	for _, c := range candidates {
		if c != "" {
			return c
		}
	}
	return ""
}
