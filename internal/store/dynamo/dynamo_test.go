package dynamo_test

import (
	"testing"

	"counterpoint/internal/post/posttest"
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

func TestPosting(t *testing.T) {
	needLocal(t)
	posttest.Run(t, open)
}
