package evidence_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"counterpoint/internal/browsertest"
)

// watched serves pages with a policy that has a browser tell of each breach.
type watched struct {
	http.Handler
	spoil func(body string) string

	mu       sync.Mutex
	breaches []string
}

func (w *watched) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/breach" {
		raw, _ := io.ReadAll(io.LimitReader(r.Body, 4096))
		w.mu.Lock()
		defer w.mu.Unlock()
		w.breaches = append(w.breaches, string(raw))
		return
	}
	rec := httptest.NewRecorder()
	w.Handler.ServeHTTP(rec, r)
	maps.Copy(out.Header(), rec.Header())
	out.Header().Del("Content-Length")
	out.Header().Set("Content-Security-Policy", rec.Header().Get("Content-Security-Policy")+"; report-uri /breach")
	out.WriteHeader(rec.Code)
	_, _ = io.WriteString(out, w.spoil(rec.Body.String()))
}

// The page keeps its own policy in a real browser, on a wide window and on a
// narrow one; a page that does not is noticed.
func TestPolicyInABrowser(t *testing.T) {
	same := func(body string) string { return body }
	for _, c := range []struct {
		name  string
		width int
		spoil func(string) string
		broke bool
	}{
		{"wide", 1280, same, false},
		{"narrow", 500, same, false},
		{"a style of its own", 1280, func(b string) string { return strings.Replace(b, "<h1", `<h1 style="color:red"`, 1) }, true},
		{"a script", 1280, func(b string) string {
			return strings.Replace(b, "</body>", "<script>document.title = 'broken into'</script></body>", 1)
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			world := newWorld(t)
			w := &watched{Handler: world, spoil: c.spoil}
			srv := httptest.NewServer(w)
			defer srv.Close()
			dom := browsertest.LoadAt(t, world.Keys.Link(srv.URL, id), c.width)
			if !strings.Contains(dom, `id="stories"`) || strings.Contains(dom, "<title>broken into") {
				t.Errorf("the browser shows %.500s", dom)
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			if broke := len(w.breaches) > 0; broke != c.broke {
				t.Errorf("breaches of the policy: %q", w.breaches)
			}
		})
	}
}
