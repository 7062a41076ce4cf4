package errand

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// perErrand is how many feeds travel together at most.
const perErrand = 10

// A host's next errand waits a minute for the one before; those for which no
// queue would wait are left for the next plan.
const (
	apart    = time.Minute
	mostLate = 15 * time.Minute
)

// Delayed is an errand that is not to come before a delay.
type Delayed struct {
	Errand
	Delay time.Duration
}

// ForFeeds are the errands for feeds: as few as can be, of at most ten feeds
// each, as every message and every run is paid for. All feeds of one host
// travel together, so that no two functions ask it at the same time; where they
// are more than ten, the errands that follow wait, a minute each, and of more
// than 160 the rest has to wait for another plan. An errand may have the feeds
// of several hosts.
func ForFeeds(sources []news.Source, window time.Duration) []Delayed {
	var out []Delayed
	add := func(feeds []string, wait time.Duration) {
		out = append(out, Delayed{Errand{Do: Feeds, Feeds: feeds, Window: window}, wait})
	}
	var rest [][]string // fewer than ten feeds each, of one host
	for _, group := range byHost(sources) {
		if len(group) < perErrand {
			rest = append(rest, group)
			continue
		}
		wait := time.Duration(0)
		for chunk := range slices.Chunk(group, perErrand) {
			if wait <= mostLate {
				add(chunk, wait)
			}
			wait += apart
		}
	}
	for _, feeds := range pack(rest) {
		add(feeds, 0)
	}
	return out
}

// AtOnce are, of feeds that are due, those that ForFeeds has errands for.
func AtOnce(due []news.Source) []news.Source {
	sent := map[string]bool{}
	for _, e := range ForFeeds(due, 0) {
		for _, id := range e.Feeds {
			sent[id] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(due), func(s news.Source) bool { return !sent[s.ID()] })
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
func pack(groups [][]string) [][]string {
	slices.SortStableFunc(groups, func(a, b []string) int { return cmp.Compare(len(b), len(a)) })
	var out [][]string
	var roomy [perErrand + 1][]int // packs by the room that they have
	for _, g := range groups {
		room := len(g)
		for room < perErrand && len(roomy[room]) == 0 {
			room++
		}
		if room == perErrand {
			out = append(out, slices.Clone(g))
			roomy[perErrand-len(g)] = append(roomy[perErrand-len(g)], len(out)-1)
			continue
		}
		last := len(roomy[room]) - 1
		i := roomy[room][last]
		roomy[room] = roomy[room][:last]
		out[i] = append(out[i], g...)
		roomy[room-len(g)] = append(roomy[room-len(g)], i)
	}
	return out
}
