package schedule

import (
	"encoding/json"
	"fmt"
	"time"
)

// CatchUp is how late a digest may be made: what was to wake it may have come
// late, or failed and come again.
const CatchUp = 2 * time.Hour

// Wake is what a schedule sends: that a channel's digest is due. It may come
// twice, late, or after the schedule was changed.
type Wake struct {
	Channel string    `json:"channel"`
	Slot    time.Time `json:"slot"` // when it was due
}

// ParseWake reads a Wake, and refuses one that names no channel or no time.
func ParseWake(data []byte) (Wake, error) {
	var w Wake
	if err := json.Unmarshal(data, &w); err != nil {
		return Wake{}, fmt.Errorf("a schedule's message: %w", err)
	}
	if w.Channel == "" || w.Slot.IsZero() {
		return Wake{}, fmt.Errorf("a schedule's message names no channel or no time: %.200q", data)
	}
	return w, nil
}

// Verdict is what is to be done about a slot.
type Verdict int

// The verdicts.
const (
	Early   Verdict = iota // its time has not come: a clock is wrong
	Run                    // the digest is made
	Late                   // it is made, and says when it was due
	Skipped                // it is not made, and that is noted
)

// onTime is how late a digest may be without a word about it: a schedule is
// exact to a minute, and what wakes it waits in a queue.
const onTime = 15 * time.Minute

// Judge says what is to be done at a time about a digest that was due. One that
// is older than the catch-up window is skipped, and so is one whose channel's
// next slot has come: that tells what this one would have told.
func (s Schedule) Judge(slot, now time.Time) Verdict {
	next := s.Next(slot)
	switch late := now.Sub(slot); {
	case late < -time.Minute:
		return Early
	case late > CatchUp, !next.IsZero() && !next.After(now):
		return Skipped
	case late > onTime:
		return Late
	}
	return Run
}

// Due returns the slots after one time and up to another, for who looks at the
// clock now and then: the first up to "most" of them, in order.
func (s Schedule) Due(after, now time.Time, most int) []time.Time {
	var out []time.Time
	for slot := s.Next(after); !slot.IsZero() && !slot.After(now) && len(out) < most; slot = s.Next(slot) {
		out = append(out, slot)
	}
	return out
}
