package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Bounds of a reply, read before it is believed.
const (
	mostBytes = 256 << 10
	mostDepth = 6
	mostItems = 40 // of any list
)

// reply is what a model found, by the closed schema reply.schema.json.
type reply struct {
	Headline   said        `json:"headline"`
	Summary    []said      `json:"summary"`
	Agreed     []said      `json:"agreed"`
	Disputed   []disputed  `json:"disputed"`
	Superseded []overtaken `json:"superseded"`
	Candidates []verdict   `json:"candidates"`
}

type said struct {
	Text string   `json:"text"`
	IDs  []string `json:"ids"`
}

type disputed struct {
	Question  string     `json:"question"`
	Kind      string     `json:"kind"`
	Positions []position `json:"positions"`
}

type position struct {
	Answer string   `json:"answer"`
	Holder string   `json:"holder"`
	IDs    []string `json:"ids"`
}

type overtaken struct {
	Question string `json:"question"`
	Earlier  said   `json:"earlier"`
	Later    said   `json:"later"`
}

type verdict struct {
	ID    string `json:"id"`
	Right bool   `json:"right"`
}

// looked is the answer to a second look, by look.schema.json.
type looked struct {
	Pairs []struct {
		ID   string `json:"id"`
		Both bool   `json:"both_can_be_true"`
	} `json:"pairs"`
}

// parse reads a model's answer: one JSON object of the schema, nothing else.
func parse[T any](raw []byte) (T, error) {
	var out T
	if len(raw) > mostBytes {
		return out, fmt.Errorf("the reply is over %d KB", mostBytes>>10)
	}
	if err := bounded(raw); err != nil {
		return out, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&out); err != nil {
		return out, fmt.Errorf("the reply is not of the schema: %w", err)
	}
	if dec.More() {
		return out, errors.New("the reply goes on after its object")
	}
	return out, nil
}

// bounded walks a reply once: its depth and the length of its lists.
func bounded(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	var items []int
	for {
		tok, err := dec.Token()
		if err != nil {
			if len(items) == 0 && dec.InputOffset() > 0 {
				return nil
			}
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) && len(items) > 0 {
				return errors.New("the reply broke off")
			}
			return errors.New("the reply is no JSON")
		}
		if n := len(items); n > 0 {
			if items[n-1]++; items[n-1] > 2*mostItems {
				return fmt.Errorf("the reply has a list of over %d items", mostItems)
			}
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			if items = append(items, 0); len(items) > mostDepth {
				return errors.New("the reply is nested too deeply")
			}
		case json.Delim('}'), json.Delim(']'):
			if items = items[:len(items)-1]; len(items) == 0 {
				return nil
			}
		}
	}
}
