package main

import (
	"math"
	"slices"
	"testing"

	"counterpoint/internal/boosted"
)

// Rows of which the first feature, over 50, means yes; the second is noise.
func rule(n int) (rows [][]int, want []bool) {
	for i := range n {
		rows = append(rows, []int{i * 37 % 101, i * 53 % 101, i % 7})
		want = append(want, i*37%101 > 50)
	}
	return rows, want
}

func TestBoostLearnsARule(t *testing.T) {
	rows, want := rule(600)
	f := boost(newTable(rows), want, seed, 1)
	for i, r := range rows {
		if got := f.Score(r) > 0; got != want[i] {
			t.Fatalf("%v: %v, want %v", r, got, want[i])
		}
	}
}

func TestBoostIsRepeatable(t *testing.T) {
	rows, want := rule(300)
	a, b := boost(newTable(rows), want, seed, 2), boost(newTable(rows), want, seed, 2)
	if !slices.EqualFunc(a.Trees, b.Trees, slices.Equal[boosted.Tree]) || a.Bias != b.Bias {
		t.Error("two runs gave two forests")
	}
}

func TestRegressWeighsTheTellingWord(t *testing.T) {
	words := map[string][]int32{}
	want := make([]bool, 400)
	for i := range want {
		want[i] = i%2 == 0
		if want[i] {
			words["says"] = append(words["says"], int32(i))
		}
		if i%3 == 0 {
			words["bridge"] = append(words["bridge"], int32(i))
		}
	}
	_, w := regress([]string{"bridge", "says"}, words, want)
	if w[1] < 1 || w[0] > 0.3 || w[0] < -0.3 {
		t.Errorf("weights %v, want little for the word that tells nothing, much for the other", w)
	}
}

func TestFoldsAreHeldOut(t *testing.T) {
	var e examples
	rows, want := rule(300)
	for i, r := range rows {
		if i%folds == 2 {
			e.add(r, 2, !want[i]) // a fold that says the opposite
			continue
		}
		e.add(r, i%folds, want[i])
	}
	f := e.fit(0, 2, 1, 1)
	for i, r := range rows {
		if (f.Score(r) > 0) != want[i] {
			t.Fatalf("%v is learned from the fold held out", r)
		}
	}
}

func TestAveragePrecision(t *testing.T) {
	rows := []scored{{3, true}, {2, false}, {1, true}, {0, false}}
	if got, want := averagePrecision(rows), 5.0/6; math.Abs(got-want) > 1e-9 {
		t.Errorf("%v, want %v", got, want)
	}
}
