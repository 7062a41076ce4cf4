package boosted_test

import (
	"testing"

	"counterpoint/internal/boosted"
)

func TestScoreWalks(t *testing.T) {
	f := boosted.Forest{Bias: 5, Trees: []boosted.Tree{
		{{0, 2, 1}, {-1, -100, 0}, {1, 9, 3}, {-1, 20, 0}, {-1, 30, 0}},
		{{-1, 7, 0}},
	}}
	for _, row := range []struct {
		features []int
		want     int
	}{{[]int{2, 50}, 5 - 100 + 7}, {[]int{3, 9}, 5 + 20 + 7}, {[]int{3, 10}, 5 + 30 + 7}} {
		if got := f.Score(row.features); got != row.want {
			t.Errorf("%v: %d, want %d", row.features, got, row.want)
		}
	}
}
