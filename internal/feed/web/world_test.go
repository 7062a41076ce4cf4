package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// world is what an attacker has: a server that the client reaches under the
// names of *.front.test, a name server, and the wish to reach the inner
// listener, which counts who does.
type world struct {
	inner  atomic.Int64
	port   uint16 // of the inner listener
	front  net.Addr
	dns    *nameServer
	client *Client
	tls    *tls.Config // of the front
}

const frontHost = "www.front.test"

var errOutside = errors.New("a packet would have left this machine")

// newWorld starts it. The client has the product's guard, and lets nothing out
// that the guard lets through, but to loopback.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dns: newNameServer(t)}
	w.port = w.listenInside(t)
	dialer := guardedDialer(w.dns.resolver(), w.port)
	guard := dialer.Control
	dialer.Control = func(network, address string, raw syscall.RawConn) error {
		if guard != nil {
			if err := guard(network, address, raw); err != nil {
				return err
			}
		}
		if ip, err := netip.ParseAddrPort(address); err != nil || !ip.Addr().Unmap().IsLoopback() {
			return errOutside
		}
		return nil
	}
	w.client = newTestClient(t, func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, _ := net.SplitHostPort(address); host == frontHost {
			return (&net.Dialer{}).DialContext(ctx, "tcp", w.front.String())
		}
		return dialer.DialContext(ctx, network, address)
	})
	return w
}

// newTestClient makes a client that neither waits nor picks at random.
func newTestClient(t *testing.T, dial func(context.Context, string, string) (net.Conn, error)) *Client {
	t.Helper()
	c, err := New(Options{
		UserAgent: "Counterpoint/test (+https://counterpoint.example)", Dial: dial, Now: time.Now,
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Jitter: func(limit time.Duration) time.Duration { return limit },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func (w *world) listenInside(t *testing.T) uint16 {
	v4, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := netip.MustParseAddrPort(v4.Addr().String()).Port()
	listeners := []net.Listener{v4}
	if v6, err := new(net.ListenConfig).Listen(t.Context(), "tcp6", net.JoinHostPort("::1", strconv.Itoa(int(port)))); err == nil {
		listeners = append(listeners, v6)
	}
	for _, l := range listeners {
		srv := &http.Server{
			ReadHeaderTimeout: time.Second,
			ConnState: func(_ net.Conn, s http.ConnState) {
				if s == http.StateNew {
					w.inner.Add(1)
				}
			},
		}
		go func() { _ = srv.Serve(l) }()
		t.Cleanup(func() { _ = srv.Close() })
	}
	return port
}

// serve puts a handler up as the front. Over TLS the client trusts it.
func (w *world) serve(t *testing.T, https bool, h http.Handler) {
	srv := httptest.NewUnstartedServer(h)
	srv.Config.ErrorLog = quiet
	if https {
		srv.EnableHTTP2 = true
		srv.StartTLS()
		roots := x509.NewCertPool()
		roots.AddCert(srv.Certificate())
		own := &tls.Config{}
		if c := w.client.transport.TLSClientConfig; c != nil {
			own = c.Clone()
		}
		own.RootCAs, own.ServerName = roots, "example.com"
		w.client.transport.TLSClientConfig = own
	} else {
		srv.Start()
	}
	w.front = srv.Listener.Addr()
	w.tls = srv.TLS
	t.Cleanup(func() { srv.CloseClientConnections(); srv.Close() })
}

// serveRaw puts a function up as the front that has a connection for itself.
func (w *world) serveRaw(t *testing.T, talk func(ctx context.Context, c net.Conn)) {
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.front = l.Addr()
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer c.Close() //nolint:errcheck // the client is what is tested
				context.AfterFunc(ctx, func() { _ = c.Close() })
				talk(ctx, c)
			})
		}
	})
	t.Cleanup(func() { cancel(); _ = l.Close(); wg.Wait() })
}

// nameServer answers questions for addresses on loopback, each name with a list
// of answers of its own, one a lookup, the last one over and over.
type nameServer struct {
	conn net.PacketConn
	mu   sync.Mutex
	zone map[string][][]netip.Addr
}

func newNameServer(t *testing.T) *nameServer {
	conn, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &nameServer{conn: conn, zone: map[string][][]netip.Addr{}}
	t.Cleanup(func() { _ = conn.Close() })
	go s.run()
	return s
}

func (s *nameServer) set(name string, answers ...[]netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone[name+"."] = answers
}

func (s *nameServer) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp4", s.conn.LocalAddr().String())
	}}
}

func (s *nameServer) run() {
	buf := make([]byte, 1500)
	for {
		n, from, err := s.conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
			continue
		}
		s.answer(&m)
		if out, err := m.Pack(); err == nil {
			_, _ = s.conn.WriteTo(out, from)
		}
	}
}

func (s *nameServer) answer(m *dnsmessage.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := m.Questions[0]
	m.Response, m.Authoritative, m.RecursionAvailable = true, true, true
	m.Additionals = nil
	answers, known := s.zone[q.Name.String()]
	if !known {
		m.RCode = dnsmessage.RCodeNameError
		return
	}
	head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
	for _, ip := range answers[0] {
		switch {
		case q.Type == dnsmessage.TypeA && ip.Is4():
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: ip.As4()}})
		case q.Type == dnsmessage.TypeAAAA && ip.Is6():
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
		}
	}
	if q.Type == dnsmessage.TypeA && len(answers) > 1 {
		s.zone[q.Name.String()] = answers[1:]
	}
}
