package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/page"
	"counterpoint/internal/store"
)

// Handler serves evidence pages: an http.Handler for Path and all below it.
type Handler struct {
	Keys  Keys
	Store *store.Store
	Now   func() time.Time
	// Report is told what goes wrong, and what is refused, without the link; it
	// is for the operator.
	Report func(err error)
}

// Why a link is refused. Who asks reads the same of each.
var (
	errForm      = errors.New("the link has another form")
	errSignature = errors.New("the signature is not of this digest")
	errGone      = errors.New("the digest is not kept")
)

// ServeHTTP answers with the page that a link leads to.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", page.Policy()+"; frame-ancestors 'none'")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer") // the address is a secret
	head.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	head.Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		h.refuse(w, http.StatusMethodNotAllowed, errors.New("the method is neither GET nor HEAD"))
		return
	}
	body, err := h.body(r)
	switch {
	case errors.Is(err, errForm), errors.Is(err, errSignature), errors.Is(err, errGone):
		h.refuse(w, http.StatusForbidden, err)
		return
	case err != nil:
		h.refuse(w, http.StatusServiceUnavailable, err)
		return
	}
	head.Set("Cache-Control", "private, max-age=300")
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) //nolint:gosec // the page escapes what feeds wrote; who has gone away is told nothing
	}
}

// body is the page that a request's link leads to. The store is asked only
// about links that are signed, so that how long a refusal takes tells nothing.
func (h Handler) body(r *http.Request) ([]byte, error) {
	digest, err := h.Keys.digest(r)
	if err != nil {
		return nil, err
	}
	d, err := h.Store.Digest(r.Context(), h.Now(), digest)
	if errors.Is(err, store.ErrNotKept) {
		return nil, errGone
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := page.Render(&b, d); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// digest is the digest that a link was signed for. There is one way to write a
// link: nothing in it is escaped, and nothing follows it.
func (k Keys) digest(r *http.Request) (string, error) {
	digest, signature, two := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), Path), "/")
	if !two || !idForm.MatchString(digest) || r.URL.RawQuery != "" {
		return "", errForm
	}
	if !k.signed(digest, signature) {
		return "", errSignature
	}
	return digest, nil
}

// refuse says no more than the status tells.
func (h Handler) refuse(w http.ResponseWriter, status int, why error) {
	h.Report(fmt.Errorf("an evidence page: %w", why))
	http.Error(w, strings.ToLower(http.StatusText(status)), status)
}
