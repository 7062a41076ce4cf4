package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/news"
)

// updates tells which claims later ones have overtaken. Each earlier claim is
// told once, with its likeliest later one.
func (x *comparer) updates() []news.Update {
	var found []judged
	for _, p := range x.pairs {
		if p.update >= x.floors.Update && p.update > p.agree && p.update > p.conflict && x.claim(p.A).Published.Before(x.claim(p.B).Published) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.update, a.update), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	var out []news.Update
	told := map[int]bool{}
	for _, p := range found {
		x.conflicting[key(p.A, p.B)] = true
		if told[p.A] || told[p.B] || len(out) == mostUpdates {
			continue
		}
		told[p.A], told[p.B] = true, true
		x.used[p.A], x.used[p.B] = true, true
		a, b := x.claim(p.A), x.claim(p.B)
		out = append(out, news.Update{
			Question: x.updateQuestion(p),
			By:       news.ByEngine,
			Earlier:  news.Said{Text: a.Text, Evidence: []news.Evidence{a.Evidence}},
			Later:    news.Said{Text: b.Text, Evidence: []news.Evidence{b.Evidence}},
		})
	}
	return out
}
