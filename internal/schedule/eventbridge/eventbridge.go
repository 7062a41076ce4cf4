// Package eventbridge keeps the schedules of channels in Amazon EventBridge
// Scheduler: one a channel and time of day, in the channel's zone, each of which
// sends an errand to the queue for digests.
//
// What is there is read from the service and never remembered, so that a plan
// is the difference, and a second run changes nothing. It touches one group,
// which is Counterpoint's own, and in it only schedules that send such an errand.
// What cannot be delivered within the catch-up window goes to a dead-letter queue.
package eventbridge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/aws-sdk-go-v2/service/scheduler/types"

	"counterpoint/internal/news"
)

// Target is where schedules stand, and what they may do.
type Target struct {
	Group string // the schedule group; it must be there
	Queue string // ARN of the queue for digests
	Role  string // ARN of the role by which the service sends to it
	Dead  string // ARN of the queue for what could not be delivered; empty: none
	// CatchUp is how late a digest may be: so long delivery is tried. From a
	// minute to a day.
	CatchUp time.Duration
}

// Scheduler keeps the schedules of a group.
type Scheduler struct {
	client *scheduler.Client
	target Target
}

// New makes a Scheduler. The configuration knows region, credentials and, for
// local rounds, the endpoint.
func New(cfg aws.Config, t Target) *Scheduler {
	return &Scheduler{client: scheduler.NewFromConfig(cfg), target: t}
}

// Plan is what is to be done so that schedules are as wanted.
type Plan struct{ steps []step }

type step struct {
	do verb
	entry
}

type verb string

const (
	create verb = "add"
	update verb = "change"
	remove verb = "remove"
)

// Lines tell the plan, a line each; none where nothing is to be done.
func (p Plan) Lines() []string {
	out := make([]string, len(p.steps))
	for i, s := range p.steps {
		out[i] = fmt.Sprintf("%-7s schedule %s: %s", s.do, s.name, s.shown())
	}
	return out
}

// Of is the part of a plan for the channel with an ID, and Without the rest.
func (p Plan) Of(channel string) Plan {
	return Plan{slices.DeleteFunc(slices.Clone(p.steps), func(s step) bool { return s.channel != channel })}
}

// Without is a plan without its part for a channel.
func (p Plan) Without(channel string) Plan {
	return Plan{slices.DeleteFunc(slices.Clone(p.steps), func(s step) bool { return s.channel == channel })}
}

// PlanAll compares the schedules of the group with those that channels, which
// are all there are, want.
func (s *Scheduler) PlanAll(ctx context.Context, channels []news.Channel) (Plan, error) {
	have, err := s.list(ctx, "")
	if err != nil {
		return Plan{}, err
	}
	var want []entry
	for _, c := range channels {
		of, err := wanted(c)
		if err != nil {
			return Plan{}, err
		}
		want = append(want, of...)
	}
	return compare(want, have), nil
}

// PlanChannel compares the schedules of one channel with those that it wants.
func (s *Scheduler) PlanChannel(ctx context.Context, c news.Channel) (Plan, error) {
	want, err := wanted(c)
	if err != nil {
		return Plan{}, err
	}
	have, err := s.list(ctx, prefix(c.ID))
	if err != nil {
		return Plan{}, err
	}
	have = slices.DeleteFunc(have, func(h entry) bool { return h.channel != c.ID })
	return compare(want, have), nil
}

// Apply does a plan. What somebody else did meanwhile is done, so that a plan
// may be applied twice.
func (s *Scheduler) Apply(ctx context.Context, p Plan) error {
	for _, st := range p.steps {
		if err := s.apply(ctx, st); err != nil {
			return fmt.Errorf("%s schedule %s: %w", st.do, st.name, err)
		}
	}
	return nil
}

func (s *Scheduler) apply(ctx context.Context, st step) error {
	if st.do == remove {
		_, err := s.client.DeleteSchedule(ctx, &scheduler.DeleteScheduleInput{Name: &st.name, GroupName: &s.target.Group})
		if _, gone := errors.AsType[*types.ResourceNotFoundException](err); gone {
			return nil
		}
		return err
	}
	if st.do == create {
		err := s.create(ctx, st.entry)
		if _, there := errors.AsType[*types.ConflictException](err); !there {
			return err
		}
	}
	_, err := s.client.UpdateSchedule(ctx, &scheduler.UpdateScheduleInput{
		Name: &st.name, GroupName: &s.target.Group, ScheduleExpression: &st.cron, ScheduleExpressionTimezone: &st.zone,
		FlexibleTimeWindow: exact(), Target: s.to(st.input), State: types.ScheduleStateEnabled,
	})
	return err
}

func (s *Scheduler) create(ctx context.Context, e entry) error {
	_, err := s.client.CreateSchedule(ctx, &scheduler.CreateScheduleInput{
		Name: &e.name, GroupName: &s.target.Group, ScheduleExpression: &e.cron, ScheduleExpressionTimezone: &e.zone,
		FlexibleTimeWindow: exact(), Target: s.to(e.input), State: types.ScheduleStateEnabled,
	})
	return err
}

func exact() *types.FlexibleTimeWindow {
	return &types.FlexibleTimeWindow{Mode: types.FlexibleTimeWindowModeOff}
}

// retries is more than fit into the catch-up window: that is the bound.
const retries = 185

func (s *Scheduler) to(input string) *types.Target {
	age := int32(min(max(s.target.CatchUp, time.Minute), 24*time.Hour).Seconds())
	t := &types.Target{
		Arn: &s.target.Queue, RoleArn: &s.target.Role, Input: &input,
		RetryPolicy: &types.RetryPolicy{MaximumEventAgeInSeconds: &age, MaximumRetryAttempts: aws.Int32(retries)},
	}
	if s.target.Dead != "" {
		t.DeadLetterConfig = &types.DeadLetterConfig{Arn: &s.target.Dead}
	}
	return t
}

// list reads the schedules of the group whose names begin so, and that are
// ours.
func (s *Scheduler) list(ctx context.Context, prefix string) ([]entry, error) {
	in := &scheduler.ListSchedulesInput{GroupName: &s.target.Group}
	if prefix != "" {
		in.NamePrefix = &prefix
	}
	var out []entry
	for pages := scheduler.NewListSchedulesPaginator(s.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the schedules of group %s: %w", s.target.Group, err)
		}
		for _, summary := range page.Schedules {
			if !strings.HasPrefix(aws.ToString(summary.Name), prefix) {
				continue
			}
			e, err := s.read(ctx, aws.ToString(summary.Name))
			if err != nil {
				return nil, err
			}
			if e.channel != "" {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// read reads one schedule; one that was removed meanwhile is of no channel.
func (s *Scheduler) read(ctx context.Context, name string) (entry, error) {
	got, err := s.client.GetSchedule(ctx, &scheduler.GetScheduleInput{Name: &name, GroupName: &s.target.Group})
	if _, gone := errors.AsType[*types.ResourceNotFoundException](err); gone {
		return entry{}, nil
	}
	if err != nil {
		return entry{}, fmt.Errorf("read schedule %s: %w", name, err)
	}
	e := entry{name: name, cron: aws.ToString(got.ScheduleExpression), zone: aws.ToString(got.ScheduleExpressionTimezone)}
	if got.Target != nil {
		e.input = aws.ToString(got.Target.Input)
	}
	e.channel = channelOf(e.input)
	e.differs = !s.as(got)
	return e, nil
}

// as reports whether a schedule is as we make them.
func (s *Scheduler) as(got *scheduler.GetScheduleOutput) bool {
	t, want := got.Target, s.to("")
	return t != nil && got.State == types.ScheduleStateEnabled &&
		got.FlexibleTimeWindow != nil && got.FlexibleTimeWindow.Mode == types.FlexibleTimeWindowModeOff &&
		aws.ToString(t.Arn) == *want.Arn && aws.ToString(t.RoleArn) == *want.RoleArn &&
		dead(t) == s.target.Dead &&
		t.RetryPolicy != nil && aws.ToInt32(t.RetryPolicy.MaximumEventAgeInSeconds) == *want.RetryPolicy.MaximumEventAgeInSeconds &&
		aws.ToInt32(t.RetryPolicy.MaximumRetryAttempts) == *want.RetryPolicy.MaximumRetryAttempts
}

func dead(t *types.Target) string {
	if t.DeadLetterConfig == nil {
		return ""
	}
	return aws.ToString(t.DeadLetterConfig.Arn)
}
