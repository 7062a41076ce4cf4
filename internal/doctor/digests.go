package doctor

import (
	"cmp"
	"fmt"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/schedule"
)

// zone tells a channel's time zone, and what the clock shows there, so that a
// wrong zone is seen. It returns when the channel is due, where that can be
// known.
func (e *Exam) zone(ch news.Channel) (schedule.Schedule, bool) {
	s, err := schedule.Of(ch)
	if err != nil {
		e.fault("time zone of "+ch.ID, e.settle(ch, "zone: Europe/London", "/digest schedule weekdays 08:30 Europe/London"), "%v", err)
		return s, false
	}
	if len(s.Times) > 0 {
		e.ok("time zone of "+ch.ID, "%s, where it is %s", cmp.Or(ch.Zone, "UTC"), e.Now().In(s.Zone).Format("Mon 2 Jan 15:04"))
	}
	return s, true
}

// digest tells when a channel's next digest comes. kept is why it does not come
// by itself although times are set, and what mends that; while is on what it
// hangs.
func (e *Exam) digest(ch news.Channel, s schedule.Schedule, kept *obstacle, while string) {
	what, next := "digest of "+ch.ID, s.Next(e.Now())
	switch {
	case ch.Paused:
		e.note(what, e.settle(ch, "paused: false", "/digest resume"), "scheduled: no, it is paused")
	case next.IsZero():
		e.note(what, e.settle(ch, `times: ["08:30"] and zone: Europe/London`, "/digest schedule weekdays 08:30 Europe/London"), "scheduled: no, no times are set; /digest now brings one")
	case kept != nil:
		e.fault(what, kept.mend, "scheduled: no, %s", kept.why)
	default:
		e.ok(what, "scheduled: yes, next run %s%s", at(next, cmp.Or(ch.Zone, "UTC")), while)
	}
}

// obstacle keeps a digest from coming.
type obstacle struct{ why, mend string }

func at(t time.Time, zone string) string { return t.Format("Mon 2 Jan 2006 15:04 ") + zone }

// settle says how a setting of a channel is changed: where it was set.
func (e *Exam) settle(ch news.Channel, inFile, inSlack string) string {
	if ch.By == "slack" {
		return fmt.Sprintf("type %s in channel %s", inSlack, ch.ID)
	}
	return fmt.Sprintf("write %s under channel %s in %s", inFile, ch.ID, e.File)
}
