package eventbridge_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/schedule/eventbridge"
)

var target = eventbridge.Target{
	Group: "news", Queue: "arn:aws:sqs:us-east-1:123456789012:digest",
	Role: "arn:aws:iam::123456789012:role/schedules", Dead: "arn:aws:sqs:us-east-1:123456789012:dead",
	CatchUp: 2 * time.Hour,
}

var channels = []news.Channel{
	{ID: "C1", Times: []string{"08:30", "17:00"}, Days: []string{"mon", "tue", "wed", "thu", "fri"}, Zone: "Europe/London"},
	{ID: "C12", Times: []string{"08:30"}, Zone: "Asia/Kolkata"},
	{ID: "C1-x", Times: []string{"9:05"}, Days: []string{"sat", "tue"}},
	{ID: "C3"}, // never
	{ID: "a channel of many words", Times: []string{"00:00"}},
	{ID: "C4", Times: []string{"08:00"}, Paused: true},
}

// apply plans and applies, and returns the plan.
func apply(t *testing.T, s *eventbridge.Scheduler, of []news.Channel) []string {
	t.Helper()
	p, err := s.PlanAll(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p.Lines()
}

// life is what every service must bear: schedules are made, found as they are
// wanted, changed and removed.
func life(t *testing.T, cfg aws.Config) {
	s := eventbridge.New(cfg, target)
	if diff := cmp.Diff([]string{
		"add     schedule C1-0830-weekdays: C1 at cron(30 8 ? * MON,TUE,WED,THU,FRI *) Europe/London",
		"add     schedule C1-1700-weekdays: C1 at cron(0 17 ? * MON,TUE,WED,THU,FRI *) Europe/London",
		"add     schedule C12-0830-daily: C12 at cron(30 8 * * ? *) Asia/Kolkata",
		"add     schedule C1-x-0905-tue.sat: C1-x at cron(5 9 ? * TUE,SAT *) UTC",
		"add     schedule channel.c7cb6231232a9ba7-0000-daily: a channel of many words at cron(0 0 * * ? *) UTC",
	}, apply(t, s, channels)); diff != "" {
		t.Error(diff)
	}
	if again := apply(t, s, channels); len(again) > 0 {
		t.Errorf("the second run would do %q", again)
	}
	moved := slices.Clone(channels)
	moved[0].Times, moved[0].Zone = []string{"08:30", "18:00"}, "America/New_York"
	moved[1].Paused = true
	one, err := s.PlanChannel(t.Context(), moved[0])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"change  schedule C1-0830-weekdays: C1 at cron(30 8 ? * MON,TUE,WED,THU,FRI *) America/New_York",
		"add     schedule C1-1800-weekdays: C1 at cron(0 18 ? * MON,TUE,WED,THU,FRI *) America/New_York",
		"remove  schedule C1-1700-weekdays: C1 at cron(0 17 ? * MON,TUE,WED,THU,FRI *) Europe/London",
	}, one.Lines()); diff != "" {
		t.Errorf("of one channel, with one whose name it begins beside it: %s", diff)
	}
	for range 2 { // applied twice, as two workers may
		if err := s.Apply(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"remove  schedule C12-0830-daily: C12 at cron(30 8 * * ? *) Asia/Kolkata"}, apply(t, s, moved)); diff != "" {
		t.Error(diff)
	}
	if left := apply(t, s, nil); len(left) != 4 {
		t.Errorf("without channels it would do %q, want four removals", left)
	}
}

func TestLife(t *testing.T) {
	_, cfg := start(t)
	life(t, cfg)
}

// What a schedule is: exact, to the queue, with the slot in the message, with
// retries for as long as a digest may be late, and a dead-letter queue.
func TestSchedule(t *testing.T) {
	srv, cfg := start(t)
	apply(t, eventbridge.New(cfg, target), channels[:1])
	got := srv.Kept()["C1-0830-weekdays"]
	want := map[string]any{
		"ClientToken": got["ClientToken"], "GroupName": "news", "State": "ENABLED",
		"ScheduleExpression": "cron(30 8 ? * MON,TUE,WED,THU,FRI *)", "ScheduleExpressionTimezone": "Europe/London",
		"FlexibleTimeWindow": map[string]any{"Mode": "OFF"},
		"Target": map[string]any{
			"Arn": target.Queue, "RoleArn": target.Role, "Input": `{"channel":"C1","do":"tell","slot":"<aws.scheduler.scheduled-time>"}`,
			"RetryPolicy":      map[string]any{"MaximumEventAgeInSeconds": 7200., "MaximumRetryAttempts": 185.},
			"DeadLetterConfig": map[string]any{"Arn": target.Dead},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	body := strings.Replace(want["Target"].(map[string]any)["Input"].(string), "<aws.scheduler.scheduled-time>", "2026-03-22T18:59:43Z", 1)
	e, err := errand.Read(body)
	if err != nil || e.Do != errand.Tell || e.Channel != "C1" || e.Slot.Format(time.RFC3339) != "2026-03-22T18:59:43Z" {
		t.Errorf("what the queue receives is read as %+v, %v", e, err)
	}
}

// A schedule that somebody bent is put right; one that is not ours is left.
func TestBent(t *testing.T) {
	for name, bend := range map[string]func(map[string]any){
		"disabled":        func(m map[string]any) { m["State"] = "DISABLED" },
		"flexible":        func(m map[string]any) { m["FlexibleTimeWindow"] = map[string]any{"Mode": "FLEXIBLE"} },
		"another queue":   func(m map[string]any) { m["Target"].(map[string]any)["Arn"] = "arn:x" },
		"another role":    func(m map[string]any) { m["Target"].(map[string]any)["RoleArn"] = "arn:x" },
		"no dead letters": func(m map[string]any) { delete(m["Target"].(map[string]any), "DeadLetterConfig") },
		"other retries": func(m map[string]any) {
			m["Target"].(map[string]any)["RetryPolicy"] = map[string]any{"MaximumEventAgeInSeconds": 7200, "MaximumRetryAttempts": 1}
		},
		"another zone": func(m map[string]any) { m["ScheduleExpressionTimezone"] = "UTC" },
		"another time": func(m map[string]any) { m["ScheduleExpression"] = "cron(1 1 * * ? *)" },
	} {
		t.Run(name, func(t *testing.T) {
			srv, cfg := start(t)
			s := eventbridge.New(cfg, target)
			apply(t, s, channels[1:2])
			before := clone(srv.Kept()["C12-0830-daily"])
			bend(srv.Kept()["C12-0830-daily"])
			srv.Put("theirs", map[string]any{"Name": "theirs", "Target": map[string]any{"Input": `{"channel":"C12"}`}})
			if lines := apply(t, s, channels[1:2]); len(lines) != 1 || !strings.HasPrefix(lines[0], "change ") {
				t.Errorf("it would do %q", lines)
			}
			delete(before, "ClientToken")
			after := clone(srv.Kept()["C12-0830-daily"])
			delete(after, "ClientToken")
			if diff := cmp.Diff(before, after); diff != "" || srv.Kept()["theirs"] == nil {
				t.Errorf("theirs %v, ours %s", srv.Kept()["theirs"], diff)
			}
		})
	}
}

func clone(m map[string]any) (out map[string]any) {
	data, _ := json.Marshal(m)
	_ = json.Unmarshal(data, &out)
	return out
}

// What fails is told with the schedule's name; what was done stays, and the
// next run does the rest.
func TestFailure(t *testing.T) {
	srv, cfg := start(t)
	s := eventbridge.New(cfg, target)
	srv.Meet = func(call string) int {
		if call == "POST C12-0830-daily" {
			return 500
		}
		return 0
	}
	p, err := s.PlanAll(t.Context(), channels)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(t.Context(), p); err == nil || !strings.Contains(err.Error(), "add schedule C12-0830-daily") {
		t.Errorf("it ends with %v", err)
	}
	srv.Meet = nil
	if rest := apply(t, s, channels); len(rest) != 3 {
		t.Errorf("the next run does %q, want the three that are left", rest)
	}
	bad := []news.Channel{{ID: "C9", Times: []string{"25:00"}}}
	if _, err := s.PlanAll(t.Context(), bad); err == nil || len(srv.Kept()) != 5 {
		t.Errorf("with a time that is none: %v, %d schedules", err, len(srv.Kept()))
	}
}
