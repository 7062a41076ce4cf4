package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"counterpoint/internal/news"
)

// Change is a change of a channel's settings that somebody made in Slack.
type Change struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"`  // the user's ID
	What string    `json:"what"` // as they would say it
}

// keptChanges is how many changes are remembered of a channel.
const keptChanges = 20

// Channel returns the settings of a channel; ErrNotKept where it has none.
func (s *Store) Channel(ctx context.Context, id string) (news.Channel, error) {
	c, rev, err := s.channel(ctx, id)
	if err == nil && rev == 0 {
		err = fmt.Errorf("channel %s: %w", id, ErrNotKept)
	}
	return c, err
}

// channel is a channel with its revision; 0 where it is not there.
func (s *Store) channel(ctx context.Context, id string) (c news.Channel, rev int64, err error) {
	there, err := s.get(ctx, never, channelKey(id))
	if err != nil {
		return c, 0, fmt.Errorf("channel %s: %w", id, err)
	}
	i, ok := there[channelKey(id)]
	if !ok {
		return c, 0, nil
	}
	return c, i.Rev, s.read(i, &c)
}

// ErrUnchanged is what a change returns that has nothing to change.
var ErrUnchanged = errors.New("nothing to change")

// ChangeChannel changes the settings of a channel that is set in Slack, or has
// none yet, and notes the change; both in one batch. fresh is the channel where
// there is none. An error of change, which may be called again after a
// conflict, is returned as it is and keeps everything as it was. ErrSetElsewhere
// means that the settings are the file's.
func (s *Store) ChangeChannel(ctx context.Context, fresh news.Channel, by Change, change func(*news.Channel) error) (out news.Channel, err error) {
	err = again(func() error {
		c, rev, err := s.channel(ctx, fresh.ID)
		if err != nil {
			return err
		}
		if rev == 0 {
			c = fresh
		}
		if c.By != fresh.By {
			return fmt.Errorf("channel %s: set by %s: %w", c.ID, c.By, ErrSetElsewhere)
		}
		if err := change(&c); err != nil {
			return err
		}
		out = c
		return s.putChanged(ctx, c, rev, by)
	})
	return out, err
}

func (s *Store) putChanged(ctx context.Context, c news.Channel, rev int64, by Change) error {
	changes, old, err := s.changes(ctx, c.ID)
	if err != nil {
		return err
	}
	changes = append([]Change{by}, changes...)
	settings, err1 := s.put(by.At, channelKey(c.ID), rev, never, c)
	log, err2 := s.put(by.At, changesKey(c.ID), old, never, changes[:min(len(changes), keptChanges)])
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return s.write(ctx, by.At, []Write{settings, log})
}

// Changes returns the last changes of a channel's settings that were made in
// Slack, the newest first: at most 20.
func (s *Store) Changes(ctx context.Context, channel string) ([]Change, error) {
	changes, _, err := s.changes(ctx, channel)
	return changes, err
}

func (s *Store) changes(ctx context.Context, channel string) (out []Change, rev int64, err error) {
	there, err := s.get(ctx, never, changesKey(channel))
	if err != nil {
		return nil, 0, fmt.Errorf("the changes of channel %s: %w", channel, err)
	}
	i, ok := there[changesKey(channel)]
	if !ok {
		return nil, 0, nil
	}
	return out, i.Rev, s.read(i, &out)
}
