// Package lambdatest runs a function's built bootstrap for tests, as the Lambda
// service does: it serves the Runtime API on loopback, starts the process, hands
// it one event at a time with a deadline, and takes its answer or its error. A
// process that takes too long is killed; one that has died is replaced at the
// next event. It refuses to run anything but the program that it is given, and
// gives it no environment but its own.
//
// The API is that of "Using the Lambda runtime API"
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): next,
// response, error and init error. There are no extensions.
package lambdatest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"
)

// Options are a function as it is deployed.
type Options struct {
	Bootstrap string            // path of the program
	Name      string            // of the function
	Env       map[string]string // besides what Lambda sets
	Timeout   time.Duration     // of an invocation
	Log       io.Writer         // what the program prints; nil: nowhere
	Now       func() time.Time
}

// Function is a function with one environment at most: one event at a time.
type Function struct {
	opts  Options
	turn  sync.Mutex // held for an invocation
	mu    sync.Mutex
	box   *sandbox
	calls int
	stats Stats
}

// Stats is what a function did, as it would be paid for.
type Stats struct {
	Invocations, Failures, Starts int
	Took                          time.Duration // of all invocations, and starts
	CPU                           time.Duration // of them; 0 where the system does not say
	Memory                        int64         // the most bytes that a process had; 0 where it does not say
}

// FunctionError is an invocation that failed in the function, or with it.
type FunctionError struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

func (e FunctionError) Error() string { return "the function failed: " + e.Type + ": " + e.Message }

// What ends a process; both are in a FunctionError's chain of causes.
var (
	ErrTimedOut = errors.New("the function took too long, and was killed")
	ErrExited   = errors.New("the function's process ended")
)

// errUntaken is that a process ended before it took an event: the event is for the
// next one.
var errUntaken = errors.New("the event was not taken")

// New makes a function. Nothing is started until it is invoked.
func New(o Options) *Function { return &Function{opts: o} }

// startTime is how long a process may take to ask for its first event.
const startTime = 10 * time.Second

// Invoke hands an event to the function, after those before it.
func (f *Function) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	f.turn.Lock()
	defer f.turn.Unlock()
	began := f.opts.Now()
	for {
		box, err := f.ready(ctx)
		if err != nil {
			f.count(began, nil, err)
			return nil, err
		}
		answer, err := f.hand(ctx, box, event)
		if errors.Is(err, errUntaken) {
			continue
		}
		f.count(began, box, err)
		return answer, err
	}
}

// Start starts the function, if it does not run, and tells how long it took to ask
// for its first event.
func (f *Function) Start(ctx context.Context) (time.Duration, error) {
	f.turn.Lock()
	defer f.turn.Unlock()
	began := f.opts.Now()
	_, err := f.ready(ctx)
	return f.opts.Now().Sub(began), err
}

// ready gives the environment that lives, or starts one.
func (f *Function) ready(ctx context.Context) (*sandbox, error) {
	f.mu.Lock()
	box := f.box
	f.mu.Unlock()
	if box != nil && box.alive() {
		return box, nil
	}
	box, err := start(f.opts)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.box = box
	f.stats.Starts++
	f.mu.Unlock()
	select {
	case <-box.asked:
		return box, nil
	case err := <-box.failed:
		box.end()
		return nil, fmt.Errorf("the function cannot start: %w", err)
	case <-box.over:
		return nil, fmt.Errorf("the function cannot start: %w", ErrExited)
	case <-time.After(startTime):
		box.end()
		return nil, fmt.Errorf("the function cannot start: %w", ErrTimedOut)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hand gives one event to an environment, and waits.
func (f *Function) hand(ctx context.Context, box *sandbox, event []byte) ([]byte, error) {
	f.mu.Lock()
	f.calls++
	e := &invocation{id: fmt.Sprintf("%s-%d", f.opts.Name, f.calls), event: event, deadline: f.opts.Now().Add(f.opts.Timeout), done: make(chan outcome, 1)}
	f.mu.Unlock()
	select {
	case box.next <- e:
	case <-box.over:
		return nil, errUntaken
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case o := <-e.done:
		return o.answer, o.err
	case <-box.over:
		return nil, ErrExited
	case <-time.After(f.opts.Timeout):
		box.end()
		return nil, ErrTimedOut
	case <-ctx.Done():
		box.end()
		return nil, ctx.Err()
	}
}

func (f *Function) count(began time.Time, box *sandbox, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stats.Invocations++
	if err != nil {
		f.stats.Failures++
	}
	f.stats.Took += f.opts.Now().Sub(began)
	if box == nil {
		return
	}
	cpu, memory := box.used()
	f.stats.CPU += max(0, cpu-box.counted)
	f.stats.Memory = max(f.stats.Memory, memory)
	box.counted = max(cpu, box.counted)
}

// Stats returns what the function did so far.
func (f *Function) Stats() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stats
}

// Kill ends the process at once, as a machine that fails does. It returns once
// the process is gone.
func (f *Function) Kill() {
	f.mu.Lock()
	box := f.box
	f.mu.Unlock()
	if box != nil {
		box.end()
	}
}

// Stop ends the function's environment: SIGTERM, and after two seconds SIGKILL.
// It returns once the process is gone.
func (f *Function) Stop() {
	f.mu.Lock()
	box := f.box
	f.box = nil
	f.mu.Unlock()
	if box == nil {
		return
	}
	_ = box.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-box.over:
	case <-time.After(2 * time.Second):
	}
	box.end()
}
