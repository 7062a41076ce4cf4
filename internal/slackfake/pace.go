package slackfake

import "time"

// burst is how many messages a channel takes at once. Slack says "short
// bursts" and no number.
const burst = 5

// pace lets a message a second through, and burst at once.
type pace struct{ due time.Time }

// take counts a message, or says how long it is too early.
func (p *pace) take(now time.Time) time.Duration {
	due := p.due
	if due.Before(now) {
		due = now
	}
	if early := due.Sub(now) - (burst-1)*time.Second; early > 0 {
		return early
	}
	p.due = due.Add(time.Second)
	return 0
}
