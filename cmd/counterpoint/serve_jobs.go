package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/edition"
	"counterpoint/internal/pause"
)

// ackTime is what an answer at once takes to its reader: what comes after it is
// not sent before.
const ackTime = time.Second

// queue takes a job, if there is room. What needs no feed is done at once, while
// others are fetched.
func (d *serve) queue(_ context.Context, job command.Job) error {
	if job.NotBefore.IsZero() && (job.Do == command.Show || job.Do == command.Again) {
		job.NotBefore = d.streams.now().Add(ackTime)
	}
	to := d.jobs
	switch job.Do {
	case command.Reply, command.Reschedule:
		to = d.quick
	case command.Show, command.Again:
		if !job.Fetch {
			to = d.quick
		}
	case command.Refresh, command.Digest:
	}
	select {
	case to <- job:
		return nil
	default:
		return errors.New("too much waits already: try again in a minute")
	}
}

// answerAll does the jobs that need no feed, until it is stopped.
func (d *serve) answerAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-d.quick:
			d.report(ctx, d.work(ctx, job))
		}
	}
}

// fetchAll fetches what is due, and does the jobs that need feeds, until it is
// stopped.
func (d *serve) fetchAll(ctx context.Context) {
	clock := time.NewTicker(fetchEvery)
	defer clock.Stop()
	d.report(ctx, d.fetchDue(ctx, d.streams.now()))
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-d.jobs:
			d.report(ctx, d.work(ctx, job))
		case <-clock.C:
			d.report(ctx, d.fetchDue(ctx, d.streams.now()))
		}
	}
}

// work does a job. Who waits for an answer is told where it fails.
func (d *serve) work(ctx context.Context, job command.Job) error {
	err := d.try(ctx, job)
	if err != nil && ctx.Err() == nil && job.Do != command.Reply && job.Do != command.Refresh {
		return errors.Join(fmt.Errorf("%s for channel %s: %w", job.Do, job.Request.Channel, err), d.answer(ctx, job, command.Failed()))
	}
	return err
}

func (d *serve) try(ctx context.Context, job command.Job) error {
	switch job.Do {
	case command.Refresh:
		return d.fetch(ctx, job.Feeds)
	case command.Digest:
		job, err := d.refreshed(ctx, job)
		if err != nil {
			return err
		}
		select {
		case d.tells <- job:
		case <-ctx.Done():
		}
		return nil
	case command.Reply:
		if job.Answer == nil {
			return nil
		}
		return d.answer(ctx, job, *job.Answer)
	case command.Reschedule:
		if ch, err := d.round.store.Channel(ctx, job.Request.Channel); err == nil && d.fake != nil {
			setZone(d.fake, ch)
		}
		return nil // schedules are read from the settings at every tick
	case command.Show, command.Again:
		return d.show(ctx, job)
	}
	return nil
}

// show answers a job with what there is.
func (d *serve) show(ctx context.Context, job command.Job) error {
	began := job.NotBefore
	job, err := d.refreshed(ctx, job)
	if err != nil {
		return err
	}
	now := d.streams.now()
	a, err := d.desk.Work(ctx, now, job, edition.Shown(d.desk.Store, now, job.Asked))
	if err != nil {
		return err
	}
	if err := pause.For(ctx, began.Sub(d.streams.now())); err != nil {
		return err
	}
	if a.Work != nil {
		if err := d.queue(ctx, *a.Work); err != nil {
			return err
		}
	}
	return d.answer(ctx, job, a)
}

// refreshed has the feeds of a job asked, and returns it as it is to be done
// when they are back, or have had their time.
func (d *serve) refreshed(ctx context.Context, job command.Job) (command.Job, error) {
	now := d.streams.now()
	jobs, err := d.desk.Ask(ctx, now, job)
	if err != nil {
		return job, err
	}
	then := jobs[len(jobs)-1]
	if len(jobs) == 1 {
		return then, nil
	}
	in, cancel := context.WithTimeout(ctx, then.NotBefore.Sub(now))
	defer cancel()
	if err := d.fetch(in, jobs[0].Feeds); err != nil && in.Err() == nil {
		return job, err
	}
	return then, nil
}

// newHooks makes the client that brings answers to response URLs: it follows no
// redirect.
func newHooks(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport: transport, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answer sends an answer to a request's response URL. Who knows that URL can
// answer in our place, so no error names it.
func (d *serve) answer(ctx context.Context, job command.Job, a command.Answer) error {
	body := a.Message()
	if body == nil || job.Request.ResponseURL == "" {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, job.Request.ResponseURL, bytes.NewReader(body))
	if err != nil {
		return errors.New("an answer cannot be sent: the request's response_url is no address")
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := d.hooks.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return fmt.Errorf("an answer in channel %s cannot be sent: %w", job.Request.Channel, err)
	}
	defer resp.Body.Close() //nolint:errcheck // of a body that was only read
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("an answer in channel %s is refused with status %d", job.Request.Channel, resp.StatusCode)
	}
	return nil
}
