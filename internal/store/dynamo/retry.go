package dynamo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"counterpoint/internal/store"
)

// Tries of one call, and the waits between them: full jitter below a bound
// that doubles. The SDK's own tries come on top, for what fails on the way.
const (
	maxTries  = 12
	firstWait = 25 * time.Millisecond
	lastWait  = 2 * time.Second
)

// pause waits longer from try to try, and gives up.
type pause struct {
	sleep func(context.Context, time.Duration) error
	tried int
}

// wait sleeps before the next try, or returns why there is none.
func (p *pause) wait(ctx context.Context, why error) error {
	if p.tried++; p.tried >= maxTries {
		return fmt.Errorf("given up after %d tries: %w", p.tried, why)
	}
	bound := min(firstWait<<(p.tried-1), lastWait)
	if err := p.sleep(ctx, rand.N(bound)); err != nil {
		return errors.Join(err, why)
	}
	return nil
}

// reason says why a transaction was refused, and whether that passes: another
// transaction at the same items, or too many requests.
func reason(err error, batch []store.Write) (why error, passing bool) {
	if busy, ok := errors.AsType[*types.TransactionInProgressException](err); ok {
		return busy, true
	}
	cancelled, ok := errors.AsType[*types.TransactionCanceledException](err)
	if !ok {
		return err, false
	}
	// The reasons are in the order of the writes. A condition that did not
	// hold is the answer, whatever else was in the way.
	for n, r := range cancelled.CancellationReasons {
		switch code(r) {
		case "ConditionalCheckFailed":
			if n < len(batch) {
				return store.ConflictError{Key: batch[n].Item.Key}, false
			}
		case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded":
			passing = true
		}
	}
	return err, passing
}

func code(r types.CancellationReason) string {
	if r.Code == nil {
		return ""
	}
	return *r.Code
}
