package command

import (
	"context"
	"time"
)

// wait is how long feeds are given to answer before a digest is made of what
// has come.
const wait = time.Minute

// Ask begins a job that wants fresh feeds, Digest or Show: those of its channel
// that were not asked lately are due at once. It returns what is to be queued:
// a job that fetches these, and the job itself, to be done a minute later; a
// feed that is not back by then is named in the coverage of its digest. A job
// that has begun, and one that wants no feeds, is returned as it is.
func (d Desk) Ask(ctx context.Context, now time.Time, job Job) ([]Job, error) {
	if !job.Asked.IsZero() || job.Do != Digest && !(job.Do == Show && job.Fetch) {
		return []Job{job}, nil
	}
	ch, err := d.Store.Channel(ctx, job.Request.Channel)
	if err != nil {
		return nil, err
	}
	k, err := d.known(ctx, now, ch)
	if err != nil {
		return nil, err
	}
	job.Asked = now
	var old []string
	for _, s := range ch.Sources {
		if f := k[s.ID()]; !f.Parked && f.Old(now) {
			old = append(old, s.ID())
		}
	}
	if len(old) == 0 {
		return []Job{job}, nil
	}
	if err := d.Store.Again(ctx, now, old); err != nil {
		return nil, err
	}
	job.NotBefore = now.Add(wait)
	return []Job{{Do: Refresh, Request: job.Request, Feeds: old}, job}, nil
}
