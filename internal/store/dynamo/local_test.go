package dynamo_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"counterpoint/internal/dynamolocal"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// local is the DynamoDB Local of this test binary; nil where there is none,
// and missing says why.
var (
	local   *dynamodb.Client
	missing string
)

func TestMain(m *testing.M) {
	endpoint, stop, err := dynamolocal.Start("../../..")
	if err == nil {
		local = dynamolocal.Client(endpoint)
	} else {
		missing = err.Error()
	}
	code := m.Run()
	stop()
	os.Exit(code)
}

var tables atomic.Int32

// needLocal skips a test, or fails it, where there is no DynamoDB Local.
func needLocal(t *testing.T) {
	t.Helper()
	switch {
	case local != nil:
	case dynamolocal.Required():
		t.Fatal("DynamoDB Local does not run: " + missing)
	default:
		t.Skip("DynamoDB Local is not there: " + missing)
	}
}

// open makes a table of its own.
func open(t *testing.T) store.Driver {
	t.Helper()
	table := fmt.Sprintf("test%d", tables.Add(1))
	if err := dynamo.CreateTable(t.Context(), local, table); err != nil {
		t.Fatal(err)
	}
	return dynamo.New(local, table, sleep)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
