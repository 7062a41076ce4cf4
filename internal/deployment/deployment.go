// Package deployment reads what template.yaml deployed under the name of a
// stack: its outputs and parameters name everything else. It is for programs
// with the operator's credentials; a function has the same in its environment.
package deployment

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"

	"counterpoint/internal/schedule/eventbridge"
)

// Stack is what template.yaml's outputs and parameters say.
type Stack struct {
	Table                   string
	FetchQueue, DigestQueue string // URLs
	DigestQueueARN          string
	FetchDead, DigestDead   string // ARNs of the queues for dead letters
	Fetch, Digest, Web      string // names of the functions
	Group, Role             string // of schedules; the role is an ARN
	Commands                string // where Slack sends commands
	Bot, Signing, Link      string // names of secrets
	CatchUp                 string // how late a digest may be: "6h"
}

// ErrNone says that there is no stack of a name.
var ErrNone = errors.New("there is no such stack")

// Describe asks for a stack as it is. ErrNone where there is none.
func Describe(ctx context.Context, cfg aws.Config, name string) (types.Stack, error) {
	got, err := cloudformation.NewFromConfig(cfg).DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	switch {
	case err == nil && len(got.Stacks) == 1:
		return got.Stacks[0], nil
	case err == nil, strings.Contains(err.Error(), "does not exist"):
		return types.Stack{}, ErrNone
	}
	return types.Stack{}, err
}

// Find reads a stack that is deployed to its end.
func Find(ctx context.Context, cfg aws.Config, name string) (Stack, error) {
	s, err := Describe(ctx, cfg, name)
	switch {
	case errors.Is(err, ErrNone):
		return Stack{}, fmt.Errorf("there is no stack %s in %s: --stack names another, AWS_REGION another region; docs/deploy.md tells how one is made", name, cfg.Region)
	case err != nil:
		return Stack{}, fmt.Errorf("the stack %s cannot be read (cloudformation:DescribeStacks): %w", name, cause(err))
	}
	st, missing := Read(s)
	if len(missing) > 0 {
		return st, fmt.Errorf("the stack %s does not say what its %s is (%s): deploy this version's template.yaml to its end: sam deploy", name, strings.Join(missing, ", "), s.StackStatus)
	}
	return st, nil
}

// cause is an error of a service without the request that met it.
func cause(err error) error {
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		return fmt.Errorf("%s: %s", e.ErrorCode(), e.ErrorMessage())
	}
	return err
}

// Read takes the names out of a stack, and tells which are missing.
func Read(s types.Stack) (st Stack, missing []string) {
	names := map[string]string{}
	for _, o := range s.Outputs {
		names[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
	}
	for _, p := range s.Parameters {
		names[aws.ToString(p.ParameterKey)] = aws.ToString(p.ParameterValue)
	}
	for _, n := range []struct {
		name string
		to   *string
	}{
		{"TableName", &st.Table},
		{"FetchQueueUrl", &st.FetchQueue},
		{"DigestQueueUrl", &st.DigestQueue},
		{"DigestQueueArn", &st.DigestQueueARN},
		{"FetchDeadLettersArn", &st.FetchDead},
		{"DigestDeadLettersArn", &st.DigestDead},
		{"FetchFunctionName", &st.Fetch},
		{"DigestFunctionName", &st.Digest},
		{"WebFunctionName", &st.Web},
		{"ScheduleGroup", &st.Group},
		{"ScheduleRoleArn", &st.Role},
		{"SlackCommandsUrl", &st.Commands},
		{"BotTokenParameter", &st.Bot},
		{"SigningSecretParameter", &st.Signing},
		{"LinkKeyParameter", &st.Link},
		{"CatchUp", &st.CatchUp},
	} {
		if *n.to = names[n.name]; *n.to == "" {
			missing = append(missing, n.name)
		}
	}
	return st, missing
}

// Target is where the stack's schedules stand, and what they may do, as its
// digest function makes them.
func (st Stack) Target() (eventbridge.Target, error) {
	late, err := time.ParseDuration(st.CatchUp)
	if err != nil || late <= 0 {
		return eventbridge.Target{}, fmt.Errorf("the stack's CatchUp is %q: it is a span such as 6h", st.CatchUp)
	}
	return eventbridge.Target{Group: st.Group, Queue: st.DigestQueueARN, Role: st.Role, Dead: st.DigestDead, CatchUp: late}, nil
}
