package ingest

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/extract"
	"counterpoint/internal/feed"
	"counterpoint/internal/news"
)

// What a feed's text must have to be taken for the whole article, and any text
// to be one at all.
const (
	wholeContent = 600  // bytes of text in an element that is meant for the whole
	wholeSummary = 1500 // bytes of text in one that is meant for a summary
	thin         = 80   // bytes: less is no report, but a headline again
	mostText     = 3    // bytes of text that one of markup can give: U+FFFD, for a byte that is no UTF-8
)

// article makes the article of an entry: from the feed's text where that is
// whole, else from its page, else from what the feed says of it, marked
// partial. An entry whose page may be read at a later run waits for it.
func (r *run) article(ctx context.Context, p news.Pending, text ownText, s news.Seen) (news.Stamped, bool) {
	own := text.Article
	if text.whole || p.URL == "" {
		own.Partial = !text.whole
		return r.stamped(p.Entry, s, own, p.URL)
	}
	if r.pages >= pagesPerFeed || ctx.Err() != nil {
		r.wait(p)
		return news.Stamped{}, false
	}
	r.pages++
	page, bytes, err := feed.Page(ctx, r.ask, p.URL)
	r.report.Bytes += bytes
	if err != nil && ctx.Err() != nil { // the run was ended, and the page said nothing
		r.wait(p)
		return news.Stamped{}, false
	}
	if err == nil {
		var a news.Article
		in(r.reading, func() { a, err = extract.Page(page.Body, page.URL) })
		if err == nil && tells(page, a, p.Entry) && !thinner(a, own) {
			a.Partial = a.Partial || page.Truncated
			return r.stamped(p.Entry, s, a, cmp.Or(a.URL, page.URL))
		}
	}
	if feed.Passing(err) && p.Tries+1 < pageTries {
		p.Tries++
		r.wait(p)
		if len(own.Body) < thin {
			return news.Stamped{}, false
		}
	}
	own.Partial = true
	return r.stamped(p.Entry, s, own, p.URL)
}

// wait puts an entry off to the next run, without the texts that the page
// stands in for.
func (r *run) wait(p news.Pending) {
	if len(r.feed.Pending) < maxSeen {
		r.feed.Pending = append(r.feed.Pending, p)
	}
}

// tells reports whether a page is the entry's: an address that leads to the
// site's front page, or to a text that has next to none of the entry's words,
// as a consent wall has, does not.
func tells(page news.Page, a news.Article, e news.Entry) bool {
	if pathOf(page.URL) == "" && pathOf(e.URL) != "" {
		return false
	}
	body := contentWords(a.Body)
	all, hits := 0, 0
	for w := range contentWords(e.Title + " " + e.Summary) {
		all++
		if body[w] {
			hits++
		}
	}
	return all < 3 || hits*8 >= all
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.Trim(u.Path, "/") + u.RawQuery
}

// contentWords are the words of four letters and more, in lower case.
func contentWords(s string) map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if utf8.RuneCountInString(w) >= 4 {
			words[w] = true
		}
	}
	return words
}

// thinner reports whether a page gave less than the feed itself: a consent
// wall, a teaser before a paywall, an error told as a page.
func thinner(page, own news.Article) bool {
	return len(page.Body) < thin || len(page.Body)*5 < len(own.Body)*4
}

// ownText is what a feed itself carries of an article, and whether that is the
// whole of it.
type ownText struct {
	news.Article
	whole bool
}

func readOwn(e news.Entry) ownText {
	var best ownText
	for _, t := range []struct {
		html string
		from int
	}{{e.Content, wholeContent}, {e.Summary, wholeSummary}} {
		if mostText*len(t.html) <= len(best.Body) || strings.TrimSpace(t.html) == "" {
			continue // it cannot have more text
		}
		a, err := extract.Fragment(t.html)
		if err != nil || len(a.Body) <= len(best.Body) {
			continue
		}
		best = ownText{a, len(a.Body) >= t.from && !a.Partial}
	}
	return best
}

// stamped completes an article with what the feed says of it. It is left out,
// and named, where it has too little text.
func (r *run) stamped(e news.Entry, s news.Seen, a news.Article, address string) (news.Stamped, bool) {
	if len(a.Body) < thin {
		r.report.LeftOut = append(r.report.LeftOut, news.LeftOut{ID: cmp.Or(e.URL, e.Title), Reason: "neither its page nor the feed has its text"})
		return news.Stamped{}, false
	}
	a.URL = feed.Canonical(address)
	name := a.URL
	if pathOf(name) == "" { // it has no page of its own
		name = r.feed.ID + "/" + e.Key()
	}
	a.ID = cmp.Or(s.Article, feed.ArticleID(name))
	a.Title = cmp.Or(e.Title, a.Title)
	a.Byline = cmp.Or(e.Byline, a.Byline)
	a.Outlet = cmp.Or(r.feed.Source.Outlet, r.feed.Title, a.Outlet, hostOf(a.URL))
	a.Lang = cmp.Or(a.Lang, e.Lang)
	a.OriginHint = cmp.Or(e.OriginHint, a.OriginHint)
	a.Published, a.Fetched = r.stamp(e, &s), r.now
	if a.Published.After(r.now) {
		a.Published = r.now
	}
	if a.Partial {
		r.report.Partial++
	}
	return news.Stamped{Article: a, Stamp: a.Published}, true
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
