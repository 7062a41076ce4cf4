package slackfake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// How often, and for how long, a response URL serves.
const (
	responseUses = 5
	responseTime = 30 * time.Minute
)

// responseURL is where the later answers to one interaction go.
type responseURL struct {
	channel, user string
	message       string // the message whose button was pressed; "" after a slash command
	uses          int
	until         time.Time
}

// Response is an answer that is not, or not only, a message of the channel.
type Response struct {
	Channel, User   string
	TS, ThreadTS    string
	Text            string
	Blocks          json.RawMessage
	Ephemeral       bool // only User sees it; otherwise it is in Posted too
	Replace, Delete bool // what it does to the message that it answers
	Gone            bool // a later response to the same interaction took its place
	At              time.Time
	url             int // 1 and up: which response URL it came by
}

// Responses lists what came by response URLs, as chat.postEphemeral and as
// the direct answers to what Live sends, in order.
func (s *Server) Responses() []Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Response(nil), s.responses...)
}

// ResponseURL is a new URL for answers to a user in a channel. It serves five
// times within half an hour.
func (s *Server) ResponseURL(channel, user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.responseURL(channel, user, "")
}

func (s *Server) responseURL(channel, user, message string) string {
	s.urls = append(s.urls, &responseURL{channel: channel, user: user, message: message, until: s.opt.Now().Add(responseTime)})
	return fmt.Sprintf("%s/response/%d", s.opt.URL, len(s.urls))
}

// url is the response URL with an id, or nil.
func (s *Server) url(id string) (int, *responseURL) {
	n, err := strconv.Atoi(id)
	if err != nil || n < 1 || n > len(s.urls) {
		return 0, nil
	}
	return n, s.urls[n-1]
}

// responseArgs reads the body of an answer; the channel is the URL's.
func (s *Server) responseArgs(id string, in incoming) (args, *refusal) {
	a, r := readArgs(in)
	if a == nil {
		a = args{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(a, "channel")
	if _, u := s.url(id); u != nil {
		a["channel"] = u.channel
	}
	return a, r
}

// respond takes an answer by a response URL. No token is needed: to know the
// URL is enough.
func (s *Server) respond(id string, a args) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, u := s.url(id)
	switch {
	case u == nil:
		return gone("no_such_url")
	case s.opt.Now().After(u.until):
		return gone("expired_url")
	case u.uses >= responseUses:
		return gone("used_url")
	}
	c := s.channel(u.channel)
	if c == nil {
		return gone("channel_not_found")
	}
	if r := s.answer(c, n, u, a); r != nil {
		return refused(r)
	}
	u.uses++
	return reply{status: http.StatusOK, body: fields{"ok": true}}
}

func gone(code string) reply {
	return reply{status: http.StatusNotFound, body: fields{"ok": false, "error": code}}
}

// answer does what an answer asks for.
func (s *Server) answer(c *conversation, n int, u *responseURL, a args) *refusal {
	v := Response{
		Channel: u.channel, User: u.user, Text: a["text"], ThreadTS: a["thread_ts"], Ephemeral: a["response_type"] != "in_channel",
		Replace: a.yes("replace_original"), Delete: a.yes("delete_original"), At: s.opt.Now(), url: n,
	}
	if !v.Delete {
		var r *refusal
		if v.Blocks, r = content(a); r != nil {
			return r
		}
	}
	if v.Replace || v.Delete {
		s.replace(c, n, u, &v)
	}
	if v.TS == "" {
		v.TS = tsOf(s.stamp())
		if !v.Ephemeral && !v.Delete {
			v.TS = s.accept(c, Posted{User: BotUser, Text: v.Text, Blocks: v.Blocks, ThreadTS: v.ThreadTS}).TS
		}
	}
	s.responses = append(s.responses, v)
	return nil
}

// replace takes what v answers away: the message whose button was pressed, and
// earlier answers by the same URL.
func (s *Server) replace(c *conversation, n int, u *responseURL, v *Response) {
	for i := range s.responses {
		if n > 0 && s.responses[i].url == n {
			s.responses[i].Gone = true
		}
	}
	m := c.message(u.message)
	if u.message == "" || m == nil || m.User != BotUser {
		return
	}
	v.TS, v.Ephemeral = m.TS, false
	if v.Delete {
		m.Deleted = true
		return
	}
	m.Text, m.Blocks, m.edited = v.Text, v.Blocks, v.At
}
