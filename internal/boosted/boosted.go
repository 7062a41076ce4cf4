// Package boosted scores a list of features by boosted decision trees (Friedman
// 2001, "Greedy function approximation"). Trees rather than one weighted sum,
// because a feature means different things in company: a negation beside little
// overlap is nothing, beside much it is a contradiction. Thresholds and leaves are
// whole numbers, so that every machine gives the same scores.
//
// It knows nothing of what is weighed, and grows no trees: internal/train does.
// It does not check them either: they are data of the program.
package boosted

// Forest is a sum of trees. Its score is in thousandths of log odds.
type Forest struct {
	Bias  int    `json:"bias"`
	Trees []Tree `json:"trees"`
}

// Tree is a list of nodes; the first is the root.
type Tree []Node

// Node is [feature, threshold, next]: a value up to the threshold goes on at
// next, a greater one at next+1. A leaf is [-1, score, 0].
type Node [3]int

// Score sums the bias and the leaves that features fall into.
func (f Forest) Score(v []int) int {
	sum := f.Bias
	for _, t := range f.Trees {
		n := &t[0]
		for n[0] >= 0 {
			next := n[2]
			if v[n[0]] > n[1] {
				next++
			}
			n = &t[next]
		}
		sum += n[1]
	}
	return sum
}
