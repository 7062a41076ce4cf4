package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"time"
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
	cert, roots, err := certificate("*."+domain, now)
	if err != nil {
		return nil, err
	}
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

// certificate makes a certificate for a day, and the roots that trust it and
// nothing else.
func certificate(host string, now time.Time) (tls.Certificate, *x509.CertPool, error) {
	fail := func(err error) (tls.Certificate, *x509.CertPool, error) {
		return tls.Certificate{}, nil, fmt.Errorf("make a certificate: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fail(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{host}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return fail(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return fail(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots, nil
}
