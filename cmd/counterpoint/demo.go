package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/page"
	"counterpoint/internal/slackfake"
	"counterpoint/sample"
)

type demoCmd struct {
	Dir string `default:"counterpoint-demo" placeholder:"DIR" help:"Where to write digest.html, channel.html and slack.json."`
}

// Help is shown under "demo --help".
func (demoCmd) Help() string {
	return `Example:
  counterpoint demo
  counterpoint demo --dir /tmp/demo

Nothing is needed: no account, no key, no network. The news day, its country and its outlets are
invented, and bundled with the program.`
}

// Run makes the digest of the bundled day, prints it and writes its other
// forms.
func (c demoCmd) Run(s streams) error {
	d, err := demoDigest(s, sample.One())
	if err != nil {
		return err
	}
	written, err := writeForms(c.Dir, d)
	if err != nil {
		return err
	}
	if err := write(s, d, "text"); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "\nwrote %s  the evidence page\n      %s  the messages as the channel shows them\n      %s  the messages as they are posted\n", written...)
	return nil
}

// demoDigest reads the pages of a bundled day and makes the digest at the
// day's own time.
func demoDigest(s streams, day sample.Day) (news.Digest, error) {
	pages, err := day.Pages()
	if err != nil {
		return news.Digest{}, err
	}
	rows := make([]ingest.Row, len(pages))
	for i, p := range pages {
		rows[i] = ingest.Row{ID: p.ID, URL: p.URL, Outlet: p.Outlet, Title: p.Title, Published: p.Published.Format(time.RFC3339), HTML: p.HTML}
	}
	rep, err := ingest.Rows(rows)
	for _, l := range rep.LeftOut {
		s.warn("left out %s: %s", l.ID, l.Reason)
	}
	if err != nil {
		return news.Digest{}, err
	}
	return edition.Build(rep.Articles, rep.LeftOut, edition.Options{Now: day.Now}), nil
}

// writeForms writes the forms of a digest that are files, and returns their
// paths.
func writeForms(dir string, d news.Digest) ([]any, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, cannotWrite(dir, err)
	}
	messages := blocks.Render(d, blocks.Options{Buttons: true})
	forms := []struct {
		name   string
		render func(io.Writer) error
	}{
		{"digest.html", func(w io.Writer) error { return page.Render(w, d) }},
		{"channel.html", func(w io.Writer) error { return renderChannel(w, messages) }},
		{"slack.json", func(w io.Writer) error { return writeJSON(w, map[string]any{"messages": messages}) }},
	}
	var written []any
	for _, f := range forms {
		var b bytes.Buffer
		if err := f.render(&b); err != nil {
			return nil, err
		}
		path := filepath.Join(dir, f.name)
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			return nil, cannotWrite(path, err)
		}
		written = append(written, path)
	}
	return written, nil
}

// cannotWrite says what to do where a file of the demo cannot be written.
func cannotWrite(path string, err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return fmt.Errorf("cannot write %s (%w): name a directory that can be written with --dir DIR", path, err)
}

// renderChannel shows messages as a channel of Slack would.
func renderChannel(w io.Writer, messages []blocks.Message) error {
	raw, err := json.Marshal(messages)
	if err != nil {
		return err
	}
	var shown []slackfake.Message
	if err := json.Unmarshal(raw, &shown); err != nil {
		return err
	}
	return slackfake.Page(w, "news", shown)
}
