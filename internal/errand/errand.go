// Package errand is what Counterpoint's functions ask of each other, and
// schedules of them, as JSON in messages.
//
// A message is a wake-up and no more: it may come twice, late or never, and
// what it asks for is decided by the store when it comes.
package errand

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Do is what is to be done.
type Do string

// What is asked of the fetch function, and of the digest function.
const (
	Plan  Do = "plan"  // send an errand for the feeds of each host that are due
	Feeds Do = "feeds" // ask Feeds

	Tell  Do = "tell"  // make Channel's digest of Slot, and post it
	Wake  Do = "wake"  // post what of Channel's last digest is due
	Sweep Do = "sweep" // wake every channel whose digest has parts due
	Job   Do = "job"   // do what somebody asked for in Slack
)

// Errand is a message. Which fields are set hangs on Do.
type Errand struct {
	Do      Do              `json:"do"`
	Feeds   []string        `json:"feeds,omitempty"`   // their IDs
	Window  time.Duration   `json:"window,omitempty"`  // Feeds: older entries are of no use; in nanoseconds
	Handed  time.Time       `json:"handed,omitzero"`   // Feeds: when they were handed out to this errand alone; zero: each is to be taken
	Until   time.Time       `json:"until,omitzero"`    // Handed: until when
	Channel string          `json:"channel,omitempty"` // its ID
	Slot    time.Time       `json:"slot,omitzero"`     // Tell: when it was scheduled; Job: when it was asked for; zero: now
	Job     json.RawMessage `json:"job,omitempty"`     // Job: a command.Job
}

// Read reads a message.
func Read(body string) (Errand, error) {
	var e Errand
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		return e, fmt.Errorf("a message that is no errand: %w", err)
	}
	return e, nil
}

// Body is the errand as a message.
func (e Errand) Body() string {
	raw, err := json.Marshal(e)
	if err != nil {
		return "" // strings and times are always written; a queue refuses an empty message
	}
	return string(raw)
}

// Scheduled is the body that EventBridge Scheduler is to send for a channel:
// Scheduler puts the slot in.
func Scheduled(channel string) string {
	raw, err := json.Marshal(map[string]string{"do": string(Tell), "channel": channel, "slot": "SLOT"})
	if err != nil {
		return ""
	}
	return strings.Replace(string(raw), `"SLOT"`, `"<aws.scheduler.scheduled-time>"`, 1)
}
