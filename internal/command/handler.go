package command

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Where Slack sends requests to.
const (
	CommandsPath = "/slack/commands"
	ActionsPath  = "/slack/actions"
)

const (
	maxBody = 64 << 10
	// patience is how long a request is worked on before it goes to the queue.
	// Slack waits three seconds.
	patience = 2500 * time.Millisecond
	// hooks is what every response_url of Slack's begins with.
	hooks = "https://hooks.slack.com/"
)

// Handler answers Slack's requests: an http.Handler for CommandsPath and
// ActionsPath.
type Handler struct {
	Verifier Verifier
	Desk     Desk
	Now      func() time.Time
	// Queue takes what is to be done after the answer. It returns once that is
	// safe.
	Queue func(ctx context.Context, job Job) error
	// Report is told what goes wrong, and what is refused; it is for the operator.
	Report func(err error)
	// Team is the workspace that is served; empty: that of any valid signature.
	Team string
	// Hooks is what a response_url begins with; empty: Slack's own address.
	Hooks string
	// Patience is how long a request is worked on; 0: 2.5 s.
	Patience time.Duration
}

// ServeHTTP answers a request within three seconds.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), cmp.Or(h.Patience, patience))
	defer cancel()
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-Slack-No-Retry", "1")
	req, signature, err := h.read(w, r)
	if err != nil {
		h.turnDown(w, r, err)
		return
	}
	if req.Trigger == "" { // Slack looks whether the certificate is good
		return
	}
	a, err := h.take(r.Context(), ctx, req, "signature "+hex.EncodeToString(signature))
	if err != nil {
		h.turnDown(w, r, err)
		return
	}
	h.write(w, req, a)
}

// take does a request once. Where it, or what it came in, was taken before,
// Slack is told that it came, and nothing is done.
func (h Handler) take(parent, ctx context.Context, req Request, cameIn string) (Answer, error) {
	now := h.Now()
	first, err := h.Desk.Store.Once(ctx, now, now.Add(remembered), cameIn, "trigger "+req.Trigger)
	if err != nil || !first {
		return Answer{}, err
	}
	return h.answer(parent, ctx, now, req), nil
}

// answer does a request, and queues what is left to be done. What takes too
// long is queued whole; that it may have been half done does not matter to Do.
func (h Handler) answer(parent, ctx context.Context, now time.Time, req Request) Answer {
	type done struct {
		Answer
		err error
	}
	ready := make(chan done, 1)
	go func() {
		a, err := h.Desk.Do(ctx, now, req)
		ready <- done{a, err}
	}()
	var got done
	select {
	case got = <-ready:
	case <-ctx.Done():
		got.err = ctx.Err()
	}
	a := got.Answer
	switch {
	case got.err != nil && ctx.Err() != nil:
		a = say("I am working on it; the answer comes here.")
		a.Work = &Job{Do: Again, Request: req}
	case got.err != nil:
		h.Report(fmt.Errorf("%s in channel %s: %w", cmp.Or(req.Action, "/digest"), req.Channel, got.err))
		a = say(didNotWork)
	}
	return h.queue(parent, req, a)
}

// Failed is the answer to who waits for the result of a Job that failed.
func Failed() Answer { return say(didNotWork) }

const didNotWork = "This did not work, and nothing may have changed. Try again in a minute; the operator of this bot can see why."

// queue hands on what is to be done after an answer. The answer to a button is
// sent to its response_url, as Slack shows nothing that is answered at once.
func (h Handler) queue(ctx context.Context, req Request, a Answer) Answer {
	var jobs []Job
	if a.Work != nil {
		jobs = append(jobs, *a.Work)
	}
	if req.Action != "" && len(a.Lines) > 0 {
		shown := a
		jobs = append(jobs, Job{Do: Reply, Request: req, Answer: &shown})
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), queuing)
	defer cancel()
	for _, j := range jobs {
		if err := h.Queue(ctx, j); err != nil {
			h.Report(fmt.Errorf("queue %s for channel %s: %w", j.Do, req.Channel, err))
			return say("This could not be started. Try again in a minute.")
		}
	}
	return a
}

// queuing is what is left of Slack's three seconds after patience has ended.
const queuing = 400 * time.Millisecond

// write sends an answer: nothing, for a button.
func (h Handler) write(w http.ResponseWriter, req Request, a Answer) {
	if req.Action != "" {
		return
	}
	if body := a.Message(); body != nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(body) // who has gone away is told nothing
	}
}

// turnDown refuses a request. Who sent it learns the status alone.
func (h Handler) turnDown(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusServiceUnavailable
	if refused, ok := errors.AsType[refusal](err); ok {
		status = refused.status
	}
	if status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	if retry := r.Header.Get(retryHeader); retry != "" {
		err = fmt.Errorf("retry %.10q: %w", retry, err)
	}
	h.Report(fmt.Errorf("a request to %.40q: %w", r.URL.Path, err))
	http.Error(w, strings.ToLower(http.StatusText(status)), status)
}
