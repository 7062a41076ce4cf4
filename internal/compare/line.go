package compare

import (
	"cmp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Line is what could be printed under one heading: claims that say the same, the
// one to be printed first, or an earlier state and what overtook it. What a
// reader sees is a line, not a pair, so that lines are weighed once more, by
// forests of their own: whether four origins tell it, where it stands in its
// articles and what speaks against it no pair knows.
type Line struct {
	Members []int // indices into Reading.Claims; the earlier ones of an update
	Later   []int // of an update
	f       []int
	strong  int // to choose which lines are weighed at all
}

// Features returns what the forests of lines weigh.
func (l Line) Features() []int { return l.f }

// Lines suggests agreed lines for a story, unweighed.
func (g *Gate) Lines(s news.Story, r claims.Reading) []Line {
	room := g.rooms.Get().(*[]Features)
	defer g.rooms.Put(room)
	x := g.comparer(s, r, room)
	return x.agreedLines()
}

// Scores run from -most to most thousandths of log odds; as features of a line
// they are told in steps, from 0.
const (
	scoreSpan = 5000
	scoreStep = 80
)

func step(score int) int { return min(max(score+scoreSpan, 0)/scoreStep, 2*scoreSpan/scoreStep) }

// web holds the pairs of each claim.
type web struct {
	from  []int32 // claim -> where its pairs begin
	pairs []int32 // places in comparer.pairs
}

func newWeb(n int, pairs []judged) web {
	w := web{from: make([]int32, n+1), pairs: make([]int32, 2*len(pairs))}
	for _, p := range pairs {
		w.from[p.A+1]++
		w.from[p.B+1]++
	}
	for i := range n {
		w.from[i+1] += w.from[i]
	}
	next := slices.Clone(w.from)
	for k, p := range pairs {
		for _, c := range [2]int{p.A, p.B} {
			w.pairs[next[c]] = int32(k)
			next[c]++
		}
	}
	return w
}

func (w web) of(claim int) []int32 { return w.pairs[w.from[claim]:w.from[claim+1]] }

// places numbers the claims of an article that others may tell too: a paragraph
// on something else, above them, must not move them.
func (x *comparer) places() []int {
	out := make([]int, len(x.r.Claims))
	article, n := -1, 0
	for i, c := range x.r.Claims {
		if c.Article != article {
			article, n = c.Article, 0
		}
		out[i] = min(n, 40)
		if slices.ContainsFunc(x.web.of(i), func(k int32) bool { return x.pairs[k].agree >= x.floors.Suggest }) {
			n++
		}
	}
	return out
}

// pair returns the pair of two claims.
func (x *comparer) pair(a, b int) (judged, bool) {
	for _, k := range x.web.of(a) {
		if p := x.pairs[k]; p.other(a) == b {
			return p, true
		}
	}
	return judged{}, false
}

// agreedLines gathers for each claim that may be printed those that say the
// same, surest first.
func (x *comparer) agreedLines() []Line {
	var out []Line
	var found []judged
	for i := range x.r.Claims {
		found = found[:0]
		for _, k := range x.web.of(i) {
			if p := x.pairs[k]; p.alike >= x.floors.Alike && !x.opposed[key(p.A, p.B)] {
				found = append(found, p)
			}
		}
		if len(found) == 0 || !x.printable(i) {
			continue
		}
		slices.SortFunc(found, func(a, b judged) int {
			return cmp.Or(cmp.Compare(b.alike, a.alike), cmp.Compare(a.other(i), b.other(i)))
		})
		if l, ok := x.agreedLine(i, found); ok {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.strong, a.strong), cmp.Compare(a.Members[0], b.Members[0]))
	})
	out = out[:min(len(out), mostWeighed)]
	for i := range out {
		out[i].f = x.agreedFeatures(out[i])
	}
	return out
}

// lineRoom holds the features of a line: its own and its best pair's.
const lineRoom = numAlike + NumFeatures + 52

// So many lines are weighed: far more than are printed.
const mostWeighed = 80

// contrary tells whether a pair gives numbers of one unit or noun, or clock
// times, and none of them is the same.
func contrary(f *Features) bool {
	return f[DisjointOnly] > 0 || f[ClockDisjoint] > 0 && f[ClockEqual] == 0
}

func (x *comparer) agreedLine(i int, found []judged) (Line, bool) {
	l := Line{Members: []int{i}}
	for n, p := range found {
		if n > 0 && p.alike < x.floors.Support {
			break
		}
		if x.againstAny(p.other(i), l.Members) {
			continue
		}
		l.Members = append(l.Members, p.other(i))
		l.strong += p.alike - x.floors.Alike
	}
	l.strong = l.strong*x.clarity(i)/100 + 1000*x.origins(l.Members)
	return l, x.origins(l.Members) > 1
}

// agreedFeatures describes a line of claims that say the same: how many voices,
// how surely, what speaks against it, and where its sentences stand.
func (x *comparer) agreedFeatures(l Line) []int {
	first := x.claim(l.Members[0])
	second := x.claim(l.Members[1])
	origins := x.origins(l.Members)
	f := append(make([]int, 0, lineRoom), origins, len(l.Members), x.r.Origins, 100*origins/x.r.Origins, x.clarity(l.Members[0]))
	f = append(f, x.strengths(l)...)
	f = append(f, x.within(l)...)
	f = append(f, x.against(l.Members[0])...)
	f = append(f, x.standing(l)...)
	f = append(f, x.lexisOf(l)...)
	f = append(f, flag(first.Headline), flag(second.Headline),
		len(strings.Fields(first.Text)), len(strings.Fields(second.Text)), flag(first.Holder.Key != ""), flag(second.Holder.Key != ""),
		flag(second.Quoted), flag(first.Cues.Has(claims.Opinion)), flag(first.Cues.Has(claims.Background)), len(first.Numbers), len(first.Words))
	best, _ := x.pair(l.Members[0], l.Members[1])
	var row alikeRow
	x.lookTwice(&row, &best, x.given)
	return append(f, row[:]...)
}

// standing tells where the claims of a line stand in their articles.
func (x *comparer) standing(l Line) []int {
	first := x.order[l.Members[0]]
	least, sum := first, 0
	for _, m := range l.Members {
		least, sum = min(least, x.order[m]), sum+x.order[m]
	}
	return []int{first, x.order[l.Members[1]], least, sum / len(l.Members)}
}

// lexisOf tells what the words of a line's claims give away.
func (x *comparer) lexisOf(l Line) []int {
	first, second := x.lexis[l.Members[0]], x.lexis[l.Members[1]]
	var sum [lexisOutputs]int
	most := -scoreSpan
	for _, m := range l.Members {
		for k, s := range x.lexis[m] {
			sum[k] += s
		}
		most = max(most, x.lexis[m][takingSide])
	}
	n := len(l.Members)
	return []int{
		step(first[tellingFact]), step(second[tellingFact]), step(sum[tellingFact] / n),
		step(first[takingSide]), step(second[takingSide]), step(sum[takingSide] / n), step(most),
	}
}

// strengths tells how surely the claims of a line agree with the first.
func (x *comparer) strengths(l Line) []int {
	best := [3]int{}
	sum, sure, likely, apart, conflict, update := 0, 0, 0, 0, -scoreSpan, -scoreSpan
	for n, m := range l.Members[1:] {
		p, _ := x.pair(l.Members[0], m)
		if n < len(best) {
			best[n] = step(p.alike)
		}
		sum += step(p.alike) - step(x.floors.Alike)
		sure, likely = sure+flag(p.alike > 0), likely+flag(p.alike > -1000)
		conflict, update = max(conflict, p.conflict), max(update, p.update)
		apart += flag(x.numbersExclude(p))
	}
	p, _ := x.pair(l.Members[0], l.Members[1])
	return []int{best[0], best[1], best[2], sum, sure, likely, step(conflict), step(update), step(p.conflict), step(p.update), apart, flag(x.numbersExclude(p))}
}

// within tells how the claims of a line stand to each other.
func (x *comparer) within(l Line) []int {
	pairs, agree, conflict := 0, 0, -scoreSpan
	shown := l.Members[:min(len(l.Members), mostQuotes)]
	for i, a := range shown {
		for _, b := range shown[:i] {
			if p, ok := x.pair(a, b); ok {
				pairs, agree, conflict = pairs+1, agree+p.alike, max(conflict, p.conflict)
			}
		}
	}
	return []int{pairs, step(agree / max(pairs, 1)), step(conflict)}
}

// against tells how surely any claim conflicts with one, overtakes it or is
// overtaken by it.
func (x *comparer) against(i int) []int {
	conflict, update := -scoreSpan, -scoreSpan
	for _, k := range x.web.of(i) {
		conflict, update = max(conflict, x.pairs[k].conflict), max(update, x.pairs[k].update)
	}
	return []int{step(conflict), step(update)}
}
