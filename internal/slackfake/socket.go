package slackfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	socketPath = "/link/"
	pingEvery  = 10 * time.Second
	// Slack drops what an app answers over a socket beyond this, without a word.
	maxAck = 20 << 10
)

// Ack is what an app answered to an envelope.
type Ack struct {
	Envelope string
	Payload  json.RawMessage // nil: none
	Dropped  bool            // it was too large
	At       time.Time
}

// appSockets are the connections of Socket Mode; the server's lock guards them.
type appSockets struct {
	revoked   string // why apps.connections.open is refused; "" it is not
	tickets   int    // given out, each for one connection
	used      map[string]bool
	open      []*appSocket // in the order in which they were opened
	opened    int
	envelopes map[string]*Delivery
	acks      []Ack
}

// appSocket is one connection.
type appSocket struct {
	conn *websocket.Conn

	mu sync.Mutex // held to write
}

func (a *appSocket) send(v any) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.conn.WriteJSON(v)
}

// openConnection is apps.connections.open, which takes the app-level token.
func (s *Server) openConnection(h http.Header) reply {
	token, _ := strings.CutPrefix(h.Get("Authorization"), "Bearer ")
	switch {
	case token == "":
		return refused(&refusal{code: "not_authed"})
	case token == s.opt.Token:
		return refused(&refusal{code: "not_allowed_token_type"})
	case s.opt.AppToken == "" || token != s.opt.AppToken:
		return refused(&refusal{code: "invalid_auth"})
	case s.app.revoked != "":
		return refused(&refusal{code: s.app.revoked})
	}
	s.app.tickets++
	address := "ws" + strings.TrimPrefix(s.opt.URL, "http") + socketPath + "?" + url.Values{"ticket": {fmt.Sprintf("SECRET-%d", s.app.tickets)}}.Encode()
	return reply{status: http.StatusOK, body: fields{"ok": true, "url": address}}
}

// RefuseSockets has apps.connections.open refused with a code, such as
// token_revoked; "" ends that.
func (s *Server) RefuseSockets(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.revoked = code
}

// take uses up a ticket.
func (s *Server) take(ticket string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	_, err := fmt.Sscanf(ticket, "SECRET-%d", &n)
	if err != nil || n < 1 || n > s.app.tickets || s.app.used[ticket] {
		return false
	}
	if s.app.used == nil {
		s.app.used = map[string]bool{}
	}
	s.app.used[ticket] = true
	return true
}

// serveSocket greets, and takes acknowledgements until the connection ends.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !s.take(r.URL.Query().Get("ticket")) {
		http.Error(w, "no such ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }} // the ticket says who it is
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // it was answered
	}
	defer conn.Close() //nolint:errcheck // it is over
	a := &appSocket{conn: conn}
	s.mu.Lock()
	s.app.open, s.app.opened = append(s.app.open, a), s.app.opened+1
	n := len(s.app.open)
	s.mu.Unlock()
	defer s.gone(a)
	if a.send(fields{"type": "hello", "num_connections": n, "connection_info": fields{"app_id": AppID}, "debug_info": fields{"host": "applink"}}) != nil {
		return
	}
	over := make(chan struct{})
	defer close(over)
	go a.ping(s.opt.PingEvery, over)
	for {
		var got struct {
			Envelope string          `json:"envelope_id"`
			Payload  json.RawMessage `json:"payload"`
		}
		_, raw, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if json.Unmarshal(raw, &got) == nil {
			s.acknowledged(Ack{Envelope: got.Envelope, Payload: got.Payload, Dropped: len(raw) >= maxAck, At: s.opt.Now()})
		}
	}
}

// ping sends pings until the connection is over.
func (a *appSocket) ping(every time.Duration, over <-chan struct{}) {
	if every == 0 {
		every = pingEvery
	}
	clock := time.NewTicker(every)
	defer clock.Stop()
	for {
		select {
		case <-over:
			return
		case <-clock.C:
			if a.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink"), time.Time{}) != nil {
				return
			}
		}
	}
}

func (s *Server) gone(a *appSocket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.app.open {
		if other == a {
			s.app.open = append(s.app.open[:i:i], s.app.open[i+1:]...)
		}
	}
}

// acknowledged keeps an answer, and shows what it says to who typed the command.
func (s *Server) acknowledged(a Ack) {
	s.mu.Lock()
	s.app.acks = append(s.app.acks, a)
	d := s.app.envelopes[a.Envelope]
	shown := d != nil && !d.answered && d.Type == "slash_commands"
	if d != nil {
		d.answered = true
	}
	s.mu.Unlock()
	if !shown || a.Dropped || len(a.Payload) == 0 {
		return
	}
	if said, bad := jsonArgs(a.Payload); bad == nil {
		s.tell(d.channel, d.user, said)
	}
}

// Acks lists what was answered to envelopes, in order.
func (s *Server) Acks() []Ack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Ack(nil), s.app.acks...)
}

// Sockets says how many connections are open, and how many ever were.
func (s *Server) Sockets() (open, ever int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.app.open), s.app.opened
}

// Disconnect tells the app on its newest connection that it ends, and why, as
// Slack does before it refreshes one; the connection stays until Cut.
func (s *Server) Disconnect(reason string) error {
	a, err := s.newest()
	if err != nil {
		return err
	}
	return a.send(fields{"type": "disconnect", "reason": reason, "debug_info": fields{"host": "applink"}})
}

// Cut ends the connections that are open, without a word.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.app.open {
		_ = a.conn.Close()
	}
}

func (s *Server) newest() (*appSocket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.app.open) == 0 {
		return nil, errors.New("no connection of Socket Mode is open")
	}
	return s.app.open[len(s.app.open)-1], nil
}
