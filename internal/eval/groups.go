package eval

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// Groups are articles of which nothing is annotated but the event.
type Groups struct {
	Name     string
	Articles []Article
	event    grouping
}

// maxGroups bounds what is read of a file of groups.
const maxGroups = 256 << 20

// GroupFiles are the files of grouped articles at path: itself, or those in
// the folder.
func GroupFiles(path string) []string {
	if isGroups(path) {
		return []string{path}
	}
	var out []string
	entries, _ := os.ReadDir(path) // a file or a missing folder holds none
	for _, e := range entries {
		if isGroups(e.Name()) {
			out = append(out, filepath.Join(path, e.Name()))
		}
	}
	return out
}

func isGroups(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".gz"), ".jsonl")
}

// LoadGroups reads a JSON Lines file, gzipped or not, of articles with the key
// "event" beside those of an article.
func LoadGroups(path string) (Groups, error) {
	g := Groups{Name: filepath.Base(path), event: grouping{}}
	raw, err := readFile(path)
	if err != nil {
		return g, err
	}
	sc := bufio.NewScanner(bytes.NewReader(raw))
	sc.Buffer(nil, maxGroups)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var row struct {
			ID, URL, Outlet, Title, Text, HTML, Event string
			Published                                 time.Time
		}
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			return g, fmt.Errorf("%s line %d: %w", path, n, err)
		}
		if row.ID == "" || row.Event == "" {
			return g, fmt.Errorf("%s line %d: an id and an event are needed", path, n)
		}
		a := Article{ID: row.ID, URL: row.URL, Outlet: row.Outlet, Title: row.Title, Published: row.Published, Raw: row.Text}
		if row.HTML != "" {
			a.File, a.Raw = "page.html", row.HTML
		}
		g.Articles = append(g.Articles, a)
		g.event[row.ID] = row.Event
	}
	return g, sc.Err()
}

// readFile reads a file, unpacked where its name ends in .gz.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxGroups+1))
	if err == nil && len(raw) > maxGroups {
		err = errors.New("is too large")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return raw, nil
}

// Score compares the stories of a digest of the articles with their events.
func (g Groups) Score(d news.Digest) Figures {
	got := toldGroups(g.event, d)
	groups, events := map[string]bool{}, map[string]bool{}
	for id, e := range g.event {
		groups[got[id]], events[e] = true, true
	}
	f := append(Figures{number("articles", len(g.Articles))}, bcubedFigures("bcubed", bcubed(g.event, got))...)
	p, r := pairwise(g.event, got)
	pv, _ := p.Value()
	rv, _ := r.Value()
	return append(f, mean("pair_p", pv), mean("pair_r", rv), mean("pair_f1", f1(pv, rv)),
		number("groups", len(groups)), number("events", len(events)))
}
