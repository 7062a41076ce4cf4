package model

import (
	"context"
	"encoding/json"
	"errors"
)

// Driver asks a language model. Name is what the digest calls it; Ask sends one
// request and returns what the model answered. It retries nothing.
type Driver interface {
	Name() string
	Ask(ctx context.Context, r Request) (Reply, error)
}

// Request is all that a model is told.
type Request struct {
	Name         string          `json:"name"` // the same for the same sentences and kind of question, whatever the instructions
	Instructions string          `json:"instructions"`
	Packet       string          `json:"packet"` // data: numbered sentences
	Schema       json.RawMessage `json:"schema"` // JSON Schema of the answer
	MostTokens   int             `json:"most_tokens"`
}

// Reply is what a model answered: JSON, or what it took for JSON.
type Reply struct {
	JSON  []byte
	Usage Usage
}

// Usage is what a reply cost, in tokens, as the model's operator states it.
type Usage struct {
	Input, Output int
}

// What a driver may fail with; all else is a fault for this request alone.
var (
	// ErrWaiting says that the answer comes later, from outside of the program.
	ErrWaiting = errors.New("no reply yet")
	// ErrThrottled says that the model takes no requests now.
	ErrThrottled = errors.New("the model takes no more requests now")
	// ErrRefused says that the model will not answer this request.
	ErrRefused = errors.New("the model refused to answer")
)
