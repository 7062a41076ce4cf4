package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"counterpoint/internal/news"
)

// cite is a version of an article that a digest cites.
type cite struct{ article, version string }

func (c cite) key() Key { return versionKey(c.article, c.version) }

// keepCited keeps versions as items of their own, or lengthens the life of those
// that are some already.
func (s *Store) keepCited(ctx context.Context, now, expires time.Time, cited map[string]string) error {
	todo := make([]cite, 0, len(cited))
	for _, article := range slices.Sorted(maps.Keys(cited)) {
		todo = append(todo, cite{article, cited[article]})
	}
	for len(todo) > 0 {
		var n int
		err := again(func() error {
			var err error
			n, err = s.keepSome(ctx, now, expires, todo[:min(len(todo), MaxWrites)])
			return err
		})
		if err != nil {
			return err
		}
		todo = todo[n:]
	}
	return nil
}

// keepSome keeps the first n versions: as many as fit into a batch.
func (s *Store) keepSome(ctx context.Context, now, expires time.Time, todo []cite) (n int, err error) {
	there, err := s.get(ctx, now, keysOf(todo, cite.key)...)
	if err != nil {
		return 0, err
	}
	firsts, err := s.firsts(ctx, now, slices.DeleteFunc(slices.Clone(todo), func(c cite) bool { _, ok := there[c.key()]; return ok }))
	if err != nil {
		return 0, err
	}
	var b batch
	for _, c := range todo {
		var writes []Write
		a, first := firsts[c]
		switch i, ok := there[c.key()]; {
		case ok:
			writes = longer(i, expires)
		case first:
			w, err := s.put(now, c.key(), 0, expires, keptArticle(a))
			if err != nil {
				return 0, err
			}
			writes = []Write{w}
		default:
			return 0, fmt.Errorf("%v: %w", c.key(), ErrNotKept)
		}
		if !b.add(writes) {
			break
		}
		n++
	}
	return n, s.d.WriteEach(ctx, now, b.writes)
}

// firsts finds, of versions, those that are the first of their article and are
// kept in a window.
func (s *Store) firsts(ctx context.Context, now time.Time, todo []cite) (map[cite]news.Article, error) {
	out := make(map[cite]news.Article, len(todo))
	if len(todo) == 0 {
		return out, nil
	}
	there, err := s.get(ctx, now, keysOf(todo, func(c cite) Key { return headKey(c.article) })...)
	if err != nil {
		return nil, err
	}
	var keys []Key
	for _, c := range todo {
		p, ok, err := s.placeIn(there, c.article)
		if err != nil {
			return nil, err
		}
		if ok {
			keys = append(keys, p.first(c.article))
		}
	}
	if err := s.more(ctx, now, there, keys); err != nil {
		return nil, err
	}
	for _, c := range todo {
		cur, err := s.currentIn(there, c.article)
		if err != nil {
			return nil, err
		}
		if cur.firstSHA != "" && cur.firstSHA == c.version {
			out[c] = cur.first
		}
	}
	return out, nil
}
