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

// The share of pairs at or above a floor that must be right on cases that
// were not seen.
const (
	agreePrecision   = 0.43
	surePrecision    = 0.50
	disputePrecision = 0.33
	differPrecision  = 0.22
	updatePrecision  = 0.21
)

func floors(held [3][]scored) compare.Floors {
	return compare.Floors{
		Agree:     floor(held[Agreeing], agreePrecision),
		AgreeSure: floor(held[Agreeing], surePrecision),
		Dispute:   floor(held[Conflicting], disputePrecision),
		Differ:    floor(held[Conflicting], differPrecision),
		Update:    floor(held[Updating], updatePrecision),
	}
}

// floor is the lowest score down to which the share of right pairs is reached.
func floor(rows []scored, precision float64) int {
	right, at := 0, rows[0].score+1
	for i, r := range rows {
		if r.right {
			right++
		}
		if float64(right) >= precision*float64(i+1) {
			at = r.score
		}
	}
	return at
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
