package model

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
	"counterpoint/internal/wording"
)

//go:embed instructions.md
var instructions string

//go:embed look.md
var lookInstructions string

//go:embed reply.schema.json
var replySchema []byte

//go:embed look.schema.json
var lookSchema []byte

// Ledger keeps replies and what was spent on them.
type Ledger interface {
	// Recall returns the reply that was kept under a key, nil where none was.
	Recall(ctx context.Context, key string) ([]byte, error)
	// Keep keeps a reply and adds what it cost, in millionths of a dollar.
	Keep(ctx context.Context, key string, reply []byte, cost int64) error
	// Spent is what was spent this month, in millionths of a dollar.
	Spent(ctx context.Context) (int64, error)
}

// Writer words a digest's stories with a model. The zero values of its limits
// are the defaults.
type Writer struct {
	Driver  Driver
	Ledger  Ledger        // nil: nothing is kept, and only the digest's cap holds
	Price   Price         // of the driver's model; zero where it costs nothing
	Month   int64         // most a month, in millionths of a dollar; 0: no cap
	Digest  int64         // most a digest
	Tokens  int           // of a packet; 0: DefaultTokens
	Timeout time.Duration // of a request; 0: a minute
	Again   bool          // ask once more where words were turned down, with the reasons
	Look    bool          // take a second look at disputes that only one of the two sees
	AtOnce  int           // requests at once; 0: 4
}

// Write words drafts, the most important first, and says what wrote them. A
// draft that the model does not come to stays the engine's.
func (w *Writer) Write(ctx context.Context, drafts []summarize.Draft) ([]news.Brief, news.Engine) {
	out := make([]news.Brief, len(drafts))
	t := &tally{why: map[string]int{}}
	var wg sync.WaitGroup
	slots := make(chan struct{}, max(1, cmp.Or(w.AtOnce, 4)))
	for i, d := range drafts {
		out[i] = d.Brief
		if d.Story.Origins() < 2 {
			continue // nobody to agree with
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			out[i] = w.story(ctx, d, t)
		})
	}
	wg.Wait()
	e := news.Engine{Name: "extractive, worded by " + w.Driver.Name(), Note: t.note()}
	if t.spent > 0 {
		e.Cost = wording.Dollars(t.spent)
	}
	return out, e
}

// story words one draft: read, check, try once more with what was turned down,
// look again, merge.
func (w *Writer) story(ctx context.Context, d summarize.Draft, t *tally) news.Brief {
	p := newPacket(d, cmp.Or(w.Tokens, DefaultTokens))
	req := Request{Name: "story-" + p.hash(), Instructions: instructions, Packet: p.text(), Schema: replySchema, MostTokens: 6000}
	r, err := ask[reply](ctx, w, req, t)
	if err != nil {
		t.failed(err)
		return d.Brief
	}
	l := looks{}
	if w.Look {
		w.lookAgain(ctx, p, r, l, t)
	}
	j := newJudge(p)
	b := j.merge(r, l)
	if w.Again && len(j.faults()) > 0 {
		if second, ok := w.again(ctx, req, j, t); ok {
			other := newJudge(p)
			if again := other.merge(second, l); len(other.faults()) < len(j.faults()) {
				b, j = again, other
			}
		}
	}
	t.add(j)
	return b
}

// again asks once more, with what was turned down and why.
func (w *Writer) again(ctx context.Context, req Request, j *judge, t *tally) (reply, bool) {
	faults := j.faults()
	req.Name += "-again"
	req.Packet += "TURNED DOWN: of your last answer; answer anew, whole, without these faults\n" +
		strings.Join(faults[:min(len(faults), mostItems)], "\n") + "\n"
	r, err := ask[reply](ctx, w, req, t)
	if err != nil && !errors.Is(err, ErrWaiting) {
		t.failed(err)
	}
	return r, err == nil
}

// lookAgain asks about the disputes that only the model or only the engine
// sees. Where that fails, what was found stands.
func (w *Writer) lookAgain(ctx context.Context, p packet, r reply, l looks, t *tally) {
	told := newJudge(p).disputes(r.Disputed)
	var alone []news.Dispute
	for _, d := range p.draft.Brief.Disputed {
		if !sameAsAny(d, told) {
			alone = append(alone, d)
		}
	}
	for _, d := range told {
		if !sameAsAny(d, p.draft.Brief.Disputed) {
			alone = append(alone, d)
		}
	}
	if len(alone) == 0 {
		return
	}
	text, keys := lookAt(alone)
	got, err := ask[looked](ctx, w, Request{Name: lookName(text), Instructions: lookInstructions, Packet: text, Schema: lookSchema, MostTokens: 1000}, t)
	if err != nil {
		t.failed(err)
		return
	}
	l.read(got, keys)
}

// ask gets a reply of a form: from the ledger, else from the driver, if the
// caps allow it. A reply that is not of the form is asked for once more.
func ask[T any](ctx context.Context, w *Writer, req Request, t *tally) (T, error) {
	var none T
	key := w.key(req)
	if w.Ledger != nil {
		if kept, err := w.Ledger.Recall(ctx, key); err == nil && kept != nil {
			if got, err := parse[T](kept); err == nil {
				return got, nil
			}
		}
	}
	var last error
	for range 2 {
		if err := w.afford(ctx, req, t); err != nil {
			return none, err
		}
		raw, err := w.once(ctx, req, t)
		if err != nil {
			return none, err
		}
		got, err := parse[T](raw.JSON)
		cost := w.Price.of(raw.Usage)
		if err == nil {
			if w.Ledger != nil {
				if err := w.Ledger.Keep(ctx, key, raw.JSON, cost); err != nil {
					t.failed(fmt.Errorf("what was spent cannot be kept: %w", err))
				}
			}
			return got, nil
		}
		if w.Ledger != nil {
			_ = w.Ledger.Keep(ctx, "", nil, cost) // a reply that cannot be read was paid for too
		}
		last = err
		req.Packet += "\nYour last answer could not be read: " + err.Error() + ".\n"
	}
	return none, last
}

func (w *Writer) once(ctx context.Context, req Request, t *tally) (Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(w.Timeout, time.Minute))
	defer cancel()
	r, err := w.Driver.Ask(ctx, req)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.New("the model did not answer in time")
	}
	t.spend(w.Price.of(r.Usage))
	return r, err
}
