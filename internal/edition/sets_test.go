package edition_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/sample"
)

// set is a number of articles that the laws are tried on.
type set struct {
	name     string
	articles []news.Article
	pages    map[string]string // what each article was read from
	now      time.Time
}

func (s set) digest() news.Digest {
	return edition.Build(s.articles, nil, edition.Options{Now: s.now})
}

// sets are the bundled days and a small set of our own.
func sets(t testing.TB) []set {
	t.Helper()
	return []set{day(t, sample.One()), day(t, sample.Two()), {"ferry", read(t, ferry(t)), raws(ferry(t)), time.Time{}}}
}

func day(t testing.TB, d sample.Day) set {
	t.Helper()
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]ingest.Row, len(pages))
	for i, p := range pages {
		rows[i] = ingest.Row{ID: p.ID, URL: p.URL, Outlet: p.Outlet, Title: p.Title, Published: p.Published.Format(time.RFC3339), HTML: p.HTML}
	}
	return set{d.Name, read(t, rows), raws(rows), d.Now}
}

func raws(rows []ingest.Row) map[string]string {
	out := map[string]string{}
	for _, r := range rows {
		out[r.ID] = r.Text + r.HTML
	}
	return out
}

// read makes articles of what outlets published; each must be one.
func read(t testing.TB, rows []ingest.Row) []news.Article {
	t.Helper()
	rep, err := ingest.Rows(rows)
	if err != nil || len(rep.LeftOut) > 0 {
		t.Fatalf("articles were left out: %v %v", rep.LeftOut, err)
	}
	return rep.Articles
}

// ferry is one event told by four outlets, and a goat.
func ferry(t testing.TB) []ingest.Row {
	t.Helper()
	from := []struct{ id, outlet, published string }{
		{"a1", "Skarn Post", "2026-03-05T22:30:00Z"},
		{"a2", "The Wendle Echo", "2026-03-05T23:40:00Z"},
		{"a3", "Coast Radio", "2026-03-06T15:10:00Z"},
		{"a4", "Tormund Times", "2026-03-06T17:00:00Z"},
		{"goat", "Marrick Mail", "2026-03-06T08:00:00Z"},
	}
	rows := make([]ingest.Row, len(from))
	for i, f := range from {
		raw, err := os.ReadFile(filepath.Join("testdata", "ferry", f.id+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(string(raw), "\n")
		rows[i] = ingest.Row{ID: f.id, Outlet: f.outlet, URL: "https://" + f.id + ".example/", Title: title, Published: f.published, Text: string(raw)}
	}
	return rows
}

// each runs a test for each set.
func each(t *testing.T, test func(t *testing.T, s set, d news.Digest)) {
	t.Helper()
	for _, s := range sets(t) {
		t.Run(s.name, func(t *testing.T) { test(t, s, digestOf(s)) })
	}
}

// digests of the unchanged sets, which many laws look at.
var digests sync.Map

func digestOf(s set) news.Digest {
	if d, ok := digests.Load(s.name); ok {
		return d.(news.Digest)
	}
	d := s.digest()
	digests.Store(s.name, d)
	return d
}

// cited is a piece of evidence with the place where it is printed.
type cited struct {
	where string
	news.Evidence
}

// evidence is all that a story quotes.
func evidence(b news.Brief) []cited {
	var out []cited
	add := func(where string, evs []news.Evidence) {
		for _, e := range evs {
			out = append(out, cited{where, e})
		}
	}
	for name, list := range map[string][]news.Statement{"summary": b.Summary, "agreed": b.Agreed, "one_source": b.OneSource} {
		for i, s := range list {
			add(fmt.Sprintf("%s %d", name, i+1), s.Support)
		}
	}
	for name, list := range map[string][]news.Dispute{"disputed": b.Disputed, "differ": b.Differ} {
		for i, d := range list {
			for j, p := range d.Positions {
				add(fmt.Sprintf("%s %d position %d", name, i+1, j+1), p.Evidence)
			}
		}
	}
	for i, l := range linesOf(b.Since) {
		add(fmt.Sprintf("since %d, %s", i+1, l.Kind), l.evidence)
	}
	if b.Since != nil {
		for i, u := range b.Since.Changed {
			add(fmt.Sprintf("since, changed %d, earlier", i+1), u.Earlier.Evidence)
		}
	}
	for i, u := range b.Superseded {
		add(fmt.Sprintf("superseded %d", i+1), slices.Concat(u.Earlier.Evidence, u.Later.Evidence))
	}
	return out
}

// originOf maps the articles of a story to their origins.
func originOf(b news.Brief) map[string]string {
	out := map[string]string{}
	for _, a := range b.Articles {
		out[a.ID] = a.Origin
	}
	return out
}

// origins are the independent voices behind evidence.
func origins(of map[string]string, evs []news.Evidence) map[string]bool {
	out := map[string]bool{}
	for _, e := range evs {
		out[of[e.Article]] = true
	}
	return out
}
