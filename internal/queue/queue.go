// Package queue hands work from one function to another: through Amazon SQS,
// or through a queue in this process whose clock tests turn.
//
// A queue promises little, and nothing here promises more: a message comes at
// least once, in no order, and is given up after a few receives. So a message
// is a wake-up, and what it asks for stands in the store, where leases and
// states keep it from being done twice. Answers about batches are partial, as
// Lambda's event sources have them: what failed comes again, the rest does not.
package queue

import (
	"context"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Message is a piece of work as it is received.
type Message struct {
	ID       string // the same every time it is received
	Body     string // as it was sent
	Receives int    // how often it was received, this time included; 1 where nobody counts
}

// Sender sends messages: SQS, or Local.
type Sender interface {
	// Send returns once the message is safe. It is received after the delay at
	// the earliest; one of more than MaxDelay is taken for MaxDelay, so that who
	// is woken looks whether it is time, and sends again.
	Send(ctx context.Context, body string, delay time.Duration) error
}

// The bounds of a message, as SQS has them.
const (
	MaxDelay = 15 * time.Minute
	MaxBody  = 256 << 10 // bytes; SQS takes more since 2025, at the price of several requests
)

// Handle does each message of a batch, one after the other, and answers which
// of them are to come again: those for which do returns an error, and those for
// which there was no time left. What went wrong, do itself tells the operator.
func Handle(ctx context.Context, batch events.SQSEvent, do func(context.Context, Message) error) events.SQSEventResponse {
	answer := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, r := range batch.Records {
		if ctx.Err() != nil || do(ctx, read(r)) != nil {
			answer.BatchItemFailures = append(answer.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: r.MessageId})
		}
	}
	return answer
}

func read(r events.SQSMessage) Message {
	n, err := strconv.Atoi(r.Attributes["ApproximateReceiveCount"])
	if err != nil || n < 1 {
		n = 1
	}
	return Message{ID: r.MessageId, Body: r.Body, Receives: n}
}
