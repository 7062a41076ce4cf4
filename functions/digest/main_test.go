package main

import (
	"strings"
	"testing"
	"time"

	"counterpoint/internal/config"
	"counterpoint/internal/lambdaenv"
)

// Without a model nothing stands for one; a model without a price is told before
// anything is asked of it.
func TestNewWriter(t *testing.T) {
	if w, err := newWriter(lambdaenv.Digest{}, time.Now); w != nil || err != nil {
		t.Errorf("none: %v, %v", w, err)
	}
	if w, err := newWriter(lambdaenv.Digest{Model: config.Model{Use: "bedrock:some.model", Input: 1}}, time.Now); w == nil || err != nil {
		t.Errorf("one with a price: %v, %v", w, err)
	}
	if w, err := newWriter(lambdaenv.Digest{Model: config.Model{Use: "bedrock:some.model"}}, time.Now); w != nil || err == nil || !strings.Contains(err.Error(), "ModelInput") {
		t.Errorf("one without: %v, %v", w, err)
	}
}
