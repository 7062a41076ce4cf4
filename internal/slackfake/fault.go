package slackfake

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// FaultKind is what goes wrong with a call.
type FaultKind int

// The kinds of faults, by where they strike.
const (
	Unreachable FaultKind = iota + 1 // before the request is written; over a socket the same as DropBefore
	Refuse                           // answers Code with ok:false, or Status, and accepts nothing
	DropBefore                       // the connection ends after the request, and nothing was accepted
	SlowBefore                       // answers after Delay, and accepts only then
	DropAfter                        // accepts, then the connection ends without an answer
	ErrorAfter                       // accepts, then answers Code with ok:false, or Status
	Slow                             // accepts at once, and answers after Delay
)

// Fault spoils calls.
type Fault struct {
	Method     string // such as chat.postMessage, or response for a response URL; "" any
	Channel    string // "" any
	Kind       FaultKind
	Code       string        // of Refuse and ErrorAfter
	Status     int           // HTTP status of Refuse and ErrorAfter without Code; 0 is 503
	RetryAfter time.Duration // told with Status, in whole seconds; 0: nothing is told
	Delay      time.Duration // of Slow and SlowBefore
	Times      int           // how many calls it spoils; 0 is one, below 0 all until Mend
}

// Fail spoils the next calls that f names. Of several faults the one that was
// set first strikes.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, f)
}

// Mend takes all faults away.
func (s *Server) Mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Struck returns how often each fault struck, with Times 0 in its key.
func (s *Server) Struck() map[Fault]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.struck)
}

// strike is the fault of a call, and counts it.
func (s *Server) strike(method, channel string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Method != "" && f.Method != method || f.Channel != "" && f.Channel != channel {
			continue
		}
		if s.faults[i].Times--; f.Times == 1 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		f.Times = 0
		if s.struck == nil {
			s.struck = map[Fault]int{}
		}
		s.struck[f]++
		return f
	}
	return Fault{}
}

// reply is what Refuse and ErrorAfter answer.
func (f Fault) reply() reply {
	if f.Code != "" {
		return refused(&refusal{code: f.Code})
	}
	if f.Status == 0 {
		f.Status = http.StatusServiceUnavailable
	}
	return reply{status: f.Status, retryAfter: f.RetryAfter, html: f.Status != http.StatusTooManyRequests, body: fields{"ok": false, "error": "ratelimited"}}
}
