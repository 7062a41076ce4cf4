package news

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Source is a feed that somebody follows.
type Source struct {
	URL    string `json:"url"`              // as it was configured
	Outlet string `json:"outlet,omitempty"` // the name to print; empty: the feed's own title
}

// FeedID names the feed at an address: the same in every store and run.
func FeedID(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:10])
}

// ID names the source's feed.
func (s Source) ID() string { return FeedID(s.URL) }

// Name is what a reader knows the source's feed by. An address goes without its
// query, which may hold a token.
func (s Source) Name(f Feed) string {
	address, _, _ := strings.Cut(s.URL, "?")
	return cmp.Or(s.Outlet, f.Title, address)
}

// Entry is an item of a feed. Its page may still have to be read.
type Entry struct {
	ID         string    `json:"id,omitempty"`  // guid, Atom id or JSON Feed id; empty where it has none
	URL        string    `json:"url,omitempty"` // absolute, http(s); empty where it has none
	Title      string    `json:"title,omitempty"`
	Byline     string    `json:"byline,omitempty"`
	Published  time.Time `json:"published,omitzero"`
	Updated    time.Time `json:"updated,omitzero"`
	Lang       string    `json:"lang,omitempty"`
	Summary    string    `json:"summary,omitempty"` // HTML: description, Atom summary
	Content    string    `json:"content,omitempty"` // HTML: content:encoded, Atom content, content_html
	OriginHint string    `json:"origin_hint,omitempty"`
}

// Key names an entry within its feed: by its ID, else its address, else its
// title. It stays when the text or the title of an entry with ID is edited.
func (e Entry) Key() string {
	for _, s := range []string{e.ID, e.URL, e.Title} {
		if s != "" {
			sum := sha256.Sum256([]byte(s))
			return hex.EncodeToString(sum[:8])
		}
	}
	return ""
}

// Fingerprint changes when what the feed says of an entry is edited. It leaves
// out the time of update, which some feeds move with every answer.
func (e Entry) Fingerprint() string {
	h := sha256.New()
	for _, s := range []string{e.URL, e.Title, e.Byline, e.Summary, e.Content} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Feed is what is remembered of a followed feed between two runs.
type Feed struct {
	ID           string    `json:"id"` // Source.ID
	Source       Source    `json:"source"`
	URL          string    `json:"url"` // where it is now, after permanent redirects
	Title        string    `json:"title,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Next         time.Time `json:"next,omitzero"` // not to be asked before
	From         time.Time `json:"from,omitzero"` // until its first answer: what that lists without a time was published before
	Tried        time.Time `json:"tried,omitzero"`
	Worked       time.Time `json:"worked,omitzero"`
	Failures     int       `json:"failures,omitempty"`     // in a row
	Missing      int       `json:"missing,omitempty"`      // of them, the last ones that were "not found"
	Reason       string    `json:"reason,omitempty"`       // of the last failure, for a reader
	Parked       bool      `json:"parked,omitempty"`       // given up until somebody asks for it again
	NotModified  bool      `json:"not_modified,omitempty"` // at the last try
	Mended       string    `json:"mended,omitempty"`       // what was wrong with it at the last reading, and did not hinder
	Stale        int       `json:"stale,omitempty"`        // entries outside of the window at the last reading
	Seen         []Seen    `json:"seen,omitempty"`         // entries that the feed listed, newest first
	Pending      []Pending `json:"pending,omitempty"`      // entries whose pages are still to be read
}

// fresh is how long a feed that was asked need not be asked again for a digest.
const fresh = 15 * time.Minute

// Old tells whether a feed has to be asked before a digest that is wanted now.
func (f Feed) Old(now time.Time) bool { return f.Tried.Before(now.Add(-fresh)) }

// Pending is an entry whose page could not be read yet.
type Pending struct {
	Entry
	Tries int `json:"tries,omitempty"` // that failed
}

// Seen is an entry that a feed has listed before.
type Seen struct {
	Key         string    `json:"k"` // Entry.Key
	Fingerprint string    `json:"f"`
	First       time.Time `json:"t"`           // when it was first seen: the time of an entry without date
	Last        time.Time `json:"l,omitzero"`  // when it was last listed
	Article     string    `json:"a,omitempty"` // the article it led to
}

// Stamped is an article as it is kept, with the time that windows go by:
// that of its publication, or of the first sight where it has none. An edit
// does not move it.
type Stamped struct {
	Article
	Stamp time.Time
}

// Channel is what one group of readers follows, and how they want it told.
type Channel struct {
	ID         string        `json:"id"`
	Title      string        `json:"title,omitempty"`
	Sources    []Source      `json:"sources"`
	Times      []string      `json:"times,omitempty"`  // "08:00", in Zone
	Days       []string      `json:"days,omitempty"`   // "mon" to "sun"; empty: every day
	Zone       string        `json:"zone,omitempty"`   // IANA
	Paused     bool          `json:"paused,omitempty"` // nothing is due until somebody resumes it
	Window     time.Duration `json:"window"`           // how far back articles count
	Stories    int           `json:"stories,omitempty"`
	MinOrigins int           `json:"min_origins,omitempty"`
	Mute       Mute          `json:"mute,omitzero"`
	Languages  []string      `json:"languages,omitempty"`  // besides English
	SkipQuiet  bool          `json:"skip_quiet,omitempty"` // nothing is posted where nothing is new
	By         string        `json:"by"`                   // who set it: "file" or "slack"
}

// Mute is what a channel does not want to read. What is about one of the words
// is told all the same where Breakout independent voices tell it (0: never).
type Mute struct {
	Words    []string `json:"words,omitempty"`
	Hosts    []string `json:"hosts,omitempty"`
	Stories  []string `json:"stories,omitempty"` // by ID: never again, whatever is new in them
	Breakout int      `json:"breakout,omitempty"`
}

// Page is a web page as it was read.
type Page struct {
	URL       string // after redirects
	Body      []byte
	Truncated bool // the answer broke off
}
