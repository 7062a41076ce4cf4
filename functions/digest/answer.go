package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// answerer sends answers to response URLs, which hold a token each.
type answerer struct {
	client *http.Client
	hooks  string // what a response URL begins with; empty: Slack's own
}

func (a answerer) send(ctx context.Context, responseURL string, message []byte) error {
	if !strings.HasPrefix(responseURL, cmp.Or(a.hooks, "https://hooks.slack.com/")) {
		return errors.New("the response URL is not Slack's")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, responseURL, bytes.NewReader(message))
	if err != nil {
		return errors.New("the response URL is no address")
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := a.client.Do(req)
	if err != nil {
		if ue, ok := errors.AsType[*url.Error](err); ok {
			err = ue.Err
		}
		return fmt.Errorf("send the answer: %w", err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("send the answer: Slack answered %d", resp.StatusCode)
	}
	return nil
}
