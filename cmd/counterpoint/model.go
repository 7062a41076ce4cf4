package main

import (
	"fmt"
	"strings"

	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/model/chat"
	"counterpoint/internal/model/files"
	"counterpoint/internal/model/modelopen"
	"counterpoint/internal/store"
)

// modelKey is the variable that holds the key of a model behind chat.
const modelKey = "COUNTERPOINT_MODEL_KEY"

// openModel opens the model that a configuration uses; nil where it uses none.
// What is answered and spent is kept in the store, if there is one. done frees
// what the model holds.
func openModel(s streams, m config.Model, db *store.Store) (w edition.Writer, done func(), err error) {
	done = func() {}
	if m.Use == "" {
		return nil, done, nil
	}
	out := modelopen.New(m, db, s.now)
	driver, rest, _ := strings.Cut(m.Use, ":")
	switch driver {
	case "files":
		d, err := files.Open(rest)
		if err != nil {
			return nil, done, err
		}
		out.Driver, out.Again, out.Ledger, done = d, false, nil, func() { _ = d.Close() }
		return out, done, nil
	case "chat":
		name, base, _ := strings.Cut(rest, "@")
		if out.Driver, err = chat.New(chat.Options{BaseURL: base, Model: name, Key: s.getenv(modelKey)}); err != nil {
			return nil, done, err
		}
	case "bedrock":
		cfg, err := s.cloud()
		if err != nil {
			return nil, done, err
		}
		if out, err = modelopen.Bedrock(cfg, rest, m, db, s.now); err != nil {
			return nil, done, fmt.Errorf("%w, as input: and output: under model: in the configuration", err)
		}
	default:
		return nil, done, usageError(fmt.Sprintf("--model %q: it is bedrock:MODEL, chat:MODEL@URL or files:DIR", m.Use))
	}
	return out, done, nil
}
