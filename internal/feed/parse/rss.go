package parse

import (
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/news"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

func readRSS(text, address string) (Feed, error) {
	f, err := (&rss.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		return Feed{}, err
	}
	feed := Feed{Format: "rss", Title: f.Title, TTL: timeToLive(f)}
	for _, link := range append(f.Links, f.Link) {
		if feed.Link = absolute(link, address); feed.Link != "" {
			break
		}
	}
	feed.Lang = lang(either(f.Language, extension(f.Extensions, "dc", "language")))
	feed.Updated = date(f.LastBuildDate, f.PubDate, extension(f.Extensions, "dc", "date"), extension(f.Extensions, "atom", "updated"))
	feed.Entries = make([]news.Entry, 0, len(f.Items))
	for _, item := range f.Items {
		e := rssEntry(item, feed.Link, address)
		if e.OriginHint == line(f.Title) {
			e.OriginHint = ""
		}
		feed.Entries = append(feed.Entries, e)
	}
	return feed, nil
}

func rssEntry(item *rss.Item, bases ...string) news.Entry {
	x := item.Extensions
	e := news.Entry{
		Title:      either(item.Title, extension(x, "dc", "title")),
		Byline:     bylines(either(values(x, "dc", "creator"), []string{item.Author}, values(x, "atom", "author"))),
		Published:  date(item.PubDate, extension(x, "dc", "date"), extension(x, "dcterms", "issued"), extension(x, "atom", "published")),
		Updated:    date(extension(x, "atom", "updated"), extension(x, "dcterms", "modified")),
		Lang:       lang(extension(x, "dc", "language")),
		Summary:    item.Description,
		Content:    either(item.Content, item.Custom["encoded"], extension(x, "yandex", "full-text")),
		OriginHint: rssOrigin(item),
	}
	if item.GUID != nil {
		e.ID = item.GUID.Value
	}
	e.URL = rssAddress(item, bases)
	return e
}

// rssAddress is where the item's page is. FeedBurner's own links only count
// clicks; the original stands beside them.
func rssAddress(item *rss.Item, bases []string) string {
	candidates := append([]string{extension(item.Extensions, "feedburner", "origLink"), item.Link}, item.Links...)
	for _, link := range item.Extensions["atom"]["link"] {
		if rel := link.Attrs["rel"]; rel == "" || rel == "alternate" {
			candidates = append(candidates, link.Attrs["href"])
		}
	}
	for _, c := range candidates {
		if u := absolute(c, bases...); u != "" {
			return u
		}
	}
	if item.GUID != nil && !strings.EqualFold(item.GUID.IsPermalink, "false") && strings.Contains(item.GUID.Value, "/") {
		return absolute(item.GUID.Value) // a guid that is no whole address is an ID
	}
	return ""
}

// rssOrigin is whom the item comes from: the name in source, else the host of
// its address; dc:source is either.
func rssOrigin(item *rss.Item) string {
	if s := item.Source; s != nil {
		if name := line(s.Title); name != "" {
			return host(name)
		}
		if absolute(s.URL) != "" {
			return host(s.URL)
		}
	}
	return host(extension(item.Extensions, "dc", "source"))
}

// timeToLive is ttl, in minutes, or the period of the syndication module.
func timeToLive(f *rss.Feed) time.Duration {
	if n, err := strconv.ParseFloat(strings.TrimSpace(f.TTL), 64); err == nil && n > 0 {
		return time.Duration(min(n, maxTTL.Minutes()) * float64(time.Minute))
	}
	period := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": maxTTL, "monthly": maxTTL, "yearly": maxTTL}[extension(f.Extensions, "sy", "updatePeriod")]
	times, err := strconv.Atoi(extension(f.Extensions, "sy", "updateFrequency"))
	if err != nil || times < 1 {
		times = 1
	}
	return (period / time.Duration(times)).Truncate(time.Second)
}

// extension is the text of the first element of a name, without spaces around.
func extension(x ext.Extensions, space, name string) string {
	if found := x[space][name]; len(found) > 0 {
		return strings.TrimSpace(found[0].Value)
	}
	return ""
}

func values(x ext.Extensions, space, name string) []string {
	var all []string
	for _, v := range x[space][name] {
		text := v.Value
		if names := v.Children["name"]; len(names) > 0 {
			text = names[0].Value
		}
		if strings.TrimSpace(text) != "" {
			all = append(all, text)
		}
	}
	return all
}

// either is the first that is not empty.
func either[T ~string | ~[]string](candidates ...T) T {
	var none T
	for _, c := range candidates {
		if len(c) > 0 {
			return c
		}
	}
	return none
}

// date is the first that is a date, in UTC.
func date(candidates ...string) time.Time {
	for _, c := range candidates {
		if t, ok := parseDate(c); ok {
			return t
		}
	}
	return time.Time{}
}
