package ingest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// perWork is how many feeds one piece of work has at most.
const perWork = 10

// A host's next piece of work waits a minute for the one before; those for which
// no queue would wait are left for the next plan.
const (
	apart    = time.Minute
	mostLate = 15 * time.Minute
)

// Work is feeds that one function fetches. It may come twice, and name feeds
// that are no longer due: who fetches takes each in the store first, so that
// no feed is fetched by two at once.
type Work struct {
	Feeds []string      `json:"feeds"` // IDs, at most ten
	Delay time.Duration `json:"-"`     // not to be begun before
}

// Plan divides feeds that are due into as few pieces of work as can be. All
// feeds of one host are in one piece, so that no two functions ask it at the
// same time; where they are more than ten, the pieces that follow wait, a minute
// each, and of more than 160 the rest has to wait for another plan. A piece may have the feeds of several hosts.
func Plan(due []news.Source) []Work {
	var out []Work
	var rest [][]string // fewer than ten feeds each, of one host
	for _, group := range byHost(due) {
		if len(group) < perWork {
			rest = append(rest, group)
			continue
		}
		wait := time.Duration(0)
		for chunk := range slices.Chunk(group, perWork) {
			if wait <= mostLate {
				out = append(out, Work{Feeds: chunk, Delay: wait})
			}
			wait += apart
		}
	}
	return append(out, pack(rest)...)
}

// byHost groups the IDs of feeds, in the order in which their hosts come.
func byHost(due []news.Source) [][]string {
	place := map[string]int{}
	var out [][]string
	for _, s := range due {
		host := feedHost(s)
		i, ok := place[host]
		if !ok {
			i = len(out)
			place[host], out = i, append(out, nil)
		}
		if !slices.Contains(out[i], s.ID()) {
			out[i] = append(out[i], s.ID())
		}
	}
	return out
}

// feedHost is who answers for a feed: its address's host, with or without www.
func feedHost(s news.Source) string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return s.URL
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// pack puts groups together, the large ones first, each where it leaves the
// least room.
func pack(groups [][]string) []Work {
	slices.SortStableFunc(groups, func(a, b []string) int { return cmp.Compare(len(b), len(a)) })
	var out []Work
	var roomy [perWork + 1][]int // pieces by the room that they have
	for _, g := range groups {
		room := len(g)
		for room < perWork && len(roomy[room]) == 0 {
			room++
		}
		if room == perWork {
			out = append(out, Work{Feeds: slices.Clone(g)})
			roomy[perWork-len(g)] = append(roomy[perWork-len(g)], len(out)-1)
			continue
		}
		last := len(roomy[room]) - 1
		i := roomy[room][last]
		roomy[room] = roomy[room][:last]
		out[i].Feeds = append(out[i].Feeds, g...)
		roomy[room-len(g)] = append(roomy[room-len(g)], i)
	}
	return out
}

// Body is the work as a message.
func (w Work) Body() (string, error) {
	data, err := json.Marshal(w)
	return string(data), err
}

// ParseWork reads a message, and refuses one that is not a piece of work.
func ParseWork(body string) (Work, error) {
	var w Work
	if err := json.Unmarshal([]byte(body), &w); err != nil {
		return Work{}, fmt.Errorf("a message about feeds: %w", err)
	}
	if len(w.Feeds) == 0 || len(w.Feeds) > perWork || slices.Contains(w.Feeds, "") {
		return Work{}, errors.New("a message about feeds names none, or too many")
	}
	return w, nil
}
