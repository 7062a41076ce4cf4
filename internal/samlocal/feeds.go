package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/selfsigned"
	"counterpoint/sample"
)

// today serves a bundled day as if it were now: the functions run by this
// machine's clock, which nobody turns.
func today(day sample.Day, now time.Time) (http.Handler, error) {
	h, err := day.Handler()
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		r.Header.Del("Range")
		h.ServeHTTP(rec, r)
		body := shift(rec.Body.Bytes(), now.Sub(day.Now))
		maps.Copy(w.Header(), rec.Header())
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(rec.Code)
		_, _ = w.Write(body) // who has gone away misses it
	}), nil
}

// The forms in which the days' feeds and pages write times for programs.
var timeForms = []struct {
	form   *regexp.Regexp
	layout string
}{
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)`), time.RFC3339},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:\d\d)`), "2006-01-02T15:04Z07:00"},
	{regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}`), time.RFC1123Z},
	{regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT`), http.TimeFormat},
}

// shift moves the times of a document.
func shift(doc []byte, by time.Duration) []byte {
	for _, f := range timeForms {
		doc = f.form.ReplaceAllFunc(doc, func(old []byte) []byte {
			t, err := time.Parse(f.layout, string(old))
			if err != nil {
				return old
			}
			return []byte(t.Add(by).Format(f.layout))
		})
	}
	return doc
}

// sources are the feeds of the round: the bundled ones, but for the one that
// never answers, for which nobody should wait.
func sources() ([]news.Source, error) {
	all, err := sample.Sources()
	var out []news.Source
	for _, s := range all {
		if s.Outlet != sample.Slow {
			out = append(out, s)
		}
	}
	return out, err
}

// serveFeeds serves the bundled day on a host, and tells the fetch function's
// local build, in its folder, where.
func (r *round) serveFeeds(name, folder string) error {
	h, err := today(sample.One(), r.now())
	if err != nil {
		return err
	}
	cert, root, err := selfsigned.Certificate(r.now(), "*.example")
	if err != nil {
		return err
	}
	plain, err := r.serve(h, nil)
	if err != nil {
		return err
	}
	secure, err := r.serve(h, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	if err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]any{"Plain": net.JoinHostPort(name, plain), "Secure": net.JoinHostPort(name, secure), "Roots": root.Raw})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "localfeeds.json"), raw, 0o644)
}

// serve serves a handler on the round's host until the round is over, and
// returns the port.
func (r *round) serve(h http.Handler, secured *tls.Config) (port string, err error) {
	l, err := net.Listen("tcp", net.JoinHostPort(r.host, "0")) //nolint:noctx // closed with the round
	if err != nil {
		return "", err
	}
	_, port, err = net.SplitHostPort(l.Addr().String())
	if secured != nil {
		l = tls.NewListener(l, secured)
	}
	r.serveOn(l, h)
	return port, err
}

func (r *round) serveOn(l net.Listener, h http.Handler) {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = srv.Serve(l) }() // ends with the error that it was closed
	r.atEnd(func() { _ = srv.Close() })
}

// compact is JSON without space, to be compared.
func compact(s string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(s)) != nil {
		return s
	}
	return b.String()
}
