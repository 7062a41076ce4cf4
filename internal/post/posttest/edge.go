package posttest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"time"

	"counterpoint/internal/store"
)

var errLost = errors.New("the answer of the store is lost")

// hook is the driver below the one store of many worlds: making a store costs
// more than a world does.
type hook struct{ w *world }

func (h *hook) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	return h.w.driver.Get(ctx, keys)
}

func (h *hook) Skim(ctx context.Context, pk, from, to string) ([]store.Item, error) {
	return h.w.driver.Skim(ctx, pk, from, to)
}

func (h *hook) Query(ctx context.Context, pk, from, to string, limit int) ([]store.Item, error) {
	return h.w.driver.Query(ctx, pk, from, to, limit)
}

func (h *hook) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	return h.write(ctx, func() error { return h.w.driver.Write(ctx, now, batch) })
}

func (h *hook) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	return h.write(ctx, func() error { return h.w.driver.WriteEach(ctx, now, batch) })
}

func (h *hook) write(ctx context.Context, do func() error) error {
	w := h.w
	w.cut(ctx, "before")
	if w.running != nil && w.chance(0.5) {
		w.see("the store does not answer")
		return errors.New("the store does not answer")
	}
	err := do()
	if w.running != nil && err == nil && w.chance(0.5) {
		w.see("the store's answer is lost")
		return errLost
	}
	w.cut(ctx, "after")
	return err
}

// wire is the way to Slack.
type wire struct {
	w *world
	http.RoundTripper
}

// RoundTrip takes a call to Slack and back, with what may happen on the way.
func (t wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w, begun := t.w, t.w.now
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	w.cut(r.Context(), "before "+method)
	if w.now.Sub(begun) > httpCap {
		return nil, context.DeadlineExceeded // who rests too long has a client that gave up
	}
	if method == "chat.postMessage" && w.chance(3) {
		return nil, t.late(r)
	}
	resp, err := t.RoundTripper.RoundTrip(r)
	if strings.HasPrefix(method, "conversations.") {
		t.lagging()
	}
	if w.chance(30) {
		w.pause(w.between(0, httpCap-time.Second))
	}
	if err == nil && w.now.Sub(begun) > httpCap {
		err = context.DeadlineExceeded
	}
	w.logf("%s: %s %v", w.running.name, method, err)
	if err != nil {
		return nil, err
	}
	w.cut(r.Context(), "after "+method)
	return resp, nil
}

// lagging counts looks into a history that does not show all yet.
func (t wire) lagging() {
	posted := t.w.slack.Posted(t.w.running.channel)
	if n := len(posted); n > 0 && posted[n-1].At.Add(t.w.lag).After(t.w.now) {
		t.w.see("history that lags")
	}
}

// late has Slack take a message only after its client gave up.
func (t wire) late(r *http.Request) error {
	w := t.w
	body, _ := io.ReadAll(r.Body)
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
	late := r.Clone(context.Background()) //nolint:contextcheck // its client has given up by then
	late.Body = io.NopCloser(bytes.NewReader(body))
	w.later(w.now.Add(httpCap+w.between(0, time.Second)), false, func() {
		if resp, err := t.RoundTripper.RoundTrip(late); err == nil {
			w.see("taken after its client gave up")
			_ = resp.Body.Close()
		}
	})
	w.pause(httpCap)
	return context.DeadlineExceeded
}

// Grant is a store that grants every lease: no condition on what is there.
func Grant(d store.Driver) store.Driver { return grant{d} }

type grant struct{ store.Driver }

func (g grant) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	return g.Driver.Write(ctx, now, freed(batch))
}

func (g grant) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	return g.Driver.WriteEach(ctx, now, freed(batch))
}

func freed(batch []store.Write) []store.Write {
	free := make([]store.Write, len(batch))
	for i, w := range batch {
		w.If = store.Any
		free[i] = w
	}
	return free
}

// Forgetful is a Slack whose history is empty.
func Forgetful(r http.RoundTripper) http.RoundTripper { return forgetful{r} }

type forgetful struct{ http.RoundTripper }

func (f forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.RoundTripper.RoundTrip(r)
	if err == nil && strings.HasSuffix(r.URL.Path, "conversations.history") && resp.StatusCode == http.StatusOK {
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(strings.NewReader(`{"ok":true,"messages":[],"has_more":false}`))
	}
	return resp, err
}
