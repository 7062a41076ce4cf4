package queue

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Options are how a Local behaves.
type Options struct {
	Now         func() time.Time
	Visibility  time.Duration // how long a received message is hidden from others; 0: 30 s
	MaxReceives int           // receives after which a message is given up as dead; 0: 5
	Chaos       *Chaos        // nil: nothing goes wrong
}

// Chaos is what may go wrong with a standard queue, each with a probability.
type Chaos struct {
	Rand      *rand.Rand
	Duplicate float64 // a message stays visible although it was received
	Shuffle   float64 // a batch is not of the oldest messages
	LoseAck   float64 // a message comes again although it was deleted
}

// Local is a queue in this process that behaves as a standard queue of SQS
// with a dead-letter queue, as far as a clock that its maker turns. It may be
// used by several goroutines. It keeps nothing across restarts.
type Local struct {
	opts   Options
	mu     sync.Mutex
	items  []*item // in the order in which they were sent
	dead   []Message
	sent   int
	counts Counts
	given  int // receipts
}

// Counts is what was asked of a queue, as it would be paid for.
type Counts struct {
	Sends, Receives, Empty, Deletes int // requests; Empty are Receives that brought nothing
	Messages, Deliveries, Deleted   int // messages
	Deepest                         int // the most messages there at once
}

// item is a message that was not deleted yet.
type item struct {
	Message
	visible time.Time // received no earlier
	receipt string    // of the last receive
}

// Received is a message that is hidden from others until it is deleted, or its
// visibility ends.
type Received struct {
	Message
	Receipt string
}

// NewLocal makes an empty queue.
func NewLocal(opts Options) *Local {
	if opts.Visibility == 0 {
		opts.Visibility = 30 * time.Second
	}
	if opts.MaxReceives == 0 {
		opts.MaxReceives = 5
	}
	return &Local{opts: opts}
}

// Send takes a message.
func (q *Local) Send(ctx context.Context, body string, delay time.Duration) error {
	return q.SendAll(ctx, []Outgoing{{Body: body, Delay: delay}})
}

// SendAll takes several messages, or none.
func (q *Local) SendAll(_ context.Context, all []Outgoing) error {
	for _, m := range all {
		if err := check(m.Body); err != nil {
			return err
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.counts.Sends += (len(all) + perRequest - 1) / perRequest
	for _, m := range all {
		q.sent++
		q.items = append(q.items, &item{
			Message: Message{ID: "m" + strconv.Itoa(q.sent), Body: m.Body},
			visible: q.opts.Now().Add(time.Duration(seconds(m.Delay)) * time.Second),
		})
	}
	q.counts.Messages += len(all)
	q.counts.Deepest = max(q.counts.Deepest, len(q.items))
	return nil
}

// Receive takes up to n messages, of which at most ten come.
func (q *Local) Receive(n int) []Received {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.opts.Now()
	q.bury(now)
	ready := slices.DeleteFunc(slices.Clone(q.items), func(m *item) bool { return m.visible.After(now) })
	if q.happens(func(c *Chaos) float64 { return c.Shuffle }) {
		q.opts.Chaos.Rand.Shuffle(len(ready), func(i, j int) { ready[i], ready[j] = ready[j], ready[i] })
	}
	q.counts.Receives++
	if len(ready) == 0 {
		q.counts.Empty++
	}
	var out []Received
	for _, m := range ready[:min(len(ready), n, perRequest)] {
		m.Receives++
		q.given++
		m.receipt = m.ID + "/" + strconv.Itoa(q.given)
		if !q.happens(func(c *Chaos) float64 { return c.Duplicate }) {
			m.visible = now.Add(q.opts.Visibility)
		}
		out = append(out, Received{Message: m.Message, Receipt: m.receipt})
	}
	q.counts.Deliveries += len(out)
	return out
}

// bury takes away what was received too often, once it is visible again.
func (q *Local) bury(now time.Time) {
	q.items = slices.DeleteFunc(q.items, func(m *item) bool {
		gone := !m.visible.After(now) && m.Receives >= q.opts.MaxReceives
		if gone {
			q.dead = append(q.dead, m.Message)
		}
		return gone
	})
}

func (q *Local) happens(p func(*Chaos) float64) bool {
	return q.opts.Chaos != nil && q.opts.Chaos.Rand.Float64() < p(q.opts.Chaos)
}

// Delete takes messages away for good. A receipt that is not a message's last
// one deletes nothing, as SQS may have it.
func (q *Local) Delete(receipts ...string) {
	if len(receipts) == 0 {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.counts.Deletes += (len(receipts) + perRequest - 1) / perRequest
	q.items = slices.DeleteFunc(q.items, func(m *item) bool {
		done := slices.Contains(receipts, m.receipt) && !q.happens(func(c *Chaos) float64 { return c.LoseAck })
		if done {
			q.counts.Deleted++
		}
		return done
	})
}

// Function is what an event source invokes with batches. An error means that
// it did not answer.
type Function func(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error)

// Deliver hands one batch of up to n messages to a function, and deletes what
// did not fail: all fails where it does not answer, or names a message that was
// not in the batch. It returns how many messages there were, and the function's
// error.
func (q *Local) Deliver(ctx context.Context, n int, f Function) (int, error) {
	got := q.Receive(n)
	if len(got) == 0 {
		return 0, nil
	}
	answer, err := f(ctx, q.event(got))
	if err != nil {
		return len(got), err
	}
	failed := map[string]bool{}
	for _, m := range answer.BatchItemFailures {
		if !slices.ContainsFunc(got, func(r Received) bool { return r.ID == m.ItemIdentifier }) {
			return len(got), fmt.Errorf("the function names message %.40q, which it was not given: the whole batch comes again", m.ItemIdentifier)
		}
		failed[m.ItemIdentifier] = true
	}
	var done []string
	for _, r := range got {
		if !failed[r.ID] {
			done = append(done, r.Receipt)
		}
	}
	q.Delete(done...)
	return len(got), nil
}

// event is a batch as Lambda hands it over.
func (q *Local) event(got []Received) events.SQSEvent {
	var e events.SQSEvent
	for _, r := range got {
		e.Records = append(e.Records, events.SQSMessage{
			MessageId: r.ID, ReceiptHandle: r.Receipt, Body: r.Body, EventSource: "aws:sqs",
			Attributes: map[string]string{"ApproximateReceiveCount": strconv.Itoa(r.Receives)},
		})
	}
	return e
}

// Next is when a message can be received: now or earlier, where one can be
// already; zero where there is none.
func (q *Local) Next() time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	var next time.Time
	for _, m := range q.items {
		if next.IsZero() || m.visible.Before(next) {
			next = m.visible
		}
	}
	return next
}

// Len is how many messages are there: waiting, delayed or hidden.
func (q *Local) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items)
}

// Dead returns what was given up.
func (q *Local) Dead() []Message {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.dead)
}

// Purge loses all messages, as an operator might.
func (q *Local) Purge() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = nil
}

// Counts returns what was asked of the queue so far.
func (q *Local) Counts() Counts {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.counts
}
