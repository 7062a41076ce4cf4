package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// The web of the days is not in order, as the real one never is: one feed
// takes too much time, one is broken, and one answers with an error.
const (
	brokenOutlet = "tidemark"
	// Slow and Down are outlets whose feeds never answer in time, or answer
	// 500. No page is of them.
	Slow = "Old Quay Almanac"
	Down = "Grenning Gazette"

	slowFeed = "https://oldquayalmanac.example/feed.xml"
	downFeed = "https://grenninggazette.example/feed.xml"
)

type outlet struct {
	Key, Name, Home, Feed, Format string
}

func outlets() ([]outlet, error) {
	raw, err := files.ReadFile("outlets.json")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	var list []outlet
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("sample: outlets.json: %w", err)
	}
	return list, nil
}

// address is where an outlet's feed is.
func (o outlet) address() string { return o.Home + "feed" + path.Ext(o.Feed) }

// Sources are the feeds of the days' outlets.
func Sources() ([]news.Source, error) {
	list, err := outlets()
	if err != nil {
		return nil, err
	}
	out := make([]news.Source, 0, len(list)+2)
	for _, o := range list {
		out = append(out, news.Source{URL: o.address(), Outlet: o.Name})
	}
	return append(out, news.Source{URL: slowFeed, Outlet: Slow}, news.Source{URL: downFeed, Outlet: Down}), nil
}

// Handler serves the feeds and pages of a day, each under its outlet's own
// host and path. The slow feed answers when whoever asks has gone.
func (d Day) Handler() (http.Handler, error) {
	pages, err := d.Pages()
	if err != nil {
		return nil, err
	}
	list, err := outlets()
	if err != nil {
		return nil, err
	}
	mux := web{}
	for _, p := range pages {
		mux.page(p.URL, answer{kind: "text/html; charset=utf-8", body: []byte(p.HTML)})
	}
	for _, o := range list {
		raw, err := files.ReadFile(path.Join(d.Name, o.Feed))
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		a := answer{kind: "application/xml", body: raw}
		switch {
		case o.Key == brokenOutlet:
			a.body = broken(raw)
		case path.Ext(o.Feed) == ".json":
			a.kind = "application/feed+json"
		}
		mux.page(o.address(), a)
	}
	mux.page(slowFeed, answer{slow: true})
	mux.page(downFeed, answer{status: http.StatusInternalServerError})
	return mux, nil
}

// broken is a feed with a bare ampersand and a control character, which breaks
// off after its last item.
func broken(feed []byte) []byte {
	end := bytes.LastIndex(feed, []byte("</item>")) + len("</item>")
	feed = bytes.Clone(feed[:end])
	return bytes.Replace(feed, []byte("<description>"), []byte("<description>Ships & ports.\x0b "), 1)
}

// web answers by host, path and query.
type web map[string]answer

type answer struct {
	kind   string
	body   []byte
	status int // 0: 200
	slow   bool
}

func (w web) page(address string, a answer) {
	if u, err := url.Parse(address); err == nil {
		w[u.Host+u.RequestURI()] = a
	}
}

// ServeHTTP serves a feed or page.
func (w web) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	a, ok := w[strings.ToLower(r.Host)+r.URL.RequestURI()]
	if !ok {
		http.NotFound(out, r)
		return
	}
	if a.slow {
		<-r.Context().Done()
		return
	}
	if a.status != 0 {
		http.Error(out, http.StatusText(a.status), a.status)
		return
	}
	out.Header().Set("Content-Type", a.kind)
	http.ServeContent(out, r, "", time.Time{}, bytes.NewReader(a.body))
}
