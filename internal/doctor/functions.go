package doctor

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"counterpoint/internal/deployment"
)

// functions looks at the three functions, at what wakes two of them, and at what
// the one that writes schedules may do. The queues are ARNs; empty: unknown.
func (c cloud) functions(ctx context.Context, st deployment.Stack, fetchQueue, digestQueue string) {
	client := lambda.NewFromConfig(c.aws)
	c.function(ctx, client, "fetch function", st.Fetch)
	c.woken(ctx, client, "fetch queue", fetchQueue, st.Fetch, "1")
	role := c.function(ctx, client, "digest function", st.Digest)
	c.woken(ctx, client, "digest queue", digestQueue, st.Digest, "5")
	c.function(ctx, client, "web function", st.Web)
	c.allowed(ctx, st, role)
}

// function tells whether a function can run as it was deployed last, and returns
// the ARN of its role, where that is known.
func (c cloud) function(ctx context.Context, client *lambda.Client, what, name string) (role string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, err := client.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &name})
	if err != nil {
		c.failed(what, "lambda:GetFunctionConfiguration", c.putBack(), err)
		return ""
	}
	switch {
	case got.State == types.StateFailed:
		c.fault(what, c.deploy(), "%s cannot run: %s", name, aws.ToString(got.StateReason))
	case got.LastUpdateStatus == types.LastUpdateStatusFailed:
		c.fault(what, c.deploy(), "the last change of %s failed, and what was there before runs: %s", name, aws.ToString(got.LastUpdateStatusReason))
	case got.State != types.StateActive, got.LastUpdateStatus != types.LastUpdateStatusSuccessful:
		c.note(what, "counterpoint doctor, once more in a minute", "%s is being made ready (%s, last change %s)", name, got.State, got.LastUpdateStatus)
	default:
		c.ok(what, "%s is active", name)
	}
	return aws.ToString(got.Role)
}

// woken tells whether a queue's errands reach its function, and reach it alone.
// batch is how many it takes at once.
func (c cloud) woken(ctx context.Context, client *lambda.Client, queue, arn, function, batch string) {
	what := "errands of the " + queue
	if arn == "" {
		c.note(what, "put the "+queue+" right first", "who takes them is not looked at")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, err := client.ListEventSourceMappings(ctx, &lambda.ListEventSourceMappingsInput{EventSourceArn: &arn})
	if err != nil {
		c.failed(what, "lambda:ListEventSourceMappings", "counterpoint doctor, once more in a minute", err)
		return
	}
	ours := 0
	for _, m := range got.EventSourceMappings {
		if by := aws.ToString(m.FunctionArn); strings.HasSuffix(by, ":function:"+function) {
			ours++
			c.mapping(what, function, m)
		} else {
			c.fault(what, "aws lambda delete-event-source-mapping --uuid "+aws.ToString(m.UUID), "another function takes them, too: %s", by)
		}
	}
	if ours == 0 {
		mend := "aws lambda create-event-source-mapping --function-name " + function + " --event-source-arn " + arn + " --batch-size " + batch + answers
		c.fault(what, mend, "%s does not take them: it has no event source mapping", function)
	}
}

const answers = " --function-response-types ReportBatchItemFailures"

// mapping tells whether what hands errands to their function is on, and hears
// which of them failed.
func (c cloud) mapping(what, function string, m types.EventSourceMappingConfiguration) {
	update := "aws lambda update-event-source-mapping --uuid " + aws.ToString(m.UUID)
	switch state := aws.ToString(m.State); {
	case state == "Disabled", state == "Disabling":
		c.fault(what, update+" --enabled", "%s does not take them: its event source mapping is switched off", function)
	case !slices.Contains(m.FunctionResponseTypes, types.FunctionResponseTypeReportBatchItemFailures):
		c.fault(what, update+answers, "one that fails is taken for done: the event source mapping does not hear of it")
	case state != "Enabled":
		c.note(what, "counterpoint doctor, once more in a minute", "the event source mapping to %s is being changed (%s)", function, state)
	default:
		c.ok(what, "%s takes them, and says which failed", function)
	}
}
