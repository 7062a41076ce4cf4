package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"counterpoint/internal/extract"
	"counterpoint/internal/news"
)

type extractCmd struct {
	Files []string `arg:"" name:"file" help:"Pages: .html files, or .txt files with text scraped off a page."`
}

// Help is shown under "extract --help".
func (extractCmd) Help() string {
	return `Example:
  counterpoint extract page.html > article.jsonl`
}

// extracted is a line of the result.
type extracted struct {
	File       string     `json:"file"`
	Title      string     `json:"title"`
	Byline     string     `json:"byline"`
	Outlet     string     `json:"outlet"`
	Published  *time.Time `json:"published,omitempty"`
	Lang       string     `json:"lang"`
	Text       string     `json:"text"`
	Captions   []string   `json:"captions"`
	Partial    bool       `json:"partial"`
	OriginHint string     `json:"origin_hint"`
}

// Run prints a line for each page that has an article; the others are
// reported. It fails where none has one.
func (c extractCmd) Run(s streams) error {
	enc := json.NewEncoder(s.out)
	enc.SetEscapeHTML(false)
	done := 0
	for _, name := range c.Files {
		a, err := extractFile(name)
		if err != nil {
			s.warn("%s: %v", name, err)
			continue
		}
		line := extracted{
			File: name, Title: a.Title, Byline: a.Byline, Outlet: a.Outlet, Lang: a.Lang, Text: a.Body,
			Captions: append([]string{}, a.Captions...), Partial: a.Partial, OriginHint: a.OriginHint,
		}
		if !a.Published.IsZero() {
			line.Published = &a.Published
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
		done++
	}
	if done == 0 {
		return errors.New("no article found in any of the files")
	}
	return nil
}

func extractFile(name string) (news.Article, error) {
	f, err := os.Open(name)
	if err != nil {
		return news.Article{}, errors.New("cannot be read: is the path right?")
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, extract.MaxBytes+1))
	if err != nil {
		return news.Article{}, err
	}
	if ext := filepath.Ext(name); ext == ".txt" {
		return extract.Scraped(string(raw))
	}
	return extract.Page(raw, "")
}
