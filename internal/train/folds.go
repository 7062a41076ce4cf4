package main

import (
	"cmp"
	"fmt"
	"slices"

	"counterpoint/internal/boosted"
	"counterpoint/internal/compare"
)

// fit fits the mean of n forests to the examples of all folds but one; there is
// no fold folds, which leaves none out.
func (e examples) fit(output, without int, stream uint64, n int) boosted.Forest {
	keep := func(i int) bool { return e.fold[i] != without }
	var want []bool
	for i, w := range e.want[output] {
		if keep(i) {
			want = append(want, w)
		}
	}
	return bag(newTable(e.rows).only(keep), want, stream, n)
}

// scored is an example with the score of a forest that has not seen its case.
type scored struct {
	score int
	right bool
}

// heldOut scores each example by the forest of its fold, the highest first.
func (e examples) heldOut(output int, of func(fold int) boosted.Forest) []scored {
	out := make([]scored, len(e.rows))
	for i, r := range e.rows {
		out[i] = scored{of(e.fold[i]).Score(r), e.want[output][i]}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	return out
}

// chosen are the scores from which a pair or a line counts. They were chosen for
// the digest that comes of them, on annotated cases that are not in the corpus
// and on held-out folds; what share of those above them is right is reported.
func chosen() compare.Floors {
	return compare.Floors{
		Agree: -1600, AgreeSure: -800, Dispute: -1000, Update: -2600,
		Suggest: -2200, Alike: -2200, Support: -2000, Tells: -2100, Joins: -1400,
		Suspect: -3000, SuspectValues: -3800, RivalDispute: [compare.Sorts]int{-800, -400, -1300}, RivalDiffer: [compare.Sorts]int{-2100, -2500, -1900},
	}
}

// reportRow prints the share of examples above a floor that are right, and of the
// right ones that are above it.
func reportRow(name string, rows []scored, floor int) {
	told, right, gold := 0, 0, 0
	for _, r := range rows {
		if r.right {
			gold++
		}
		if r.score >= floor {
			told++
			if r.right {
				right++
			}
		}
	}
	fmt.Printf("%-9s floor %6d  told %5d  P %.3f  R %.3f  AP %.3f\n", name, floor, told, float64(right)/float64(max(told, 1)), float64(right)/float64(max(gold, 1)), averagePrecision(rows))
}

// averagePrecision is the area under precision by recall: what no floor hides.
func averagePrecision(rows []scored) float64 {
	right, sum := 0, 0.0
	for i, r := range rows {
		if r.right {
			right++
			sum += float64(right) / float64(i+1)
		}
	}
	return sum / float64(max(right, 1))
}
