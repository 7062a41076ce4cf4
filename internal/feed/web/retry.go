package web

import (
	"context"
	"time"
)

const (
	tries      = 3
	shortLater = 5 * time.Second // of a Retry-After that is waited for
)

// pause tells whether to try again after a fault, and after how long. A host
// that took its time is not asked twice: the next run comes soon enough.
func (c *Client) pause(ctx context.Context, e *Error, try int) (time.Duration, bool) {
	if !e.again || try+1 >= tries || e.RetryAfter > shortLater {
		return 0, false
	}
	wait := max(e.RetryAfter, c.jitter(time.Second<<try))
	if end, limited := ctx.Deadline(); limited && c.now().Add(wait).After(end) {
		return 0, false
	}
	return wait, ctx.Err() == nil
}
