package schedule_test

import (
	"testing"
	"time"

	"counterpoint/internal/schedule"
)

// What becomes of a digest that is due at half past eight, by how late it is.
func TestJudge(t *testing.T) {
	const catchUp = 2 * time.Hour
	for _, c := range []struct {
		name, schedule string
		late           time.Duration
		want           schedule.Verdict
	}{
		{"a clock that is wrong", "daily 08:30 UTC", -2 * time.Minute, schedule.Early},
		{"a clock that is a little slow", "daily 08:30 UTC", -30 * time.Second, schedule.Run},
		{"on time", "daily 08:30 UTC", 0, schedule.Run},
		{"a queue's wait", "daily 08:30 UTC", 10 * time.Minute, schedule.Run},
		{"late", "daily 08:30 UTC", 11 * time.Minute, schedule.Late},
		{"as late as may be", "daily 08:30 UTC", catchUp, schedule.Late},
		{"too late", "daily 08:30 UTC", catchUp + time.Second, schedule.Skipped},
		{"the next has not come", "daily 08:30 09:00 UTC", 29 * time.Minute, schedule.Late},
		{"the next has come", "daily 08:30 09:00 UTC", 30 * time.Minute, schedule.Skipped},
		{"no longer scheduled", "daily 07:00 UTC", time.Minute, schedule.Run},
	} {
		slot := at(t, "2027-03-02 08:30Z")
		if got := parse(t, c.schedule).Judge(slot, slot.Add(c.late), catchUp); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
