package compare

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// What agrees is weighed twice: first as every pair is, then, where that leaves a
// chance, with how rare it is what the two share. Two reports of one event both
// speak of "two people"; who gives the same 9,672 votes speaks of the same.
const (
	alikeAgree = iota // the pair's scores, in steps
	alikeConflict
	alikeUpdate

	valueSize    // of the rarest figure that both give: how large
	valueDigits  // how many digits of it are no trailing noughts
	valueOrigins // how many origins give it
	valueTimes   // how many claims give it
	valueContext // how much their clauses share
	valueBest    // the most telling word of these
	valueSame    // the same figure; the same words
	valueName    // it is a name: "Line 4"
	valueHead    // 0 counts other things, 2 the same
	valuesApart  // figures of one thing that exclude each other
	valuesA
	valuesB

	clockShared // 2 to the minute
	dayShared   // 2 to the day
	dayAway     // the farthest such day from the article's own
	yearShared
	pastShared // both look back to one time
	momentsA
	momentsB

	otherToldLeast // weight of the words that only one of the two has, and others of the story
	otherToldMost
	otherOwnLeast // and that nobody else has
	otherOwnMost

	numAlike
)

// AlikeFeatureNames names what a pair has in its second look; after them come
// those of the first.
var AlikeFeatureNames = [numAlike]string{
	"agree", "conflict", "update",
	"value size", "value digits", "value origins", "value times", "value context", "value best", "value same", "value name", "value head", "values apart", "values a", "values b",
	"clock shared", "day shared", "day away", "year shared", "past shared", "moments a", "moments b",
	"other told least", "other told most", "other own least", "other own most",
}

// A pair gets a second look from this score on, where it agrees by so much more
// surely than it conflicts.
const (
	leastAlike = -2800
	surelyNot  = 1200
)

// mayAgree tells whether a pair gets a second look.
func (p *judged) mayAgree() bool {
	return p.agree >= leastAlike && p.agree >= p.conflict+surelyNot && !contrary(p.f)
}

// alikeRow is what the second look weighs.
type alikeRow [numAlike + NumFeatures]int

// Alike is a pair in its second look.
type Alike struct {
	Pair
	row alikeRow
}

// Features returns what the second look weighs.
func (a Alike) Features() []int { return a.row[:] }

// Alikes returns the pairs of a story from which a second look is learned.
func (g *Gate) Alikes(s news.Story, r claims.Reading) (out []Alike) {
	room := g.rooms.Get().(*[]Features)
	defer g.rooms.Put(room)
	x := g.comparer(s, r, room)
	for i := range x.pairs {
		if p := &x.pairs[i]; p.agree >= leastAlike { // those that conflict, too: they teach what does not agree
			a := Alike{Pair: p.Pair}
			x.lookTwice(&a.row, p, x.given)
			out = append(out, a)
		}
	}
	return out
}

// weighAlike gives each pair its second score.
func (x *comparer) weighAlike() {
	x.given = x.figuresGiven()
	for i := range x.pairs {
		p := &x.pairs[i]
		if p.alike = -scoreSpan; p.mayAgree() {
			var row alikeRow
			x.lookTwice(&row, p, x.given)
			p.alike = x.gate.weighAlike(&row)
		}
	}
}

// lookTwice fills in what the second look weighs.
func (x *comparer) lookTwice(row *alikeRow, p *judged, given figures) {
	row[alikeAgree], row[alikeConflict], row[alikeUpdate] = step(p.agree), step(p.conflict), step(p.update)
	a, b := &x.r.Claims[p.A], &x.r.Claims[p.B]
	x.sharedFigures(row, a, b, given)
	sharedMoments(row, a, b)
	x.untold(row, a, b)
	copy(row[numAlike:], p.f[:])
}

// figure is a value as somebody states it.
type figure struct {
	unit  string
	value float64
}

func figureOf(n *claims.Number) figure { return figure{n.Unit, stated(n.Quantity)} }

// figures counts who gives a figure.
type figures map[figure]*givers

type givers struct {
	origins []string
	times   int
}

func (x *comparer) figuresGiven() figures {
	out := figures{}
	for i := range x.r.Claims {
		c := &x.r.Claims[i]
		for k := range c.Numbers {
			f := figureOf(&c.Numbers[k])
			g := out[f]
			if g == nil {
				g = &givers{}
				out[f] = g
			}
			g.times++
			if !slices.Contains(g.origins, c.Origin) {
				g.origins = append(g.origins, c.Origin)
			}
		}
	}
	return out
}

// sharedFigures tells of the rarest figure that both claims give.
func (x *comparer) sharedFigures(row *alikeRow, a, b *claims.Claim, given figures) {
	row[valuesA], row[valuesB] = len(a.Numbers), len(b.Numbers)
	for i := range a.Numbers {
		for j := range b.Numbers {
			p, q := &a.Numbers[i], &b.Numbers[j]
			switch {
			case !p.Comparable(q.Quantity):
			case p.Disjoint(q.Quantity):
				row[valuesApart] += flag(p.SameCount(*q))
			case near(stated(p.Quantity), stated(q.Quantity)):
				if size := size(p); size > row[valueSize] {
					row[valueSize] = size
					x.sharedFigure(row, a, b, p, q, given[figureOf(p)])
				}
			}
		}
	}
}

func (x *comparer) sharedFigure(row *alikeRow, a, b *claims.Claim, p, q *claims.Number, by *givers) {
	v, w := stated(p.Quantity), stated(q.Quantity)
	row[valueDigits] = min(digits(v), digits(w))
	row[valueOrigins], row[valueTimes] = len(by.origins), min(by.times, 20)
	row[valueContext], row[valueBest] = x.index.overlap(p.Context, q.Context), x.index.best(p.Context, q.Context)
	row[valueSame] = flag(v == w) + flag(strings.EqualFold(p.Text(a.Text), q.Text(b.Text)))
	row[valueName] = flag(p.Identifier) + flag(q.Identifier)
	row[valueHead] = 1
	if p.Head >= 0 && q.Head >= 0 {
		row[valueHead] = 2 * flag(p.Head == q.Head)
	}
}

// size is a class of size: large figures, and those with a unit, are rare.
func size(n *claims.Number) int {
	v, size := stated(n.Quantity), 1+flag(n.Unit != "")
	for _, over := range [...]float64{10, 20, 100, 1000} {
		size += flag(v >= over)
	}
	return size
}

// digits counts the digits of a figure but for noughts that end or begin it:
// 9,672 has four, 6,000 and 0.5 one.
func digits(v float64) int {
	s := strconv.FormatFloat(math.Abs(v), 'f', -1, 64)
	s = strings.Replace(strings.TrimLeft(s, "0."), ".", "", 1)
	return min(len(strings.TrimRight(s, "0")), 6)
}

// sharedMoments tells of the times that both claims may give.
func sharedMoments(row *alikeRow, a, b *claims.Claim) {
	row[momentsA], row[momentsB] = len(a.Moments), len(b.Moments)
	for i := range a.Moments {
		for j := range b.Moments {
			m, n := &a.Moments[i], &b.Moments[j]
			if m.Disjoint(*n) {
				continue
			}
			if m.HasClock && n.HasClock {
				row[clockShared] = max(row[clockShared], 2-flag(m.Vague || n.Vague))
			}
			if m.HasDay && n.HasDay {
				one := m.FromDay == m.ToDay && n.FromDay == n.ToDay
				row[dayShared] = max(row[dayShared], 1+flag(one))
				if one && !a.Published.IsZero() {
					row[dayAway] = max(row[dayAway], min(abs(m.FromDay-int(a.Published.Unix()/secondsOfDay)), 30))
				}
			}
			row[yearShared] |= flag(m.Year > 0 && m.Year == n.Year)
			row[pastShared] |= flag(m.Past(a.Published) && n.Past(b.Published))
		}
	}
}

const secondsOfDay = 24 * 60 * 60

// untold weighs the words that only one of two claims has: those that others of
// the story use, and those of its own.
func (x *comparer) untold(row *alikeRow, a, b *claims.Claim) {
	toldA, ownA := x.without(a, b)
	toldB, ownB := x.without(b, a)
	row[otherToldLeast], row[otherToldMost] = min(toldA, toldB), max(toldA, toldB)
	row[otherOwnLeast], row[otherOwnMost] = min(ownA, ownB), max(ownA, ownB)
}

// without sums the words of c that o does not have, in half bits.
func (x *comparer) without(c, o *claims.Claim) (told, own int) {
	j := 0
	for i := range c.Words {
		id := c.Words[i].ID
		for j < len(o.Words) && o.Words[j].ID < id {
			j++
		}
		switch {
		case j < len(o.Words) && o.Words[j].ID == id:
		case x.r.Spread[id] > 1:
			told += x.r.Weight[id]
		default:
			own += x.r.Weight[id]
		}
	}
	return min(told/50, 100), min(own/50, 100)
}
