package main

import (
	"cmp"
	"fmt"
	"slices"

	"counterpoint/internal/compare"
)

// scored is an example with the score that a gate which has not seen its case
// gives it.
type scored struct {
	score int
	right bool
}

// heldOut scores every example by a gate fitted to the other folds, for each
// output, the highest first.
func heldOut(byFold [][]example) [3][]scored {
	var out [3][]scored
	for f := range byFold {
		var rest []example
		for g, rows := range byFold {
			if g != f {
				rest = append(rest, rows...)
			}
		}
		for l := range out {
			forest := boost(rest, Label(l))
			for _, e := range byFold[f] {
				out[l] = append(out[l], scored{forest.Score(&e.features), e.label == Label(l)})
			}
		}
	}
	for l := range out {
		slices.SortStableFunc(out[l], func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	}
	return out
}

// chosen are the scores from which a pair counts. They were chosen for the
// digest that comes of them, on annotated cases that are not in the corpus;
// what share of pairs above them is right on held-out folds is reported.
func chosen() compare.Floors {
	return compare.Floors{Agree: -1600, AgreeSure: -800, Dispute: -1200, Differ: -1870, Update: -2800}
}

func report(cases int, held [3][]scored, f compare.Floors) {
	fmt.Printf("%d cases, %d pairs, six folds\n", cases, len(held[0]))
	for _, row := range []struct {
		name  string
		rows  []scored
		floor int
	}{{"agree", held[Agreeing], f.Agree}, {"sure", held[Agreeing], f.AgreeSure}, {"dispute", held[Conflicting], f.Dispute}, {"differ", held[Conflicting], f.Differ}, {"update", held[Updating], f.Update}} {
		told, right, gold := 0, 0, 0
		for _, r := range row.rows {
			if r.right {
				gold++
			}
			if r.score >= row.floor {
				told++
				if r.right {
					right++
				}
			}
		}
		fmt.Printf("%-8s floor %6d  pairs told %5d  P %.3f  R %.3f\n", row.name, row.floor, told, float64(right)/float64(max(told, 1)), float64(right)/float64(max(gold, 1)))
	}
}
