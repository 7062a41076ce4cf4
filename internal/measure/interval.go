package measure

import "math"

// How wide a printed number is. Two reports of one fact round it differently,
// and only disjoint intervals are a conflict, so every width errs towards the
// wide side of what an editor would let pass.
const (
	roundShare = .05 // a round number stands for its neighbourhood
	stepShare  = .45 // half the last printed place, less a little so that neighbours stay apart
	oneShare   = .25 // "an hour" is 45 to 75 minutes
	aboutShare = .12
	nearShare  = .88 // "nearly 50" begins at 44
	overShare  = 1.15
	softShare  = .17 // "half an hour" is 25 to 35 minutes
)

// slack is half the width of a number without a hedge. Counts below twenty and
// counts without a trailing zero are meant as they stand; a measure always has
// the rounding of its last place.
func (n number) slack(count bool) float64 {
	v := math.Abs(n.low)
	if n.soft {
		return softShare * v
	}
	if count && !n.scaled && (n.step <= 1 || v < 20) {
		if n.step < 1 && n.step > 0 {
			return stepShare * n.step
		}
		return 0
	}
	if !count && v == 1 && n.step == 1 {
		return oneShare
	}
	step := n.step
	if !count && v >= 15 && step == 1 && math.Mod(v, 5) == 0 {
		step = 5 // "45 minutes" is said for 43
	}
	w := stepShare * step
	if step > 1 || v >= 10 {
		w = min(w, max(roundShare*v, stepShare*min(step, 1)))
	}
	return w
}

// interval is what the hedge leaves of a number, still in the printed unit.
func interval(n number, h Hedge, count bool) (low, high float64) {
	if n.vague {
		return vagueInterval(n, h)
	}
	v, w := n.low, n.slack(count)
	switch h {
	case About, Vague:
		w = max(w, aboutShare*math.Abs(v))
		if count && n.step >= 1 {
			w = max(w, min(1, math.Abs(v)/2))
		}
		low, high = v-w, v+w
	case AtLeast:
		low, high = v, math.Inf(1)
	case MoreThan:
		low, high = v, math.Inf(1)
		if count && w == 0 {
			low = v + 1
		}
	case AtMost:
		low, high = math.Inf(-1), v
	case LessThan:
		low, high = math.Inf(-1), v
		if count && w == 0 {
			high = v - 1
		}
	case Nearly:
		low, high = min(nearShare*v, v-w), max(v, nearShare*v)
	case Exact:
		low, high = v-w, v+w
	}
	return low, max(low, high)
}

func vagueInterval(n number, h Hedge) (low, high float64) {
	switch h {
	case AtLeast, MoreThan:
		return n.low, math.Inf(1)
	case AtMost, LessThan:
		return math.Inf(-1), n.high
	case Exact, About, Nearly, Vague:
	}
	return n.low, n.high
}

// bounded puts the floor under units that cannot be negative.
func bounded(low float64, signed bool) float64 {
	if signed {
		return low
	}
	return max(0, low)
}
