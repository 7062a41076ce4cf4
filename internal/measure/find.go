package measure

import "math"

// Find returns the quantities in s, a sentence or a paragraph, in order and
// not overlapping.
func Find(s string) []Quantity {
	t := scan(s)
	return t.find(t.mayStart)
}

// find returns the quantities that begin where one may.
func (t tokens) find(may func(int) bool) []Quantity {
	var out []Quantity
	for i := 0; i < len(t); {
		if !may(i) {
			i++
			continue
		}
		if n := t.skip(i); n > 0 {
			i += n
			continue
		}
		q, next, ok := t.quantity(i)
		if !ok {
			i++
			continue
		}
		next = max(next, i+1)
		if !math.IsInf(q.Low, 1) && !math.IsNaN(q.Low) && !math.IsNaN(q.High) {
			q.Start, q.End = t.at(i).start, t.at(next-1).end
			q.Part = q.Part || t.partBefore(i)
			out = append(out, q)
			out, next = t.votesTo(out, next)
		}
		i = next
	}
	return out
}

// quantity reads one quantity at i with its hedge.
func (t tokens) quantity(i int) (Quantity, int, bool) {
	h, slight, k, hedged := t.hedge(i)
	k2 := t.filler(k)
	if !hedged {
		if t.is(i, "a") && t.phrase(i, 3) == "a total of" {
			k = k2
		}
	} else if t.is(k2-1, "an") {
		k2-- // "over an hour": the article belongs to the unit
	}
	if hedged {
		if h2, slight2, k3, twice := t.hedge(k2); twice {
			h, slight, k2 = h2, slight2, k3
		}
		if t.skip(k2) > 0 {
			return Quantity{}, 0, false
		}
	}
	for _, start := range []int{k, k2} {
		r := reader{tokens: t, hedge: h, slight: slight, hedged: hedged, from: i}
		if q, next, ok := r.read(start); ok {
			return q, next, true
		}
		if !hedged {
			break
		}
	}
	return Quantity{}, 0, false
}

// reader reads a quantity behind its hedge.
type reader struct {
	tokens
	hedge  Hedge
	slight bool
	hedged bool
	from   int // index of the hedge
}

func (r reader) read(i int) (Quantity, int, bool) {
	for _, f := range []func(int) (Quantity, int, bool){
		r.none, r.named, r.signed, r.articleUnit, r.ratio, r.ordinal, r.multiple, r.magnitude, r.plain,
	} {
		if q, next, ok := f(i); ok {
			return q, next, true
		}
	}
	return Quantity{}, 0, false
}

// plain reads a numeral, perhaps a range, with a unit or a noun.
func (r reader) plain(i int) (Quantity, int, bool) {
	minus := r.is(i, "minus", "-") && r.at(i+1).kind == digits && (r.is(i, "minus") || !r.at(i).glued && r.at(i+1).glued)
	k := i + boolInt(minus)
	lo, ok := r.numeral(k)
	if !ok || r.loneOne(k, lo) {
		return Quantity{}, 0, false
	}
	if minus {
		lo.low, lo.high = -lo.low, -lo.high
	}
	if q, next, ok := r.score(k, lo); ok {
		return q, next, true
	}
	hi, ranged := r.rangeTo(k, lo)
	if ranged {
		lo, hi = spread(lo, hi)
		return r.finish(lo, hi, hi.next)
	}
	return r.finish(lo, lo, lo.next)
}

// loneOne says whether "one" is a pronoun rather than a number.
func (r reader) loneOne(i int, n number) bool {
	if !n.one {
		return false
	}
	if r.is(i-1, "no", "the", "this", "that", "which", "any", "every", "each", "another", "only") || r.at(i-1).glued && r.is(i-1, "-") {
		return true
	}
	if r.is(n.next, "of") || r.is(n.next, "-") && r.at(n.next).glued {
		return false
	}
	if r.is(n.next, "day", "thing", "another", "side", "hand", "way", "more", "time", "person's") {
		return true
	}
	_, _, isUnit := r.unitAt(n.next, false)
	if isUnit {
		return false
	}
	// A plural right behind it is a verb: "one learns".
	p := r.nounsAfter(n.next, true)
	return p.head == "" || len(p.words) == 0 && isPlural(r.at(n.next).text) && !invariant[p.head]
}

// spread gives the lower end of a range the scale of the upper one, as "two to
// three million" means it.
func spread(lo, hi number) (number, number) {
	if hi.scaled && !lo.scaled && lo.low < 1000 && hi.low >= 1e5 {
		f := math.Pow(1000, math.Floor(math.Log10(hi.low)/3))
		if lo.low*f < hi.low {
			lo = lo.times(f)
			lo.scaled = true
		}
	}
	return lo, hi
}

// rangeTo reads the upper end of a range: "two to three", "10-15", "between 3
// and 5", "two or three".
func (r reader) rangeTo(i int, lo number) (number, bool) {
	k := lo.next
	between := r.is(i-1, "between") || r.is(i-1, "$", "£", "€") && r.is(i-2, "between")
	switch {
	case r.is(k, "-") && (r.at(k).glued == r.at(k+1).glued), r.is(k, "to"), r.is(k, "or"), between && r.is(k, "and"):
	default:
		return number{}, false
	}
	if r.is(k, "to") && r.is(i-1, "from", "by") || lo.vague {
		return number{}, false
	}
	k++
	if _, next, ok := r.sign(k); ok {
		k = next
	}
	hi, ok := r.numeral(k)
	if !ok || hi.vague || hi.low <= 0 || r.is(lo.next, "or") && hi.low > lo.low*2+1 {
		return number{}, false
	}
	_, scaled := spread(lo, hi)
	if scaled.low < lo.low {
		return number{}, false
	}
	return hi, true
}

// finish gives the numeral its unit, or its noun where it has none.
func (r reader) finish(lo, hi number, k int) (Quantity, int, bool) {
	if !lo.vague {
		if u, next, ok := r.unitOf(k, hi); ok {
			return r.measure(lo, hi, u, k, next)
		}
	}
	return r.count(lo, hi, k)
}

// value fills the interval of q from the two ends of a range, or twice the
// same number.
func (r reader) value(q *Quantity, lo, hi number, u unit, count bool) {
	h := r.hedge
	if h == MoreThan && r.spans(r.from, h, u.base) {
		h = Exact
	}
	low, high := interval(lo, h, count)
	if hi.low != lo.low && !lo.vague {
		_, high = interval(hi, h, count)
	}
	if r.slight {
		high = overShare * hi.low
	}
	if lo.vague && h == Exact {
		h = Vague
	}
	q.Hedge = h
	signed := u.base == "C" || u.base == "degree" || lo.low < 0
	q.Low = bounded(low*u.factor+u.shift, signed)
	q.High = max(high*u.factor+u.shift, q.Low)
	q.Unit = u.base
}

// trailing reads a hedge behind the number and starts over with it.
func (r reader) trailing(k int) (reader, int) {
	h, next, ok := r.hedgeAfter(k)
	if !ok || r.hedged {
		return r, k
	}
	r.hedge, r.hedged = h, true
	return r, next
}
