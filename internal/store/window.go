package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"counterpoint/internal/news"
)

// atOnce bounds the reads that one call has under way.
const atOnce = 16

// Window returns the current versions of the articles that feeds list and that
// are stamped from <= stamp < to: each once, though several feeds list it, by
// stamp, then ID.
func (s *Store) Window(ctx context.Context, now time.Time, feeds []string, from, to time.Time) ([]news.Stamped, error) {
	feeds = unique(feeds, itself)
	listed := make([][]string, len(feeds))
	err := concurrently(ctx, len(feeds), func(ctx context.Context, i int) error {
		items, err := s.query(ctx, now, feedKey(feeds[i]).PK, windowAt(from), windowAt(to))
		listed[i] = keysOf(items, func(it Item) string { return afterMoment(it.SK, windowPrefix) })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the windows of %d feeds: %w", len(feeds), err)
	}
	chunks := slices.Collect(slices.Chunk(unique(slices.Concat(listed...), itself), MaxWrites))
	read := make([][]news.Stamped, len(chunks))
	err = concurrently(ctx, len(chunks), func(ctx context.Context, i int) error {
		var err error
		read[i], err = s.current(ctx, now, chunks[i])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the articles of a window: %w", err)
	}
	out := slices.DeleteFunc(slices.Concat(read...), func(a news.Stamped) bool {
		return a.Stamp.Before(from) || !a.Stamp.Before(to) // its place is left from a try that failed
	})
	slices.SortFunc(out, func(a, b news.Stamped) int {
		return cmp.Or(a.Stamp.Compare(b.Stamp), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// current reads the current versions of articles. One that expires between the
// two reads is left out.
func (s *Store) current(ctx context.Context, now time.Time, articles []string) ([]news.Stamped, error) {
	heads, err := s.get(ctx, now, keysOf(articles, headKey)...)
	if err != nil {
		return nil, err
	}
	stamps := make(map[Key]time.Time, len(heads))
	keys := make([]Key, 0, len(heads))
	for _, id := range articles {
		i, ok := heads[headKey(id)]
		if !ok {
			continue
		}
		var h head
		if err := s.read(i, &h); err != nil {
			return nil, err
		}
		k := versionKey(id, h.Version)
		stamps[k], keys = h.Stamp, append(keys, k)
	}
	versions, err := s.get(ctx, now, keys...)
	if err != nil {
		return nil, err
	}
	out := make([]news.Stamped, 0, len(versions))
	for k, i := range versions {
		a, err := s.article(i)
		if err != nil {
			return nil, err
		}
		out = append(out, news.Stamped{Article: a, Stamp: stamps[k]})
	}
	return out, nil
}

// Version returns a version of an article, by VersionOf; ErrNotKept where it is
// not, or no longer, kept.
func (s *Store) Version(ctx context.Context, now time.Time, article, sha string) (news.Article, error) {
	there, err := s.get(ctx, now, versionKey(article, sha))
	if err != nil {
		return news.Article{}, err
	}
	i, ok := there[versionKey(article, sha)]
	if !ok {
		return news.Article{}, fmt.Errorf("version %.12s of article %s: %w", sha, article, ErrNotKept)
	}
	return s.article(i)
}

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
