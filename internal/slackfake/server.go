package slackfake

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"counterpoint/internal/pause"
)

// Who the app is in the fake workspace.
const (
	TeamID  = "T0COUNTER"
	AppID   = "A0COUNTER"
	BotID   = "B0COUNTER"
	BotUser = "U0COUNTER"
	team    = "Counterpoint"
)

// Options say how a Server behaves. Now and Token are needed.
type Options struct {
	Now   func() time.Time                                 // Slack's clock
	Token string                                           // the bot token that is valid
	Wait  func(ctx context.Context, d time.Duration) error // for slow answers; nil: a timer
	URL   string                                           // where the server is reached, for response URLs; "" is https://slack.test

	CommandsURL   string // where Live sends slash commands
	ActionsURL    string // where Live sends the presses of buttons
	SigningSecret string // what Live signs both with

	AppToken  string        // the app-level token that is valid; "" none: there is no Socket Mode
	PingEvery time.Duration // how often it pings over a socket; 0: 10 s
	Scopes    []string      // what the bot token may do; nil: all
}

// Server is a Slack workspace with one app in it. It is safe for concurrent
// use.
type Server struct {
	opt    Options
	client *http.Client // for what Live sends

	mu        sync.Mutex
	channels  []*conversation // in the order in which they were added
	users     []User
	faults    []Fault
	struck    map[Fault]int
	lag       time.Duration
	hideMeta  bool
	revoked   bool
	last      int64 // the last timestamp given out, in microseconds
	urls      []*responseURL
	responses []Response
	app       appSockets
}

// User is a member of the workspace.
type User struct {
	ID, Name string
	Zone     string // IANA name of the time zone
	Admin    bool
}

// conversation is a channel with all that was ever posted into it.
type conversation struct {
	id, name string
	member   bool // whether the bot is in it
	archived bool
	zone     *time.Location // that its page shows times in; nil: UTC
	messages []*message     // in order of time
	pace     pace
}

// message is a message with what Slack knows of it beside its content.
type message struct {
	Posted
	micro     int64     // its timestamp
	visible   time.Time // from when history shows it
	edited    time.Time
	broadcast bool // a reply that stands in the channel too
	replies   int
}

// Posted is a message of a channel.
type Posted struct {
	Channel  string
	TS       string // microseconds, unique in the workspace
	ThreadTS string // of the message whose thread it stands in; "" outside
	Text     string
	User     string          // who wrote it
	Blocks   json.RawMessage // nil: none
	Metadata json.RawMessage // nil: none
	At       time.Time       // when it was accepted
	Deleted  bool
}

// New is a workspace without channels and users.
func New(o Options) *Server {
	if o.Wait == nil {
		o.Wait = pause.For
	}
	if o.URL == "" {
		o.URL = "https://slack.test"
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	return &Server{opt: o, client: &http.Client{Timeout: ackTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// AddChannel adds a public channel, or a direct message where the id begins
// with D. The bot is a member.
func (s *Server) AddChannel(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels = append(s.channels, &conversation{id: id, name: name, member: true})
}

// SetZone sets the zone that a channel's page shows times in.
func (s *Server) SetZone(channel string, zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil {
		c.zone = zone
	}
}

// AddUser adds a member of the workspace.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users = append(s.users, u)
}

// Leave takes the bot out of a channel.
func (s *Server) Leave(channel string) { s.change(channel, false, true) }

// Join takes the bot into a channel again, as who invites it does.
func (s *Server) Join(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil {
		c.member = true
	}
}

// Archive closes a channel for writing.
func (s *Server) Archive(channel string) { s.change(channel, true, false) }

// Return opens a channel again that was archived, and brings the bot back into
// one that it left.
func (s *Server) Return(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil {
		c.archived, c.member = false, true
	}
}

func (s *Server) change(id string, archive, leave bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(id); c != nil {
		c.archived = c.archived || archive
		c.member = c.member && !leave
	}
}

// Remove deletes a channel with its messages.
func (s *Server) Remove(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels = slices.DeleteFunc(s.channels, func(c *conversation) bool { return c.id == channel })
}

// Revoke makes every call fail with token_revoked, until Restore.
func (s *Server) Revoke() { s.revoke(true) }

// Restore makes the token valid again.
func (s *Server) Restore() { s.revoke(false) }

func (s *Server) revoke(to bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = to
}

// SetLag sets how long a message stays out of history after it was accepted,
// for messages accepted from now on.
func (s *Server) SetLag(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lag = d
}

// HideMetadata makes history answer as if include_all_metadata were never
// set: without event_payload.
func (s *Server) HideMetadata(hide bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hideMeta = hide
}

// Posted lists a channel's messages in order, deleted ones too.
func (s *Server) Posted(channel string) []Posted {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(channel)
	if c == nil {
		return nil
	}
	all := make([]Posted, len(c.messages))
	for i, m := range c.messages {
		all[i] = m.Posted
	}
	return all
}

// Say posts a message of a user, into a thread unless threadTS is "", and
// returns its timestamp. Neither pace nor limits hold for it.
func (s *Server) Say(channel, user, text, threadTS string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(channel)
	if c == nil {
		return ""
	}
	return s.accept(c, Posted{User: user, Text: text, ThreadTS: threadTS}).TS
}

// channel is the channel with an id, or nil.
func (s *Server) channel(id string) *conversation {
	for _, c := range s.channels {
		if c.id == id {
			return c
		}
	}
	return nil
}

// user is the user with an id, or nil.
func (s *Server) user(id string) *User {
	for i := range s.users {
		if s.users[i].ID == id {
			return &s.users[i]
		}
	}
	return nil
}

// message is the channel's message with a timestamp, or nil.
func (c *conversation) message(ts string) *message {
	for _, m := range c.messages {
		if m.TS == ts {
			return m
		}
	}
	return nil
}

// stamp is the next timestamp: the time in microseconds, but later than any
// before it.
func (s *Server) stamp() int64 {
	s.last = max(s.last+1, s.opt.Now().UnixMicro())
	return s.last
}

// accept puts a message into its channel.
func (s *Server) accept(c *conversation, p Posted) *message {
	micro := s.stamp()
	p.Channel, p.TS, p.At = c.id, tsOf(micro), s.opt.Now()
	m := &message{Posted: p, micro: micro, visible: p.At.Add(s.lag)}
	c.messages = append(c.messages, m)
	if parent := c.message(p.ThreadTS); p.ThreadTS != "" && parent != nil {
		parent.replies++
	}
	return m
}
