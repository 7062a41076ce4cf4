// Package modelopen makes the writer that settings ask for, for the program and
// for the function that makes digests: limits, price, and a ledger in the store.
//
// It refuses a model on Amazon Bedrock of which no price is known, as no cap
// would hold for it. The other drivers are the program's own affair, so that a
// function does not link them.
package modelopen

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/model"
	"counterpoint/internal/model/bedrock"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/summarize"
)

// New makes a writer with the limits and the price that settings name, and
// without a driver. What is answered and spent is kept in the store; nil: it is
// not kept.
func New(m config.Model, db *store.Store, now func() time.Time) *model.Writer {
	w := &model.Writer{Month: m.Month, Digest: m.Digest, Price: model.Price{Input: m.Input, Output: m.Output}, Again: true, Look: true}
	if db != nil {
		w.Ledger = ledger{db, now}
	}
	return w
}

// Bedrock makes a writer for a model of Amazon Bedrock, by its ID. The error is
// that its price is neither set nor known.
func Bedrock(cfg aws.Config, id string, m config.Model, db *store.Store, now func() time.Time) (*model.Writer, error) {
	w := New(m, db, now)
	if w.Price == (model.Price{}) {
		var err error
		if w.Price, err = model.PriceOf(id); err != nil {
			return nil, err
		}
	}
	w.Driver = bedrock.New(cfg, id)
	return w, nil
}

// InTime words stories until so long before the deadline of its context, if that
// has one. Those that it does not come to stay the engine's, so that there is
// time to post them.
type InTime struct {
	Writer edition.Writer
	Leave  time.Duration
}

// Write words drafts.
func (w InTime) Write(ctx context.Context, drafts []summarize.Draft) ([]news.Brief, news.Engine) {
	if end, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, end.Add(-w.Leave))
		defer cancel()
	}
	return w.Writer.Write(ctx, drafts)
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
