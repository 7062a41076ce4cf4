package store

import (
	"context"
	"fmt"
	"time"

	"counterpoint/internal/news"
)

// citedBytes is how much text of articles is packed into one item. Articles of
// one event share words and sentences, so that together they take a fifth less
// than each for itself; and whatever is packed together has room in an item, as each
// article has that is kept at all.
const citedBytes = 256 << 10

// writeCited keeps articles as a digest cites them, beside its body: as they were
// read, whatever becomes of them, and as long as the digest. It returns in how
// many items.
func (s *Store) writeCited(ctx context.Context, now, expires time.Time, digest string, b body, cited []news.Article) (int, error) {
	packs := packed(cited)
	for n, pack := range packs {
		w, err := s.put(now, b.citedKey(digest, n), 0, expires, pack)
		if err != nil {
			return 0, err
		}
		w.If = Any // two plans with this name cite the same
		if err := s.write(ctx, now, []Write{w}); err != nil {
			return 0, err
		}
	}
	return len(packs), nil
}

// packed are articles in as few packs as they fit into, in their order.
func packed(articles []news.Article) (packs [][]keptArticle) {
	size := 0
	for _, a := range articles {
		own := len(a.Title) + len(a.Text())
		if len(packs) == 0 || size+own > citedBytes {
			packs, size = append(packs, nil), 0
		}
		packs[len(packs)-1] = append(packs[len(packs)-1], keptArticle(a))
		size += own
	}
	return packs
}

// Cited returns the articles that a digest cites, as it read them; ErrNotKept
// where there is no digest of this ID. Of a digest that was planned before they
// were kept with it there are none: each was kept by itself, see Version.
func (s *Store) Cited(ctx context.Context, now time.Time, digest string) ([]news.Article, error) {
	b, err := s.bodyOf(ctx, now, digest)
	if err != nil {
		return nil, err
	}
	keys := make([]Key, b.Cited)
	for n := range keys {
		keys[n] = b.citedKey(digest, n)
	}
	there, err := s.get(ctx, now, keys...)
	if err != nil {
		return nil, err
	}
	var out []news.Article
	for _, k := range keys {
		var pack []keptArticle
		i, ok := there[k]
		if !ok {
			return nil, fmt.Errorf("what digest %s cites: %w", digest, ErrNotKept)
		}
		if err := s.read(i, &pack); err != nil {
			return nil, err
		}
		for _, a := range pack {
			out = append(out, news.Article(a))
		}
	}
	return out, nil
}
