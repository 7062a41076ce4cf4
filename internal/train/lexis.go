package main

import (
	"math"
	"slices"

	"counterpoint/internal/compare"
)

// A word is learned if so many cases have it: what stands in few is their
// subject.
const leastCases = 6

// The weights are held down by so much, and gone over so often.
const (
	ridge  = 10.0
	passes = 12
)

// Weights below this, in thousandths, are left out of the file.
const leastWeight = 20

// lexis fits the words' weights to the stories of all folds but one, for two
// things that a sentence may be of, by
// logistic regression with a ridge, one weight after the other (as in Fan et al.
// 2008, "LIBLINEAR").
func lexis(stories []told, without int, of func(sides) (first, second bool)) compare.Lexis {
	var marks [][]string
	var want [2][]bool
	cases := map[string]map[int]bool{}
	for _, t := range stories {
		if t.fold == without {
			continue
		}
		for i, c := range t.reading.Claims {
			ms := compare.Marks(c, nil)
			for _, m := range ms {
				if cases[m] == nil {
					cases[m] = map[int]bool{}
				}
				cases[m][t.of] = true
			}
			marks = append(marks, ms)
			first, second := of(t.sides[i])
			want[0], want[1] = append(want[0], first), append(want[1], second)
		}
	}
	rows := map[string][]int32{} // mark -> claims that have it
	for i, ms := range marks {
		for _, m := range ms {
			if len(cases[m]) >= leastCases {
				rows[m] = append(rows[m], int32(i))
			}
		}
	}
	var words []string
	for m := range rows {
		words = append(words, m)
	}
	slices.Sort(words)
	out := compare.Lexis{Words: map[string]compare.LexisScores{}}
	for k := range want {
		bias, weights := regress(words, rows, want[k])
		out.Bias[k] = milli(bias)
		for i, m := range words {
			if w := milli(weights[i]); w >= leastWeight || w <= -leastWeight {
				both := out.Words[m]
				both[k] = w
				out.Words[m] = both
			}
		}
	}
	return out
}

func regress(words []string, rows map[string][]int32, want []bool) (bias float64, weights []float64) {
	weights = make([]float64, len(words))
	p := make([]float64, len(want))
	margin := make([]float64, len(want))
	move := func(i int32, by float64) {
		margin[i] += by
		p[i] = 1 / (1 + math.Exp(-margin[i]))
	}
	for i := range want {
		move(int32(i), 0)
	}
	newton := func(rows []int32, w, hold float64) float64 {
		g, h := hold*w, hold+1e-9
		for _, i := range rows {
			g, h = g+p[i], h+p[i]*(1-p[i])
			if want[i] {
				g--
			}
		}
		d := min(max(-g/h, -1), 1)
		for _, i := range rows {
			move(i, d)
		}
		return w + d
	}
	all := make([]int32, len(want))
	for i := range all {
		all[i] = int32(i)
	}
	for range passes {
		bias = newton(all, bias, 0)
		for k, m := range words {
			weights[k] = newton(rows[m], weights[k], ridge)
		}
	}
	return bias, weights
}
