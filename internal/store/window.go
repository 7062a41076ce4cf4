package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"counterpoint/internal/news"
)

// atOnce bounds the reads that one call has under way.
const atOnce = 16

// Window returns the current versions of the articles that feeds list and that
// are stamped from <= stamp < to: each once, though several feeds list it, by
// stamp, then ID. Articles are read where they are listed, a range a feed. What
// was written in the last moment may be missing, as if it had been written right
// after: half the price of a digest's reads is that of this certainty, which
// nobody needs who looks again.
func (s *Store) Window(ctx context.Context, now time.Time, feeds []string, from, to time.Time) ([]news.Stamped, error) {
	feeds = unique(feeds, itself)
	ranges := make([][]Item, len(feeds))
	err := concurrently(ctx, len(feeds), func(ctx context.Context, i int) error {
		items, err := s.d.Skim(ctx, feedKey(feeds[i]).PK, windowAt(from), windowAt(to))
		ranges[i] = existing(items, now)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the windows of %d feeds: %w", len(feeds), err)
	}
	p := pile{first: map[string]news.Stamped{}, edits: map[string]string{}, elsewhere: map[string]Key{}}
	for _, items := range ranges {
		if err := s.gather(&p, items); err != nil {
			return nil, err
		}
	}
	if err := s.fetchFirsts(ctx, now, &p); err != nil {
		return nil, fmt.Errorf("read the articles of a window: %w", err)
	}
	if err := s.fetchEdits(ctx, now, &p); err != nil {
		return nil, fmt.Errorf("read the edited articles of a window: %w", err)
	}
	return slices.SortedFunc(maps.Values(p.first), func(a, b news.Stamped) int {
		return cmp.Or(a.Stamp.Compare(b.Stamp), cmp.Compare(a.ID, b.ID))
	}), nil
}

// pile is what windows hold, by articles' IDs.
type pile struct {
	first     map[string]news.Stamped
	edits     map[string]string // which version is current, of those that were edited
	elsewhere map[string]Key    // where articles are that another feed listed first
}

// gather adds items of windows.
func (s *Store) gather(p *pile, items []Item) error {
	for _, i := range items {
		stamp, id, edited, ok := inWindow(i.SK)
		if !ok {
			return fmt.Errorf("%v: not a place in a window", i.Key)
		}
		if edited {
			var e edit
			if err := s.read(i, &e); err != nil {
				return err
			}
			p.edits[id] = e.Version
			continue
		}
		var l listed
		if err := s.read(i, &l); err != nil {
			return err
		}
		if l.Home != "" {
			p.elsewhere[id] = windowKey(l.Home, stamp, id)
		} else {
			p.first[id] = news.Stamped{Article: news.Article(l.keptArticle), Stamp: stamp}
		}
	}
	return nil
}

// fetchFirsts reads the articles that other feeds listed first, and what was
// edited of them. One that expires between two reads is left out.
func (s *Store) fetchFirsts(ctx context.Context, now time.Time, p *pile) error {
	var keys []Key
	for id, k := range p.elsewhere {
		if _, ok := p.first[id]; !ok {
			stamp, _, _, _ := inWindow(k.SK)
			keys = append(keys, k, Key{k.PK, editedKey("", stamp, id).SK})
		}
	}
	there, err := s.getMany(ctx, now, keys)
	if err != nil {
		return err
	}
	return s.gather(p, there)
}

// fetchEdits puts current versions in the places of first ones.
func (s *Store) fetchEdits(ctx context.Context, now time.Time, p *pile) error {
	keys := map[Key]string{}
	for id, version := range p.edits {
		if a, ok := p.first[id]; ok && VersionOf(a.Article) != version {
			keys[versionKey(id, version)] = id
		}
	}
	there, err := s.getMany(ctx, now, slices.Collect(maps.Keys(keys)))
	if err != nil {
		return err
	}
	for _, i := range there {
		a, err := s.article(i)
		if err != nil {
			return err
		}
		id := keys[i.Key]
		p.first[id] = news.Stamped{Article: a, Stamp: p.first[id].Stamp}
	}
	return nil
}

// getMany reads items that exist at a time, in several calls at once.
func (s *Store) getMany(ctx context.Context, now time.Time, keys []Key) ([]Item, error) {
	chunks := slices.Collect(slices.Chunk(keys, MaxWrites))
	read := make([]found, len(chunks))
	err := concurrently(ctx, len(chunks), func(ctx context.Context, i int) (err error) {
		read[i], err = s.get(ctx, now, chunks[i]...)
		return err
	})
	var out []Item
	for _, f := range read {
		out = slices.AppendSeq(out, maps.Values(f))
	}
	return out, err
}

// Version returns a version of an article, by VersionOf; ErrNotKept where it is
// not, or no longer, kept.
func (s *Store) Version(ctx context.Context, now time.Time, article, sha string) (a news.Article, err error) {
	there, err := s.get(ctx, now, versionKey(article, sha), headKey(article))
	if err != nil {
		return a, err
	}
	if i, ok := there[versionKey(article, sha)]; ok {
		return s.article(i)
	}
	p, ok, err := s.placeIn(there, article)
	if err == nil && ok {
		err = s.more(ctx, now, there, []Key{p.first(article)})
	}
	if err != nil {
		return a, err
	}
	c, err := s.currentIn(there, article)
	if err == nil && (c.firstSHA == "" || c.firstSHA != sha) {
		err = fmt.Errorf("version %.12s of article %s: %w", sha, article, ErrNotKept)
	}
	return c.first, err
}

// article decodes a version, or an article in a window.
func (s *Store) article(i Item) (news.Article, error) {
	var a keptArticle
	err := s.read(i, &a)
	return news.Article(a), err
}

// concurrently runs do for 0 to n-1, a few at once, and returns the first
// error, after which no further one is begun.
func concurrently(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	next := make(chan int)
	for range min(n, atOnce) {
		group.Go(func() {
			for i := range next {
				if err := do(ctx, i); err != nil {
					stop(err)
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	group.Wait()
	return context.Cause(ctx)
}
