package extract_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/extract"
	"counterpoint/internal/news"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// golden is an article as its golden file shows it.
type golden struct {
	URL, Title, Byline, Outlet string    `json:",omitempty"`
	Published                  time.Time `json:",omitzero"`
	Lang, OriginHint           string    `json:",omitempty"`
	Partial                    bool      `json:",omitempty"`
	Body                       []string
	Captions                   []string `json:",omitempty"`
}

func goldenOf(a news.Article) golden {
	return golden{
		URL: a.URL, Title: a.Title, Byline: a.Byline, Outlet: a.Outlet, Published: a.Published,
		Lang: a.Lang, OriginHint: a.OriginHint, Partial: a.Partial,
		Body: strings.Split(a.Body, "\n"), Captions: a.Captions,
	}
}

// TestGoldens reads every page and every scraped text of testdata and compares
// with the golden beside it.
func TestGoldens(t *testing.T) {
	for _, dir := range []string{"page", "scraped"} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.[ht]*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("Glob(%s) = %v, %v, want files", dir, files, err)
		}
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) { checkGolden(t, dir, file) })
		}
	}
}

func checkGolden(t *testing.T, dir, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var a news.Article
	if dir == "page" {
		a, err = extract.Page(raw, "https://www.example.org/news/some-page")
	} else {
		a, err = extract.Scraped(string(raw))
	}
	if err != nil {
		t.Fatalf("reading %s: %v", file, err)
	}
	want := strings.TrimSuffix(file, filepath.Ext(file)) + ".golden"
	if *update {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(goldenOf(a)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(want, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if diff := cmp.Diff(goldenOf(a), g); diff != "" {
		t.Errorf("%s: got(-) want(+):\n%s", file, diff)
	}
}
