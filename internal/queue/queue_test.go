package queue_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"counterpoint/internal/queue"
)

// clock is turned by hand.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time           { return c.at }
func (c *clock) forward(by time.Duration) { c.at = c.at.Add(by) }

func bodies(got []queue.Received) string {
	var out []string
	for _, m := range got {
		out = append(out, m.Body)
	}
	return strings.Join(out, " ")
}

// A message is hidden while it is worked on, comes again where that took too
// long, and is dead after its last receive.
func TestVisibility(t *testing.T) {
	c := newClock()
	q := queue.NewLocal(queue.Options{Now: c.now, Visibility: time.Minute, MaxReceives: 2})
	for _, body := range []string{"a", "b"} {
		if err := q.Send(t.Context(), body, 0); err != nil {
			t.Fatal(err)
		}
	}
	first := q.Receive(10)
	if bodies(first) != "a b" || first[0].Receives != 1 {
		t.Fatalf("received %v", first)
	}
	if again := q.Receive(10); len(again) > 0 {
		t.Errorf("received %v while it was hidden", again)
	}
	q.Delete(first[0].Receipt)
	c.forward(time.Minute)
	second := q.Receive(10)
	if bodies(second) != "b" || second[0].Receives != 2 || second[0].ID != first[1].ID {
		t.Errorf("received %v, want b for the second time", second)
	}
	q.Delete(first[1].Receipt)
	if q.Len() != 1 {
		t.Error("an old receipt deleted a message that somebody else works on")
	}
	c.forward(time.Minute)
	if third := q.Receive(10); len(third) > 0 || len(q.Dead()) != 1 || q.Len() != 0 {
		t.Errorf("received %v, dead are %v", third, q.Dead())
	}
}

func TestDelay(t *testing.T) {
	c := newClock()
	q := queue.NewLocal(queue.Options{Now: c.now})
	for _, d := range []time.Duration{time.Hour, 1500 * time.Millisecond} {
		if err := q.Send(t.Context(), d.String(), d); err != nil {
			t.Fatal(err)
		}
	}
	if got := q.Next().Sub(c.at); got != 2*time.Second {
		t.Errorf("the next is due in %v, want in whole seconds, none too early", got)
	}
	c.forward(2 * time.Second)
	if got := bodies(q.Receive(10)); got != "1.5s" {
		t.Errorf("received %q", got)
	}
	c.forward(queue.MaxDelay - 2*time.Second)
	if got := bodies(q.Receive(1)); got != "1h0m0s" {
		t.Errorf("received %q, want the hour after a quarter of one, which is all a queue waits", got)
	}
}

// What a batch's answer says, and what becomes of the batch.
func TestDeliver(t *testing.T) {
	fails := errors.New("no")
	for _, c := range []struct {
		name string
		f    queue.Function
		left int
	}{
		{"all done", func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
			return events.SQSEventResponse{}, nil
		}, 0},
		{"one failed", func(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
			return queue.Handle(ctx, e, func(_ context.Context, m queue.Message) error {
				if m.Body == "m1" {
					return fails
				}
				return nil
			}), nil
		}, 1},
		{"no answer", func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
			return events.SQSEventResponse{}, fails
		}, 3},
		{"a stranger's ID", func(context.Context, events.SQSEvent) (events.SQSEventResponse, error) {
			return events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{{ItemIdentifier: "x"}}}, nil
		}, 3},
		{"no time left", func(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
			ctx, end := context.WithCancel(ctx)
			return queue.Handle(ctx, e, func(context.Context, queue.Message) error { end(); return nil }), nil
		}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			clock := newClock()
			q := queue.NewLocal(queue.Options{Now: clock.now})
			for i := range 3 {
				if err := q.Send(t.Context(), fmt.Sprint("m", i), 0); err != nil {
					t.Fatal(err)
				}
			}
			if n, _ := q.Deliver(t.Context(), 10, c.f); n != 3 || q.Len() != c.left {
				t.Errorf("of %d messages %d are left, want %d", n, q.Len(), c.left)
			}
		})
	}
}

// Whatever goes wrong, each message is done or dead, and the same seed goes
// wrong the same way.
func TestChaos(t *testing.T) {
	play := func(seed uint64) (log string, counts queue.Counts) {
		c, r := newClock(), rand.New(rand.NewPCG(seed, 1))
		q := queue.NewLocal(queue.Options{
			Now: c.now, Visibility: time.Minute, MaxReceives: 8,
			Chaos: &queue.Chaos{Rand: r, Duplicate: 0.2, Shuffle: 0.5, LoseAck: 0.2},
		})
		for i := range 40 {
			if err := q.Send(t.Context(), strconv.Itoa(i), 0); err != nil {
				t.Fatal(err)
			}
		}
		done := map[string]int{}
		var order []string
		for range 1000 {
			if q.Len() == 0 {
				break
			}
			_, _ = q.Deliver(t.Context(), 10, func(ctx context.Context, e events.SQSEvent) (events.SQSEventResponse, error) {
				if r.Float64() < 0.1 {
					return events.SQSEventResponse{}, errors.New("killed")
				}
				return queue.Handle(ctx, e, func(_ context.Context, m queue.Message) error {
					order = append(order, m.Body)
					done[m.Body]++
					return nil
				}), nil
			})
			c.forward(10 * time.Second)
		}
		for _, m := range q.Dead() {
			done[m.Body]++
		}
		if len(done) != 40 || q.Len() != 0 {
			t.Errorf("seed %d: %d of 40 messages are done or dead, %d are left", seed, len(done), q.Len())
		}
		return strings.Join(order, " "), q.Counts()
	}
	twice, mixed := false, false
	for seed := range uint64(50) {
		log, counts := play(seed)
		again, _ := play(seed)
		if log != again {
			t.Fatalf("seed %d plays two ways", seed)
		}
		twice = twice || counts.Deliveries > counts.Messages
		mixed = mixed || !slices.IsSortedFunc(strings.Fields(log)[:10], func(a, b string) int { return len(a) - len(b) })
	}
	if !twice || !mixed {
		t.Errorf("twice %v, mixed %v: nothing goes wrong", twice, mixed)
	}
}

func TestReceivesAreCounted(t *testing.T) {
	for attribute, want := range map[string]int{"3": 3, "": 1, "x": 1, "-2": 1} {
		e := events.SQSEvent{Records: []events.SQSMessage{{MessageId: "m", Attributes: map[string]string{"ApproximateReceiveCount": attribute}}}}
		queue.Handle(t.Context(), e, func(_ context.Context, m queue.Message) error {
			if m.Receives != want {
				t.Errorf("%q counts as %d, want %d", attribute, m.Receives, want)
			}
			return nil
		})
	}
}
