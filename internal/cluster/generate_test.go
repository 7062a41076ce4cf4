package cluster

import (
	"cmp"
	"maps"
	"slices"

	"counterpoint/internal/news"
	"counterpoint/internal/news/newstest"
)

// generate makes n articles of the words that the table knows.
func generate(n int) []news.Article {
	share := background()
	return newstest.Generate(n, slices.SortedFunc(maps.Keys(share), func(a, b string) int {
		return cmp.Or(cmp.Compare(share[b], share[a]), cmp.Compare(a, b))
	}))
}
