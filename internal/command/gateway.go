package command

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
)

// GatewayRequest is a request as an HTTP API of Amazon API Gateway hands it to
// a function: payload format 2.0, of which this is the part that counts.
type GatewayRequest struct {
	RawPath  string            `json:"rawPath"`
	RawQuery string            `json:"rawQueryString"`
	Headers  map[string]string `json:"headers"` // names in lower case; values of one name with commas between them
	Body     string            `json:"body"`
	Base64   bool              `json:"isBase64Encoded"`
	Context  struct {
		HTTP struct {
			Method string `json:"method"`
		} `json:"http"`
	} `json:"requestContext"`
}

// GatewayResponse is what the function answers.
type GatewayResponse struct {
	Status  int               `json:"statusCode"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// ServeGateway answers a request that came through an HTTP API as the handler
// answers one that came by itself. Its body is decoded first, as the signature
// is over what Slack sent.
func ServeGateway(ctx context.Context, h http.Handler, in GatewayRequest) GatewayResponse {
	body := []byte(in.Body)
	if in.Base64 {
		decoded, err := base64.StdEncoding.DecodeString(in.Body)
		if err != nil {
			return GatewayResponse{Status: http.StatusBadRequest}
		}
		body = decoded
	}
	target := (&url.URL{Path: in.RawPath, RawQuery: in.RawQuery}).RequestURI()
	r, err := http.NewRequestWithContext(ctx, in.Context.HTTP.Method, target, bytes.NewReader(body))
	if err != nil {
		return GatewayResponse{Status: http.StatusBadRequest}
	}
	for name, value := range in.Headers {
		r.Header.Set(name, value)
	}
	w := &recorder{header: http.Header{}}
	h.ServeHTTP(w, r)
	out := GatewayResponse{Status: w.status, Headers: map[string]string{}, Body: w.body.String()}
	if out.Status == 0 {
		out.Status = http.StatusOK
	}
	for name := range w.header {
		out.Headers[name] = w.header.Get(name)
	}
	return out
}

// recorder keeps what a handler answers.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}
