package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Check looks whether the items of feeds and their articles fit together, and
// returns what does not, a sentence each: every feed has a turn; every article in a window has a head
// that lists the feed at this stamp, and a current version that is what its
// name says.
func (s *Store) Check(ctx context.Context, now time.Time, feeds []string) (faults []string, err error) {
	turns, err := s.get(ctx, now, keysOf(feeds, turnKey)...)
	if err != nil {
		return nil, err
	}
	for _, id := range feeds {
		if _, rev, err := s.turnIn(turns, id); err != nil {
			return nil, err
		} else if rev == 0 {
			faults = append(faults, fmt.Sprintf("feed %s is not there", id))
		}
		more, err := s.checkWindow(ctx, now, id)
		if err != nil {
			return nil, err
		}
		faults = append(faults, more...)
	}
	slices.Sort(faults)
	return faults, nil
}

func (s *Store) checkWindow(ctx context.Context, now time.Time, feed string) (faults []string, err error) {
	items, err := s.query(ctx, now, feedKey(feed).PK, windowPrefix, "at$") // $ follows #
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, i := range items {
		id := afterMoment(i.SK, windowPrefix)
		if seen[id] {
			faults = append(faults, fmt.Sprintf("article %s is twice in the window of feed %s", id, feed))
		}
		seen[id] = true
		if why, err := s.checkArticle(ctx, now, feed, id, i.Key); err != nil {
			return nil, err
		} else if why != "" {
			faults = append(faults, fmt.Sprintf("article %s of feed %s: %s", id, feed, why))
		}
	}
	return faults, nil
}

func (s *Store) checkArticle(ctx context.Context, now time.Time, feed, id string, listed Key) (fault string, err error) {
	there, err := s.get(ctx, now, headKey(id))
	if err != nil {
		return "", err
	}
	i, ok := there[headKey(id)]
	if !ok {
		return "in a window, and without a head", nil
	}
	var h head
	if err := s.read(i, &h); err != nil {
		return "", err
	}
	switch {
	case windowKey(feed, h.Stamp, id) != listed:
		return "the window has another stamp than the head", nil
	case !slices.Contains(h.Feeds, feed) && len(h.Feeds) < maxFeeds:
		return "the head does not list the feed", nil
	}
	a, err := s.Version(ctx, now, id, h.Version)
	if err != nil {
		return err.Error(), nil //nolint:nilerr // a version that cannot be read is a fault of the article
	}
	if (a.ID != id) || VersionOf(a) != h.Version {
		return "the current version is not what its name says", nil
	}
	return "", nil
}
