package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/aws-sdk-go-v2/service/scheduler/types"

	"counterpoint/internal/news"
	"counterpoint/internal/schedule"
)

// entry is a schedule as EventBridge Scheduler has it.
type entry struct {
	name, channel, cron, zone string
	wrong                     string // why it brings nothing; empty: it does
}

// schedules reads the schedules of channels, and looks at the two of the
// stack's own. queue is the ARN of the queue for digests; empty: not known.
func (c cloud) schedules(ctx context.Context, st stack, queue string) (out []entry, listed bool) {
	client := scheduler.NewFromConfig(c.aws)
	c.own(ctx, client)
	what := "schedule group " + st.group
	ctx, cancel := context.WithTimeout(ctx, 30*patience) // there may be a thousand
	defer cancel()
	for pages := scheduler.NewListSchedulesPaginator(client, &scheduler.ListSchedulesInput{GroupName: &st.group}); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			c.failed(what, "scheduler:ListSchedules", c.deploy(), err)
			return nil, false
		}
		for _, s := range page.Schedules {
			got, err := client.GetSchedule(ctx, &scheduler.GetScheduleInput{GroupName: &st.group, Name: s.Name})
			if _, gone := errors.AsType[*types.ResourceNotFoundException](err); gone {
				continue
			}
			if err != nil {
				c.failed(what, "scheduler:GetSchedule", c.apply(), err)
				return nil, false
			}
			out = append(out, entryOf(got, st.role, queue))
		}
	}
	c.ok(what, "it holds %d", len(out))
	return out, true
}

func entryOf(got *scheduler.GetScheduleOutput, role, queue string) entry {
	e := entry{name: aws.ToString(got.Name), cron: aws.ToString(got.ScheduleExpression), zone: aws.ToString(got.ScheduleExpressionTimezone)}
	t := got.Target
	if t == nil {
		t = &types.Target{}
	}
	var message struct{ Channel string }
	if json.Unmarshal([]byte(aws.ToString(t.Input)), &message) == nil {
		e.channel = message.Channel
	}
	switch {
	case got.State != types.ScheduleStateEnabled:
		e.wrong = "is switched off"
	case queue != "" && aws.ToString(t.Arn) != queue:
		e.wrong = "sends to another queue than the one for digests"
	case aws.ToString(t.RoleArn) != role:
		e.wrong = "has another role than the one that may send"
	}
	return e
}

// own looks at the schedules that template.yaml itself has: for fetching, and
// for what waits. Their names begin with the stack's.
func (c cloud) own(ctx context.Context, client *scheduler.Client) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	prefix := c.name + "-"
	got, err := client.ListSchedules(ctx, &scheduler.ListSchedulesInput{GroupName: aws.String("default"), NamePrefix: &prefix})
	if err != nil {
		c.failed("schedules of the stack", "scheduler:ListSchedules", c.deploy(), err)
		return
	}
	for _, own := range []struct{ id, what string }{{"FetchSchedule", "schedule for fetching"}, {"SweepSchedule", "schedule for what waits"}} {
		i := slices.IndexFunc(got.Schedules, func(s types.ScheduleSummary) bool { return strings.HasPrefix(aws.ToString(s.Name), prefix+own.id) })
		switch {
		case i < 0:
			c.fault(own.what, c.deploy(), "it is not there")
		case got.Schedules[i].State != types.ScheduleStateEnabled:
			name := aws.ToString(got.Schedules[i].Name)
			c.fault(own.what, "aws scheduler get-schedule --name "+name+" | jq 'del(.Arn, .CreationDate, .LastModificationDate) | .State = \"ENABLED\"' > s.json && aws scheduler update-schedule --cli-input-json file://s.json", "it is switched off")
		default:
			c.ok(own.what, "it is on")
		}
	}
}

// lacking tells what a channel lacks in EventBridge Scheduler: each of its
// times must be there, on, in its zone.
func (c cloud) lacking(ch news.Channel, s schedule.Schedule, there []entry) *obstacle {
	for _, t := range s.Times {
		want := cron(t, s.Days)
		i := slices.IndexFunc(there, func(h entry) bool { return h.channel == ch.ID && h.cron == want && h.zone == s.Zone.String() })
		mend := c.apply()
		if ch.By == "slack" {
			mend = "type /digest schedule " + s.String() + " in channel " + ch.ID
		}
		switch {
		case i < 0:
			return &obstacle{fmt.Sprintf("EventBridge Scheduler has no schedule for %s %s", t, s.Zone), mend}
		case there[i].wrong != "":
			return &obstacle{fmt.Sprintf("its schedule %s %s", there[i].name, there[i].wrong), mend}
		}
	}
	return nil
}

// leftOver tells of schedules that no channel asks for.
func (c cloud) leftOver(channels []news.Channel, there []entry) {
	for _, h := range there {
		wanted := slices.ContainsFunc(channels, func(ch news.Channel) bool {
			s, err := schedule.Of(ch)
			return err == nil && !ch.Paused && ch.ID == h.channel && s.Zone.String() == h.zone &&
				slices.ContainsFunc(s.Times, func(t schedule.Clock) bool { return cron(t, s.Days) == h.cron })
		})
		if !wanted {
			c.fault("schedule "+h.name, c.apply(), "no channel asks for it")
		}
	}
}

func (c cloud) apply() string { return "counterpoint apply " + c.File + " --yes" }

// cron is a time and days as the Scheduler has them: minutes, hours, day of
// month, month, day of week, year.
func cron(t schedule.Clock, days []time.Weekday) string {
	if len(days) == 0 {
		return fmt.Sprintf("cron(%d %d * * ? *)", t%60, t/60)
	}
	on := make([]string, len(days))
	for i, d := range days {
		on[i] = strings.ToUpper(d.String()[:3])
	}
	return fmt.Sprintf("cron(%d %d ? * %s *)", t%60, t/60, strings.Join(on, ","))
}
