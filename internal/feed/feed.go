// Package feed reads followed feeds and the pages that they list, politely and
// at most as far as it has to: it asks with the validators of the last time,
// remembers where a feed has moved to, waits as long as a server asks, and
// gives up feeds that are gone. How bytes are fetched safely is the matter of
// feed/web; how a feed is read, of feed/parse.
//
// It refuses what is no feed: a page is looked through for the feed that it
// names, once; a captcha or a consent page is a failure, never an empty feed.
//
// Methods: conditional requests and freshness after RFC 9110 and RFC 9111.
package feed

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"counterpoint/internal/feed/parse"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/news"
)

// The times that rule when a feed is asked again.
const (
	soonest    = 10 * time.Minute // after it answered
	latest     = 24 * time.Hour   // whatever it asks for
	firstRetry = 10 * time.Minute // after a failure; twice as long after each further one
	lastRetry  = 6 * time.Hour
)

// missing is how many times in a row a feed may be "not found" before it is
// parked.
const missing = 5

const accept = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"

// Ask asks for an address, as web.Client's Get does; the caller may make it
// wait for a place.
type Ask func(context.Context, web.Request) (web.Response, error)

// Answer is what came of asking for a feed.
type Answer struct {
	Feed    news.Feed    // what is to be remembered of it now
	Entries []news.Entry // in the feed's order; nil where it failed or nothing was modified
	Bytes   int64        // of bodies, as they came over the wire
	Err     error        // why it could not be read; Feed.Reason says it for a reader
}

// Get asks for a feed. That it cannot be read is part of the answer.
func Get(ctx context.Context, ask Ask, f news.Feed, now time.Time) Answer {
	a := Answer{Feed: f}
	a.Feed.Tried, a.Feed.NotModified = now, false
	got, feed, err := a.read(ctx, ask, cmp.Or(f.URL, f.Source.URL), f)
	if err != nil {
		a.fail(err, now)
		return a
	}
	a.Feed.Failures, a.Feed.Missing, a.Feed.Reason, a.Feed.Parked, a.Feed.Worked = 0, 0, "", false, now
	a.Feed.NotModified = got.Status == 304
	wait := got.Fresh
	if !a.Feed.NotModified {
		wait = max(wait, feed.TTL)
		a.Entries, a.Feed.Mended = feed.Entries, strings.Join(feed.Mended, "; ")
		a.Feed.ETag, a.Feed.LastModified = got.ETag, got.LastModified
		a.Feed.Title = cmp.Or(feed.Title, a.Feed.Title)
		for i := range a.Entries {
			a.Entries[i].Lang = cmp.Or(a.Entries[i].Lang, feed.Lang)
		}
	}
	a.Feed.Next = now.Add(min(max(wait, soonest), latest))
	return a
}

// read fetches and parses a feed; where the address is a page's, the feed that
// the page names.
func (a *Answer) read(ctx context.Context, ask Ask, address string, f news.Feed) (web.Response, parse.Feed, error) {
	got, err := ask(ctx, web.Request{URL: address, Accept: accept, ETag: f.ETag, LastModified: f.LastModified})
	a.Bytes += got.Bytes
	if err != nil || got.Status == 304 {
		return got, parse.Feed{}, err
	}
	feed, err := parse.Parse(got.Body, got.ContentType, got.URL)
	if err == nil {
		a.Feed.URL = cmp.Or(got.Moved, address)
	}
	if !errors.Is(err, parse.ErrHTML) {
		return got, feed, err
	}
	var found []string
	if f.Worked.IsZero() || f.Failures > 0 { // a feed that worked may once answer with an error's page
		found = parse.Discover(got.Body, got.URL)
	}
	if len(found) == 0 {
		return got, feed, err
	}
	got, getErr := ask(ctx, web.Request{URL: found[0], Accept: accept})
	a.Bytes += got.Bytes
	if getErr != nil {
		return got, feed, fmt.Errorf("is a web page, and the feed that it names cannot be read: %w", getErr)
	}
	if feed, err = parse.Parse(got.Body, got.ContentType, got.URL); err == nil {
		a.Feed.URL = found[0]
	}
	return got, feed, err
}

// fail notes a failure, and when the feed is asked again, if ever.
func (a *Answer) fail(err error, now time.Time) {
	a.Err, a.Feed.Mended = err, ""
	f := &a.Feed
	f.Failures++
	f.Reason = err.Error()
	wait := min(firstRetry<<min(f.Failures-1, 10), lastRetry)
	e, ok := errors.AsType[*web.Error](err)
	if ok && e.Kind == web.NotFound {
		f.Missing++
	} else {
		f.Missing = 0
	}
	if ok {
		wait = max(wait, min(e.RetryAfter, latest))
		f.Parked = e.Kind == web.Gone || f.Missing >= missing
	}
	if f.Failures > 1 || f.Parked {
		if moved := f.URL != "" && f.URL != f.Source.URL; moved { // perhaps it has moved back
			f.URL, f.ETag, f.LastModified, f.Parked = f.Source.URL, "", "", false
		}
	}
	f.Next = now.Add(wait)
}
