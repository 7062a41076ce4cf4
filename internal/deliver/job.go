package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// job does what somebody asked for in Slack.
func (d Deliverer) job(ctx context.Context, e errand.Errand) error {
	var job command.Job
	if err := json.Unmarshal(e.Job, &job); err != nil {
		return fmt.Errorf("a job that cannot be read: %w", err)
	}
	if job.Do == command.Reply {
		if job.Answer == nil {
			return nil
		}
		return d.answer(ctx, job, *job.Answer)
	}
	if job.Do == command.Again {
		return d.again(ctx, e, job)
	}
	ch, err := d.Store.Channel(ctx, job.Request.Channel)
	if errors.Is(err, store.ErrNotKept) {
		d.Run.Log.Warn("asked for a channel that is not set up any more", "channel", job.Request.Channel, "job", job.Do)
		return nil
	}
	if err != nil {
		return err
	}
	switch job.Do {
	case command.Refresh:
		return d.ask(ctx, ch, job.Feeds)
	case command.Reschedule:
		if d.Reschedule == nil {
			return nil
		}
		return d.Reschedule(ctx, ch)
	case command.Digest, command.Show:
		return d.asked(ctx, ch, e, job)
	case command.Again, command.Reply:
	}
	return fmt.Errorf("nobody does job %.40q", job.Do)
}

// asked makes a digest that somebody asked for. Feeds that were not asked
// lately are, and it comes a minute later.
func (d Deliverer) asked(ctx context.Context, ch news.Channel, e errand.Errand, job command.Job) error {
	if (job.Do == command.Digest || job.Fetch) && !e.Asked {
		old, err := d.old(ctx, ch)
		if err != nil {
			return err
		}
		if len(old) > 0 {
			if err := d.Store.Again(ctx, d.Now(), old); err != nil {
				return err
			}
			if err := d.ask(ctx, ch, old); err != nil {
				return err
			}
			e.Asked = true
			return d.later(ctx, e, d.Now().Add(asking))
		}
	}
	if job.Do == command.Digest {
		return d.digest(ctx, ch, e)
	}
	a, err := d.Desk.Work(ctx, d.Now(), job)
	if err != nil {
		return err
	}
	return d.answer(ctx, job, a)
}

// again does a request that the other function had no time, or no power, to
// do. What is to be done after that is an errand of its own.
func (d Deliverer) again(ctx context.Context, e errand.Errand, job command.Job) error {
	a, err := d.Desk.Work(ctx, d.Now(), job)
	if err != nil {
		return err
	}
	if a.Work != nil {
		raw, err := json.Marshal(a.Work)
		if err != nil {
			return err
		}
		if err := d.later(ctx, errand.Errand{Do: errand.Job, Slot: e.Slot, Job: raw}, d.Now()); err != nil {
			return err
		}
	}
	return d.answer(ctx, job, a)
}

// answer tells who asked. That nobody can be told any more is no reason to do
// the job again: a response URL holds for half an hour.
func (d Deliverer) answer(ctx context.Context, job command.Job, a command.Answer) error {
	body := a.Message()
	if body == nil || job.Request.ResponseURL == "" {
		return nil
	}
	if err := d.Answer(ctx, job.Request.ResponseURL, body); err != nil {
		d.Run.Log.Warn("an answer did not get to who asked", "channel", job.Request.Channel, "cause", err.Error())
	}
	return nil
}

// old are the feeds of a channel that were not asked lately.
func (d Deliverer) old(ctx context.Context, ch news.Channel) ([]string, error) {
	ids := make([]string, len(ch.Sources))
	for i, src := range ch.Sources {
		ids[i] = src.ID()
	}
	now := d.Now()
	feeds, err := d.Store.Feeds(ctx, now, ids)
	if err != nil {
		return nil, err
	}
	var old []string
	for _, f := range feeds {
		if now.Sub(f.Tried) > freshFor && !f.Parked {
			old = append(old, f.ID)
		}
	}
	return old, nil
}

// ask has feeds asked.
func (d Deliverer) ask(ctx context.Context, ch news.Channel, feeds []string) error {
	sources, err := d.Store.Sources(ctx, d.Now(), feeds)
	if err != nil {
		return err
	}
	for _, e := range errand.ForFeeds(sources, max(ch.Window, time.Hour)) {
		if err := d.Feeds.Send(ctx, e.Body(), e.Delay); err != nil {
			return err
		}
	}
	return nil
}
