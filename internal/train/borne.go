package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"counterpoint/internal/compare"
	"counterpoint/internal/news"
)

// passage is a sentence by its article and its words.
type passage struct {
	Article string `json:"article"`
	Quote   string `json:"quote"`
}

func passageOf(e news.Evidence) passage { return passage{e.Article, e.Quote} }

// verdicts are what readers said of pairs of sentences of a case: whether one
// bears out the main point of the other, so that it could be shown as a second
// source for it. The annotated facts are the key ones and take a sentence for one
// that tells them in passing; these tell whether what is printed side by side
// says the same.
//
//	a, b, e  the second bears out the first; the first the second; each the other
//	s        one fact in common that is the point of neither
//	n        nothing of substance in common
//	c, u     they contradict one another; one overtakes the other
type verdicts map[[2]passage]string

// readVerdicts reads a case's pairs.jsonl, a line a pair: {"a", "b", "verdict"}.
// A case without one has none.
func readVerdicts(dir string) (verdicts, error) {
	name := filepath.Join(dir, "pairs.jsonl")
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := verdicts{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var p struct {
			A, B    passage
			Verdict string
		}
		err := json.Unmarshal(lines.Bytes(), &p)
		if err == nil && (len(p.Verdict) != 1 || !strings.Contains("abesncu", p.Verdict)) {
			err = fmt.Errorf("unknown verdict %q", p.Verdict)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		out[[2]passage{p.A, p.B}] = p.Verdict
	}
	return out, lines.Err()
}

// backs tells whether a reader took a passage for a second source of another,
// and whether one looked at the two at all.
func (v verdicts) backs(printed, other news.Evidence) (yes, known bool) {
	p, q := passageOf(printed), passageOf(other)
	if w := v[[2]passage{p, q}]; w != "" {
		return w == "a" || w == "e", true
	}
	w := v[[2]passage{q, p}]
	return w == "b" || w == "e", w != ""
}

// reportBorne prints how many of the agreed lines that are told another origin
// bears out, of those that readers can tell it of. Gates are those that have not
// seen a story.
func reportBorne(stories []told, gates []compare.Gate) {
	lines, borne := 0, 0
	for _, t := range stories {
		for _, l := range gates[t.fold].Findings(t.story, t.reading).Agreed {
			any, all := false, true
			for _, ev := range l.Support[1:] {
				yes, known := t.said.backs(l.Support[0], ev)
				any, all = any || yes, all && known
			}
			if any || all {
				lines++
			}
			if any {
				borne++
			}
		}
	}
	fmt.Printf("agreed lines that another origin bears out, as readers judged: %.3f  %d of %d\n", float64(borne)/float64(max(lines, 1)), borne, lines)
}
