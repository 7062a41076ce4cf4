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
	"os"
	"path/filepath"
	"time"

	"counterpoint/internal/news"
)

// Case is an annotated set of articles.
type Case struct {
	Name     string `json:"-"`
	Articles []struct {
		ID        string    `json:"id"`
		File      string    `json:"file"`
		Outlet    string    `json:"outlet"`
		URL       string    `json:"url"`
		Title     string    `json:"title"`
		Published time.Time `json:"published"`
		Raw       string    `json:"-"` // the file's content
	} `json:"articles"`
	Events []struct {
		ID       string   `json:"id"`
		Articles []string `json:"articles"`
	} `json:"events"`
	Syndicated [][]string  `json:"syndicated"`
	Facts      []Fact      `json:"facts"`
	Disputes   []Dispute   `json:"disputes"`
	Superseded []Overtaken `json:"superseded"`
	Traps      []Trap      `json:"traps"`
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
	var c Case
	raw, err := os.ReadFile(filepath.Join(dir, "case.json"))
	if err != nil {
		return c, fmt.Errorf("%s is no case: %w", dir, err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("%s/case.json: %w", dir, err)
	}
	c.Name = filepath.Base(dir)
	for i, a := range c.Articles {
		body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(a.File)))
		if err != nil {
			return c, fmt.Errorf("case %s: %w", c.Name, err)
		}
		c.Articles[i].Raw = string(body)
	}
	return c, nil
}
