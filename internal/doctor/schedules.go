package doctor

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/aws-sdk-go-v2/service/scheduler/types"

	"counterpoint/internal/deployment"
	"counterpoint/internal/news"
	"counterpoint/internal/schedule"
	"counterpoint/internal/schedule/eventbridge"
)

// schedules compares the schedules of channels with those that they ask for.
// Known is false where they cannot be read. queue is the ARN of the queue for
// digests.
func (c cloud) schedules(ctx context.Context, st deployment.Stack, queue string, channels []news.Channel) (plan eventbridge.Plan, known bool) {
	ctx, cancel := context.WithTimeout(ctx, 30*patience) // there may be a thousand
	defer cancel()
	what := "schedule group " + st.Group
	late, err := time.ParseDuration(st.CatchUp)
	if err != nil || queue == "" {
		c.note(what, "put the stack and its queues right first", "it is not looked at")
		return plan, false
	}
	channels = slices.DeleteFunc(slices.Clone(channels), func(ch news.Channel) bool {
		_, err := schedule.Of(ch) // which is a fault of its own
		return err != nil
	})
	target := eventbridge.Target{Group: st.Group, Queue: queue, Role: st.Role, Dead: st.DigestDead, CatchUp: late}
	if plan, err = eventbridge.New(c.aws, target).PlanAll(ctx, channels); err != nil {
		c.failed(what, "scheduler:ListSchedules and scheduler:GetSchedule", c.putBack(), err)
		return plan, false
	}
	c.ok(what, "it is there")
	return plan, true
}

// lacking tells what keeps a channel's digests from coming: each of its times
// has a schedule, as it would be made now, or none comes by itself.
func (c cloud) lacking(ch news.Channel, s schedule.Schedule, plan eventbridge.Plan) *obstacle {
	lines := plan.Of(ch.ID).Lines()
	if len(lines) == 0 {
		return nil
	}
	mend := c.apply()
	if ch.By == "slack" {
		mend = "type /digest schedule " + s.String() + " in channel " + ch.ID
	}
	return &obstacle{"EventBridge Scheduler is not as the channel is set: " + strings.Join(lines, "; "), mend}
}

// leftOver tells of schedules that no channel asks for.
func (c cloud) leftOver(channels []news.Channel, plan eventbridge.Plan) {
	for _, ch := range channels {
		if !ch.Paused && len(ch.Times) > 0 { // its digest's line tells of it
			plan = plan.Without(ch.ID)
		}
	}
	for _, line := range plan.Lines() {
		c.fault("schedules", c.apply(), "no channel asks for one that is there: %s", line)
	}
}

func (c cloud) apply() string {
	return "counterpoint apply " + c.File + " --stack " + c.name + " --yes"
}

// own looks at the schedules that template.yaml itself has: for fetching, and
// for what waits. Their names begin with the stack's.
func (c cloud) own(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	prefix := c.name + "-"
	got, err := scheduler.NewFromConfig(c.aws).ListSchedules(ctx, &scheduler.ListSchedulesInput{GroupName: aws.String("default"), NamePrefix: &prefix})
	if err != nil {
		c.failed("schedules of the stack", "scheduler:ListSchedules", c.deploy(), err)
		return
	}
	for _, own := range []struct{ id, what string }{{"FetchSchedule", "schedule for fetching"}, {"SweepSchedule", "schedule for what waits"}} {
		i := slices.IndexFunc(got.Schedules, func(s types.ScheduleSummary) bool { return strings.HasPrefix(aws.ToString(s.Name), prefix+own.id) })
		switch {
		case i < 0:
			c.fault(own.what, c.putBack(), "it is not there")
		case got.Schedules[i].State != types.ScheduleStateEnabled:
			name := aws.ToString(got.Schedules[i].Name)
			c.fault(own.what, "aws scheduler get-schedule --name "+name+" | jq 'del(.Arn, .CreationDate, .LastModificationDate) | .State = \"ENABLED\"' > s.json && aws scheduler update-schedule --cli-input-json file://s.json", "it is switched off")
		default:
			c.ok(own.what, "it is on")
		}
	}
}
