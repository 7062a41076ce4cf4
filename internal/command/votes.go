package command

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

// votes are what readers said of stories and of outlets: those with most votes
// first.
func (d Desk) votes(ctx context.Context, now time.Time, ch news.Channel) ([]Line, error) {
	f, err := d.Store.Feedback(ctx, now, ch.ID)
	if err != nil || len(f.Stories) == 0 {
		return nil, err
	}
	var sum store.Votes
	for _, v := range f.Stories {
		sum.Helpful += v.Helpful
		sum.Not += v.Not
	}
	headlines, err := d.headlines(ctx, now, ch.ID, f.Stories)
	if err != nil {
		return nil, err
	}
	return []Line{
		words("Helpful: %d of %s.", sum.Helpful, wording.Count(sum.Helpful+sum.Not, "vote")),
		words("By story: %s.", wording.AtMost(tallies(f.Stories, headlines), 5)),
		words("By outlet: %s.", wording.AtMost(tallies(f.Outlets, nil), 8)),
	}, nil
}

// headlines are those of the stories that were voted on, as they were told last.
func (d Desk) headlines(ctx context.Context, now time.Time, channel string, voted map[string]store.Votes) (map[string]string, error) {
	out := map[string]string{}
	take := func(records []store.Told) bool {
		for _, t := range records {
			for _, s := range t.Stories {
				if _, ok := voted[s.ID]; ok && s.Headline != "" {
					out[s.ID] = "“" + wording.Clean(s.Headline) + "”"
				}
			}
		}
		return len(out) == len(voted)
	}
	records, err := d.records(ctx, now, channel, take)
	take(records)
	return out, err
}

// tallies are counters in words, by the names that are given or by their own.
func tallies(counted map[string]store.Votes, names map[string]string) []string {
	sorted := slices.SortedFunc(maps.Keys(counted), func(a, b string) int {
		x, y := counted[a], counted[b]
		return cmp.Or(cmp.Compare(y.Helpful+y.Not, x.Helpful+x.Not), cmp.Compare(a, b))
	})
	var out []string
	for _, k := range sorted {
		if v := counted[k]; v.Helpful+v.Not > 0 {
			out = append(out, fmt.Sprintf("%s %d (%d not)", wording.Shorten(wording.Clean(cmp.Or(names[k], k)), 60), v.Helpful, v.Not))
		}
	}
	return out
}
