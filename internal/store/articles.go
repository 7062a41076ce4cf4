package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// VersionOf names a version of an article: the SHA-256, in hex, of its title,
// a line feed and the hex SHA-256 of its kept text, captions included. The
// latter is news.BriefArticle's TextSHA256. What a reader does not read (times,
// byline, address) makes no version.
func VersionOf(a news.Article) string {
	text := sha256.Sum256([]byte(a.Text()))
	sum := sha256.Sum256([]byte(a.Title + "\n" + hex.EncodeToString(text[:])))
	return hex.EncodeToString(sum[:])
}

// head says which version of an article is current and which feeds list it.
type head struct {
	Stamp   time.Time `json:"stamp"`
	Version string    `json:"version"`
	Partial bool      `json:"partial,omitempty"` // of the current version
	Feeds   []string  `json:"feeds"`
}

// maxFeeds bounds the feeds that a head lists. Those beyond it are in their
// own windows all the same.
const maxFeeds = 1000

func (h head) expires() time.Time { return h.Stamp.Add(keepArticle) }

// keptArticle is the stored form of a news.Article.
type keptArticle struct {
	ID         string    `json:"id"`
	URL        string    `json:"url,omitempty"`
	Outlet     string    `json:"outlet,omitempty"`
	Byline     string    `json:"byline,omitempty"`
	Title      string    `json:"title,omitempty"`
	Published  time.Time `json:"published,omitzero"`
	Fetched    time.Time `json:"fetched,omitzero"`
	Lang       string    `json:"lang,omitempty"`
	Body       string    `json:"body,omitempty"`
	Captions   []string  `json:"captions,omitempty"`
	Partial    bool      `json:"partial,omitempty"`
	OriginHint string    `json:"origin_hint,omitempty"`
}

// storable is the article with nothing in it that JSON would change, so that
// what is read again has the bytes, and the name, of what was written.
func storable(a news.Article) news.Article {
	for _, s := range []*string{&a.ID, &a.URL, &a.Outlet, &a.Byline, &a.Title, &a.Lang, &a.Body, &a.OriginHint} {
		*s = strings.ToValidUTF8(*s, "\uFFFD")
	}
	if len(a.Captions) > 0 {
		a.Captions = keysOf(a.Captions, func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") })
	} else {
		a.Captions = nil
	}
	a.Published, a.Fetched = writable(a.Published), writable(a.Fetched)
	return a
}

// writable is a time in UTC, or none where JSON has no form for it.
func writable(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// outcome is what became of an article that was to be kept.
type outcome int

const (
	same outcome = iota
	added
	updated
	tooLarge
)

// keep plans the writes that make an article kept as a feed lists it, given
// what is there already.
func (s *Store) keep(now time.Time, feed string, a news.Stamped, there found) ([]Write, outcome, error) {
	var h head
	old, ok := there[headKey(a.ID)]
	if ok {
		if err := s.read(old, &h); err != nil {
			return nil, same, err
		}
	}
	what, sha := same, VersionOf(a.Article)
	switch {
	case !ok:
		what, h = added, head{Stamp: writable(a.Stamp)}
	case h.Version != sha && (h.Partial || !a.Partial): // half an article is no update of a whole one
		what = updated
	}
	var writes []Write
	if what != same {
		h.Version, h.Partial = sha, a.Partial
		w, err := s.keepVersion(now, a.Article, sha, h.expires(), there)
		switch {
		case errors.Is(err, ErrTooLarge):
			return nil, tooLarge, nil
		case err != nil:
			return nil, same, err
		}
		writes = w
	}
	listed := slices.Contains(h.Feeds, feed)
	if listed && what == same {
		return nil, same, nil
	}
	if !listed {
		writes = append(writes, mark(windowKey(feed, h.Stamp, a.ID), h.expires()))
	}
	if !listed && len(h.Feeds) >= maxFeeds && what == same {
		return writes, same, nil
	}
	if !listed && len(h.Feeds) < maxFeeds {
		h.Feeds = append(h.Feeds, feed)
	}
	w, err := s.put(now, headKey(a.ID), old.Rev, h.expires(), h)
	return append(writes, w), what, err
}

// keepVersion writes a version that is not there, and lengthens the life of
// one that is where it ends too early.
func (s *Store) keepVersion(now time.Time, a news.Article, sha string, expires time.Time, there found) ([]Write, error) {
	if old, ok := there[versionKey(a.ID, sha)]; ok {
		return longer(old, expires), nil
	}
	w, err := s.put(now, versionKey(a.ID, sha), 0, expires, keptArticle(a))
	return []Write{w}, err
}

// longer is the write that keeps an item until a time, if it is not kept as
// long already.
func longer(i Item, until time.Time) []Write {
	until = until.Truncate(time.Second)
	if i.Expires.IsZero() || !i.Expires.Before(until) {
		return nil
	}
	w := Write{Item: i, If: Condition(i.Rev)}
	w.Item.Rev++
	w.Item.Expires = until
	return []Write{w}
}
