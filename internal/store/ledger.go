package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// How long what a model answered and cost is kept.
const (
	keepReply = 30 * 24 * time.Hour
	keepMonth = 400 * 24 * time.Hour
)

func replyKey(name string) Key     { return Key{"reply#" + short(name), "reply"} }
func spentKey(month time.Time) Key { return Key{"spent", month.UTC().Format("2006-01")} }

// Reply returns what a model answered to a request, nil where it is not kept.
func (s *Store) Reply(ctx context.Context, now time.Time, name string) ([]byte, error) {
	k := replyKey(name)
	there, err := s.get(ctx, now, k)
	if err != nil {
		return nil, fmt.Errorf("the reply %s: %w", name, err)
	}
	i, ok := there[k]
	if !ok {
		return nil, nil
	}
	var raw json.RawMessage
	return raw, s.read(i, &raw)
}

// KeepReply keeps what a model answered, so that it is not paid for twice, and
// in the same batch adds what it cost, in millionths of a dollar, to what was
// spent this month. Without a name only the cost is kept.
func (s *Store) KeepReply(ctx context.Context, now time.Time, name string, reply []byte, cost int64) error {
	err := again(func() error {
		k := spentKey(now)
		there, err := s.get(ctx, now, k)
		if err != nil {
			return err
		}
		var spent int64
		old, ok := there[k]
		if ok {
			if err := s.read(old, &spent); err != nil {
				return err
			}
		}
		w, err := s.put(now, k, old.Rev, now.Add(keepMonth), spent+cost)
		if err != nil {
			return err
		}
		batch := []Write{w}
		if name != "" {
			r, err := s.put(now, replyKey(name), 0, now.Add(keepReply), json.RawMessage(reply))
			if err != nil {
				return err
			}
			r.If = Any // the same request, answered anew
			batch = append(batch, r)
		}
		return s.write(ctx, now, batch)
	})
	if err != nil {
		return fmt.Errorf("keep the reply %s: %w", name, err)
	}
	return nil
}

// Spent is what models cost in the month of a time, in millionths of a dollar.
func (s *Store) Spent(ctx context.Context, now time.Time) (int64, error) {
	k := spentKey(now)
	there, err := s.get(ctx, now, k)
	if err != nil {
		return 0, fmt.Errorf("what was spent: %w", err)
	}
	i, ok := there[k]
	if !ok {
		return 0, nil
	}
	var spent int64
	return spent, s.read(i, &spent)
}
