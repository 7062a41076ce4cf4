package dynamo_test

import (
	"testing"

	"counterpoint/internal/store/storetest"
)

func TestDriver(t *testing.T) { storetest.Run(t, open) }

func TestStore(t *testing.T) { storetest.RunStore(t, open) }
