package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"counterpoint/internal/selfsigned"
)

// loopback is an invented web, served on this machine: whatever host is asked
// for, the handler answers, over http and https.
type loopback struct {
	server *http.Server
	plain  net.Listener
	secure net.Listener
	roots  *x509.CertPool // that its certificate is made by
}

// serveLoopback serves the hosts below domain until it is closed.
func serveLoopback(h http.Handler, domain string, now time.Time) (*loopback, error) {
	cert, root, err := selfsigned.Certificate(now, "*."+domain)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	l := &loopback{roots: roots, server: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}}
	var lc net.ListenConfig
	if l.plain, err = lc.Listen(context.Background(), "tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("cannot listen on this machine: %w", err)
	}
	if l.secure, err = lc.Listen(context.Background(), "tcp", "127.0.0.1:0"); err != nil {
		_ = l.plain.Close()
		return nil, fmt.Errorf("cannot listen on this machine: %w", err)
	}
	secured := tls.NewListener(l.secure, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	go func() { _ = l.server.Serve(l.plain) }() // ends with the error that it was closed
	go func() { _ = l.server.Serve(secured) }()
	return l, nil
}

// dial connects to the server, whatever the address.
func (l *loopback) dial(ctx context.Context, network, address string) (net.Conn, error) {
	to := l.plain
	if _, port, err := net.SplitHostPort(address); err == nil && port == "443" {
		to = l.secure
	}
	var d net.Dialer
	return d.DialContext(ctx, network, to.Addr().String())
}

func (l *loopback) close() { _ = l.server.Close() }
