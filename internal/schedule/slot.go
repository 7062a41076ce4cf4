package schedule

import "time"

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
const onTime = 10 * time.Minute

// Judge says what is to be done at a time about a digest that was due. One that
// is later than the catch-up window allows is skipped, and so is one whose
// channel's next slot has come: that tells what this one would have told.
func (s Schedule) Judge(slot, now time.Time, catchUp time.Duration) Verdict {
	next := s.Next(slot)
	switch late := now.Sub(slot); {
	case late < -time.Minute:
		return Early
	case late > catchUp, !next.IsZero() && !next.After(now):
		return Skipped
	case late > onTime:
		return Late
	}
	return Run
}
