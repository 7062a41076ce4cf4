package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/model"
	"counterpoint/internal/model/bedrock"
	"counterpoint/internal/model/chat"
	"counterpoint/internal/model/files"
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
	out := &model.Writer{Month: m.Month, Digest: m.Digest, Again: true, Look: true}
	if db != nil {
		out.Ledger = ledger{db, s.now}
	}
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
		cfg, err := awsconfig.LoadDefaultConfig(s.ctx)
		if err != nil {
			return nil, done, fmt.Errorf("no access to AWS: %w", err)
		}
		out.Driver = bedrock.New(cfg, rest)
	default:
		return nil, done, usageError(fmt.Sprintf("--model %q: it is bedrock:MODEL, chat:MODEL@URL or files:DIR", m.Use))
	}
	out.Price = model.Price{Input: m.Input, Output: m.Output}
	if driver == "bedrock" && out.Price == (model.Price{}) {
		if out.Price, err = model.PriceOf(rest); err != nil {
			return nil, done, fmt.Errorf("%w, as input: and output: under model: in the configuration", err)
		}
	}
	return out, done, nil
}

// ledger keeps replies and spending in the store.
type ledger struct {
	store *store.Store
	now   func() time.Time
}

func (l ledger) Recall(ctx context.Context, key string) ([]byte, error) {
	return l.store.Reply(ctx, l.now(), key)
}

func (l ledger) Keep(ctx context.Context, key string, reply []byte, cost int64) error {
	return l.store.KeepReply(ctx, l.now(), key, reply, cost)
}

func (l ledger) Spent(ctx context.Context) (int64, error) { return l.store.Spent(ctx, l.now()) }
