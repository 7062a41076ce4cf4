package cluster

import (
	"container/heap"
	"math"
)

// link is a pair of clusters with their average similarity, as it was when the
// link was made.
type link struct {
	average float64
	a, b    int32
	stamp   int32 // the clusters' versions together: an outdated link is dropped
}

type links []link

func (l links) Len() int { return len(l) }
func (l links) Less(i, j int) bool {
	if l[i].average != l[j].average {
		return l[i].average > l[j].average
	}
	if l[i].a != l[j].a {
		return l[i].a < l[j].a
	}
	return l[i].b < l[j].b
}
func (l links) Swap(i, j int) { l[i], l[j] = l[j], l[i] }
func (l *links) Push(x any)   { *l = append(*l, x.(link)) }
func (l *links) Pop() any {
	old := *l
	x := old[len(old)-1]
	*l = old[:len(old)-1]
	return x
}

// forest is a partition of units in the making. A unit is a family of copies:
// that forty papers printed one text makes it no likelier that a forty-first
// report is on the same event. Pairs without an edge
// count as 0, up to the number that each could have.
type forest struct {
	units   [][]int32           // the units of each group
	sums    []map[int32]float64 // sums of the similarities between groups
	inner   []float64           // sum of the similarities within each group
	version []int32
	queue   links
	cfg     config
}

// agglomerate joins the two groups of highest average similarity (average
// link, UPGMA) as long as they belong together. Ties go to the earlier unit,
// so that the result hangs on nothing but the edges. It returns groups of
// units.
func agglomerate(n int, edges []edge, cfg config) [][]int32 {
	f := forest{units: make([][]int32, n), sums: make([]map[int32]float64, n), version: make([]int32, n), inner: make([]float64, n), cfg: cfg}
	for i := range f.units {
		f.units[i] = []int32{int32(i)}
		f.sums[i] = map[int32]float64{}
	}
	for _, e := range edges {
		f.sums[e.a][e.b] = float64(e.s)
		f.sums[e.b][e.a] = float64(e.s)
	}
	for _, e := range edges {
		f.push(e.a, e.b)
	}
	heap.Init(&f.queue)
	for f.queue.Len() > 0 {
		l := heap.Pop(&f.queue).(link)
		if l.stamp == f.version[l.a]+f.version[l.b] && f.units[l.a] != nil && f.units[l.b] != nil {
			f.merge(l.a, l.b)
		}
	}
	var out [][]int32
	for _, m := range f.units {
		if m != nil {
			out = append(out, m)
		}
	}
	return out
}

func (f *forest) push(a, b int32) {
	if a > b {
		a, b = b, a
	}
	if average, ok := f.together(a, b); ok {
		f.queue = append(f.queue, link{average, a, b, f.version[a] + f.version[b]})
	}
}

// together returns the average similarity of two groups and whether they may
// be one. How alike the reports of one event are differs between events: a
// wire's words run through all reports of one, the witnesses of another share
// hardly a name. So the similarity between two groups is held against the
// similarity within them.
func (f *forest) together(a, b int32) (float64, bool) {
	na, nb := len(f.units[a]), len(f.units[b])
	average := f.sums[a][b] / (float64(na*nb) * compared(na+nb))
	return average, average >= f.cfg.ratio*math.Sqrt(f.density(a)*f.density(b))
}

// density is the average similarity within a group, drawn towards
// the typical one where few pairs witness it.
func (f *forest) density(g int32) float64 {
	n := len(f.units[g])
	pairs := float64(n*(n-1)/2) * compared(n)
	return (f.inner[g] + f.cfg.shrink*f.cfg.typical) / (pairs + f.cfg.shrink)
}

// compared is the share of the pairs among n reports of one event that were
// compared at all: each was with its nearest ones only.
func compared(n int) float64 { return min(1, mostCandidates/float64(n)) }

func (f *forest) merge(a, b int32) {
	f.inner[a] += f.inner[b] + f.sums[a][b]
	f.units[a] = append(f.units[a], f.units[b]...)
	f.units[b] = nil
	f.version[a]++
	delete(f.sums[a], b)
	for c, s := range f.sums[b] {
		if c == a {
			continue
		}
		f.sums[a][c] += s
		f.sums[c][a] = f.sums[a][c]
		delete(f.sums[c], b)
	}
	f.sums[b] = nil
	for c := range f.sums[a] {
		x, y := min(a, c), max(a, c)
		if average, ok := f.together(x, y); ok {
			heap.Push(&f.queue, link{average, x, y, f.version[x] + f.version[y]})
		}
	}
}
