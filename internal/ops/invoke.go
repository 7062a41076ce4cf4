package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"counterpoint/internal/errand"
	"counterpoint/internal/queue"
)

// Invoke does what a function is invoked with: each message of a batch of SQS,
// or the one errand of a schedule. Nothing is begun when less than the margin
// is left of the run's time, so that what was begun can be written down; what
// was not comes again. The answer says which messages failed; each failure is
// logged.
func (r *Run) Invoke(ctx context.Context, margin time.Duration, payload json.RawMessage, do func(context.Context, errand.Errand) error) (any, error) {
	var batch events.SQSEvent
	if err := json.Unmarshal(payload, &batch); err != nil {
		return nil, fmt.Errorf("an event that is no JSON object: %w", err)
	}
	one := func(body string, receives int) error {
		e, err := errand.Read(body)
		if err == nil {
			err = do(ctx, e)
		}
		if err != nil {
			r.Log.Error("failed, and comes again", "errand", e.Do, "channel", e.Channel, "receives", receives, "cause", err.Error())
		}
		return err
	}
	if batch.Records == nil {
		return nil, one(string(payload), 1)
	}
	early, cancel := Before(ctx, margin)
	defer cancel()
	return queue.Handle(early, batch, func(_ context.Context, m queue.Message) error { return one(m.Body, m.Receives) }), nil
}
