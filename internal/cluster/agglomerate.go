package cluster

import "container/heap"

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

// forest is a partition in the making: groups of units with the sums of the
// similarities between them. Pairs without an edge count as 0.
type forest struct {
	members [][]int32
	sums    []map[int32]float64
	version []int32
	queue   links
	least   float64
}

// agglomerate joins the two groups of highest average similarity as long as it
// is at least the threshold (average link, UPGMA). The groups at the beginning
// are those given. Ties go to the earlier article, so that the result hangs on
// nothing but the edges.
func agglomerate(groups [][]int32, n int, edges []edge, least float64) [][]int32 {
	f := forest{members: groups, sums: make([]map[int32]float64, len(groups)), version: make([]int32, len(groups)), least: least}
	of := make([]int32, n)
	for g, members := range groups {
		f.sums[g] = map[int32]float64{}
		for _, m := range members {
			of[m] = int32(g)
		}
	}
	for _, e := range edges {
		if a, b := of[e.a], of[e.b]; a != b {
			f.sums[a][b] += float64(e.s)
			f.sums[b][a] += float64(e.s)
		}
	}
	for a, row := range f.sums {
		for b := range row {
			if int32(a) < b {
				f.push(int32(a), b)
			}
		}
	}
	heap.Init(&f.queue)
	for f.queue.Len() > 0 {
		l := heap.Pop(&f.queue).(link)
		if l.stamp == f.version[l.a]+f.version[l.b] && f.members[l.a] != nil && f.members[l.b] != nil {
			f.merge(l.a, l.b)
		}
	}
	var out [][]int32
	for _, m := range f.members {
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
	average := f.sums[a][b] / float64(len(f.members[a])*len(f.members[b]))
	if average >= f.least {
		f.queue = append(f.queue, link{average, a, b, f.version[a] + f.version[b]})
	}
}

func (f *forest) merge(a, b int32) {
	f.members[a] = append(f.members[a], f.members[b]...)
	f.members[b] = nil
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
		average := f.sums[a][c] / float64(len(f.members[a])*len(f.members[c]))
		if average >= f.least {
			heap.Push(&f.queue, link{average, x, y, f.version[x] + f.version[y]})
		}
	}
}
