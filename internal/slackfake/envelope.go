package slackfake

import (
	"encoding/json"
	"fmt"
)

// Delivery is an envelope for the app.
type Delivery struct {
	ID      string
	Type    string // slash_commands, interactive, or another
	Payload any

	channel, user string
	answered      bool
}

// TypedEnvelope is "/digest text", typed by a user in a channel, as Slack sends it
// over a socket.
func (s *Server) TypedEnvelope(channel, user, text string) Delivery {
	payload := map[string]string{}
	for name, v := range s.Slash(channel, user, text) {
		payload[name] = v[0]
	}
	return s.envelope("slash_commands", channel, user, payload)
}

// PressedEnvelope is the press of a button, as Slack sends it over a socket.
func (s *Server) PressedEnvelope(channel, user, ts, blockID, actionID, value string) Delivery {
	return s.envelope("interactive", channel, user, s.Press(channel, user, ts, blockID, actionID, value))
}

func (s *Server) envelope(kind, channel, user string, payload any) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Delivery{ID: fmt.Sprintf("envelope-%d", s.stamp()), Type: kind, Payload: payload, channel: channel, user: user}
}

// Deliver sends an envelope by the newest connection. The same one may be sent
// again, as Slack does where it missed the answer.
func (s *Server) Deliver(d Delivery) error {
	a, err := s.newest()
	if err != nil {
		return err
	}
	s.mu.Lock()
	if s.app.envelopes == nil {
		s.app.envelopes = map[string]*Delivery{}
	}
	attempt := 0
	if s.app.envelopes[d.ID] == nil {
		s.app.envelopes[d.ID] = &d
	} else {
		attempt = 1
	}
	s.mu.Unlock()
	raw, err := json.Marshal(d.Payload)
	if err != nil {
		return err
	}
	return a.send(fields{
		"envelope_id": d.ID, "type": d.Type, "payload": json.RawMessage(raw),
		"accepts_response_payload": d.Type == "slash_commands", "retry_attempt": attempt,
	})
}
