package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"code.dny.dev/ssrf"
)

var quiet = log.New(io.Discard, "", 0)

const (
	private = "leads to an address inside a private network"
	odd     = "has a host that is an IP address in an odd form"
	noHTTP  = "has an address that is neither http nor https"
	secret  = "has an address with a user name or password in it"
	badPort = "uses a port other than 80 and 443"
)

// check gets an address, and holds what every attack must leave standing: the
// inner listener unreached, the bounds of time and memory, an error that tells
// nothing of the address. It returns that error.
func (w *world) check(t *testing.T, r Request, within time.Duration) *Error {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	_, err := w.client.Get(t.Context(), r)
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if n := w.inner.Load(); n != 0 {
		t.Errorf("the inner listener was reached %d times", n)
	}
	if took > within {
		t.Errorf("took %v, want at most %v", took, within)
	}
	// All that was allocated, the test's server with it: 5 MB read three times
	// into a growing buffer.
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 100<<20 {
		t.Errorf("allocated %d MB", grown>>20)
	}
	if err == nil {
		return nil
	}
	fault, is := errors.AsType[*Error](err)
	if !is {
		t.Fatalf("error %v is no *Error", err)
	}
	for _, hidden := range []string{"hunter2", "?token"} {
		if strings.Contains(fmt.Sprintf("%v %+v", err, fault.Err), hidden) {
			t.Errorf("the error prints a secret of the address: %v, %v", err, fault.Err)
		}
	}
	return fault
}

func wantFault(t *testing.T, got *Error, kind Kind, reason string) {
	t.Helper()
	switch {
	case got == nil:
		t.Errorf("was read, want %q", reason)
	case got.Kind != kind || got.Reason != reason:
		t.Errorf("got %s: %q (%v), want %s: %q", got.Kind, got.Reason, got.Err, kind, reason)
	}
}

// Guard: the dialer's Control. Each row is an address of its own block; %d is
// the port of the inner listener, which the guard of these rows allows.
func TestAttackDial(t *testing.T) {
	rows := []struct{ name, url string }{
		{"loopback", "http://127.0.0.1:%d/"},
		{"loopback, other end", "http://127.255.8.8:%d/"},
		{"loopback IPv6", "http://[::1]:%d/"},
		{"loopback in full-width digits", "http://１２７.０.０.１:%d/"},
		{"IPv4-mapped", "http://[::ffff:127.0.0.1]:%d/"},
		{"IPv4-mapped in hex", "http://[::ffff:7f00:1]:%d/"},
		{"IPv4-compatible", "http://[::127.0.0.1]:%d/"},
		{"NAT64", "http://[64:ff9b::7f00:1]:%d/"},
		{"NAT64 of a local network", "http://[64:ff9b:1::7f00:1]:%d/"},
		{"6to4", "http://[2002:7f00:1::]:%d/"},
		{"Teredo", "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:%d/"},
		{"metadata", "http://169.254.169.254:%d/latest/meta-data/"},
		{"metadata IPv6", "http://[fd00:ec2::254]:%d/"},
		{"metadata of Azure", "http://168.63.129.16:%d/"},
		{"metadata of Oracle", "http://192.0.0.192:%d/"},
		{"CGNAT", "http://100.64.0.1:%d/"},
		{"CGNAT, metadata of Alibaba", "http://100.100.100.200:%d/"},
		{"private 10", "http://10.0.0.1:%d/"},
		{"private 172.16", "http://172.31.255.254:%d/"},
		{"private 192.168", "http://192.168.1.1:%d/"},
		{"unspecified", "http://0.0.0.0:%d/"},
		{"unspecified IPv6", "http://[::]:%d/"},
		{"this network", "http://0.1.2.3:%d/"},
		{"broadcast", "http://255.255.255.255:%d/"},
		{"multicast", "http://224.0.0.1:%d/"},
		{"multicast IPv6", "http://[ff02::1]:%d/"},
		{"link-local IPv6", "http://[fe80::1]:%d/"},
		{"site-local IPv6", "http://[fec0::1]:%d/"},
		{"documentation", "http://192.0.2.1:%d/"},
		{"documentation IPv6", "http://[2001:db8::1]:%d/"},
		{"benchmarking", "http://198.18.0.1:%d/"},
		{"6bone", "http://[3ffe::1]:%d/"},
		{"localhost", "http://localhost:%d/"},
		{"localhost with a dot", "http://localhost.:%d/"},
		{"a name that leads inside", "http://inside.test:%d/"},
		{"a name that leads inside by IPv6", "http://inside6.test:%d/"},
	}
	w := newWorld(t)
	w.dns.set("inside.test", addrs("127.0.0.1"))
	w.dns.set("inside6.test", addrs("::1"))
	w.dns.set("localhost", addrs("127.0.0.1"))
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			fault := w.check(t, Request{URL: fmt.Sprintf(row.url, w.port)}, 5*time.Second)
			wantFault(t, fault, Refused, private)
			if fault != nil && !errors.Is(fault, ssrf.ErrProhibitedIP) {
				t.Errorf("refused by something else: %v", fault.Err)
			}
		})
	}
}

func addrs(list ...string) []netip.Addr {
	out := make([]netip.Addr, len(list))
	for i, s := range list {
		out[i] = netip.MustParseAddr(s)
	}
	return out
}

// Guard: the dialer's Control, which sees the address that is dialed, not one
// that was looked up before.
func TestAttackNames(t *testing.T) {
	w := newWorld(t)
	t.Run("rebinding", func(t *testing.T) {
		w.dns.set("rebind.test", addrs("93.184.216.34"), addrs("127.0.0.1"))
		r := Request{URL: fmt.Sprintf("http://rebind.test:%d/", w.port)}
		fault := w.check(t, r, 5*time.Second) // the first try is let through, the second leads inside
		wantFault(t, fault, Refused, private)
	})
	t.Run("inside beside outside", func(t *testing.T) {
		w.dns.set("both.test", addrs("93.184.216.34", "127.0.0.1", "::1"))
		r := Request{URL: fmt.Sprintf("http://both.test:%d/", w.port)}
		if fault := w.check(t, r, 5*time.Second); fault == nil {
			t.Error("was read")
		}
	})
	t.Run("robots.txt of a host inside", func(t *testing.T) {
		w.dns.set("robots.test", addrs("127.0.0.1"))
		fault := w.check(t, Request{URL: fmt.Sprintf("http://robots.test:%d/", w.port), Robots: true}, 5*time.Second)
		wantFault(t, fault, Refused, private)
	})
	t.Run("no such name", func(t *testing.T) {
		fault := w.check(t, Request{URL: "http://nowhere.test/"}, 5*time.Second)
		wantFault(t, fault, Unreachable, "has a host name that does not exist")
	})
}

// Guard: the form of an address, before a name server is asked.
func TestAttackAddressForm(t *testing.T) {
	rows := []struct{ name, url, reason string }{
		{"decimal", "http://2130706433:%d/", odd},
		{"hex", "http://0x7f000001:%d/", odd},
		{"hex parts", "http://0x7f.0x0.0x0.0x1:%d/", odd},
		{"octal", "http://0177.0.0.1:%d/", odd},
		{"short", "http://127.1:%d/", odd},
		{"trailing dot", "http://127.0.0.1.:%d/", odd},
		{"overflowing", "http://127.0.0.1.4294967297:%d/", odd},
		{"zone", "http://[fe80::1%%25lo]:%d/", odd},
		{"zone of a public address", "http://[2606:4700::1%%25lo]:%d/", odd},
		{"user", "http://hunter2@127.0.0.1:%d/", secret},
		{"user and password", "http://admin:hunter2@127.0.0.1:%d/", secret},
		{"user that looks like a host", "http://www.front.test@127.0.0.1:%d/?token", secret},
		{"backslash", `http://www.front.test\@127.0.0.1:%d/?token`, "has an address that cannot be read"},
		{"line break", "http://127.0.0.1:%d/\r\nHost: inner", "has an address that cannot be read"},
		{"line break in the host", "http://127.0.0.1\r\n:%d/", "has an address that cannot be read"},
		{"no host", "http:///etc/passwd?%d", "has an address without a host"},
		{"opaque", "http:127.0.0.1:%d", "has an address without a host"},
		{"file", "file://127.0.0.1:%d/etc/passwd", noHTTP},
		{"gopher", "gopher://127.0.0.1:%d/_GET", noHTTP},
		{"ftp", "ftp://127.0.0.1:%d/", noHTTP},
		{"data", "data:text/xml,<rss>%d", noHTTP},
		{"javascript", "javascript:alert(%d)", noHTTP},
		{"no scheme", "//127.0.0.1:%d/", noHTTP},
		{"overlong", "http://127.0.0.1:%d/" + strings.Repeat("a", maxAddress), "has an address of more than 4,096 characters"},
		{"another port", "http://93.184.216.34:6379/?%d", badPort},
		{"another port of a name", "http://outside.test:22/?%d", badPort},
		{"port 0", "http://93.184.216.34:0/?%d", badPort},
	}
	w := newWorld(t)
	w.dns.set("outside.test", addrs("93.184.216.34"))
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			fault := w.check(t, Request{URL: fmt.Sprintf(row.url, w.port)}, 5*time.Second)
			wantFault(t, fault, Refused, row.reason)
		})
	}
}

// Guard: what is refused of an address is refused of each redirect to it; the
// number of redirects; the way down from https.
func TestAttackRedirect(t *testing.T) {
	rows := []struct {
		name, location string
		kind           Kind
		reason         string
	}{
		{"inside", "http://127.0.0.1:%d/", Refused, private},
		{"inside by IPv6", "http://[::1]:%d/", Refused, private},
		{"inside by name", "http://inside.test:%d/", Refused, private},
		{"inside without scheme", "//127.0.0.1:%d/", Refused, private},
		{"inside at the second hop", "/again?http://127.0.0.1:%d/", Refused, private},
		{"metadata", "http://169.254.169.254/?%d", Refused, private},
		{"odd form", "http://2130706433:%d/", Refused, odd},
		{"file", "file:///etc/passwd?%d", Refused, noHTTP},
		{"gopher", "gopher://127.0.0.1:%d/_", Refused, noHTTP},
		{"ftp", "ftp://127.0.0.1:%d/", Refused, noHTTP},
		{"data", "data:text/xml,%d", Refused, noHTTP},
		{"javascript", "javascript:alert(%d)", Refused, noHTTP},
		{"credentials", "http://admin:hunter2@127.0.0.1:%d/", Refused, secret},
		{"another port", "http://93.184.216.34:6379/?%d", Refused, badPort},
		{"to itself", "/?%d", Redirects, "redirects more than 5 times"},
		{"nowhere", "", Malformed, "redirects to nowhere"},
		{"unreadable", "http://[%d", Refused, "redirects to an address that cannot be read"},
		{"overlong", "/" + strings.Repeat("a", maxAddress) + "%d", Refused, "redirects to an address of more than 4,096 characters"},
	}
	w := newWorld(t)
	w.dns.set("inside.test", addrs("127.0.0.1"))
	location, asked := "", 0
	w.serve(t, false, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked++
		to := location
		if r.URL.Path == "/again" {
			to = r.URL.RawQuery
		}
		rw.Header()["Location"] = []string{to}
		rw.WriteHeader(http.StatusFound)
	}))
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			asked = 0
			location = row.location
			if strings.Contains(location, "%d") {
				location = fmt.Sprintf(location, w.port)
			}
			fault := w.check(t, Request{URL: "http://" + frontHost + "/"}, 5*time.Second)
			wantFault(t, fault, row.kind, row.reason)
			if asked > 1+maxRedirects {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

// Guard: follow, which does not go from https to http.
func TestAttackDowngrade(t *testing.T) {
	w := newWorld(t)
	w.serve(t, true, http.RedirectHandler("http://"+frontHost+"/", http.StatusMovedPermanently))
	fault := w.check(t, Request{URL: "https://" + frontHost + "/"}, 5*time.Second)
	wantFault(t, fault, Refused, "redirects from https to http")
}

// TestMain names a proxy in the environment: net/http reads it once a process.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"} {
		_ = os.Setenv(name, "http://proxy.test:3128")
	}
	os.Exit(m.Run())
}

// Guard: the transport has no proxy. The environment names one.
func TestAttackProxy(t *testing.T) {
	var dialed []string
	c := newTestClient(t, func(_ context.Context, _, address string) (net.Conn, error) {
		dialed = append(dialed, address)
		return nil, errOutside
	})
	_, _ = c.Get(t.Context(), Request{URL: "http://" + frontHost + "/"})
	for _, address := range dialed {
		if address != frontHost+":80" {
			t.Errorf("dialed %s", address)
		}
	}
	if len(dialed) != tries {
		t.Errorf("dialed %d times, want %d", len(dialed), tries)
	}
}

// Guard: a client without a dialer of its own has the guarded one, with its two
// ports.
func TestAttackDefaultDialer(t *testing.T) {
	w := newWorld(t)
	c := newTestClient(t, nil)
	for url, reason := range map[string]string{
		fmt.Sprintf("http://127.0.0.1:%d/", w.port): badPort,
		"http://127.0.0.1/":                         private,
		"https://[::1]/":                            private,
	} {
		w.client = c
		fault := w.check(t, Request{URL: url}, 5*time.Second)
		wantFault(t, fault, Refused, reason)
	}
}
