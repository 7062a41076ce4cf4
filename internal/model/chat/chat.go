// Package chat is a driver for models behind the chat completions form that
// OpenAI set and Ollama, llama.cpp, vLLM and others speak, at a base URL that
// the operator sets.
//
// It asks for JSON of the schema (response_format json_schema); a server that
// turns that down is asked for JSON (json_object), then for plain text, of
// which the fenced block, if any, is taken. It follows no redirect, retries
// nothing, and sends the key over https or to this machine only.
package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"counterpoint/internal/model"
)

// mostBytes is the size of an answer that is read.
const mostBytes = 1 << 20

// Options say which model is asked where. Key may be empty.
type Options struct {
	BaseURL string // such as http://127.0.0.1:11434/v1
	Model   string
	Key     string
	Client  *http.Client // its redirects are not followed
}

// Driver asks one model. It is safe for concurrent use.
type Driver struct {
	address, model, key string
	client              http.Client
	form                atomic.Int32 // the first of forms that the server takes
}

// The ways to ask for JSON, best first.
var forms = []string{"json_schema", "json_object", "text"}

// New checks where the model is.
func New(o Options) (*Driver, error) {
	u, err := url.Parse(strings.TrimSuffix(o.BaseURL, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || o.Model == "" {
		return nil, errors.New("the model's base URL must be http(s)://host/path without a user, and its name be given: chat:MODEL@http://127.0.0.1:11434/v1")
	}
	if o.Key != "" && u.Scheme == "http" && !loopback(u.Hostname()) {
		return nil, errors.New("a key is sent over https, or to this machine, only: use https in the model's base URL")
	}
	d := &Driver{address: u.String() + "/chat/completions", model: o.Model, key: o.Key}
	if o.Client != nil {
		d.client = *o.Client
	}
	d.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return d, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name is what the digest calls it.
func (d *Driver) Name() string { return "chat:" + d.model }

// Ask sends a request, in a lesser form where the server does not take the
// better one.
func (d *Driver) Ask(ctx context.Context, r model.Request) (model.Reply, error) {
	for {
		form := d.form.Load()
		status, raw, err := d.post(ctx, r, forms[form])
		switch {
		case err != nil:
			return model.Reply{}, err
		case (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) && int(form) < len(forms)-1:
			d.form.CompareAndSwap(form, form+1)
			continue
		case status == http.StatusTooManyRequests:
			return model.Reply{}, model.ErrThrottled
		case status != http.StatusOK:
			return model.Reply{}, fmt.Errorf("the model's server answered %d", status)
		}
		return read(raw)
	}
}

func (d *Driver) post(ctx context.Context, r model.Request, form string) (status int, body []byte, err error) {
	ask := map[string]any{
		"model": d.model, "temperature": 0, "max_tokens": r.MostTokens,
		"messages": []map[string]string{{"role": "system", "content": r.Instructions + "\nThe schema:\n" + string(r.Schema)}, {"role": "user", "content": r.Packet}},
	}
	switch form {
	case "json_schema":
		ask["response_format"] = map[string]any{"type": form, "json_schema": map[string]any{"name": "reply", "strict": true, "schema": r.Schema}}
	case "json_object":
		ask["response_format"] = map[string]any{"type": form}
	}
	raw, err := json.Marshal(ask)
	if err != nil {
		return 0, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.address, bytes.NewReader(raw))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if d.key != "" {
		req.Header.Set("Authorization", "Bearer "+d.key)
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return 0, nil, bare(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(resp.Body, mostBytes+1))
	if err == nil && len(body) > mostBytes {
		err = fmt.Errorf("the model's answer is over %d KB", mostBytes>>10)
	}
	return resp.StatusCode, body, err
}

// bare is an error without the address in it.
func bare(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("the model's server cannot be reached: %w", u.Err)
	}
	return err
}

// completion is what of an answer counts.
type completion struct {
	Choices []struct {
		FinishReason string `json:"finish_reason"`
		Message      struct {
			Content string `json:"content"`
			Refusal string `json:"refusal"`
		} `json:"message"`
	} `json:"choices"`
	Usage struct {
		Prompt     int `json:"prompt_tokens"`
		Completion int `json:"completion_tokens"`
	} `json:"usage"`
}

func read(raw []byte) (model.Reply, error) {
	var c completion
	if err := json.Unmarshal(raw, &c); err != nil || len(c.Choices) == 0 {
		return model.Reply{}, errors.New("the model's server answered in another form than chat completions")
	}
	r := model.Reply{Usage: model.Usage{Input: max(0, c.Usage.Prompt), Output: max(0, c.Usage.Completion)}}
	first := c.Choices[0]
	switch {
	case first.Message.Refusal != "" || first.FinishReason == "content_filter":
		return r, model.ErrRefused
	case first.FinishReason == "length":
		return r, errors.New("the model's answer broke off at its greatest length")
	}
	r.JSON = []byte(unfenced(first.Message.Content))
	return r, nil
}

// unfenced is the fenced block of an answer, or all of it where it has none.
func unfenced(s string) string {
	_, after, ok := strings.Cut(s, "```")
	if !ok {
		return strings.TrimSpace(s)
	}
	block, _, ok := strings.Cut(after, "```")
	if !ok {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(strings.TrimPrefix(block, "json"))
}
