package slackfake

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// fields are the fields of an answer.
type fields map[string]any

// refusal is an answer with ok:false.
type refusal struct {
	code       string
	details    []string      // for the developer
	retryAfter time.Duration // of ratelimited
	needed     string        // of missing_scope
}

// reply is an answer as it goes over the wire.
type reply struct {
	status     int
	retryAfter time.Duration
	html       bool // as Slack's gateway answers: a page, not JSON
	body       fields
	scopes     []string // of the token
}

// errDropped is how a call ends whose connection is cut.
var errDropped = errors.New("slackfake: EOF: the connection was cut before an answer came")

// errUnreachable is how a call ends that was never written.
var errUnreachable = errors.New("slackfake: connection refused")

func refused(r *refusal) reply {
	body := fields{"ok": false, "error": r.code}
	if len(r.details) > 0 {
		body["errors"] = r.details
		body["response_metadata"] = fields{"messages": r.details}
	}
	if r.needed != "" {
		body["needed"] = r.needed
	}
	if r.code == "ratelimited" {
		return reply{status: http.StatusTooManyRequests, retryAfter: r.retryAfter, body: body}
	}
	return reply{status: http.StatusOK, body: body}
}

// incoming is a call as it came.
type incoming struct {
	path   string
	header http.Header
	body   io.Reader
}

// handle answers a call, or fails where the caller gets no answer. It calls
// written as soon as the caller knows that the request is out.
func (s *Server) handle(ctx context.Context, in incoming, written func()) (reply, error) {
	var a args
	var bad *refusal
	id, response := strings.CutPrefix(in.path, "/response/")
	name, api := strings.CutPrefix(in.path, "/api/")
	switch {
	case response:
		name = "response"
		a, bad = s.responseArgs(id, in)
	case api:
		a, bad = readArgs(in)
	default:
		written()
		return reply{status: http.StatusNotFound, html: true}, nil
	}
	f := s.strike(name, a["channel"])
	if f.Kind == Unreachable {
		return reply{}, errUnreachable
	}
	written()
	call := func() reply {
		switch {
		case bad != nil:
			return refused(bad)
		case response:
			return s.respond(id, a)
		}
		return s.call(name, in.header, a)
	}
	return s.spoiled(ctx, f, call)
}

// spoiled makes a call with what f does to it.
func (s *Server) spoiled(ctx context.Context, f Fault, call func() reply) (reply, error) {
	switch f.Kind {
	case Refuse:
		return f.reply(), nil
	case DropBefore, Unreachable:
		return reply{}, errDropped
	case DropAfter:
		call()
		return reply{}, errDropped
	case ErrorAfter:
		call()
		return f.reply(), nil
	case SlowBefore:
		if err := s.opt.Wait(ctx, f.Delay); err != nil {
			return reply{}, err
		}
		return call(), nil
	case Slow:
		r := call()
		return r, s.opt.Wait(ctx, f.Delay)
	}
	return call(), nil
}

// call answers a method of the Web API.
func (s *Server) call(name string, h http.Header, a args) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "apps.connections.open" {
		return s.openConnection(h)
	}
	do := method(name)
	if do == nil {
		return refused(&refusal{code: "unknown_method"})
	}
	if r := s.authenticate(h, a); r != nil {
		return refused(r)
	}
	if scope := scopeOf(name, a); !s.granted(scope) {
		return refused(&refusal{code: "missing_scope", needed: scope})
	}
	body, r := do(s, a)
	if r != nil {
		return refused(r)
	}
	body["ok"] = true
	return reply{status: http.StatusOK, body: body, scopes: s.opt.Scopes}
}

// method is what answers a method of the Web API, or nil.
func method(name string) func(*Server, args) (fields, *refusal) {
	switch name {
	case "auth.test":
		return (*Server).authTest
	case "chat.postMessage":
		return (*Server).postMessage
	case "chat.postEphemeral":
		return (*Server).postEphemeral
	case "chat.update":
		return (*Server).update
	case "chat.delete":
		return (*Server).remove
	case "conversations.history":
		return (*Server).history
	case "conversations.replies":
		return (*Server).replies
	case "conversations.info":
		return (*Server).info
	case "conversations.join":
		return (*Server).join
	case "conversations.list":
		return (*Server).list
	case "users.info":
		return (*Server).userInfo
	}
	return nil
}

// authenticate looks at the token, in the header or among the arguments.
func (s *Server) authenticate(h http.Header, a args) *refusal {
	token := a["token"]
	if bearer, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	switch {
	case token == "":
		return &refusal{code: "not_authed"}
	case token != s.opt.Token:
		return &refusal{code: "invalid_auth"}
	case s.revoked:
		return &refusal{code: "token_revoked"}
	}
	return nil
}

// ServeHTTP answers POST /api/METHOD and POST /response/ID, and the sockets
// that apps.connections.open leads to. An answer that is cut ends the
// connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == socketPath {
		s.serveSocket(w, r)
		return
	}
	if r.Method != http.MethodPost {
		http.Error(w, "POST alone", http.StatusMethodNotAllowed)
		return
	}
	answer, err := s.handle(r.Context(), incoming{r.URL.Path, r.Header, r.Body}, func() {})
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	body := answer.write(w.Header())
	w.WriteHeader(answer.status)
	_, _ = w.Write(body) // a caller that is gone misses its answer
}

// write sets the headers of an answer and returns its body.
func (r reply) write(h http.Header) []byte {
	if r.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(r.retryAfter.Seconds()))))
	}
	if r.scopes != nil {
		h.Set("X-OAuth-Scopes", strings.Join(r.scopes, ","))
	}
	if r.html {
		h.Set("Content-Type", "text/html; charset=utf-8")
		return []byte("<!DOCTYPE html><title>" + http.StatusText(r.status) + "</title>")
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	b, err := json.Marshal(r.body)
	if err != nil { // of raw JSON that was checked when it came
		return []byte(`{"ok":false,"error":"internal_error"}`)
	}
	return b
}
