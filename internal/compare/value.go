package compare

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/when"
)

// value is a number or a time where it stands, with the words around it.
type value struct {
	sort   Sort
	claim  int
	at     int   // in the claim's Numbers or Moments
	clause []int // sorted IDs of the words of the clause
	near   []int // sorted IDs of the words closest to the value
	place  int   // among the values

	before, after string // the words right beside it
	num           *claims.Number
	instead       *claims.Number // the number that it stands for: "eleven, not four"
	when          *when.Moment
	of            happenings // that came to pass at a time

	tells    bool     // its sentence tells the story
	ruled    bool     // it is a limit, a target or an average
	past     bool     // its clause looks back further than its article
	mentions int      // of values like it in its article
	same     []int    // places of the values that may be the same
	origins  []string // other than its own that give it
}

// values are all values of a story, by claim.
type values struct {
	*index
	all  []value
	from []int // article -> its first value
}

// So many content words on either side are close to a value.
const nearReach = 4

func newValues(x *index) *values {
	v := &values{index: x}
	article := 0
	for i := range x.r.Claims {
		c := &x.r.Claims[i]
		for ; article <= c.Article; article++ {
			v.from = append(v.from, len(v.all))
		}
		for k := range c.Numbers {
			if n := &c.Numbers[k]; !n.Identifier && n.Unit != "ordinal" && n.Unit != "age" {
				a := value{sort: Figures, claim: i, at: k, num: n}
				if k+1 < len(c.Numbers) && !c.Cues.Has(claims.Correction) && insteadOf.MatchString(c.Text[n.Start:c.Numbers[k+1].Start]) {
					a.instead = &c.Numbers[k+1]
				}
				v.add(a, n.Start, n.End)
			}
		}
		for k := range c.Moments {
			if m := &c.Moments[k]; !m.Repeats && (m.HasClock || m.HasDay || m.Month > 0 || m.Weekday > 0 || m.Year > 0) {
				v.add(value{sort: Times, claim: i, at: k, when: m, of: happens(c, m)}, m.Start, m.End)
			}
		}
	}
	v.from = append(v.from, len(v.all))
	v.relate()
	return v
}

// add notes a value and the words around it.
func (v *values) add(a value, start, end int) {
	c := &v.r.Claims[a.claim]
	if a.place, a.tells = len(v.all), a.of != 0 || v.tells(c); !a.tells {
		v.all = append(v.all, a)
		return // nothing is held against it
	}
	from, to := claims.Clause(c.Text, start, end)
	left, right := 0, 0 // of the value
	for _, t := range c.Tokens {
		left += flag(t.End <= start)
		right += flag(t.Start < end)
		if t.Start >= from && t.End <= to {
			a.clause = append(a.clause, t.ID)
		}
	}
	for _, t := range c.Tokens[max(0, left-nearReach):min(len(c.Tokens), right+nearReach)] {
		a.near = append(a.near, t.ID)
	}
	a.clause, a.near = sorted(a.clause), sorted(a.near)
	a.before, a.after = wordBefore(c.Text, start), wordAfter(c.Text, end)
	a.past, a.ruled = c.LooksBack(from, to), ruled(c.Text[from:to]) || mooted.MatchString(c.Text[from:start]) || a.limit(c.Text[from:start], c.Text[start:end])
	v.all = append(v.all, a)
}

// limit tells whether a value says by when or how near, and not how long it was.
func (a *value) limit(before, text string) bool {
	return strings.HasPrefix(text, "within ") && !(a.num != nil && a.num.Unit == "s" && wasDone.MatchString(before))
}

// wasDone tells that what took so long is over: "they were ashore within an hour".
var wasDone = regexp.MustCompile(`\b(?:was|were|had|got|arrived|reached) (?:\S+ ){0,5}$`)

// insteadOf ends where a number follows that is not the one before.
var insteadOf = regexp.MustCompile(`\bnot(?: (?:at|in|by|the|some|about))* $`)

func sorted(ids []int) []int {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// tells tells whether a sentence tells the story: it shares words with other
// origins. A paragraph about something else must not change what a value is
// worth.
func (x *index) tells(c *claims.Claim) bool {
	n := 0
	for _, w := range c.Words {
		n += flag(x.r.Spread[w.ID] > 1)
	}
	return n > 1
}

// relate finds who else gives each value, and how many of its kind its article
// gives.
func (v *values) relate() {
	for i := range v.all {
		for j := range i {
			if v.all[i].tells && v.all[j].tells {
				v.pairUp(&v.all[j], &v.all[i])
			}
		}
	}
}

// pairUp notes what two values, a the earlier, have to do with each other.
func (v *values) pairUp(a, b *value) {
	if !a.comparable(b) {
		return
	}
	if v.r.Claims[a.claim].Article == v.r.Claims[b.claim].Article {
		a.mentions++
		b.mentions++
	}
	if a.alike(b) {
		a.same, b.same = append(a.same, b.place), append(b.same, a.place)
		a.origins, b.origins = v.joined(a, b), v.joined(b, a)
	}
}

// joined is the origins other than a's own that give its value, with b's.
func (v *values) joined(a, b *value) []string {
	o := v.r.Claims[b.claim].Origin
	if o == v.r.Claims[a.claim].Origin || slices.Contains(a.origins, o) {
		return a.origins
	}
	return append(a.origins, o)
}

// comparable tells whether two values are of one sort and unit.
func (a *value) comparable(b *value) bool {
	return a.sort == b.sort && (a.sort == Times || a.num.Comparable(b.num.Quantity))
}

// alike tells whether two values may be one.
func (a *value) alike(b *value) bool {
	if a.sort != b.sort {
		return false
	}
	if a.sort == Times {
		m, n := a.when, b.when
		return (m.HasClock && n.HasClock || m.HasDay && n.HasDay && m.HasClock == n.HasClock) && !m.Disjoint(*n)
	}
	p, q := a.num, b.num
	return p.Comparable(q.Quantity) && !p.Disjoint(q.Quantity) && near(stated(p.Quantity), stated(q.Quantity)) && mayCount(p, q)
}

// excludes tells whether two values cannot both be the answer to one question.
func (a *value) excludes(b *value) bool {
	if a.sort != b.sort || a.claim == b.claim {
		return false
	}
	if a.sort == Times {
		return a.when.Disjoint(*b.when)
	}
	p, q := a.num, b.num
	return p.Disjoint(q.Quantity) && (p.Toll < 0 || q.Toll < 0 || p.Toll == q.Toll) && mayCount(p, q) // not the dead and the hurt
}

// rejects tells whether a value is given in place of another: "11 tonnes, and
// not the four that they speak of".
func (v *values) rejects(a, b *value) bool {
	m := a.instead
	if m == nil || !a.comparable(b) {
		return false
	}
	if m.Unit == b.num.Unit && near(stated(m.Quantity), stated(b.num.Quantity)) {
		return true
	}
	figure := lower(m.Text(v.r.Claims[a.claim].Text))
	return m.Unit == "" && slices.Contains(strings.Fields(lower(b.num.Text(v.r.Claims[b.claim].Text))), figure)
}

// mayCount tells whether two numbers may count the same, where one does not
// say what.
func mayCount(p, q *claims.Number) bool {
	if p.Unit == "" && (broken(p) && q.Noun != "" || broken(q) && p.Noun != "") {
		return false
	}
	return p.Unit != "" || p.Head < 0 || q.Head < 0 || p.Head == q.Head || p.Toll >= 0 && p.Toll == q.Toll
}

// broken tells whether a number is no whole one: "edition 4.2" counts nothing.
func broken(n *claims.Number) bool {
	mid := stated(n.Quantity)
	return mid < 1000 && math.Abs(mid-math.Round(mid)) > .05
}

// oneVoice tells whether two values are of one origin and no two holders
// give them: one voice gives values of two things.
func (v *values) oneVoice(a, b *value) bool {
	c, o := &v.r.Claims[a.claim], &v.r.Claims[b.claim]
	return c.Origin == o.Origin && (c.Holder.Key == "" || o.Holder.Key == "" || c.Holder.Same(o.Holder))
}

// touch tells whether two values have a word beside them in common, or both say
// how long something lasted.
func touch(a, b *value) bool {
	if a.sort == Figures && (a.num.Head >= 0 && a.num.Head == b.num.Head || a.num.Lasts && b.num.Lasts) {
		return true
	}
	return common(a.near, b.near) > 0
}

// common counts what two sorted lists share.
func common(a, b []int) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// best is the weight of the most telling word that two sorted lists share.
func (x *index) best(a, b []int) (weight int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			weight = max(weight, x.r.Weight[a[i]])
			i, j = i+1, j+1
		}
	}
	return min(weight/10, 100)
}

// share is the part of a, by weight, that stands in b, in hundredths; both are
// sorted.
func (x *index) share(a, b []int) int {
	all, both, j := 0, 0, 0
	for _, id := range a {
		all += x.r.Weight[id]
		for j < len(b) && b[j] < id {
			j++
		}
		if j < len(b) && b[j] == id {
			both += x.r.Weight[id]
		}
	}
	return 100 * both / max(1, all)
}
