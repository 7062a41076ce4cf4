package lambdaenv

import (
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"counterpoint/internal/pause"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// Store is the deployment's store. No request is made for it.
func (c Cloud) Store() *store.Store {
	return store.New(dynamo.New(dynamodb.NewFromConfig(c.AWS), c.Table, pause.For))
}
