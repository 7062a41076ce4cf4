// Train fits the gate of package compare to annotated cases and writes its
// weights.
//
// Six folds of cases tell how well it does on cases that it has not seen: the
// figures printed are of pairs above the floors in folds held out. The
// weights that are written are then fitted to all cases given. Published
// figures are measured on other cases (make eval).
//
//	go run ./internal/train corpus/*
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"counterpoint/internal/compare"
	"counterpoint/internal/eval"
	"counterpoint/internal/extract"
	"counterpoint/internal/news"
)

const folds = 6

func main() {
	out := flag.String("o", "internal/compare/gate.json", "file of weights to write")
	flag.Parse()
	if err := run(flag.Args(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(dirs []string, out string) error {
	byFold := make([][]example, folds)
	n := 0
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "case.json")); err != nil {
			continue
		}
		c, err := eval.Load(dir)
		if err != nil {
			return err
		}
		stories, err := storiesOf(c)
		if err != nil {
			return err
		}
		byFold[n%folds] = append(byFold[n%folds], examples(c, stories)...)
		n++
	}
	if n < folds {
		return fmt.Errorf("%d cases given, at least %d are needed", n, folds)
	}
	gate := compare.Gate{Features: compare.FeatureNames[:]}
	var all []example
	for _, f := range byFold {
		all = append(all, f...)
	}
	held := heldOut(byFold)
	gate.Floors = chosen()
	for l := range gate.Outputs {
		gate.Outputs[l] = boost(all, Label(l))
	}
	report(n, held, gate.Floors)
	raw, err := json.Marshal(gate)
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(raw, '\n'), 0o644)
}

// storiesOf makes the annotated events of a case into stories: the gate is
// fitted to what stories should be, not to faults of grouping.
func storiesOf(c eval.Case) ([]news.Story, error) {
	copyOf := map[string]string{}
	for _, p := range c.Syndicated {
		copyOf[p[1]] = p[0]
	}
	var out []news.Story
	for _, ev := range c.Events {
		s := news.Story{ID: ev.ID}
		for _, in := range c.Articles {
			if !contains(ev.Articles, in.ID) {
				continue
			}
			read := extract.Scraped
			if strings.HasSuffix(in.File, ".html") {
				read = func(raw string) (news.Article, error) { return extract.Page([]byte(raw), in.URL) }
			}
			a, err := read(in.Raw)
			if err != nil {
				return nil, fmt.Errorf("case %s: article %s: %w", c.Name, in.ID, err)
			}
			a.ID, a.Outlet, a.Title, a.Published = in.ID, in.Outlet, in.Title, in.Published
			origin := in.ID
			for copyOf[origin] != "" {
				origin = copyOf[origin]
			}
			s.Articles = append(s.Articles, a)
			s.Lineage = append(s.Lineage, news.Lineage{Origin: origin, CopyOf: copyOf[in.ID]})
		}
		out = append(out, s)
	}
	return out, nil
}

func contains(ids []string, id string) bool {
	return slices.Contains(ids, id)
}
