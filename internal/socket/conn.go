package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	maxMessage = 1 << 20 // a button brings the message that it stands in
	// maxReply is what Slack takes back over a connection; it drops what is
	// larger without a word. The buffer is larger, as it does not join frames.
	maxReply    = 20<<10 - 256
	writeBuffer = 32 << 10
	lingering   = time.Minute // that a connection is read after Slack took leave

	linkDisabled = "link_disabled"
)

// link is one connection.
type link struct {
	c     *Client
	conn  *websocket.Conn
	alive *time.Timer // ends the connection unless it is set back
	mute  atomic.Bool // it was ended so

	writing sync.Mutex
}

// connect opens a connection and receives by it until it ends, or Slack takes
// leave: then it is read on by another goroutine, which handling counts. ready
// is called when Slack has greeted. The error says why it ended, and is fatal,
// later or goodbye as it is, or another.
func (c *Client) connect(ctx context.Context, handling *sync.WaitGroup, ready func()) error {
	address, err := c.open(ctx)
	if err != nil {
		return err
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: opening, WriteBufferSize: writeBuffer}
	conn, resp, err := dialer.DialContext(ctx, address, nil)
	if resp != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot connect to Slack: %w", cause(err))
	}
	l := &link{c: c, conn: conn}
	l.alive = time.AfterFunc(c.o.Quiet, func() { l.mute.Store(true); _ = conn.Close() })
	unhook := context.AfterFunc(ctx, func() { _ = conn.Close() })
	conn.SetReadLimit(maxMessage)
	conn.SetPingHandler(l.pong)
	end := func() { unhook(); l.alive.Stop(); _ = conn.Close() }
	err = l.receive(ctx, handling, ready)
	if !asked(err) {
		end()
		return err
	}
	handling.Go(func() {
		defer end()
		over := time.AfterFunc(lingering, func() { _ = conn.Close() })
		defer over.Stop()
		for asked(err) {
			err = l.receive(ctx, handling, func() {})
		}
	})
	return err
}

// pong answers a ping: Slack is there.
func (l *link) pong(data string) error {
	l.alive.Reset(l.c.o.Quiet)
	err := l.conn.WriteControl(websocket.PongMessage, []byte(data), time.Time{})
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, websocket.ErrCloseSent) {
		return nil // what is wrong with the connection, reading it tells
	}
	return err
}

// message is what comes over a connection.
type message struct {
	Type    string          `json:"type"`
	Reason  string          `json:"reason"` // of a disconnect
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
}

// receive reads a connection until it ends or Slack takes leave.
func (l *link) receive(ctx context.Context, handling *sync.WaitGroup, ready func()) error {
	for {
		_, raw, err := l.conn.ReadMessage()
		switch {
		case l.mute.Load():
			return fmt.Errorf("nothing came from Slack for %s", l.c.o.Quiet)
		case err != nil:
			return fmt.Errorf("connection to Slack ended: %w", cause(err))
		}
		l.alive.Reset(l.c.o.Quiet)
		var m message
		if err := json.Unmarshal(raw, &m); err != nil {
			l.c.o.Tell("Slack sent what is no message, and it is left out")
			continue
		}
		switch {
		case m.Type == "hello":
			ready()
		case m.Type == "disconnect" && m.Reason == linkDisabled:
			return refused(m.Reason)
		case m.Type == "disconnect":
			return goodbye{printable(m.Reason)}
		case m.ID == "":
		case m.Type == Command || m.Type == Action:
			l.c.busy <- struct{}{}
			handling.Go(func() {
				defer func() { <-l.c.busy }()
				l.handle(ctx, Envelope{ID: m.ID, Kind: m.Type, Payload: m.Payload})
			})
		default: // nothing that was asked for: Slack is told not to send it again
			_ = l.acknowledge(m.ID, nil)
		}
	}
}

// handle has an envelope handled, and acknowledges it.
func (l *link) handle(ctx context.Context, e Envelope) {
	r := l.c.o.Handle(ctx, e)
	large := len(r.Payload)+len(e.ID) > maxReply
	payload := r.Payload
	if large {
		payload = nil
	}
	err := l.acknowledge(e.ID, payload)
	if (err != nil || large) && r.Payload != nil && r.Missed != nil {
		r.Missed()
	}
}

// acknowledge tells Slack that an envelope has come.
func (l *link) acknowledge(id string, payload []byte) error {
	raw, err := json.Marshal(struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{id, payload})
	if err != nil {
		return err
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	return l.conn.WriteMessage(websocket.TextMessage, raw)
}
