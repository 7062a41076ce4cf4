package sample_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"counterpoint/internal/eval"
	"counterpoint/sample"
)

var days = []sample.Day{sample.One(), sample.Two()}

func TestPages(t *testing.T) {
	for _, day := range days {
		pages, err := day.Pages()
		if err != nil {
			t.Fatal(err)
		}
		if len(pages) < 30 {
			t.Errorf("%s has %d pages, want 30 or more", day.Name, len(pages))
		}
		for _, p := range pages {
			if p.ID == "" || p.Outlet == "" || p.HTML == "" || !strings.HasPrefix(p.URL, "https://") {
				t.Errorf("%s: a page lacks something: %q %q %q", day.Name, p.ID, p.Outlet, p.URL)
			}
			if p.Published.After(day.Now) {
				t.Errorf("%s: page %s is published at %v, after the day's own time", day.Name, p.ID, p.Published)
			}
		}
	}
}

var (
	tag   = regexp.MustCompile(`<[^>]*>`)
	space = regexp.MustCompile(`\s+`)
)

// Each annotated passage stands on its page, and each article is in one event.
func TestAnnotationsStandOnTheirPages(t *testing.T) {
	for _, day := range days {
		c, err := eval.Load(day.Name)
		if err != nil {
			t.Fatal(err)
		}
		text := map[string]string{}
		for _, a := range c.Articles {
			text[a.ID] = words(html.UnescapeString(tag.ReplaceAllString(a.Raw, "")))
		}
		for _, g := range passages(c) {
			if !strings.Contains(text[g.Article], words(g.Quote)) {
				t.Errorf("%s: not on page %s: %q", day.Name, g.Article, g.Quote)
			}
		}
		in := map[string]int{}
		for _, e := range c.Events {
			for _, id := range e.Articles {
				in[id]++
			}
		}
		for _, a := range c.Articles {
			if in[a.ID] != 1 {
				t.Errorf("%s: article %s is in %d events, want 1", day.Name, a.ID, in[a.ID])
			}
		}
	}
}

func words(s string) string { return space.ReplaceAllString(s, " ") }

func passages(c eval.Case) []eval.Gold {
	var out []eval.Gold
	for _, f := range c.Facts {
		out = append(out, f.Support...)
	}
	for _, d := range c.Disputes {
		for _, p := range d.Positions {
			out = append(out, p.Evidence...)
		}
	}
	for _, s := range c.Superseded {
		out = append(append(out, s.Earlier...), s.Later...)
	}
	for _, t := range c.Traps {
		out = append(out, t.A, t.B)
	}
	return out
}

// The feeds can be read, and name the pages of their day.
func TestFeeds(t *testing.T) {
	for _, day := range days {
		files, err := filepath.Glob(day.Name + "/feeds/*")
		if err != nil || len(files) < 8 {
			t.Fatalf("%s has %d feeds (%v), want 8 or more", day.Name, len(files), err)
		}
		var all strings.Builder
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(raw)
			if filepath.Ext(f) == ".json" && !json.Valid(raw) {
				t.Errorf("%s is not JSON", f)
			}
			if filepath.Ext(f) == ".xml" {
				if err := wellFormed(raw); err != nil {
					t.Errorf("%s: %v", f, err)
				}
			}
		}
		pages, err := day.Pages()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			if !strings.Contains(all.String(), p.URL) {
				t.Errorf("no feed of %s names %s", day.Name, p.URL)
			}
		}
	}
}

func wellFormed(raw []byte) error {
	dec := xml.NewDecoder(strings.NewReader(string(raw)))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
