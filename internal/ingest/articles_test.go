package ingest_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"counterpoint/internal/ingest"
)

const wall = "The harbour wall at Selby has held through the night, the engineers said on Monday morning."

func TestRows(t *testing.T) {
	page := "<html><head><title>Harbour wall holds</title></head><body><article><h1>Harbour wall holds</h1><p>" + wall + "</p><p>Nobody was hurt, and the ships could leave before noon.</p></article></body></html>"
	tests := []struct {
		name   string
		row    ingest.Row
		reason string // of being left out; empty where it is not
	}{
		{"text", ingest.Row{ID: "x", Text: wall}, ""},
		{"a page", ingest.Row{ID: "x", HTML: page}, ""},
		{"no text", ingest.Row{ID: "x", Title: "Only a title"}, "has no text"},
		{"text and page", ingest.Row{ID: "x", Text: wall, HTML: page}, `has both "text" and "html"; give one`},
		{"a time of no form", ingest.Row{ID: "x", Text: wall, Published: "2026-03-02"}, `published "2026-03-02" is not an RFC 3339 time such as 2026-05-21T11:30:00Z`},
		{"another language", ingest.Row{ID: "x", Text: "Le mur du port de Selby a tenu toute la nuit, ont annoncé les ingénieurs lundi matin. Personne n'a été blessé."}, "language fr"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep, err := ingest.Rows([]ingest.Row{tt.row})
			if tt.reason == "" {
				if err != nil || len(rep.Articles) != 1 || len(rep.LeftOut) != 0 || !strings.Contains(rep.Articles[0].Body, wall) {
					t.Errorf("articles %v, left out %v, error %v; want the article", rep.Articles, rep.LeftOut, err)
				}
				return
			}
			if !errors.Is(err, ingest.ErrNothing) || len(rep.LeftOut) != 1 || rep.LeftOut[0].Reason != tt.reason {
				t.Errorf("left out %v, error %v; want the reason %q", rep.LeftOut, err, tt.reason)
			}
		})
	}
}

// What a row says of an article goes before what its page says; an address
// that leads nowhere a reader should go is dropped.
func TestWhatARowSaysHolds(t *testing.T) {
	rep, err := ingest.Rows([]ingest.Row{
		{ID: "a", URL: "https://www.echo.example/1", Title: "Wall holds", Published: "2026-03-02T08:00:00+01:00", Text: wall},
		{ID: "b", URL: "javascript:alert(1)", Outlet: "The Echo", Text: wall},
		{Text: wall},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := rep.Articles[0], rep.Articles[1], rep.Articles[2]
	if want := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC); !a.Published.Equal(want) || a.Title != "Wall holds" {
		t.Errorf("published %v, title %q, want %v and the row's own", a.Published, a.Title, want)
	}
	if a.Outlet != "echo.example" || b.Outlet != "The Echo" || c.Outlet != c.ID {
		t.Errorf("outlets %q %q %q, want the host, the row's own and the ID", a.Outlet, b.Outlet, c.Outlet)
	}
	if b.URL != "" {
		t.Errorf("URL %q is kept, want none", b.URL)
	}
	again, err := ingest.Rows([]ingest.Row{{Text: wall}})
	if err != nil || c.ID == "" || again.Articles[0].ID != c.ID {
		t.Errorf("an article without ID is %q and then %q, want the same", c.ID, again.Articles[0].ID)
	}
}

// A source that breaks off is an error, and what came before is not lost.
func TestBrokenStandardInput(t *testing.T) {
	in := iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(`{"text": "` + wall + `"}`)))
	if _, err := ingest.Articles("-", in); err == nil || !strings.Contains(err.Error(), "cannot read standard input") {
		t.Errorf("error %v, want one that names standard input", err)
	}
}

func TestUnreadableFileOfADirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "good.txt"), []byte(wall), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, "lost.txt")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	rep, err := ingest.Articles(dir, nil)
	if err != nil || len(rep.Articles) != 1 || len(rep.LeftOut) != 1 || rep.LeftOut[0].ID != "lost.txt" {
		t.Errorf("articles %d, left out %v, error %v; want one and lost.txt", len(rep.Articles), rep.LeftOut, err)
	}
}

// FuzzLines: whatever the input, each line that is not empty gives an article
// or is left out with a reason.
func FuzzLines(f *testing.F) {
	f.Add(`{"id":"a","text":"` + wall + `"}`)
	f.Add("{\"text\":\"x\"}\n\n{\"titel\":1}\r\nnull\n[]\n\x00\xff")
	f.Add(`{"id":"a","html":"<p>` + wall + `"} {"id":"b"}`)
	f.Fuzz(func(t *testing.T, in string) {
		rep, err := ingest.Articles("-", strings.NewReader(in))
		if (err == nil) != (len(rep.Articles) > 0) {
			t.Errorf("%d articles, error %v", len(rep.Articles), err)
		}
		lines := 0
		for line := range strings.SplitSeq(in, "\n") {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
		if got := len(rep.Articles) + len(rep.LeftOut); got != lines {
			t.Errorf("%d articles and reasons for %d lines", got, lines)
		}
		seen := map[string]bool{}
		for _, a := range rep.Articles {
			if a.ID == "" || a.Text() == "" || seen[a.ID] {
				t.Errorf("article %q with %d bytes: no ID, no text, or there before", a.ID, len(a.Text()))
			}
			seen[a.ID] = true
		}
		for _, l := range rep.LeftOut {
			if l.ID == "" || l.Reason == "" {
				t.Errorf("left out without a place or a reason: %+v", l)
			}
		}
	})
}
