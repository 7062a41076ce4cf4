package main

import (
	"encoding/json"
	"fmt"
	"os"

	"counterpoint/internal/boosted"
	"counterpoint/internal/compare"
)

// An update is told from so high a score on, of its line and of the pair that it
// shows, chosen on held-out folds for the digest that comes of them.
const (
	leastUpdate  = -1500
	leastPassing = -3300
)

// runUpdates fits what tells updates, and writes it.
func runUpdates(dirs []string, out string) error {
	_, stories, err := load(dirs)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(fitOvertaking(stories)[folds])
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(raw, '\n'), 0o644)
}

// shared tells of what a lexis is learned that knows what reports share.
func shared(s sides) (fact, position bool) { return len(s.facts) > 0, len(s.position) > 0 }

// passed tells of what a lexis is learned that knows what passes.
func passed(s sides) (earlier, later bool) { return len(s.earlier) > 0, len(s.later) > 0 }

// fitOvertaking returns for each fold the weights that have not seen it, and
// last those of all cases: words first, then pairs, then the lines that weights
// which have not seen a story suggest for it.
func fitOvertaking(stories []told) []compare.Overtaking {
	fitted := make([]compare.Overtaking, folds+1)
	each(len(fitted), func(f int) {
		fitted[f] = compare.Overtaking{Lexis: lexis(stories, f, passed), Floor: leastUpdate, Least: leastPassing}
	})
	var pairs, lines examples
	for _, t := range stories {
		for _, p := range fitted[t.fold].Passings(t.reading) {
			pairs.add(p.Features(), t.fold, t.overtaken([]int{p.A}, []int{p.B}))
		}
	}
	each(len(fitted), func(f int) {
		fitted[f].Pairs = pairs.fit(0, f, streamPassings, bags)
		fitted[f].Prepare()
	})
	for _, t := range stories {
		for _, l := range fitted[t.fold].Updates(t.reading) {
			lines.add(l.Features(), t.fold, t.overtaken(l.Members, l.Later))
		}
	}
	each(len(fitted), func(f int) {
		fitted[f].Lines = lines.fit(0, f, streamUpdates, bags)
		fitted[f].Prepare()
	})
	fmt.Printf("%d passings, %d updates, six folds\n", len(pairs.rows), len(lines.rows))
	reportRow("passing", pairs.heldOut(0, func(f int) boosted.Forest { return fitted[f].Pairs }), leastPassing)
	reportRow("update", lines.heldOut(0, func(f int) boosted.Forest { return fitted[f].Lines }), leastUpdate)
	return fitted
}
