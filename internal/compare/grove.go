package compare

// grove is the gate's forests as they are walked fastest: what the trees ask is
// asked once for all of them, and each tree is filled up to the same height, so
// that a walk has no branch that depends on the pair and the processor can be
// on several trees at once.
type grove struct {
	asked  []question // whether a feature is greater than a threshold
	height int
	wood   [outputs]wood
}

type question struct{ feature, threshold int }

// wood is a forest whose trees lie behind one another, each with the numbers of
// its questions as a heap (the root, its two children, …) and its leaves.
type wood struct {
	bias   int
	asks   []uint16
	leaves []int32
}

// mostAsked bounds the questions, so that no walk needs a check of its bounds.
const mostAsked = 1024

// plant returns nil where the forests ask too much for it.
func plant(forests [outputs]Forest) *grove {
	g := &grove{}
	numbers := map[question]int{}
	for _, f := range forests {
		for _, t := range f.Trees {
			g.height = max(g.height, t.height(0))
			for _, n := range t {
				q := question{n[0], n[1]}
				if _, ok := numbers[q]; n[0] >= 0 && !ok {
					numbers[q] = len(g.asked)
					g.asked = append(g.asked, q)
				}
			}
		}
	}
	if len(g.asked) > mostAsked || g.height > 8 {
		return nil
	}
	for k, f := range forests {
		w := &g.wood[k]
		w.bias = f.Bias
		for _, t := range f.Trees {
			asks, leaves := make([]uint16, 1<<g.height-1), make([]int32, 1<<g.height)
			t.fill(0, 0, asks, leaves, numbers)
			w.asks, w.leaves = append(w.asks, asks...), append(w.leaves, leaves...)
		}
	}
	return g
}

// height is the number of steps from node i to the farthest leaf.
func (t Tree) height(i int) int {
	if t[i][0] < 0 {
		return 0
	}
	return 1 + max(t.height(t[i][2]), t.height(t[i][2]+1))
}

// fill writes what stands at node i and below to place at of the heap. Below a
// leaf that is not at full height both ways lead to its score.
func (t Tree) fill(i, at int, asks []uint16, leaves []int32, numbers map[question]int) {
	n := t[i]
	switch {
	case at >= len(asks):
		leaves[at-len(asks)] = int32(n[1])
	case n[0] < 0:
		t.fill(i, 2*at+1, asks, leaves, numbers)
		t.fill(i, 2*at+2, asks, leaves, numbers)
	default:
		asks[at] = uint16(numbers[question{n[0], n[1]}])
		t.fill(n[2], 2*at+1, asks, leaves, numbers)
		t.fill(n[2]+1, 2*at+2, asks, leaves, numbers)
	}
}

func (g *grove) scores(v *Features) (s [outputs]int) {
	var answers [mostAsked]uint8
	for i, q := range g.asked {
		var yes uint8
		if v[q.feature] > q.threshold {
			yes = 1
		}
		answers[i&(mostAsked-1)] = yes
	}
	for k := range g.wood {
		s[k] = g.wood[k].score(&answers, g.height)
	}
	return s
}

func (w *wood) score(answers *[mostAsked]uint8, height int) int {
	sum := w.bias
	size := 1<<height - 1
	for first, leaf := 0, 0; first < len(w.asks); first, leaf = first+size, leaf+size+1 {
		asks := w.asks[first : first+size]
		at := 0
		for range height {
			at = 2*at + 1 + int(answers[asks[at]&(mostAsked-1)])
		}
		sum += int(w.leaves[leaf+at-size])
	}
	return sum
}
