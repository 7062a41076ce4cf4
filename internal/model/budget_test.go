package model_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"counterpoint/internal/model"
)

// book is a ledger in memory.
type book struct {
	mu      sync.Mutex
	replies map[string][]byte
	spent   int64
}

func (b *book) Recall(_ context.Context, key string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.replies[key], nil
}

func (b *book) Keep(_ context.Context, key string, reply []byte, cost int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if key != "" {
		b.replies[key] = reply
	}
	b.spent += cost
	return nil
}

func (b *book) Spent(context.Context) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent, nil
}

// dollar is a million of what spending is counted in; tokens cost a dollar and
// five a million.
const dollar = 1_000_000

var price = model.Price{Input: dollar, Output: 5 * dollar}

// A digest that is built again pays nothing twice.
func TestNothingIsPaidTwice(t *testing.T) {
	b := &book{replies: map[string][]byte{}}
	a := &answers{story: replied(t, nil), usage: model.Usage{Input: 2000, Output: 1000}}
	var first string
	for range 2 {
		d := told(t, &model.Writer{Driver: a, Ledger: b, Price: price, Month: dollar, Digest: dollar})
		if first == "" {
			first = printed(t, d)
		} else if printed(t, d) != first {
			t.Error("another digest out of the ledger")
		}
	}
	if len(a.asked) != 1 || b.spent != 7000 {
		t.Errorf("asked %d times and spent %d millionths, want once and 7000", len(a.asked), b.spent)
	}
}

// At a cap the engine speaks alone, says so, and nobody is asked.
func TestCaps(t *testing.T) {
	for name, w := range map[string]*model.Writer{
		"month":  {Month: dollar, Ledger: &book{spent: dollar}},
		"digest": {Digest: 10},
	} {
		a := &answers{story: replied(t, nil), usage: model.Usage{Input: 2000, Output: 1000}}
		w.Driver, w.Price = a, price
		d := told(t, w)
		if len(a.asked) != 0 || !strings.Contains(d.Engine.Note, "cap is reached") {
			t.Errorf("%s: asked %d times, note %q", name, len(a.asked), d.Engine.Note)
		}
		complete(t, d, d)
	}
}

// A reply that cannot be read is asked for once more, and paid for both times.
func TestUnreadableIsAskedOnceMore(t *testing.T) {
	b := &book{replies: map[string][]byte{}}
	a := &answers{story: "I cannot do that.", usage: model.Usage{Input: 2000, Output: 1000}}
	d := told(t, &model.Writer{Driver: a, Ledger: b, Price: price, Month: dollar})
	if len(a.asked) != 2 || b.spent != 14000 || len(b.replies) != 0 {
		t.Errorf("asked %d times, spent %d, kept %d replies", len(a.asked), b.spent, len(b.replies))
	}
	if !strings.Contains(d.Engine.Note, "the engine alone") || d.Engine.Cost != "$0.0140" {
		t.Errorf("note %q, cost %q", d.Engine.Note, d.Engine.Cost)
	}
}

// The engine's dispute that the second look finds compatible goes to differ; one
// of the model's is not told.
func TestSecondLook(t *testing.T) {
	dispute := object{"disputed": dispute("Was the bridge closed in March?", "polarity", side("closed in March", "", "a1.3"), side("never closed", "", "a3.3"))}
	a := &answers{story: replied(t, dispute), look: `{"pairs":[{"id":"p1","both_can_be_true":false},{"id":"p2","both_can_be_true":false},{"id":"p3","both_can_be_true":false}]}`}
	stand := told(t, &model.Writer{Driver: a, Look: true}).Stories[0]
	a.look = strings.ReplaceAll(a.look, "false", "true")
	doubted := told(t, &model.Writer{Driver: a, Look: true}).Stories[0]
	if len(stand.Disputed) == 0 || len(doubted.Disputed) != 0 {
		t.Errorf("%d disputes stand, %d after the second look", len(stand.Disputed), len(doubted.Disputed))
	}
	for _, r := range a.asked {
		if strings.HasPrefix(r.Name, "look-") && (strings.Contains(r.Packet, "closed in March?") || !strings.Contains(r.Packet, "side 1")) {
			t.Errorf("the second look is shown the question, or no sentences:\n%s", r.Packet)
		}
	}
}

func TestPrices(t *testing.T) {
	p, err := model.PriceOf("eu.anthropic.claude-haiku-4-5-20251001-v1:0")
	if err != nil || p.Input == 0 || p.Output <= p.Input {
		t.Errorf("%+v %v", p, err)
	}
	if _, err := model.PriceOf("some-other-model"); err == nil {
		t.Error("a price for a model that is not in the list")
	}
}
