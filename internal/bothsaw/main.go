// Bothsaw prints the digest that a model worded, without the disputes that only
// the model saw: those of which the engine alone tells none that has a passage on
// two of their sides. It is for measuring how much of what is told hangs on the
// model.
//
//	bothsaw ENGINE.json < MODEL.json
//
// ENGINE.json is the digest of the same articles without a model.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"counterpoint/internal/news"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bothsaw:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("give the engine's digest as a file, and the model's on standard input")
	}
	raw, err := os.ReadFile(args[0]) //nolint:gosec // the user names it
	if err != nil {
		return err
	}
	var engine, model news.Digest
	if err := json.Unmarshal(raw, &engine); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	if err := json.NewDecoder(in).Decode(&model); err != nil {
		return fmt.Errorf("the model's digest: %w", err)
	}
	return json.NewEncoder(out).Encode(bothSaw(model, engine))
}

// bothSaw takes out of a digest the disputes that only the model saw.
func bothSaw(model, engine news.Digest) news.Digest {
	var seen []news.Dispute
	for _, b := range engine.Stories {
		seen = append(seen, b.Disputed...)
	}
	stories := slices.Clone(model.Stories)
	for i := range stories {
		stories[i].Disputed = slices.DeleteFunc(slices.Clone(stories[i].Disputed), func(d news.Dispute) bool {
			return d.By == news.ByModel && !slices.ContainsFunc(seen, func(e news.Dispute) bool { return same(d, e) })
		})
	}
	model.Stories = stories
	return model
}

// same tells whether two sides of one dispute each share a passage with a side of
// another, two in all.
func same(d, e news.Dispute) bool {
	met := map[int]bool{}
	ours := 0
	for _, p := range d.Positions {
		shares := false
		for i, q := range e.Positions {
			if slices.ContainsFunc(p.Evidence, func(ev news.Evidence) bool { return slices.Contains(q.Evidence, ev) }) {
				met[i], shares = true, true
			}
		}
		if shares {
			ours++
		}
	}
	return ours > 1 && len(met) > 1
}
