package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Vote is what a reader says of a story that a channel was told.
type Vote struct {
	Channel, Story string
	// Voter is a hash of who votes, which tells nothing of them without its
	// key. It is kept until Until, to count them once: votes are taken until
	// then.
	Voter   string
	Until   time.Time
	Outlets []string // that reported the story; those beyond the first 30 do not count
	Helpful bool
}

// Votes are how many readers found something helpful, and how many did not.
type Votes struct {
	Helpful int `json:"helpful"`
	Not     int `json:"not"`
}

// add counts a vote, or with -1 takes it back.
func (v *Votes) add(helpful bool, n int) {
	if helpful {
		v.Helpful += n
	} else {
		v.Not += n
	}
}

// Feedback is what a channel's readers said of what they were told.
type Feedback struct {
	Stories map[string]Votes // by ID
	Outlets map[string]Votes // by name
}

const maxOutlets = 30

// counter is the stored form of Votes.
type counter struct {
	Name string `json:"name"`
	Votes
}

// ballot is the stored form of who voted how.
type ballot struct {
	Helpful bool     `json:"helpful"`
	Outlets []string `json:"outlets"`
}

// CastVote counts a vote for the story and each of its outlets. A voter who
// voted on the story before changes the vote. It reports whether that moved a
// counter.
func (s *Store) CastVote(ctx context.Context, now time.Time, v Vote) (counted bool, err error) {
	v.Outlets = unique(v.Outlets, itself)
	v.Outlets = v.Outlets[:min(len(v.Outlets), maxOutlets)]
	err = again(func() error {
		counted, err = s.castVote(ctx, now, v)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("count a vote in channel %s: %w", v.Channel, err)
	}
	return counted, nil
}

func (s *Store) castVote(ctx context.Context, now time.Time, v Vote) (bool, error) {
	mine := voterKey(v.Channel, v.Story, v.Voter)
	there, err := s.get(ctx, now, mine)
	if err != nil {
		return false, err
	}
	old, voted := there[mine]
	var was ballot
	if voted {
		if err := s.read(old, &was); err != nil {
			return false, err
		}
		if was.Helpful == v.Helpful {
			return false, nil
		}
	}
	changes := map[Key]*counter{}
	count := func(outlets []string, helpful bool, n int) {
		keys := []Key{storyVotesKey(v.Channel, v.Story)}
		names := append([]string{v.Story}, outlets...)
		for _, o := range outlets {
			keys = append(keys, outletVotesKey(v.Channel, o))
		}
		for i, k := range keys {
			if changes[k] == nil {
				changes[k] = &counter{Name: names[i]}
			}
			changes[k].add(helpful, n)
		}
	}
	if voted {
		count(was.Outlets, was.Helpful, -1)
	}
	count(v.Outlets, v.Helpful, 1)
	w, err := s.put(now, mine, old.Rev, v.Until, ballot{v.Helpful, v.Outlets})
	if err != nil {
		return false, err
	}
	batch, err := s.moveCounters(ctx, now, changes)
	if err != nil {
		return false, err
	}
	return true, s.write(ctx, now, append(batch, w))
}

// moveCounters are the writes that add changes to counters.
func (s *Store) moveCounters(ctx context.Context, now time.Time, changes map[Key]*counter) ([]Write, error) {
	keys := make([]Key, 0, len(changes))
	for k := range changes {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b Key) int { return strings.Compare(a.SK, b.SK) })
	there, err := s.get(ctx, now, keys...)
	if err != nil {
		return nil, err
	}
	var batch []Write
	for _, k := range keys {
		c := counter{Name: changes[k].Name}
		old, ok := there[k]
		if ok {
			if err := s.read(old, &c); err != nil {
				return nil, err
			}
		}
		c.Helpful = max(0, c.Helpful+changes[k].Helpful) // a counter may have expired before a ballot
		c.Not = max(0, c.Not+changes[k].Not)
		w, err := s.put(now, k, old.Rev, now.Add(keepDigest), c)
		if err != nil {
			return nil, err
		}
		batch = append(batch, w)
	}
	return batch, nil
}

// Feedback returns the counters of a channel. Each is kept for 90 days after
// the last vote.
func (s *Store) Feedback(ctx context.Context, now time.Time, channel string) (Feedback, error) {
	out := Feedback{Stories: map[string]Votes{}, Outlets: map[string]Votes{}}
	for _, part := range []struct {
		prefix, to string
		into       map[string]Votes
	}{{storyPrefix, "story$", out.Stories}, {outletPrefix, "outlet$", out.Outlets}} { // $ follows #
		items, err := s.query(ctx, now, feedbackPartition(channel), part.prefix, part.to)
		if err != nil {
			return out, fmt.Errorf("the feedback of channel %s: %w", channel, err)
		}
		for _, i := range items {
			var c counter
			if err := s.read(i, &c); err != nil {
				return out, err
			}
			part.into[c.Name] = c.Votes
		}
	}
	return out, nil
}
