package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
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

// place says where an article is: in the window of the feed that listed it
// first. It is never rewritten, so that of two runs that have an article first
// one decides where it is, and whoever finds it missing there puts it there.
type place struct {
	Stamp time.Time `json:"stamp"`
	Feed  string    `json:"feed"`
}

func (p place) expires() time.Time        { return p.Stamp.Add(keepArticle) }
func (p place) first(article string) Key  { return windowKey(p.Feed, p.Stamp, article) }
func (p place) edited(article string) Key { return editedKey(p.Feed, p.Stamp, article) }

// listed is an article in a feed's window: the first version of it, or, where
// another feed listed it first, which. It is never rewritten.
type listed struct {
	Home string `json:"home,omitempty"`
	keptArticle
}

// edit stands beside the first version of an article that has been edited
// since, and says which version is current: a version's item, or the first.
type edit struct {
	Version string `json:"version"`
	Partial bool   `json:"partial,omitempty"`
}

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

// look reads what is there of articles that are to be kept as a feed lists them:
// nearly always nothing, which the first of three reads tells.
func (s *Store) look(ctx context.Context, now time.Time, feed string, todo []news.Stamped) (found, error) {
	there, err := s.get(ctx, now, keysOf(todo, func(a news.Stamped) Key { return headKey(a.ID) })...)
	if err != nil || len(there) == 0 {
		return there, err
	}
	var keys []Key
	for _, a := range todo {
		p, ok, err := s.placeIn(there, a.ID)
		if err != nil {
			return nil, err
		}
		if ok {
			keys = append(keys, p.first(a.ID), p.edited(a.ID), windowKey(feed, p.Stamp, a.ID))
		}
	}
	if err := s.more(ctx, now, there, keys); err != nil {
		return nil, err
	}
	keys = nil
	for _, a := range todo {
		c, err := s.currentIn(there, a.ID)
		if err != nil {
			return nil, err
		}
		if sha := VersionOf(a.Article); c.outdone(a.Article, sha) && sha != c.firstSHA {
			keys = append(keys, versionKey(a.ID, sha))
		}
	}
	return there, s.more(ctx, now, there, keys)
}

// more adds what is under other keys.
func (s *Store) more(ctx context.Context, now time.Time, there found, keys []Key) error {
	if len(keys) == 0 {
		return nil
	}
	also, err := s.get(ctx, now, keys...)
	maps.Copy(there, also)
	return err
}

// placeIn is where an article is, if it was ever kept.
func (s *Store) placeIn(there found, article string) (p place, ok bool, err error) {
	i, ok := there[headKey(article)]
	if ok {
		err = s.read(i, &p)
	}
	return p, ok, err
}

// current is what is known of an article's versions. Its zero value is that of
// one that is not there.
type current struct {
	place
	known    bool         // it has a place
	first    news.Article // the version that is never rewritten
	firstSHA string       // "": a run died before it put it there
	edit     edit         // which version is current
	rev      int64        // of the edit's item, 0 where there is none
}

func (s *Store) currentIn(there found, article string) (c current, err error) {
	c.place, c.known, err = s.placeIn(there, article)
	if !c.known || err != nil {
		return c, err
	}
	i, ok := there[c.place.first(article)]
	if !ok {
		return c, nil
	}
	if c.first, err = s.article(i); err != nil {
		return c, err
	}
	c.firstSHA = VersionOf(c.first)
	c.edit = edit{c.firstSHA, c.first.Partial}
	if i, ok := there[c.edited(article)]; ok {
		c.rev, c.edit = i.Rev, edit{}
		err = s.read(i, &c.edit)
	}
	return c, err
}

// outdone reports whether a version is to become the current one. Half an
// article is no update of a whole one.
func (c current) outdone(a news.Article, sha string) bool {
	return c.firstSHA != "" && sha != c.edit.Version && (c.edit.Partial || !a.Partial)
}

// keep plans the writes that make an article kept as a feed lists it, given
// what look has read: each after what it rests on.
func (s *Store) keep(now time.Time, feed string, a news.Stamped, there found) ([]Write, outcome, error) {
	c, err := s.currentIn(there, a.ID)
	if err != nil {
		return nil, same, err
	}
	if !c.known {
		return s.keepFirst(now, place{Stamp: writable(a.Stamp), Feed: feed}, a.Article, true)
	}
	var writes []Write
	what := same
	switch sha := VersionOf(a.Article); {
	case c.firstSHA == "":
		writes, what, err = s.keepFirst(now, c.place, a.Article, false)
	case c.outdone(a.Article, sha):
		writes, what, err = s.keepEdit(now, c, a.Article, sha, there)
	}
	if err != nil || what == tooLarge {
		return nil, what, err
	}
	own := windowKey(feed, c.Stamp, a.ID)
	if _, ok := there[own]; ok || feed == c.Feed {
		return writes, what, nil
	}
	w, err := s.put(now, own, 0, c.expires(), listed{Home: c.Feed})
	return append(writes, w), what, err
}

// keepFirst plans the writes of an article that is nowhere yet: its place, where
// it has none, and then the article there.
func (s *Store) keepFirst(now time.Time, p place, a news.Article, anew bool) (writes []Write, what outcome, err error) {
	if anew {
		w, err := s.put(now, headKey(a.ID), 0, p.expires(), p)
		if err != nil {
			return nil, same, err
		}
		writes = append(writes, w)
	}
	w, err := s.put(now, p.first(a.ID), 0, p.expires(), listed{keptArticle: keptArticle(a)})
	if errors.Is(err, ErrTooLarge) {
		return nil, tooLarge, nil
	}
	return append(writes, w), added, err
}

// keepEdit plans the writes that make another version the current one. The first
// stays where it is.
func (s *Store) keepEdit(now time.Time, c current, a news.Article, sha string, there found) (writes []Write, what outcome, err error) {
	if sha != c.firstSHA {
		writes, err = s.keepVersion(now, a, sha, c.expires(), there)
	}
	switch {
	case errors.Is(err, ErrTooLarge):
		return nil, tooLarge, nil
	case err != nil:
		return nil, same, err
	}
	w, err := s.put(now, c.edited(a.ID), c.rev, c.expires(), edit{sha, a.Partial})
	return append(writes, w), updated, err
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
