// Package eval scores digests against annotated cases.
//
// A case is a folder with a case.json and the articles it names. It says which
// articles tell one event, which are copies, which facts two sources agree on,
// which questions are disputed with every sentence that takes a position, what
// was overtaken, and traps: sentences that look contradictory and are not.
//
// Grouping is measured by BCubed precision and recall (Bagga and Baldwin
// 1998); a dispute counts as found when it keeps two of the annotated
// positions apart, judged by its quotations alone.
package eval

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// Case is an annotated set of articles.
type Case struct {
	Name       string      `json:"-"`
	Articles   []Article   `json:"articles"`
	Events     []Event     `json:"events"`
	Syndicated [][]string  `json:"syndicated"`
	Facts      []Fact      `json:"facts"`
	Disputes   []Dispute   `json:"disputes"`
	Superseded []Overtaken `json:"superseded"`
	Traps      []Trap      `json:"traps"`
}

// Article is an article of a case, as its outlet published it: Raw is a page
// where File ends in .html, else text.
type Article struct {
	ID        string    `json:"id"`
	File      string    `json:"file"`
	Outlet    string    `json:"outlet"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Published time.Time `json:"published"`
	Raw       string    `json:"-"`
}

// HTML reports whether the article is a page rather than text.
func (a Article) HTML() bool { return strings.HasSuffix(a.File, ".html") }

// Event is what some of the articles tell.
type Event struct {
	ID       string   `json:"id"`
	Articles []string `json:"articles"`
}

// Gold is an annotated passage.
type Gold struct {
	Article string `json:"article"`
	Quote   string `json:"quote"`
}

// Fact is agreed by two independent sources or more.
type Fact struct {
	ID        string `json:"id"`
	Statement string `json:"statement"`
	Support   []Gold `json:"support"`
}

// Dispute is a question with the passages that take each position.
type Dispute struct {
	ID        string    `json:"id"`
	Kind      news.Kind `json:"kind"`
	Question  string    `json:"question"`
	Positions []struct {
		Answer   string `json:"answer"`
		Evidence []Gold `json:"evidence"`
	} `json:"positions"`
}

// Overtaken is a statement and the later one that overtakes it.
type Overtaken struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Earlier  []Gold `json:"earlier"`
	Later    []Gold `json:"later"`
}

// Trap is a pair of passages that look contradictory and are not.
type Trap struct {
	Why string `json:"why"`
	A   Gold   `json:"a"`
	B   Gold   `json:"b"`
}

// Load reads the case in a folder.
func Load(dir string) (Case, error) {
	c := Case{Name: filepath.Base(dir)}
	root := os.DirFS(dir)
	raw, err := fs.ReadFile(root, caseFile)
	if err != nil {
		return c, fmt.Errorf("%s is no case: %w", dir, err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("%s: %w", filepath.Join(dir, caseFile), err)
	}
	known := map[string]bool{}
	for i, a := range c.Articles {
		body, err := fs.ReadFile(root, a.File)
		if err != nil {
			return c, fmt.Errorf("case %s, article %s: %w", dir, a.ID, err)
		}
		c.Articles[i].Raw = string(body)
		known[a.ID] = true
	}
	for _, e := range c.Events {
		for _, id := range e.Articles {
			if !known[id] {
				return c, fmt.Errorf("case %s: event %s names an article %q that is not there", dir, e.ID, id)
			}
		}
	}
	return c, nil
}

const caseFile = "case.json"

// Cases reads the case in a folder, or all cases in the folders below it, in
// the order of their names.
func Cases(dir string) ([]Case, error) {
	if _, err := os.Stat(filepath.Join(dir, caseFile)); err == nil {
		c, err := Load(dir)
		return []Case{c}, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []Case
	for _, e := range entries {
		sub := filepath.Join(dir, e.Name())
		if _, err := os.Stat(filepath.Join(sub, caseFile)); err != nil {
			continue
		}
		c, err := Load(sub)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
