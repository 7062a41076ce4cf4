//go:build localfeeds

package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// With the tag, loopback alone is let through besides the internet.
func TestLocalFeeds(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer srv.Close()
	c := newTestClient(t, nil)
	if _, err := c.Get(t.Context(), Request{URL: srv.URL}); err != nil {
		t.Errorf("loopback: %v", err)
	}
	for _, inner := range []string{"http://169.254.169.254/", "http://10.0.0.1/", "http://[fd00:ec2::254]/", "http://0.0.0.0/"} {
		if _, err := c.Get(t.Context(), Request{URL: inner}); err == nil || err.Error() != "leads to an address inside a private network" {
			t.Errorf("%s: %v", inner, err)
		}
	}
}
