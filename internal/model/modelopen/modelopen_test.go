package modelopen_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"counterpoint/internal/config"
	"counterpoint/internal/model"
	"counterpoint/internal/model/modelopen"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
	"counterpoint/internal/summarize"
)

var now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// What is answered and spent is kept in the store, in its month.
func TestLedger(t *testing.T) {
	db := store.New(&memory.DB{})
	w := modelopen.New(config.Model{Month: 3, Digest: 2}, db, func() time.Time { return now })
	if w.Month != 3 || w.Digest != 2 || !w.Again || !w.Look {
		t.Errorf("%+v", w)
	}
	if err := w.Ledger.Keep(t.Context(), "a", []byte(`{"headline":"x"}`), 42); err != nil {
		t.Fatal(err)
	}
	kept, err1 := w.Ledger.Recall(t.Context(), "a")
	spent, err2 := w.Ledger.Spent(t.Context())
	of, err3 := db.Spent(t.Context(), now)
	before, err4 := db.Spent(t.Context(), now.AddDate(0, -1, 0))
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			t.Error(err)
		}
	}
	if string(kept) != `{"headline":"x"}` || spent != 42 || of != 42 || before != 0 {
		t.Errorf("kept %s, spent %d, %d in the store, %d before", kept, spent, of, before)
	}
	if modelopen.New(config.Model{}, nil, nil).Ledger != nil {
		t.Error("a ledger without a store")
	}
}

// A price that is set holds, else that of the list; without one there is no
// writer.
func TestBedrock(t *testing.T) {
	for _, row := range []struct {
		id   string
		set  config.Model
		want model.Price
		told string
	}{
		{"eu.anthropic.claude-haiku-4-5-20251001-v1:0", config.Model{}, model.Price{Input: 1_000_000, Output: 5_000_000}, ""},
		{"eu.anthropic.claude-haiku-4-5-20251001-v1:0", config.Model{Input: 7}, model.Price{Input: 7}, ""},
		{"some.model", config.Model{Input: 1, Output: 2}, model.Price{Input: 1, Output: 2}, ""},
		{"some.model", config.Model{}, model.Price{}, "give its price"},
	} {
		w, err := modelopen.Bedrock(aws.Config{Region: "eu-west-1"}, row.id, row.set, nil, nil)
		switch {
		case row.told != "":
			if err == nil || !strings.Contains(err.Error(), row.told) {
				t.Errorf("%s: %v", row.id, err)
			}
		case err != nil || w.Price != row.want || w.Driver.Name() != "bedrock:"+row.id:
			t.Errorf("%s: %+v, %v", row.id, w, err)
		}
	}
}

// deadline is a writer that notes until when it may write.
type deadline struct{ at time.Time }

func (d *deadline) Write(ctx context.Context, _ []summarize.Draft) ([]news.Brief, news.Engine) {
	d.at, _ = ctx.Deadline()
	return nil, news.Engine{Name: "noted"}
}

func TestInTime(t *testing.T) {
	var d deadline
	w := modelopen.InTime{Writer: &d, Leave: time.Minute}
	end := time.Now().Add(time.Hour)
	ctx, cancel := context.WithDeadline(t.Context(), end)
	defer cancel()
	if _, e := w.Write(ctx, nil); e.Name != "noted" || !d.at.Equal(end.Add(-time.Minute)) {
		t.Errorf("it may write until %s, want a minute before %s", d.at, end)
	}
	if w.Write(context.WithoutCancel(ctx), nil); !d.at.IsZero() {
		t.Errorf("without a deadline it may write until %s", d.at)
	}
}
