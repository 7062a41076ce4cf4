package slackfake

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
)

// Transport calls the server in process, without a socket. It ends with the
// request's context, and tells an httptrace when the request is written: not
// at all for a server that is Unreachable, and before the error where the
// connection is cut.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ s *Server }

// RoundTrip answers a request.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body := r.Body
	if body == nil {
		body = http.NoBody
	}
	defer body.Close() //nolint:errcheck // of a body that was only read
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.Method != http.MethodPost {
		return response(r, reply{status: http.StatusMethodNotAllowed, html: true}), nil
	}
	written := func() {
		if trace := httptrace.ContextClientTrace(ctx); trace != nil && trace.WroteRequest != nil {
			trace.WroteRequest(httptrace.WroteRequestInfo{})
		}
	}
	answer, err := t.s.handle(ctx, incoming{r.URL.Path, r.Header, body}, written)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return response(r, answer), nil
}

func response(r *http.Request, a reply) *http.Response {
	h := http.Header{}
	body := a.write(h)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}
}
