package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Check looks whether the items of feeds and their articles fit together, and
// returns what does not, a sentence each: every feed has a turn; every article in
// a window has a place that says the same, is there, and has a current version
// that is what its name says.
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
		_, id, edited, ok := inWindow(i.SK)
		if !ok {
			faults = append(faults, fmt.Sprintf("%v is no place in a window", i.Key))
			continue
		}
		if seen[id] && !edited {
			faults = append(faults, fmt.Sprintf("article %s is twice in the window of feed %s", id, feed))
		}
		seen[id] = seen[id] || !edited
		if why, err := s.checkArticle(ctx, now, id, i.Key, edited); err != nil {
			return nil, err
		} else if why != "" {
			faults = append(faults, fmt.Sprintf("article %s of feed %s: %s", id, feed, why))
		}
	}
	return faults, nil
}

func (s *Store) checkArticle(ctx context.Context, now time.Time, id string, at Key, edited bool) (fault string, err error) {
	there, err := s.get(ctx, now, headKey(id), at)
	if err != nil {
		return "", err
	}
	p, ok, err := s.placeIn(there, id)
	if err != nil || !ok {
		return "in a window, and without a place", err
	}
	if err := s.more(ctx, now, there, []Key{p.first(id), p.edited(id)}); err != nil {
		return "", err
	}
	var l listed
	if err := s.read(there[at], &l); err != nil {
		return "", err
	}
	c, err := s.currentIn(there, id)
	switch {
	case err != nil:
		return "", err
	case c.firstSHA == "":
		return "it is not where its place says", nil
	case edited && at != p.edited(id), !edited && l.Home == "" && at != p.first(id), !edited && l.Home != "" && l.Home != p.Feed:
		return "the window has it otherwise than its place", nil
	case at.SK != p.first(id).SK && at.SK != p.edited(id).SK:
		return "the window has another stamp than its place", nil
	}
	a, err := s.Version(ctx, now, id, c.edit.Version)
	if err != nil {
		return err.Error(), nil //nolint:nilerr // a version that cannot be read is a fault of the article
	}
	if (a.ID != id) || VersionOf(a) != c.edit.Version {
		return "the current version is not what its name says", nil
	}
	return "", nil
}
