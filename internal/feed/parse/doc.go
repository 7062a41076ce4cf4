// Package parse reads the bytes of a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and
// 1.0, JSON Feed, and news sitemaps. It is pure: no network and no clock.
//
// XML is read by one reader that does not mind how broken it is (scan.go,
// blocks.go, fields.go): it finds the items, in each the elements that it
// knows, and takes what stands in them as it is written. So every item that a
// person could read out of a file is read; an item that the end of the file
// cuts off is left out. JSON is decoded item by item, and written anew where
// it is broken (jsonmend.go). Tests hold the reader to what gofeed reads out of
// well-formed feeds, and each step takes time in proportion to the text.
//
// Titles and bylines come out as plain text, addresses as absolute http(s);
// HTML is left as it was given, and is not safe to print.
//
// It refuses web pages, what asks for a captcha, consent or a login, and what
// is nested or built to exhaust a reader. No entity that a document declares
// is ever resolved.
package parse

import (
	"errors"
	"time"

	"counterpoint/internal/news"
)

// The bounds of what is read.
const (
	MaxBytes   = 5 << 20 // of a feed or page; what lies beyond is not read
	MaxEntries = 2000    // of a feed; the first are kept
	maxDepth   = 1000    // of tags within an item
	maxHTML    = 1 << 20 // bytes of an entry's summary or content
	maxLine    = 1000    // bytes of a title, byline, hint
	maxAddress = 4096    // bytes of an address or ID
	maxTTL     = 7 * 24 * time.Hour
)

// Feed is a feed as it was read.
type Feed struct {
	Format  string        // "rss", "atom", "json", "sitemap"
	Title   string        // plain text
	Link    string        // the site: absolute, http(s); empty where unknown
	Lang    string        // ISO 639-1, empty where unknown
	Updated time.Time     // UTC, zero where unknown
	TTL     time.Duration // how long the feed asks to be left alone, at most a week; zero where it says nothing
	Entries []news.Entry  // in the feed's order, at most MaxEntries, keys unique; Lang only where an entry names its own
	Mended  []string      // what was mended, for the operator
}

// What Parse refuses. The error that it returns reads as the end of a sentence
// that begins with the feed's name.
var (
	ErrHTML       = errors.New("answers with a web page, not a feed")
	ErrChallenge  = errors.New("answers with a page for people, not a feed")
	ErrEmpty      = errors.New("answers with nothing")
	ErrTooComplex = errors.New("is nested or built to exhaust a reader, and was not read")
	ErrNotFeed    = errors.New("answers with something that is no feed")
)

// refusal is one of the errors above in more exact words.
type refusal struct {
	sentence string
	kind     error
}

func (r refusal) Error() string { return r.sentence }
func (r refusal) Unwrap() error { return r.kind }
