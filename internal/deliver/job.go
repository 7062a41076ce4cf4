package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/edition"
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
// lately are asked first, and it comes a minute later.
func (d Deliverer) asked(ctx context.Context, ch news.Channel, e errand.Errand, job command.Job) error {
	jobs, err := d.Desk.Ask(ctx, d.Now(), job)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if j.Do == command.Refresh {
			if err := d.ask(ctx, ch, j.Feeds); err != nil {
				return err
			}
			continue
		}
		job = j
	}
	if job.NotBefore.After(d.Now()) {
		return d.put(ctx, job, e.Slot)
	}
	if job.Do == command.Digest {
		return d.digest(ctx, ch, telling{slot: e.Slot, again: e, asked: job.Asked})
	}
	a, err := d.work(ctx, job)
	if err != nil {
		return err
	}
	return d.answer(ctx, job, a)
}

func (d Deliverer) work(ctx context.Context, job command.Job) (command.Answer, error) {
	now := d.Now()
	return d.Desk.Work(ctx, now, job, edition.Shown(d.Store, now, job.Asked))
}

// put queues a job, to be done at its time.
func (d Deliverer) put(ctx context.Context, job command.Job, slot time.Time) error {
	raw, err := json.Marshal(job)
	if err != nil {
		return err
	}
	return d.later(ctx, errand.Errand{Do: errand.Job, Slot: slot, Job: raw}, job.NotBefore)
}

// again does a request that the other function had no time, or no power, to
// do. What is to be done after that is an errand of its own.
func (d Deliverer) again(ctx context.Context, e errand.Errand, job command.Job) error {
	a, err := d.work(ctx, job)
	if err != nil {
		return err
	}
	if a.Work != nil {
		if err := d.put(ctx, *a.Work, e.Slot); err != nil {
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
