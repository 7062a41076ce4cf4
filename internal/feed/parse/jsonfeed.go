package parse

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// jsonItem is what is read of an item. Fields of a wrong type are passed over.
type jsonItem struct {
	ID            json.RawMessage `json:"id"`
	URL           string          `json:"url"`
	ExternalURL   string          `json:"external_url"`
	Title         string          `json:"title"`
	ContentHTML   string          `json:"content_html"`
	ContentText   string          `json:"content_text"`
	Summary       string          `json:"summary"`
	DatePublished json.RawMessage `json:"date_published"`
	DateModified  json.RawMessage `json:"date_modified"`
	Author        json.RawMessage `json:"author"`
	Authors       json.RawMessage `json:"authors"`
	Language      string          `json:"language"`
}

// jsonStart is where the JSON begins in text that is JSON; else -1. Guards
// against inclusion as a script, ")]}'", may stand before it.
func jsonStart(text string) int {
	i := strings.IndexByte(text, '{')
	if i < 0 {
		return -1
	}
	if before := strings.TrimSpace(text[:i]); before == "" || before == ")]}'," || before == ")]}'" || strings.HasPrefix(before, "//") && !strings.Contains(before, "<") || strings.HasPrefix(before, "/*") {
		return i
	}
	return -1
}

// readJSON decodes item by item, so that neither a million items nor one wrong
// type costs more than itself.
func readJSON(text, address string) (Feed, error) {
	d := jsonDoc{}
	err := d.read(text)
	if errors.Is(err, ErrTooComplex) {
		return Feed{}, err
	}
	if err != nil {
		mended, cutOff, tooDeep := mendJSON(text)
		if tooDeep {
			return Feed{}, ErrTooComplex
		}
		d = jsonDoc{}
		if err := d.read(mended); err != nil && len(d.items) == 0 {
			return Feed{}, refusal{"answers with broken JSON", ErrNotFeed}
		}
		note := "JSON with errors: %d items kept"
		if cutOff {
			note = "truncated: %d whole items kept"
		}
		d.notes = append(d.notes, fmt.Sprintf(note, len(d.items)))
	}
	if !d.isFeed() {
		return Feed{}, refusal{"answers with JSON that is no feed", ErrNotFeed}
	}
	feed := Feed{
		Format: "json", Title: d.text("title"), Lang: lang(d.text("language")),
		Link: absolute(d.text("home_page_url"), address), Mended: d.notes,
	}
	everybody := either(jsonNames(d.fields["authors"]), jsonNames(d.fields["author"]))
	for _, item := range d.items {
		e := item.entry(feed.Link, address)
		e.Byline = either(e.Byline, everybody)
		feed.Entries = append(feed.Entries, e)
	}
	return feed, nil
}

// jsonDoc is a feed of which the items are decoded and the rest is not yet.
type jsonDoc struct {
	fields   map[string]json.RawMessage
	items    []jsonItem
	hasItems bool
	notes    []string
}

func (d *jsonDoc) isFeed() bool {
	return d.hasItems && (len(d.items) > 0 || d.fields["title"] != nil) || strings.Contains(d.text("version"), "jsonfeed.org")
}

func (d *jsonDoc) text(name string) string { return jsonText(d.fields[name]) }

func (d *jsonDoc) read(text string) error {
	dec := json.NewDecoder(strings.NewReader(text))
	d.fields = map[string]json.RawMessage{}
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, ErrNotFeed)
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		if name == "items" {
			err = d.readItems(dec)
		} else {
			var raw json.RawMessage
			if err = dec.Decode(&raw); len(d.fields) == maxFields {
				return ErrTooComplex
			}
			d.fields[name] = raw
		}
		if err != nil || len(d.items) == MaxEntries {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

func (d *jsonDoc) readItems(dec *json.Decoder) error {
	t, err := dec.Token()
	if err != nil || t != json.Delim('[') {
		return err
	}
	d.hasItems = true
	for dec.More() && len(d.items) < MaxEntries {
		var item jsonItem
		if err := dec.Decode(&item); err != nil {
			if _, ok := errors.AsType[*json.UnmarshalTypeError](err); !ok {
				return err
			}
		}
		d.items = append(d.items, item)
	}
	if len(d.items) == MaxEntries {
		return nil
	}
	_, err = dec.Token()
	return err
}

func (i jsonItem) entry(bases ...string) news.Entry {
	e := news.Entry{
		ID: jsonText(i.ID), Title: i.Title, Lang: lang(i.Language),
		URL:       either(absolute(i.URL, bases...), absolute(i.ExternalURL, bases...)),
		Byline:    either(jsonNames(i.Authors), jsonNames(i.Author)),
		Published: dateOf(i.DatePublished), Updated: dateOf(i.DateModified),
		Summary: paragraphs(i.Summary),
		Content: either(i.ContentHTML, paragraphs(i.ContentText)),
	}
	if e.URL == "" && strings.HasPrefix(e.ID, "http") {
		e.URL = absolute(e.ID)
	}
	return e
}

// jsonText is a string or a number as text.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && len(raw) < 64 && (raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9') {
		return string(raw)
	}
	return ""
}

func dateOf(raw json.RawMessage) time.Time {
	t, _ := parseDate(jsonText(raw))
	return t
}

// jsonNames reads authors: objects with a name, or names, one or a list.
func jsonNames(raw json.RawMessage) string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var names []string
	for _, one := range list[:min(len(list), maxNames)] {
		var person struct {
			Name string `json:"name"`
		}
		if json.Unmarshal(one, &person) != nil {
			person.Name = jsonText(one)
		}
		names = append(names, person.Name)
	}
	return bylines(names)
}
