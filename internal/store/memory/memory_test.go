package memory_test

import (
	"testing"

	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
	"counterpoint/internal/store/storetest"
)

func open(*testing.T) store.Driver { return &memory.DB{} }

func TestDriver(t *testing.T) { storetest.Run(t, open) }

func TestStore(t *testing.T) { storetest.RunStore(t, open) }
