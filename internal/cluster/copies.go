package cluster

import "slices"

const (
	gram = 4 // words of a shingle

	// A text is a copy when half of its words stand in runs of four or more
	// that an earlier text has too. Independent reports that quote the same
	// statements stay below a third; agency texts that a desk has shortened
	// and reworded lie above six tenths.
	copied = 0.45
	// A short text must be verbatim: two lines from one press release are soon half the same.
	copiedShort = 0.80
	shortWords  = 60
	// A later text that holds this much of an earlier one is derived from it.
	derived = 0.50

	sampleOneIn = 4 // shingles that serve as candidates' keys
	mostCarry   = 8 // of a shingle that many texts have, the earliest so many
)

// shingle hashes each run of gram words.
func shingle(words []uint32) []uint32 {
	if len(words) < gram {
		return nil
	}
	out := make([]uint32, 0, len(words)-gram+1)
	for i := 0; i+gram <= len(words); i++ {
		h := uint64(14695981039346656037)
		for _, w := range words[i : i+gram] {
			h = (h ^ uint64(w)) * 1099511628211
			h ^= h >> 29
		}
		out = append(out, uint32(h>>32))
	}
	return out
}

// kinship tells what two texts, a before b, have of each other.
type kinship struct {
	a, b    int32
	byA     float64 // share of b's words that stand in a
	ofA     float64 // share of a's words that stand in b
	isCopy  bool
	derived bool
}

// coverage is the share of the words of a text that lie in shingles which the
// set holds.
func coverage(shingles []uint32, set map[uint32]bool) float64 {
	covered, until := 0, 0
	for i, s := range shingles {
		if set[s] {
			covered += i + gram - max(until, i)
			until = i + gram
		}
	}
	return float64(covered) / float64(len(shingles)+gram-1)
}

// kin finds the pairs of texts of which one has much of the other. The texts
// are in canonical order.
func kin(docs []reading) []kinship {
	var out []kinship
	sets := map[int32]map[uint32]bool{}
	set := func(i int32) map[uint32]bool {
		if sets[i] == nil {
			sets[i] = make(map[uint32]bool, len(docs[i].shingles))
			for _, s := range docs[i].shingles {
				sets[i][s] = true
			}
		}
		return sets[i]
	}
	for _, p := range overlapping(docs) {
		a, b := p[0], p[1]
		k := kinship{a: a, b: b, byA: coverage(docs[b].shingles, set(a)), ofA: coverage(docs[a].shingles, set(b))}
		k.judge(docs[a].words, docs[b].words)
		if k.isCopy || k.derived {
			out = append(out, k)
		}
	}
	return out
}

func (k *kinship) judge(wordsA, wordsB int) {
	need := func(words int, usual float64) float64 {
		if words < shortWords {
			return copiedShort
		}
		return usual
	}
	k.isCopy = k.byA >= need(wordsB, copied)
	k.derived = k.isCopy || k.ofA >= need(wordsA, derived)
}

// overlapping returns the pairs of texts that share a sampled shingle and
// enough of them to be worth a look, in order.
func overlapping(docs []reading) [][2]int32 {
	carriers := map[uint32][]int32{}
	for i, d := range docs {
		for _, s := range d.shingles {
			if s%sampleOneIn != 0 {
				continue
			}
			c := carriers[s]
			if len(c) > 0 && c[len(c)-1] == int32(i) {
				continue
			}
			carriers[s] = append(c, int32(i))
		}
	}
	shared := map[[2]int32]int{}
	for _, c := range carriers {
		for y := 1; y < len(c); y++ {
			for x := 0; x < y && x < mostCarry; x++ {
				shared[[2]int32{c[x], c[y]}]++
			}
		}
	}
	var out [][2]int32
	for p, n := range shared {
		least := min(len(docs[p[0]].shingles), len(docs[p[1]].shingles))
		if n*sampleOneIn*8 >= least { // about an eighth, where .45 will be asked
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(p, q [2]int32) int {
		if p[0] != q[0] {
			return int(p[0] - q[0])
		}
		return int(p[1] - q[1])
	})
	return out
}
