package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/eval"
	"counterpoint/internal/extract"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
)

type evalCmd struct {
	Dirs    []string `arg:"" name:"dir" help:"Cases, or folders of cases; also folders of .jsonl articles with an event each, and of pages with their text (truth.json)."`
	Verbose bool     `short:"v" help:"Name every miss and every false report on standard error."`
	JSON    string   `name:"json" placeholder:"FILE" help:"Write the figures to FILE as JSON too."`
}

// Help is shown under "eval --help".
func (evalCmd) Help() string {
	return `Example:
  counterpoint eval sample
  counterpoint eval --verbose --json figures.json sample/day1

A case is a folder with a case.json: its articles, and what a careful reader finds in them.
CONTRIBUTING.md tells how one is written.`
}

// scores are what an evaluation yields.
type scores struct {
	Figures    eval.Figures            `json:"figures,omitempty"`
	Counts     *eval.Tally             `json:"counts,omitempty"`
	Cases      map[string]eval.Figures `json:"cases,omitempty"`
	Grouping   map[string]eval.Figures `json:"grouping,omitempty"`
	Extraction map[string]eval.Figures `json:"extraction,omitempty"`
}

// Run scores the engine on what the folders hold, and prints the figures.
func (c evalCmd) Run(s streams) error {
	var cases []eval.Case
	out := scores{Cases: map[string]eval.Figures{}, Grouping: map[string]eval.Figures{}, Extraction: map[string]eval.Figures{}}
	for _, dir := range c.Dirs {
		found, err := c.load(s, dir, &out)
		if err != nil {
			return err
		}
		cases = append(cases, found...)
	}
	if len(cases) > 0 {
		if err := c.score(s, cases, &out); err != nil {
			return err
		}
	}
	if c.JSON == "" {
		return nil
	}
	raw, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.JSON, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("the figures cannot be written: %w", err)
	}
	return nil
}

// load returns the cases in a folder, and scores what else it holds.
func (c evalCmd) load(s streams, dir string, out *scores) ([]eval.Case, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("cannot read %s: is the path right?", dir)
	}
	files := eval.GroupFiles(dir)
	for _, file := range files {
		if err := c.group(s, file, out); err != nil {
			return nil, err
		}
	}
	pages, ok, err := eval.LoadPages(dir)
	if err != nil {
		return nil, err
	}
	if ok {
		f, notes := pages.Score(extractBody)
		c.say(s, pages.Name, notes)
		out.Extraction[pages.Name] = f
		if err := section(s.out, "extraction of "+pages.Name, f); err != nil {
			return nil, err
		}
	}
	if ok || len(files) > 0 {
		return nil, nil
	}
	cases, err := eval.Cases(dir)
	if err == nil && len(cases) == 0 {
		err = fmt.Errorf("%s holds no case: a case is a folder with a case.json", dir)
	}
	return cases, err
}

func (c evalCmd) group(s streams, file string, out *scores) error {
	g, err := eval.LoadGroups(file)
	if err != nil {
		return err
	}
	d, err := digestOf(g.Articles)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	out.Grouping[g.Name] = g.Score(d)
	return section(s.out, "grouping of "+g.Name, out.Grouping[g.Name])
}

func (c evalCmd) score(s streams, cases []eval.Case, out *scores) error {
	res, err := eval.Run(cases, digestOf)
	if err != nil {
		return err
	}
	for i, t := range res.Each {
		c.say(s, res.Names[i], t.Notes)
		out.Cases[res.Names[i]] = t.Figures()
	}
	out.Figures, out.Counts = res.Figures(), &res.Total
	out.Counts.Notes = nil
	return section(s.out, "", out.Figures)
}

func (c evalCmd) say(s streams, name string, notes []string) {
	if !c.Verbose || len(notes) == 0 {
		return
	}
	fmt.Fprintln(s.err, name)
	for _, n := range notes {
		fmt.Fprintln(s.err, "  "+strings.ReplaceAll(n, "\n", " "))
	}
}

// section prints figures under a title.
func section(w io.Writer, title string, f eval.Figures) error {
	if title != "" {
		fmt.Fprintln(w, title)
	}
	return f.Print(w)
}

// digestOf makes a digest of a case's articles as "digest --articles" does.
func digestOf(articles []eval.Article) (news.Digest, error) {
	rows := make([]ingest.Row, len(articles))
	for i, a := range articles {
		rows[i] = ingest.Row{ID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title}
		if !a.Published.IsZero() {
			rows[i].Published = a.Published.Format(time.RFC3339)
		}
		if filepath.Ext(a.File) == ".html" {
			rows[i].HTML = a.Raw
		} else {
			rows[i].Text = a.Raw
		}
	}
	rep, err := ingest.Rows(rows)
	if err != nil && !errors.Is(err, ingest.ErrNothing) {
		return news.Digest{}, err
	}
	return edition.Build(rep.Articles, rep.LeftOut, edition.Options{}), nil
}

func extractBody(page []byte) (string, error) {
	a, err := extract.Page(page, "")
	return a.Body, err
}
