package dynamo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"counterpoint/internal/store"
)

// WriteEach does the writes of a batch one after the other, until one fails.
func (d *DB) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	for i, w := range batch {
		var err error
		switch {
		case w.Delete && w.If != store.Any: // what is gone bears no mark
			err = d.together(ctx, now, batch[i:i+1])
		case w.Delete:
			err = d.patiently(ctx, "write", func() error {
				_, err := d.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &d.table, Key: key(w.Item.Key)})
				return err
			})
		default:
			err = d.putOne(ctx, now, w)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// putOne writes an item on its condition. Where an earlier try was done and its
// answer lost, the condition fails on our own item.
func (d *DB) putOne(ctx context.Context, now time.Time, w store.Write) error {
	in := &dynamodb.PutItemInput{TableName: &d.table, Item: encode(w.Item)}
	mark := ""
	if w.If != store.Any {
		mark = rand.Text()
		in.Item[attrBy] = text(mark)
		in.ConditionExpression, in.ExpressionAttributeValues = conditionOf(now, w.If)
		in.ExpressionAttributeNames = names(in.ConditionExpression)
		in.ReturnValuesOnConditionCheckFailure = types.ReturnValuesOnConditionCheckFailureAllOld
	}
	return d.patiently(ctx, "write", func() error {
		_, err := d.client.PutItem(ctx, in)
		failed, ok := errors.AsType[*types.ConditionalCheckFailedException](err)
		switch {
		case !ok:
			return err
		case mark != "" && textOf(failed.Item[attrBy]) == mark:
			return nil
		}
		return store.ConflictError{Key: w.Item.Key}
	})
}

// patiently makes a call until it is done, or fails for good. The SDK's own
// tries are few, and fewer where many calls are refused.
func (d *DB) patiently(ctx context.Context, verb string, do func() error) error {
	p := pause{sleep: d.sleep}
	for {
		err := do()
		if busy(err) {
			if err = p.wait(ctx, err); err == nil {
				continue
			}
		}
		if err != nil {
			return fmt.Errorf("%s table %s: %w", verb, d.table, err)
		}
		return nil
	}
}

// busy reports whether a refusal passes.
func busy(err error) bool {
	refused, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		return false
	}
	switch refused.ErrorCode() {
	case "TransactionConflictException", "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded":
		return true
	}
	return false
}
