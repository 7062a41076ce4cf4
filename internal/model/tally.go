package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// tally counts over the stories of a digest what became of the model's words.
type tally struct {
	mu      sync.Mutex
	spent   int64 // millionths of a dollar
	passed  int   // sentences that are the model's
	down    int   // that were turned down
	waiting int   // requests whose replies come from outside
	why     map[string]int
	faults  []string // why stories are the engine's alone, each once
}

func (t *tally) spend(cost int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.spent += cost
}

func (t *tally) cost() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.spent
}

func (t *tally) add(j *judge) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range j.fates {
		switch {
		case f.down():
			t.down++
			t.why[reason(f.why)]++
		case f.line() && f.then == worded:
			t.passed++
		}
	}
}

// reason is the first that a text was turned down for, without the word or the
// speaker that it was.
func reason(why string) string {
	why, _, _ = strings.Cut(why, " \"")
	why, _, _ = strings.Cut(why, ", ")
	switch {
	case strings.HasPrefix(why, "told as a fact what ") && !strings.HasPrefix(why, "told as a fact what is denied"):
		return "a speaker left out"
	case strings.Contains(why, " of its ") && strings.HasSuffix(why, "words"), why == "told in other words alone":
		return "words of its own"
	case strings.HasPrefix(why, `"`):
		return "what is denied told, or names swapped"
	}
	return why
}

func (t *tally) failed(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if errors.Is(err, ErrWaiting) {
		t.waiting++
		return
	}
	if s := err.Error(); !slices.Contains(t.faults, s) {
		t.faults = append(t.faults, s)
	}
}

// note is what a reader of the digest is told: how much is the model's, how
// much was turned down and for what, and why the engine speaks alone.
func (t *tally) note() string {
	parts := []string{fmt.Sprintf("%d sentences and disputes are the model's, %d were turned down", t.passed, t.down)}
	if t.down > 0 {
		reasons := make([]string, 0, len(t.why))
		for r := range t.why {
			reasons = append(reasons, r)
		}
		slices.SortFunc(reasons, func(a, b string) int { return cmp.Or(t.why[b]-t.why[a], strings.Compare(a, b)) })
		var shown []string
		for _, r := range reasons[:min(3, len(reasons))] {
			shown = append(shown, fmt.Sprintf("%s (%d)", r, t.why[r]))
		}
		parts[0] += ", most for: " + strings.Join(shown, ", ")
	}
	if t.waiting > 0 {
		parts = append(parts, fmt.Sprintf("waiting for %d replies", t.waiting))
	}
	slices.Sort(t.faults)
	for _, f := range t.faults[:min(3, len(t.faults))] {
		parts = append(parts, "the engine alone where "+f)
	}
	return strings.Join(parts, "; ")
}
