package command

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Envelope is a request as Slack sends it over a connection that it opened for
// the app (Socket Mode). Who holds such a connection has shown a token for it,
// so that nothing in it is signed.
type Envelope struct {
	ID      string // the same where it is sent again
	Button  bool   // a button was pressed; else a command was typed
	Payload []byte // JSON: a command's fields, or what a button's form holds as payload
}

// Receive does what an envelope asks for, within three seconds, and returns
// what goes back with its acknowledgement; nil: nothing. Where that cannot be
// brought to Slack any more, missed sends it to the request's response_url.
// What is malformed is reported, and answered with nothing.
func (h Handler) Receive(parent context.Context, e Envelope) (message []byte, missed func()) {
	ctx, cancel := context.WithTimeout(parent, cmp.Or(h.Patience, patience))
	defer cancel()
	req, err := h.open(e)
	if err != nil {
		h.Report(fmt.Errorf("a request by Socket Mode: %w", err))
		return nil, nil
	}
	a, err := h.take(parent, ctx, req, "envelope "+e.ID)
	if err != nil {
		h.Report(fmt.Errorf("a request by Socket Mode: %w", err))
		a = say(didNotWork)
	}
	later := func() {
		a.Work = nil
		if err := h.Queue(context.WithoutCancel(parent), Job{Do: Reply, Request: req, Answer: &a}); err != nil {
			h.Report(fmt.Errorf("queue the answer to %s in channel %s: %w", req.User, req.Channel, err))
		}
	}
	if e.Button { // Slack shows nothing that is answered at once: see queue
		if err != nil {
			later()
		}
		return nil, nil
	}
	return a.Message(), later
}

// open takes an envelope apart.
func (h Handler) open(e Envelope) (Request, error) {
	if e.ID == "" || len(e.ID) > 256 {
		return Request{}, refuse(http.StatusBadRequest, "the envelope's ID is missing, or too long")
	}
	if e.Button {
		req, err := actionOf(map[string]string{"payload": string(e.Payload)})
		if err != nil {
			return Request{}, err
		}
		return req, h.check(req)
	}
	var fields map[string]any
	if err := json.Unmarshal(e.Payload, &fields); err != nil {
		return Request{}, refuse(http.StatusBadRequest, "the payload is no JSON of a command")
	}
	form := map[string]string{}
	for name, v := range fields {
		if text, ok := v.(string); ok {
			form[name] = text
		}
	}
	req := commandOf(form)
	return req, h.check(req)
}
