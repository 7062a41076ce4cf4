package store

import (
	"context"
	"errors"
	"fmt"

	"counterpoint/internal/news"
)

// ErrSetElsewhere is a channel whose settings belong to the file when Slack
// would change them, or to Slack when the file would. Who wants them must
// remove the channel first.
var ErrSetElsewhere = errors.New("this channel's settings are set elsewhere")

// PutChannel writes a channel's settings, if they are not set elsewhere.
func (s *Store) PutChannel(ctx context.Context, c news.Channel) error {
	err := again(func() error {
		there, err := s.get(ctx, never, channelKey(c.ID))
		if err != nil {
			return err
		}
		old, ok := there[channelKey(c.ID)]
		if ok {
			var was news.Channel
			if err := s.read(old, &was); err != nil {
				return err
			}
			if was.By != c.By {
				return fmt.Errorf("set by %s: %w", was.By, ErrSetElsewhere)
			}
		}
		w, err := s.put(never, channelKey(c.ID), old.Rev, never, c)
		if err != nil {
			return err
		}
		return s.write(ctx, never, []Write{w})
	})
	if err != nil {
		return fmt.Errorf("channel %s: %w", c.ID, err)
	}
	return nil
}

// Channels returns the settings of all channels, by ID.
func (s *Store) Channels(ctx context.Context) ([]news.Channel, error) {
	items, err := s.query(ctx, never, channelsPartition, "", "")
	if err != nil {
		return nil, fmt.Errorf("read the channels: %w", err)
	}
	out := make([]news.Channel, len(items))
	for i, it := range items {
		if err := s.read(it, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// RemoveChannel forgets a channel's settings. What it was told stays.
func (s *Store) RemoveChannel(ctx context.Context, id string) error {
	return s.write(ctx, never, []Write{remove(channelKey(id), Any)})
}
