// Package sample holds two invented news days, so that the program can be tried
// without a network: the feeds and pages of fourteen invented outlets, and an
// annotated case of each day, which "counterpoint eval sample" scores. README.md
// in this folder tells what is in them.
//
// Only the pages and what a feed would tell of them are given out here; the
// annotations are for eval, which reads the folder itself.
package sample

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"time"
)

//go:embed day1 day2 outlets.json
var files embed.FS

// Day is one of the bundled days.
type Day struct {
	Name string
	Now  time.Time // when its digest is made: in the evening, after the last page
}

// One is the first day, a Tuesday.
func One() Day { return Day{"day1", time.Date(2026, time.October, 13, 20, 0, 0, 0, time.UTC)} }

// Two is the day after One; seven of its stories go on.
func Two() Day { return Day{"day2", time.Date(2026, time.October, 14, 20, 0, 0, 0, time.UTC)} }

// Page is a page as its outlet published it.
type Page struct {
	ID        string    `json:"id"`
	File      string    `json:"file"`
	Outlet    string    `json:"outlet"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Published time.Time `json:"published"`
	HTML      string    `json:"-"`
}

// Pages are the pages of the day, in order of publication.
func (d Day) Pages() ([]Page, error) {
	raw, err := files.ReadFile(path.Join(d.Name, "case.json"))
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	var list struct {
		Articles []Page `json:"articles"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("sample: %s: %w", d.Name, err)
	}
	for i, p := range list.Articles {
		html, err := files.ReadFile(path.Join(d.Name, p.File))
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		list.Articles[i].HTML = string(html)
	}
	return list.Articles, nil
}
