package feed

import (
	"context"
	"errors"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"counterpoint/internal/feed/web"
	"counterpoint/internal/news"
)

const acceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

// ErrNotPage says that an entry leads to something other than a web page.
var ErrNotPage = errors.New("leads to no web page")

// Page reads the page at an address, as far as its site's robots.txt allows.
func Page(ctx context.Context, ask Ask, address string) (news.Page, int64, error) {
	got, err := ask(ctx, web.Request{URL: address, Accept: acceptPage, Robots: true})
	if err != nil {
		return news.Page{}, got.Bytes, err
	}
	if kind, _, err := mime.ParseMediaType(got.ContentType); err == nil && kind != "text/html" && kind != "application/xhtml+xml" && !strings.HasPrefix(kind, "text/plain") {
		return news.Page{}, got.Bytes, ErrNotPage
	}
	return news.Page{URL: got.URL, Body: decoded(got.Body, got.ContentType), Truncated: got.Truncated}, got.Bytes, nil
}

// decoded gives a body as UTF-8 where the answer's own header names another
// charset, which goes before what the page says of itself (WHATWG HTML,
// determining the character encoding).
func decoded(body []byte, contentType string) []byte {
	if utf8.Valid(body) {
		return body
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["charset"] == "" {
		return body
	}
	enc, _ := charset.Lookup(params["charset"])
	if enc == nil {
		return body
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return out
}

// Passing reports whether a failure may be over at the next run.
func Passing(err error) bool {
	e, ok := errors.AsType[*web.Error](err)
	return ok && (e.Kind == web.Busy || e.Kind == web.TooSlow || e.Kind == web.Unreachable || e.Kind == web.Status && e.Status >= 500)
}
