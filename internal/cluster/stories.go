package cluster

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"slices"
	"strings"
	"sync"

	"counterpoint/internal/news"
)

// Stories folds articles into stories, in the order of their first articles.
// Every article is in exactly one story; copies are in one story and share an
// origin.
func Stories(articles []news.Article) []news.Story {
	return stories(articles, loadGate(), frozen)
}

func stories(given []news.Article, g *Gate, cfg config) []news.Story {
	s := newWindow(given, cfg)
	edges := s.candidates()
	s.weigh(edges, g)
	units := families(s.from.family)
	var groups [][]int32
	for _, g := range agglomerate(len(units), averages(units, len(s.sides), edges), cfg) {
		var members []int32
		for _, u := range g {
			members = append(members, units[u]...)
		}
		slices.Sort(members)
		groups = append(groups, members)
	}
	slices.SortFunc(groups, func(a, b []int32) int { return int(a[0] - b[0]) })
	out := make([]news.Story, len(groups))
	for i, g := range groups {
		out[i] = story(g, s.articles, s.from)
	}
	return out
}

func story(members []int32, articles []news.Article, from ancestry) news.Story {
	s := news.Story{ID: storyID(articles[members[0]]), Lineage: lineage(members, articles, from)}
	for _, m := range members {
		s.Articles = append(s.Articles, articles[m])
	}
	s.Because = because(s.Articles, s.Lineage)
	return s
}

// storyID names a story after its earliest article.
func storyID(a news.Article) string {
	sum := sha256.Sum256([]byte(a.ID + "\n" + a.URL))
	return "s" + hex.EncodeToString(sum[:8])
}

// canonical sorts articles by publication, unknown times last, then by ID and
// what else can tell them apart.
func canonical(given []news.Article) []news.Article {
	out := slices.Clone(given)
	slices.SortStableFunc(out, func(a, b news.Article) int {
		if a.Published.IsZero() != b.Published.IsZero() {
			if a.Published.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID), strings.Compare(a.URL, b.URL),
			strings.Compare(a.Outlet, b.Outlet), strings.Compare(a.Title, b.Title), strings.Compare(a.Body, b.Body))
	})
	return out
}

// families returns the sets as groups, in order.
func families(s sets) [][]int32 {
	at := map[int32]int{}
	var out [][]int32
	for i := range s {
		root := s.root(int32(i))
		k, ok := at[root]
		if !ok {
			k = len(out)
			at[root] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], int32(i))
	}
	return out
}

// readAll reads the articles on all cores. What one core reads does not hang
// on what another does.
func readAll(articles []news.Article, cfg config) []reading {
	out := make([]reading, len(articles))
	workers := min(runtime.GOMAXPROCS(0), 1+len(articles)/64)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			r := newReader(cfg)
			for i := w; i < len(articles); i += workers {
				out[i] = r.read(articles[i])
			}
		})
	}
	wg.Wait()
	return out
}
