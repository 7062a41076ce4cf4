package queue

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// SQS sends to a standard queue of Amazon SQS.
type SQS struct {
	client *sqs.Client
	url    string
}

// NewSQS makes a sender to the queue of a URL. The configuration knows region,
// credentials and, for local rounds, the endpoint.
func NewSQS(cfg aws.Config, url string) *SQS {
	return &SQS{client: sqs.NewFromConfig(cfg), url: url}
}

// Send sends one message.
func (q *SQS) Send(ctx context.Context, body string, delay time.Duration) error {
	if err := check(body); err != nil {
		return err
	}
	_, err := q.client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: &body, DelaySeconds: seconds(delay)})
	if err != nil {
		return fmt.Errorf("send to the queue: %w", err)
	}
	return nil
}

// perRequest is the most messages that SQS takes in one request.
const perRequest = 10

// SendAll sends several messages in as few requests as can be, which are what
// is paid for. An error says that some may not have been sent: who sends them
// all again sends some twice.
func (q *SQS) SendAll(ctx context.Context, all []Outgoing) error {
	for _, m := range all {
		if err := check(m.Body); err != nil {
			return err
		}
	}
	for len(all) > 0 {
		n, size := 0, 0
		for n < min(len(all), perRequest) && (n == 0 || size+len(all[n].Body) <= MaxBody) {
			size += len(all[n].Body)
			n++
		}
		if err := q.sendSome(ctx, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

func (q *SQS) sendSome(ctx context.Context, some []Outgoing) error {
	in := &sqs.SendMessageBatchInput{QueueUrl: &q.url}
	for i, m := range some {
		in.Entries = append(in.Entries, types.SendMessageBatchRequestEntry{
			Id: aws.String(strconv.Itoa(i)), MessageBody: &m.Body, DelaySeconds: seconds(m.Delay),
		})
	}
	answer, err := q.client.SendMessageBatch(ctx, in)
	if err != nil {
		return fmt.Errorf("send %d messages to the queue: %w", len(some), err)
	}
	if len(answer.Failed) > 0 {
		return fmt.Errorf("send %d messages to the queue: %d were not taken: %s", len(some), len(answer.Failed), aws.ToString(answer.Failed[0].Code))
	}
	return nil
}

// Outgoing is a message to be sent.
type Outgoing struct {
	Body  string
	Delay time.Duration // as Send has it
}

// check refuses what SQS does not take.
func check(body string) error {
	if body == "" || len(body) > MaxBody {
		return fmt.Errorf("a message of %d bytes: a queue takes 1 to %d", len(body), MaxBody)
	}
	return nil
}

// seconds rounds up, as a message that is early is of no use.
func seconds(delay time.Duration) int32 {
	return int32(math.Ceil(min(max(delay, 0), MaxDelay).Seconds()))
}
