package dynamo_test

import (
	"testing"

	"counterpoint/internal/store/storetest"
)

func TestDriver(t *testing.T) {
	needLocal(t)
	storetest.Run(t, open)
}

func TestStore(t *testing.T) {
	needLocal(t)
	storetest.RunStore(t, open)
}
