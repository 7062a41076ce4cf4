package compare

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// What a reader can take in of one story.
const (
	mostAgreed    = 12
	mostDisputed  = 8
	mostDiffer    = 8
	mostUpdates   = 6
	mostOneSource = 4
	mostQuotes    = 8 // of a line or a position
)

// Findings compares the claims of a story.
func Findings(s news.Story, r claims.Reading) news.Findings { return loadGate().Findings(s, r) }

// Findings compares the claims of a story by the weights of g.
func (g *Gate) Findings(s news.Story, r claims.Reading) news.Findings {
	room := g.rooms.Get().(*[]Features)
	defer g.rooms.Put(room)
	x := g.comparer(s, r, room)
	f := news.Findings{Agreed: []news.Statement{}, Disputed: []news.Dispute{}, Differ: []news.Dispute{}, Superseded: []news.Update{}, OneSource: []news.Statement{}}
	if updates := x.updates(); updates != nil {
		f.Superseded = updates
	}
	disputed, differ := x.contests()
	for _, c := range disputed {
		x.oppose(c)
		f.Disputed = append(f.Disputed, x.dispute(c))
	}
	for _, c := range differ {
		f.Differ = append(f.Differ, x.dispute(c))
	}
	f.Agreed = append(f.Agreed, x.agreed()...)
	f.OneSource = append(f.OneSource, x.oneSource()...)
	return f
}

// oppose notes what stands against what in a dispute.
func (x *comparer) oppose(c contest) {
	for i, s := range c.sides {
		for _, t := range c.sides[:i] {
			for _, a := range s.claims {
				for _, b := range t.claims {
					x.opposed[key(a, b)] = true
				}
			}
		}
	}
}

// comparer weighs the pairs of a story.
func (g *Gate) comparer(s news.Story, r claims.Reading, room *[]Features) *comparer {
	lexis := readLexis(r, g.Lexis, g.Overtaking.Lexis)
	x := &comparer{gate: g, story: s, r: r, floors: g.Floors, lexis: lexis[0], opens: lexis[1], conflicting: map[[2]int]bool{}, opposed: map[[2]int]bool{}, contested: map[int]bool{}, used: map[int]bool{}}
	x.index, x.pairs = weighPairs(g, r, x.lexis, room)
	slices.SortFunc(x.pairs, func(a, b judged) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	x.web = newWeb(len(r.Claims), x.pairs)
	x.order = x.places()
	x.spots = make([][]spot, len(r.Claims))
	for i := range r.Claims {
		x.spots[i] = spots(&r.Claims[i])
	}
	x.weighAlike()
	return x
}

// comparer holds what the parts of a comparison share.
type comparer struct {
	gate        *Gate
	story       news.Story
	r           claims.Reading
	floors      Floors
	index       *index
	pairs       []judged
	web         web
	lexis       []LexisScores
	given       figures
	rivalry     []claimant      // what may be disputed, once it was asked for
	opens       []LexisScores   // leftOpen, closing
	order       []int           // claim -> its place among those of its article that others tell too
	conflicting map[[2]int]bool // claims that stand on two sides of something
	opposed     map[[2]int]bool // the same, of what is told as disputed or overtaken
	contested   map[int]bool    // claims that take a side in a dispute
	used        map[int]bool    // claims that a finding tells
	spots       [][]spot        // claim -> the places of what it tells
}

// judged is a pair with the gate's scores, in thousandths of log odds against
// there being no relation.
type judged struct {
	Pair
	agree, conflict, update int
	alike                   int // agree, at a second look
}

func judge(g *Gate, r claims.Reading, room *[]Features) []judged {
	_, pairs := weighPairs(g, r, g.Lexis.read(r), room)
	return pairs
}

func weighPairs(g *Gate, r claims.Reading, lexis []LexisScores, room *[]Features) (*index, []judged) {
	idx, pairs := candidates(r, lexis, room)
	out := make([]judged, 0, len(pairs))
	for _, p := range pairs {
		s := g.scores(p.f)
		out = append(out, judged{Pair: p, agree: s[agreeing], conflict: s[conflicting], update: s[updating]})
	}
	return idx, out
}

func (x *comparer) claim(i int) claims.Claim { return x.r.Claims[i] }

// origins counts the independent voices of some claims.
func (x *comparer) origins(ids []int) int {
	seen := map[string]bool{}
	for _, i := range ids {
		seen[x.claim(i).Origin] = true
	}
	return len(seen)
}

// evidence gives the passages of some claims: one of each origin first, so
// that a reader sees who else says it.
func (x *comparer) evidence(ids []int) []news.Evidence {
	var first, rest []news.Evidence
	seen := map[string]bool{}
	for _, i := range ids {
		c := x.claim(i)
		if seen[c.Origin] {
			rest = append(rest, c.Evidence)
			continue
		}
		seen[c.Origin] = true
		first = append(first, c.Evidence)
	}
	all := append(first, rest...)
	return all[:min(len(all), mostQuotes)]
}
