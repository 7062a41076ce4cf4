package lambdaenv

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// Store is the deployment's store. No request is made for it.
func (c Cloud) Store() *store.Store {
	return store.New(dynamo.New(dynamodb.NewFromConfig(c.AWS), c.Table, sleep))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
