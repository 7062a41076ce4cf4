package post

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

const (
	timeout     = 10 * time.Second // for a call; well below a lease
	answerBytes = 32 << 20         // of an answer; a page of history is far smaller
)

// ClientOptions say where Slack is. Transport nil is the usual one; URL "" is
// Slack's.
type ClientOptions struct {
	Token     string
	URL       string
	Transport http.RoundTripper
}

// Client calls Slack: it repeats nothing, follows no redirect, gives up after
// ten seconds, and knows of each call whether it was sent.
type Client struct{ api *slack.Client }

// NewClient makes a Client.
func NewClient(o ClientOptions) *Client {
	c := &http.Client{
		Transport: o.Transport, Timeout: timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	url := strings.TrimSuffix(cmp.Or(o.URL, slack.APIURL), "/") + "/"
	return &Client{api: slack.New(o.Token, slack.OptionHTTPClient(recorder{c}), slack.OptionAPIURL(url))}
}

// exchange is what is known of a call beside its result.
type exchange struct {
	wrote      atomic.Bool // any of it may have reached Slack
	status     int         // 0: no answer
	retryAfter string
}

type exchangeKey struct{}

// watch has the calls of a context recorded.
func watch(ctx context.Context) (context.Context, *exchange) {
	x := &exchange{}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { x.wrote.Store(true) },
		WroteRequest: func(httptrace.WroteRequestInfo) { x.wrote.Store(true) },
	})
	return context.WithValue(ctx, exchangeKey{}, x), x
}

// recorder is the HTTP client of the SDK, which tells neither the status nor
// the headers of what it cannot read.
type recorder struct{ c *http.Client }

// Do sends a request.
func (r recorder) Do(req *http.Request) (*http.Response, error) {
	resp, err := r.c.Do(req) //nolint:gosec // the address is Slack's, or the one that the operator configured
	if err != nil {
		return nil, err
	}
	if x, ok := req.Context().Value(exchangeKey{}).(*exchange); ok {
		x.wrote.Store(true)
		x.status, x.retryAfter = resp.StatusCode, resp.Header.Get("Retry-After")
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, answerBytes), resp.Body}
	return resp, nil
}

// frozenBlock is a block as it was frozen.
type frozenBlock json.RawMessage

// BlockType is for the SDK alone.
func (frozenBlock) BlockType() slack.MessageBlockType { return "" }

// ID is for the SDK alone.
func (frozenBlock) ID() string { return "" }

// MarshalJSON is the frozen bytes.
func (b frozenBlock) MarshalJSON() ([]byte, error) { return b, nil }

// draft is a message to be posted.
type draft struct {
	channel, parent string
	body            body
	name            name
}

// post posts a message and returns its timestamp.
func (c *Client) post(ctx context.Context, now time.Time, d draft) (ts string, v verdict) {
	options := []slack.MsgOption{
		slack.MsgOptionText(d.body.Text, false), slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(), slack.MsgOptionMetadata(d.name.metadata()),
	}
	if d.parent != "" {
		options = append(options, slack.MsgOptionTS(d.parent))
	}
	if len(d.body.Blocks) > 0 {
		blocks := make([]slack.Block, len(d.body.Blocks))
		for i, b := range d.body.Blocks {
			blocks[i] = frozenBlock(b)
		}
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	ctx, x := watch(ctx)
	_, ts, err := c.api.PostMessageContext(ctx, d.channel, options...)
	v = classify(x, err, now)
	if v.class == done && ts == "" {
		v = verdict{class: unknown, code: "an answer without a timestamp"}
	}
	return ts, v
}

// remove deletes a message of ours.
func (c *Client) remove(ctx context.Context, now time.Time, channel, ts string) verdict {
	ctx, x := watch(ctx)
	_, _, err := c.api.DeleteMessageContext(ctx, channel, ts)
	return classify(x, err, now)
}
