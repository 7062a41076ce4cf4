package schedule_test

import (
	"testing"
	"time"

	"counterpoint/internal/schedule"
)

// What becomes of a digest that is due at half past eight, by how late it is.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name, schedule string
		late           time.Duration
		want           schedule.Verdict
	}{
		{"a clock that is wrong", "daily 08:30 UTC", -2 * time.Minute, schedule.Early},
		{"a clock that is a little slow", "daily 08:30 UTC", -30 * time.Second, schedule.Run},
		{"on time", "daily 08:30 UTC", 0, schedule.Run},
		{"a queue's wait", "daily 08:30 UTC", 15 * time.Minute, schedule.Run},
		{"late", "daily 08:30 UTC", 16 * time.Minute, schedule.Late},
		{"as late as may be", "daily 08:30 UTC", schedule.CatchUp, schedule.Late},
		{"too late", "daily 08:30 UTC", schedule.CatchUp + time.Second, schedule.Skipped},
		{"the next has not come", "daily 08:30 09:00 UTC", 29 * time.Minute, schedule.Late},
		{"the next has come", "daily 08:30 09:00 UTC", 30 * time.Minute, schedule.Skipped},
		{"no longer scheduled", "daily 07:00 UTC", time.Minute, schedule.Run},
	} {
		slot := at(t, "2027-03-02 08:30Z")
		if got := parse(t, c.schedule).Judge(slot, slot.Add(c.late)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestDue(t *testing.T) {
	s := parse(t, "daily 08:30 17:00 UTC")
	for _, c := range []struct {
		after, now string
		want       int
	}{
		{"2027-03-02 08:30Z", "2027-03-02 16:59Z", 0}, {"2027-03-02 08:29Z", "2027-03-02 08:30Z", 1},
		{"2027-03-02 08:29Z", "2027-03-02 17:00Z", 2}, {"2027-03-02 08:29Z", "2027-03-12 17:00Z", 5},
	} {
		if got := s.Due(at(t, c.after), at(t, c.now), 5); len(got) != c.want {
			t.Errorf("after %s to %s: %v, want %d", c.after, c.now, got, c.want)
		}
	}
}

func TestParseWake(t *testing.T) {
	got, err := schedule.ParseWake([]byte(`{"channel":"C1","slot":"2027-03-02T08:30:00Z"}`))
	if err != nil || got.Channel != "C1" || !got.Slot.Equal(at(t, "2027-03-02 08:30Z")) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{`{"channel":"C1"}`, `{"slot":"2027-03-02T08:30:00Z"}`, `{"channel":"C1","slot":"<aws.scheduler.scheduled-time>"}`, `x`} {
		if got, err := schedule.ParseWake([]byte(bad)); err == nil {
			t.Errorf("%s is read as %+v", bad, got)
		}
	}
}
