package evidence_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/evidence"
	"counterpoint/internal/news/newstest"
	"counterpoint/internal/page"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

var (
	start = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	first = strings.Repeat("first key ", 4)
	next  = strings.Repeat("next key ", 4)
)

const id = "0123456789abcdef"

func keys(t testing.TB, current, previous string) evidence.Keys {
	t.Helper()
	k, err := evidence.NewKeys(current, previous)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// world is a handler over a store with one digest, and what it told the
// operator.
type world struct {
	evidence.Handler
	now time.Time

	mu      sync.Mutex
	reports []string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{now: start}
	d := newstest.Random(7, 4)
	d.ID = id
	w.Handler = evidence.Handler{
		Keys: keys(t, first, ""), Store: store.New(&memory.DB{}), Now: func() time.Time { return w.now },
		Report: func(err error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.reports = append(w.reports, err.Error())
		},
	}
	told := store.Told{Digest: id, Slot: start, State: store.Posted}
	if err := w.Store.Plan(t.Context(), start, "C1", store.Head{}, told, d); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) ask(t testing.TB, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	out := httptest.NewRecorder()
	w.ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	return out
}

// The page is that of the stored digest, with what keeps it from doing harm.
func TestPage(t *testing.T) {
	w := newWorld(t)
	link := w.Keys.Link("https://digests.example/", id)
	path, ok := strings.CutPrefix(link, "https://digests.example")
	if !ok {
		t.Fatalf("the link is %s", link)
	}
	stored, err := w.Store.Digest(t.Context(), start, id)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := page.Render(&want, stored); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		got := w.ask(t, method, path)
		body := want.String()
		if method == http.MethodHead {
			body = ""
		}
		if got.Code != http.StatusOK || got.Body.String() != body || got.Header().Get("Content-Length") != strconv.Itoa(want.Len()) {
			t.Errorf("%s: %d, %d bytes of %d; %q", method, got.Code, got.Body.Len(), want.Len(), w.reports)
		}
		for name, value := range map[string]string{
			"Content-Type":            "text/html; charset=utf-8",
			"Content-Security-Policy": page.Policy() + "; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff",
			"Referrer-Policy":         "no-referrer",
			"X-Robots-Tag":            "noindex, nofollow, noarchive",
			"Cache-Control":           "private, max-age=300",
		} {
			if got.Header().Get(name) != value {
				t.Errorf("%s: %s is %q", method, name, got.Header().Get(name))
			}
		}
	}
	for _, never := range []string{"unsafe", "script-src", "http", "*"} {
		if strings.Contains(page.Policy(), never) {
			t.Errorf("the policy has %q: %s", never, page.Policy())
		}
	}
}

// tampered are links that lead nowhere: each names what refuses it.
var tampered = []struct {
	name, guard string
	change      func(w *world, digest, signature string) string
}{
	{"no signature", "another form", func(_ *world, d, _ string) string { return evidence.Path + d }},
	{"half a signature", "signature is not", func(_ *world, d, s string) string { return evidence.Path + d + "/" + s[:21] }},
	{"a letter more", "signature is not", func(_ *world, d, s string) string { return evidence.Path + d + "/" + s + "A" }},
	{"another letter in the middle", "signature is not", func(_ *world, d, s string) string { return evidence.Path + d + "/" + other(s, 20) }},
	{"another way to write the same bytes", "signature is not", func(_ *world, d, s string) string { return evidence.Path + d + "/" + twin(s) }},
	{"a slash at the end", "signature is not", func(_ *world, d, s string) string { return evidence.Path + d + "/" + s + "/" }},
	{"another digest's ID", "signature is not", func(_ *world, d, s string) string { return evidence.Path + other(d, 3) + "/" + s }},
	{"another key", "signature is not", func(*world, string, string) string { return link(mustKeys(next), id) }},
	{"a key before the previous", "signature is not", func(w *world, _, _ string) string {
		old := link(w.Keys, id)
		w.Keys, _ = evidence.NewKeys(strings.Repeat("third key ", 4), next)
		return old
	}},
	{"signed with an empty key", "signature is not", func(_ *world, d, _ string) string {
		mac := hmac.New(sha256.New, nil)
		mac.Write([]byte("evidence page of digest " + d))
		return evidence.Path + d + "/" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}},
	{"an escaped letter", "another form", func(_ *world, d, s string) string { return evidence.Path + "%30" + d[1:] + "/" + s }},
	{"a query", "another form", func(_ *world, d, s string) string { return evidence.Path + d + "/" + s + "?a=b" }},
	{"a path that climbs", "another form", func(_ *world, d, s string) string { return evidence.Path + "../" + d + "/" + s }},
	{"a long ID", "another form", func(_ *world, _, s string) string {
		return evidence.Path + strings.Repeat("a", 65) + "/" + s
	}},
	{"a digest that never was", "not kept", func(w *world, _, _ string) string { return link(w.Keys, "fedcba9876543210") }},
	{"a digest that has expired", "not kept", func(w *world, d, s string) string {
		w.now = start.Add(90*24*time.Hour + time.Second)
		return evidence.Path + d + "/" + s
	}},
}

func mustKeys(current string) evidence.Keys {
	k, err := evidence.NewKeys(current, "")
	if err != nil {
		panic(err)
	}
	return k
}

// link is a link's path.
func link(k evidence.Keys, digest string) string {
	return strings.TrimPrefix(k.Link("https://d.example", digest), "https://d.example")
}

// other has another letter at a place.
func other(s string, at int) string {
	b := []byte(s)
	if b[at]++; b[at] == 'z'+1 || b[at] == 'Z'+1 || b[at] == '9'+1 || b[at] == '-'+1 || b[at] == '_'+1 {
		b[at] = 'a'
	}
	return string(b)
}

// twin is base64 of the same bytes: the last letter has bits that mean nothing.
func twin(s string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	at := strings.IndexByte(letters, s[len(s)-1])
	return s[:len(s)-1] + string(letters[at^1])
}

// A changed link is refused for the reason that its row names, and who asks
// reads the same of each.
func TestTampered(t *testing.T) {
	for _, row := range tampered {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t)
			digest, signature, _ := strings.Cut(strings.TrimPrefix(link(w.Keys, id), evidence.Path), "/")
			if w.ask(t, http.MethodGet, evidence.Path+digest+"/"+signature).Code != http.StatusOK {
				t.Fatal("the link that is changed below does not work")
			}
			path := row.change(w, digest, signature)
			got := w.ask(t, http.MethodGet, path)
			if got.Code != http.StatusForbidden || got.Body.String() != "forbidden\n" || got.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %.100q %v", path, got.Code, got.Body, got.Header())
			}
			if len(w.reports) != 1 || !strings.Contains(w.reports[0], row.guard) || strings.Contains(w.reports[0], signature) {
				t.Errorf("%s: %q, want %q", path, w.reports, row.guard)
			}
		})
	}
}

// A link signed with the previous key holds; new ones are signed with the
// current.
func TestRotation(t *testing.T) {
	w := newWorld(t)
	before := link(w.Keys, id)
	w.Keys = keys(t, next, first)
	after := link(w.Keys, id)
	if before == after {
		t.Error("the new key signs as the old one")
	}
	for _, path := range []string{before, after} {
		if got := w.ask(t, http.MethodGet, path); got.Code != http.StatusOK {
			t.Errorf("%d: %q", got.Code, w.reports)
		}
	}
}

func TestKeys(t *testing.T) {
	for name, c := range map[string][2]string{
		"no key":           {"", ""},
		"a short key":      {strings.Repeat("a", 31), ""},
		"a short previous": {first, "a"},
		"the same twice":   {first, first},
		"a previous alone": {"", first},
	} {
		_, err := evidence.NewKeys(c[0], c[1])
		if err == nil || strings.Contains(err.Error(), "first key") {
			t.Errorf("%s: %v", name, err)
		}
	}
	k := keys(t, first, next)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(verb, k) + fmt.Sprintf(verb, evidence.Handler{Keys: k}); strings.Contains(got, "key") || strings.Contains(got, "6b6579") {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	for _, c := range [][2]string{{"", id}, {"https://d.example", ""}, {"https://d.example", "../x"}, {"https://d.example", "a b"}} {
		if got := k.Link(c[0], c[1]); got != "" {
			t.Errorf("%q has the link %q", c, got)
		}
	}
	if got := (evidence.Keys{}).Link("https://d.example", id); got != "" {
		t.Errorf("without a key the link is %q", got)
	}
}

func TestMethods(t *testing.T) {
	w := newWorld(t)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodConnect, "PROPFIND"} {
		got := w.ask(t, method, link(w.Keys, id))
		if got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") != "GET, HEAD" || got.Body.String() != "method not allowed\n" {
			t.Errorf("%s: %d %v", method, got.Code, got.Header())
		}
	}
}

type broken struct{ store.Driver }

func (broken) Get(context.Context, []store.Key) ([]store.Item, error) {
	return nil, errors.New("the disk is gone")
}

// A store that fails is no forbidden link; the operator alone learns why. A
// link that is not signed does not get to it.
func TestStoreFails(t *testing.T) {
	w := newWorld(t)
	w.Store = store.New(broken{&memory.DB{}})
	got := w.ask(t, http.MethodGet, link(w.Keys, id))
	if got.Code != http.StatusServiceUnavailable || got.Body.String() != "service unavailable\n" || !slices.ContainsFunc(w.reports, func(s string) bool { return strings.Contains(s, "disk is gone") }) {
		t.Errorf("%d %q, %q", got.Code, got.Body, w.reports)
	}
	if got := w.ask(t, http.MethodGet, link(mustKeys(next), id)); got.Code != http.StatusForbidden {
		t.Errorf("an unsigned link: %d", got.Code)
	}
}
