package doctor

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamotypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"counterpoint/internal/deployment"
)

// stack reads what is deployed.
func (c cloud) stack(ctx context.Context) (st deployment.Stack, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	what := "stack " + c.name
	s, err := deployment.Describe(ctx, c.aws, c.name)
	if err != nil {
		if errors.Is(err, deployment.ErrNone) {
			c.fault(what, "sam build && sam deploy --guided; --stack names another, AWS_REGION another region", "there is none of that name in %s", c.aws.Region)
		} else {
			c.failed(what, "cloudformation:DescribeStacks", c.deploy(), err)
		}
		return deployment.Stack{}, false
	}
	st, missing := deployment.Read(s)
	if len(missing) > 0 {
		c.fault(what, c.deploy(), "it does not say what its %s is: it is none of this version's template.yaml, or was never deployed to its end (%s)", strings.Join(missing, ", "), s.StackStatus)
		return deployment.Stack{}, false
	}
	switch status := string(s.StackStatus); {
	case strings.HasSuffix(status, "_IN_PROGRESS"):
		c.note(what, "counterpoint doctor, when that is over", "it is being changed (%s)", status)
	case strings.Contains(status, "FAILED"), strings.Contains(status, "ROLLBACK"):
		c.fault(what, c.deploy()+"; why it failed: aws cloudformation describe-stack-events --stack-name "+c.name, "its last change failed (%s): what was there before goes on", status)
	default:
		c.ok(what, "deployed (%s); Slack's commands go to %s", status, st.Commands)
	}
	return st, true
}

// table looks at the table, and reports whether it can be read.
func (c cloud) table(ctx context.Context, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	what, client := "table "+name, dynamodb.NewFromConfig(c.aws)
	got, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if err != nil {
		c.failed(what, "dynamodb:DescribeTable", c.putBack(), err)
		return false
	}
	if got.Table.TableStatus != dynamotypes.TableStatusActive && got.Table.TableStatus != dynamotypes.TableStatusUpdating {
		c.fault(what, "aws dynamodb wait table-exists --table-name "+name, "it is %s", strings.ToLower(string(got.Table.TableStatus)))
		return false
	}
	before := c.faults
	ttl, err := client.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: &name})
	switch {
	case err != nil:
		c.failed(what, "dynamodb:DescribeTimeToLive", c.deploy(), err)
	case !expiring(ttl.TimeToLiveDescription):
		c.fault(what, "aws dynamodb update-time-to-live --table-name "+name+" --time-to-live-specification Enabled=true,AttributeName=ttl", "what is no longer kept is not deleted: time to live is off")
	}
	back, err := client.DescribeContinuousBackups(ctx, &dynamodb.DescribeContinuousBackupsInput{TableName: &name})
	switch {
	case err != nil:
		c.failed(what, "dynamodb:DescribeContinuousBackups", c.deploy(), err)
	case !backed(back.ContinuousBackupsDescription):
		c.fault(what, "aws dynamodb update-continuous-backups --table-name "+name+" --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true", "it cannot be restored: point-in-time recovery is off")
	}
	if c.faults == before {
		c.ok(what, "it is there, with time to live and point-in-time recovery")
	}
	return true
}

func expiring(d *dynamotypes.TimeToLiveDescription) bool {
	return d != nil && slices.Contains([]dynamotypes.TimeToLiveStatus{dynamotypes.TimeToLiveStatusEnabled, dynamotypes.TimeToLiveStatusEnabling}, d.TimeToLiveStatus)
}

func backed(d *dynamotypes.ContinuousBackupsDescription) bool {
	return d != nil && d.PointInTimeRecoveryDescription != nil && d.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus == dynamotypes.PointInTimeRecoveryStatusEnabled
}

// queues looks at the queues and at their dead letters, and returns the queues'
// ARNs, where they are known.
func (c cloud) queues(ctx context.Context, st deployment.Stack) (fetch, digests string) {
	client := sqs.NewFromConfig(c.aws)
	for _, q := range []struct {
		what, url, dead string
		arn             *string
	}{{"fetch queue", st.FetchQueue, st.FetchDead, &fetch}, {"digest queue", st.DigestQueue, st.DigestDead, &digests}} {
		ctx, cancel := context.WithTimeout(ctx, patience)
		has, ok := c.queue(ctx, client, q.what, q.url)
		if ok {
			if !strings.Contains(has["RedrivePolicy"], q.dead) {
				c.fault(q.what, c.putBack(), "what fails again and again is not put aside: it has no dead-letter queue, or another one than was deployed")
			} else {
				c.ok(q.what, "it is there; %s wait", has["ApproximateNumberOfMessages"])
			}
		}
		*q.arn = has["QueueArn"]
		c.deadLetters(ctx, client, q.what, q.dead, *q.arn)
		cancel()
	}
	return fetch, digests
}

// queue reads a queue's attributes.
func (c cloud) queue(ctx context.Context, client *sqs.Client, what, url string) (map[string]string, bool) {
	got, err := client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: &url, AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameAll}})
	if err != nil {
		c.failed(what, "sqs:GetQueueAttributes", c.putBack(), err)
		return nil, false
	}
	return got.Attributes, true
}

// deadLetters looks whether a queue for dead letters holds any. to is the ARN of
// the queue that they are sent back to: SQS does not know it of those that
// EventBridge Scheduler put there.
func (c cloud) deadLetters(ctx context.Context, client *sqs.Client, of, arn, to string) {
	what := "dead letters of the " + of
	name := arn[strings.LastIndex(arn, ":")+1:]
	at, err := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: &name})
	if err != nil {
		c.failed(what, "sqs:GetQueueUrl", c.putBack(), err)
		return
	}
	has, ok := c.queue(ctx, client, what, aws.ToString(at.QueueUrl))
	switch n := has["ApproximateNumberOfMessages"]; {
	case !ok:
	case n != "0":
		c.fault(what, "see why in the function's log (docs/deploy.md, Dead letters), then aws sqs start-message-move-task --source-arn "+arn+" --destination-arn "+to, "%s were given up", n)
	default:
		c.ok(what, "none")
	}
}
