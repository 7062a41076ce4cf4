package slackfake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"
)

// ackTime is how long Slack waits for the answer to a command or a button.
const ackTime = 3 * time.Second

// command sends a slash command, and shows its direct answer to the user.
func (s *Server) command(ctx context.Context, channel, user, text string) {
	r := Command(s.opt.SigningSecret, s.Slash(channel, user, text), s.opt.Now()) //nolint:contextcheck // dispatch gives it one
	raw, fault := s.dispatch(ctx, s.opt.CommandsURL, r)
	if fault != "" {
		s.tell(channel, user, args{"text": "/digest failed with the error \"" + fault + "\""})
		return
	}
	if len(raw) == 0 {
		return
	}
	a, bad := jsonArgs(raw)
	if bad != nil {
		a = args{"text": string(raw)} // Slack shows an answer that is no JSON as it is
	}
	s.tell(channel, user, a)
}

// press sends the press of a button. Its direct answer means nothing, unless
// there is none.
func (s *Server) press(ctx context.Context, channel, user string, p pressed) {
	payload := s.Press(channel, user, p.TS, p.Block, p.Action, p.Value)
	r := Button(s.opt.SigningSecret, payload, s.opt.Now()) //nolint:contextcheck // dispatch gives it one
	if _, fault := s.dispatch(ctx, s.opt.ActionsURL, r); fault != "" {
		s.tell(channel, user, args{"text": "The button failed with the error \"" + fault + "\""})
	}
}

// tell answers a user in a channel.
func (s *Server) tell(channel, user string, a args) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(channel)
	if c == nil {
		return
	}
	if r := s.answer(c, 0, &responseURL{channel: channel, user: user}, a); r != nil {
		_ = s.answer(c, 0, &responseURL{channel: channel, user: user}, args{"text": fmt.Sprintf("The app's answer was refused: %s %v", r.code, r.details)})
	}
}

// dispatch sends a request to an address of the app, and returns the body of
// its answer, or Slack's name for what went wrong.
func (s *Server) dispatch(ctx context.Context, address string, r *http.Request) ([]byte, string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, "dispatch_failed"
	}
	r = r.WithContext(ctx)
	r.URL, r.Host = u, u.Host
	answer, err := s.client.Do(r)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return nil, "operation_timeout"
	case err != nil:
		return nil, "dispatch_failed"
	}
	defer answer.Body.Close() //nolint:errcheck // of a body that was only read
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxBody))
	if err != nil {
		return nil, "operation_timeout"
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Sprintf("the app answered %d", answer.StatusCode)
	}
	return raw, ""
}

// pressed is which button of which message was pressed.
type pressed struct {
	TS     string `json:"ts"`
	Block  string `json:"block"`
	Action string `json:"action"`
	Value  string `json:"value"`
}

func (p pressed) String() string {
	raw, err := json.Marshal(p)
	if err != nil {
		panic(err) // four strings
	}
	return string(raw)
}
