// Package ingest brings articles in: from feeds and their pages into the store
// (Fetcher), and from files that a user hands over, as JSON Lines, or a
// directory of pages and texts (Articles).
//
// Bad input is data: what cannot be read is reported with its place and the
// reason, and everything else is treated. Only where nothing can be read at
// all is there an error. Sizes are bounded before anything is read.
package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"counterpoint/internal/extract"
	"counterpoint/internal/news"
)

// MaxLine is the longest line of JSON that is read: the largest page that is
// treated, with room for escapes.
const MaxLine = extract.MaxBytes + extract.MaxBytes/4

// ErrNothing is returned where no article could be read.
var ErrNothing = errors.New("no article could be read")

// Report is what came of reading articles.
type Report struct {
	Articles []news.Article
	LeftOut  []news.LeftOut // an article's ID, or the place where it was to be

	seen map[string]bool // IDs of Articles
}

// Row is an article as it is handed over: a line of the JSON Lines form.
type Row struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Outlet    string `json:"outlet"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Text      string `json:"text"`
	HTML      string `json:"html"`
}

// Rows reads articles that a caller already holds. Each is named by its ID.
func Rows(rows []Row) (Report, error) {
	rep := Report{seen: map[string]bool{}}
	for i, in := range rows {
		rep.add(fmt.Sprintf("article %d", i+1), in)
	}
	if len(rep.Articles) == 0 {
		return rep, ErrNothing
	}
	return rep, nil
}

// Articles reads the articles at path: a JSON Lines file, "-" for stdin, or a
// directory of .txt and .html files.
func Articles(path string, stdin io.Reader) (Report, error) {
	rep := Report{seen: map[string]bool{}}
	var err error
	switch info, statErr := os.Stat(path); {
	case path == "-":
		path = "standard input"
		err = rep.lines(path, stdin)
	case statErr != nil:
		return rep, fmt.Errorf("cannot read %s: %s", path, cause(statErr))
	case info.IsDir():
		err = rep.directory(path)
	default:
		err = rep.file(path)
	}
	if err != nil {
		return rep, err
	}
	if len(rep.Articles) == 0 {
		return rep, fmt.Errorf("%s: %w", path, ErrNothing)
	}
	return rep, nil
}

// cause is the reason of a file error without the path, which the caller names.
func cause(err error) string {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

func (r *Report) file(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("cannot read %s: %s", path, cause(err))
	}
	defer f.Close()
	return r.lines(filepath.Base(path), f)
}

// lines reads JSON Lines. Empty lines are skipped.
func (r *Report) lines(name string, in io.Reader) error {
	br := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		line, tooLong, err := readLine(br)
		if place := fmt.Sprintf("%s line %d", name, n); tooLong {
			r.leave(place, fmt.Sprintf("longer than %d MB", MaxLine>>20))
		} else if line = bytes.TrimSpace(line); len(line) > 0 {
			r.line(place, line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("cannot read %s: %w", name, err)
		}
	}
}

// readLine reads up to a line feed. Of a line over MaxLine nothing is kept.
func readLine(br *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if len(line)+len(part) > MaxLine {
			tooLong, line = true, nil
		}
		if !tooLong {
			line = append(line, part...)
		}
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

func (r *Report) line(place string, line []byte) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	var in Row
	if err := dec.Decode(&in); err != nil {
		r.leave(place, jsonReason(err))
		return
	}
	if dec.More() {
		r.leave(place, "more than one JSON value on the line")
		return
	}
	r.add(place, in)
}

// jsonReason says what is wrong with a line, in words for the one who wrote it.
func jsonReason(err error) string {
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return "unknown key " + field + "; known are id, url, outlet, title, published, text, html"
	}
	if typ, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("key %q must be a string, not a %s", typ.Field, typ.Value)
	}
	return "not a JSON object: " + strings.TrimPrefix(err.Error(), "json: ")
}

func (r *Report) directory(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("cannot read %s: %s", dir, cause(err))
	}
	found := false
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if e.IsDir() || ext != ".txt" && ext != ".html" {
			continue
		}
		found = true
		raw, err := readBounded(filepath.Join(dir, e.Name()))
		if err != nil {
			r.leave(e.Name(), err.Error())
			continue
		}
		in := Row{ID: e.Name()}
		if ext == ".html" {
			in.HTML = string(raw)
		} else {
			in.Text = string(raw)
		}
		r.add(e.Name(), in)
	}
	if !found {
		return fmt.Errorf("%s holds no .txt or .html file", dir)
	}
	return nil
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.New(cause(err))
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, extract.MaxBytes+1))
	if err != nil {
		return nil, errors.New(cause(err))
	}
	return raw, nil
}

// add extracts one article and keeps it, or leaves it out with the reason.
func (r *Report) add(place string, in Row) {
	id := in.ID
	if id == "" {
		sum := sha256.Sum256([]byte(in.URL + "\x00" + in.Title + "\x00" + in.Text + "\x00" + in.HTML))
		id = hex.EncodeToString(sum[:8])
	}
	published, err := parseTime(in.Published)
	if err != nil {
		r.leave(place, err.Error())
		return
	}
	a, err := read(in)
	if err != nil {
		r.leave(idOr(in.ID, place), err.Error())
		return
	}
	a.ID = id
	if !published.IsZero() {
		a.Published = published
	}
	override(&a.URL, httpURL(in.URL))
	override(&a.Outlet, in.Outlet)
	override(&a.Title, in.Title)
	if a.Outlet == "" {
		a.Outlet = outletOf(a.URL, id)
	}
	if a.Lang != "" && a.Lang != "en" {
		r.leave(id, "language "+a.Lang)
		return
	}
	if r.seen[id] {
		r.leave(id, "given twice; the first is kept")
		return
	}
	r.seen[id] = true
	r.Articles = append(r.Articles, a)
}

func idOr(id, place string) string {
	if id != "" {
		return id
	}
	return place
}

func read(in Row) (news.Article, error) {
	switch {
	case in.Text != "" && in.HTML != "":
		return news.Article{}, errors.New(`has both "text" and "html"; give one`)
	case in.HTML != "":
		return extract.Page([]byte(in.HTML), in.URL)
	case strings.TrimSpace(in.Text) == "":
		return news.Article{}, errors.New("has no text")
	}
	return extract.Scraped(in.Text)
}

func parseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("published %q is not an RFC 3339 time such as 2026-05-21T11:30:00Z", s)
	}
	return t, nil
}

func override(field *string, given string) {
	if given != "" {
		*field = given
	}
}

// httpURL is s where it is an http or https address, else empty.
func httpURL(s string) string {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return s
	}
	return ""
}

// outletOf names an outlet by its host, or an article by itself.
func outletOf(address, id string) string {
	return cmp.Or(hostOf(address), id)
}

func (r *Report) leave(id, reason string) {
	r.LeftOut = append(r.LeftOut, news.LeftOut{ID: id, Reason: reason})
}
