package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestRules(t *testing.T) {
	rows := []struct {
		name, file string
		allowed    string // paths
		forbidden  string
	}{
		{"empty", "", "/ /a", ""},
		{"all", "User-agent: *\nDisallow: /", "", "/ /a /a?b"},
		{"nothing forbidden", "User-agent: *\nDisallow:", "/ /a", ""},
		{"own group before that of all", "User-agent: *\nDisallow: /\n\nUser-agent: Counterpoint/2.0 (reader)\nDisallow: /b", "/ /a", "/b /bc"},
		{"own group, empty", "User-agent: counterpoint\nDisallow:\n\nUser-agent: *\nDisallow: /", "/", ""},
		{"a longer name is another robot", "User-agent: counterpoints\nDisallow: /", "/", ""},
		{"own groups together", "User-agent: counterpoint\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: COUNTERPOINT\nDisallow: /b", "/c", "/a /b"},
		{"two names, one group", "User-agent: x\nUser-agent: counterpoint\nDisallow: /a", "/b", "/a"},
		{"lines of no group do not end one", "User-agent: counterpoint\nSitemap: http://a/\nUser-agent: x\nDisallow: /a", "/b", "/a"},
		{"rules of no group", "Disallow: /\nUser-agent: *\nDisallow: /a", "/ /b", "/a"},
		{"the longest decides", "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", "/a/b /a/bc", "/a /a/ /a/b/c"},
		{"of equals the one that allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		{"stars", "User-agent: *\nDisallow: /*/private*/x", "/private/x /a/private", "/a/private/x /a/privately/x/y /a/b/private/c/x"},
		{"the end", "User-agent: *\nDisallow: /*.pdf$\nDisallow: /x$", "/a.pdfs /xy /a.pdf?b", "/a.pdf /b/.pdf /x /a.pdf.pdf"},
		{"from the start", "User-agent: *\nDisallow: /a*b$", "/x/ab /a/c", "/ab /a/b"},
		{"the end overlaps nothing", "User-agent: *\nDisallow: /ab*ba$", "/aba", "/abba /abcba"},
		{"queries", "User-agent: *\nDisallow: /*?print=", "/a", "/a?print=1"},
		{"escapes", "User-agent: *\nDisallow: /~a\nDisallow: /%c3%bc\nDisallow: /ö\nDisallow: /a%2Fb", "/a/b", "/%7ea /%C3%BC /%C3%B6 /a%2fb"},
		{"as it comes", "\xef\xbb\xbfuser-AGENT : *\r\rDISALLOW:/a # b\r\n<html>\nfoo\n:\n", "/b", "/a"},
		{"not for us", "<html>Disallow: /</html>", "/", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r := parseRules([]byte(row.file), "Counterpoint")
			for path := range strings.FieldsSeq(row.allowed) {
				if !r.allows(path) {
					t.Errorf("%s is forbidden", path)
				}
			}
			for path := range strings.FieldsSeq(row.forbidden) {
				if r.allows(path) {
					t.Errorf("%s is allowed", path)
				}
			}
		})
	}
}

func TestCrawlDelay(t *testing.T) {
	for value, want := range map[string]time.Duration{"2": 2 * time.Second, "0.5": time.Second / 2, "86400": maxDelay, "1e300": maxDelay, "-1": 0, "x": 0, "NaN": 0, "Inf": maxDelay} {
		if got := parseRules([]byte("User-agent: *\nCrawl-delay: "+value), "a").delay; got != want {
			t.Errorf("%s: %v, want %v", value, got, want)
		}
	}
}

// A file of many names and many rules, or of rules dear to match, is as cheap as
// another.
func TestRulesBomb(t *testing.T) {
	files := map[string]string{
		"names times rules": strings.Repeat("User-agent: *\n", 18_000) + strings.Repeat("Disallow: /a*b\n", 18_000),
		"stars":             "User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("a*", 2_000)+"b\n", 125),
		"one star each":     "User-agent: *\n" + strings.Repeat("Allow: *b\n", 50_000),
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			r := parseRules([]byte(file), "counterpoint")
			r.allows("/" + strings.Repeat("a", maxAddress))
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
			if r.size() > 4<<20 {
				t.Errorf("keeps %d bytes", r.size())
			}
		})
	}
}

// hostOf serves robots.txt, and counts who asks for it.
func hostOf(t *testing.T, answer http.HandlerFunc) (w *world, asked *atomic.Int64) {
	asked = new(atomic.Int64)
	w, _ = serving(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			asked.Add(1)
			answer(rw, r)
		}
	})
	return w, asked
}

func saying(text string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte(text)) }
}

func TestRobots(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(code) }
	}
	rows := []struct {
		name   string
		answer http.HandlerFunc
		reason string // empty: it is read
		again  time.Duration
	}{
		{"allows", saying("User-agent: *\nDisallow: /b"), "", robotsKept},
		{"forbids", saying("User-agent: counterpoint\nDisallow: /page"), "asks programs to leave this page alone (robots.txt)", robotsKept},
		{"forbids by query", saying("User-agent: *\nDisallow: /*?a="), "asks programs to leave this page alone (robots.txt)", robotsKept},
		{"is not there", status(404), "", robotsKept},
		{"is forbidden itself", status(403), "", robotsKept},
		{"fails", status(500), "has a robots.txt that cannot be read: it answers 500", robotsFailed},
		{"is busy", status(429), "has a robots.txt that cannot be read: it answers 429", robotsFailed},
		{"is elsewhere", func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery == "" {
				http.Redirect(rw, r, "/robots.txt?", http.StatusFound)
			}
		}, "", robotsKept},
		{"leads inside", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://10.0.0.1/", http.StatusFound)
		}, private, robotsFailed},
		{"forbids within 500 KB", saying(strings.Repeat("# filler\n", robotsBytes/9-10) + "User-agent: *\nDisallow: /\n" + strings.Repeat("# filler\n", 100)), "asks programs to leave this page alone (robots.txt)", robotsKept},
		{"forbids behind 500 KB", saying(strings.Repeat("# filler\n", robotsBytes/9+10) + "User-agent: *\nDisallow: /"), "", robotsKept},
		{"packed and long", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			_, _ = rw.Write(packed([]byte("User-agent: *\nDisallow: /\n" + string(noise(2*robotsBytes)))))
		}, "asks programs to leave this page alone (robots.txt)", robotsKept},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w, asked := hostOf(t, row.answer)
			now := time.Now()
			w.client.now = func() time.Time { return now }
			get := func() (n int64) {
				before := asked.Load()
				_, err := w.client.Get(t.Context(), Request{URL: front + "/page?a=1", Robots: true})
				if got := fmt.Sprint(err); got != row.reason && (err != nil || row.reason != "") {
					t.Errorf("got %v, want %q", err, row.reason)
				}
				return asked.Load() - before
			}
			first := get()
			if now = now.Add(row.again - time.Second); get() != 0 {
				t.Error("asked for again while it holds")
			}
			if now = now.Add(2 * time.Second); get() != first || first == 0 {
				t.Error("not asked for again when it held no longer")
			}
			if _, err := w.client.Get(t.Context(), Request{URL: front + "/page?a=1"}); err != nil {
				t.Errorf("without Robots: %v", err)
			}
		})
	}
}

// A redirect is judged by the rules of where it leads.
func TestRobotsOfRedirect(t *testing.T) {
	w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			saying("User-agent: *\nDisallow: /private")(rw, r)
		case "/page":
			http.Redirect(rw, r, "/private", http.StatusFound)
		default:
			t.Errorf("%s was asked for", r.URL.Path)
		}
	})
	_, err := w.client.Get(t.Context(), Request{URL: front + "/page", Robots: true})
	if fault, _ := errors.AsType[*Error](err); fault == nil || fault.Kind != Robots {
		t.Errorf("got %v", err)
	}
}

// Many that ask a host at once fetch its robots.txt once; one that is stopped
// meanwhile is no verdict for the others.
func TestRobotsOnce(t *testing.T) {
	begun, goOn := make(chan struct{}, 2), make(chan struct{})
	w, asked := hostOf(t, func(rw http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		select {
		case <-goOn:
		case <-r.Context().Done():
		}
	})
	r := Request{URL: front + "/page", Robots: true}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := w.client.Get(ctx, r); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
	})
	await(t, begun)
	for range 20 {
		wg.Go(func() {
			if _, err := w.client.Get(t.Context(), r); err != nil {
				t.Error(err)
			}
		})
	}
	stop()
	await(t, begun)
	close(goOn)
	wg.Wait()
	if n := asked.Load(); n != 2 {
		t.Errorf("robots.txt was asked for %d times, want once by who was stopped and once for all", n)
	}
}

// What is remembered is bounded, in hosts and in bytes.
func TestRobotsForget(t *testing.T) {
	now := time.Now()
	fill := func(n int, v rules) *robots {
		r := newRobots("a")
		for i := range n {
			key := fmt.Sprint("host", i)
			found, first := r.find(key, now)
			if !first {
				t.Fatal("known already")
			}
			found.rules = v
			r.settle(key, found, now)
		}
		return r
	}
	if r := fill(3*robotsHosts, rules{}); len(r.origin) > robotsHosts {
		t.Errorf("%d hosts", len(r.origin))
	}
	mega := rules{list: []rule{{pattern: strings.Repeat("a", 1<<20)}}}
	r := fill(50, mega)
	if r.size > robotsMemory || r.size != len(r.origin)*mega.size() {
		t.Errorf("%d bytes of %d hosts", r.size, len(r.origin))
	}
}

func await(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(5 * time.Second):
		t.Fatal("robots.txt is not asked for")
	}
}
