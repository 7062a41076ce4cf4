package measure

import "math"

// signed reads money with its sign before the number.
func (r reader) signed(i int) (Quantity, int, bool) {
	base, k, ok := r.sign(i)
	if !ok || r.at(k).kind != digits {
		return Quantity{}, 0, false
	}
	lo, _ := r.numeral(k)
	lo = r.shortScale(lo)
	hi, ranged := r.rangeTo(k, lo)
	if ranged {
		hi = r.shortScale(hi)
		lo, hi = spread(lo, hi)
	} else {
		hi = lo
	}
	next := hi.next
	r, next = r.trailing(next)
	var q Quantity
	r.value(&q, lo, hi, unit{base: base, factor: 1}, false)
	q.Noun, q.Words = r.modified(next, r.is(next, "-") && r.at(next).glued)
	q.Rate, next = r.rate(next)
	return q, next, true
}

// shortScale reads the "m", "k" or "b" that is a scale behind a currency sign.
func (r reader) shortScale(n number) number {
	f := map[string]float64{"m": 1e6, "k": 1e3, "b": 1e9, "t": 1e12}[r.at(n.next).text]
	if f == 0 || !r.at(n.next).glued {
		return n
	}
	next := n.next + 1
	n = n.times(f)
	n.scaled, n.next = true, next
	return n
}

// ratioStep makes a fraction in words about a twelfth of itself wide: "half"
// is 46 to 54 per cent.
const ratioStep = .18

// ratio reads fractions and "one in three".
func (r reader) ratio(i int) (Quantity, int, bool) {
	top, bottom, k, ok := r.fraction(i)
	if !ok {
		top, bottom, k, ok = r.outOf(i)
	}
	if !ok || bottom == 0 || top > bottom {
		return Quantity{}, 0, false
	}
	var q Quantity
	v := top / bottom
	n := exactly(v, min(ratioStep*v, 1/bottom), k)
	r.value(&q, n, n, unit{base: "ratio", factor: 1}, false)
	q.High = max(q.Low, math.Min(q.High, 1))
	if r.is(k, "of") {
		part, noun := r.partOf(k + 1)
		if noun == "" {
			for r.is(k+1, "the", "its", "their", "all", "a") {
				k++
			}
			noun = r.nounsAfter(k+1, true).head
			k = r.backTo(k, "of")
		}
		q.Part, q.Noun = part, noun
	} else if p := r.nounsAfter(k, false); p.head != "" {
		q.Noun, q.Words = p.head, p.words
	} else if r.is(k, "the", "its", "their", "his", "her", "those", "these") {
		q.Part, q.Noun = true, r.nounsAfter(k+1, true).head
	}
	return q, k, true
}

func (t tokens) backTo(k int, w string) int {
	for k > 0 && !t.is(k, w) {
		k--
	}
	return k
}

// fraction reads "a third", "two-thirds", "half of". "a third" is a fraction
// only before "of" or a comparison or behind a hedge; else it is an ordinal.
func (r reader) fraction(i int) (top, bottom float64, next int, ok bool) {
	if r.is(i, "half") {
		det := r.is(i+1, "of", "the", "its", "his", "her", "their", "our", "all", "those", "that", "my", "as")
		end := r.at(i+1).kind == punct && !r.is(i+1, "-", "'") && (r.hedged || r.is(i-1, "by", "for", "than"))
		if !det && !end || ordinals[r.at(i-1).text] > 0 || r.is(i-1, "and") && !r.is(i+1, "of") || r.is(i-1, "a") && !r.is(i+1, "of") {
			return 0, 0, i, false
		}
		return 1, 2, i + 1, true
	}
	k, top := i, 0.0
	if r.is(i, "a", "one") {
		k, top = i+1, 1
	} else if n, ok := r.numeral(i); ok && n.inWords && !n.vague && n.low >= 2 && n.low < 20 {
		k, top = n.next, n.low
	}
	if top == 0 {
		return 0, 0, i, false
	}
	if r.is(k, "-") && r.at(k).glued {
		k++
	}
	bottom = parts[r.at(k).text]
	plural := endsIn(r.at(k).text, "s")
	switch {
	case bottom == 0 || plural != (top > 1):
		return 0, 0, i, false
	case plural && !r.is(k, "quarters") || r.is(k+1, "of") && !r.is(k+2, "a", "an", "nine") && !r.yearBehind(k+2):
		return top, bottom, k + 1, true
	case r.is(k+1, "more", "less", "fewer", "higher", "lower", "larger", "smaller", "cheaper", "longer", "shorter"),
		r.is(i-1, "by"), r.hedged, r.is(k, "quarters"):
		return top, bottom, k + 1, !r.is(k+1, "a", "an")
	}
	return 0, 0, i, false
}

// yearBehind tells a calendar quarter ("a quarter of 2024").
func (t tokens) yearBehind(k int) bool { return yearLike(t.at(k)) }

// outOf reads "one in nine", "two out of three", "92 in every hundred".
func (r reader) outOf(i int) (top, bottom float64, next int, ok bool) {
	n, ok := r.numeral(i)
	if !ok || n.vague || n.low < 1 || n.step < 1 {
		return 0, 0, i, false
	}
	k := n.next
	every := false
	switch {
	case r.is(k, "out") && r.is(k+1, "of"):
		k, every = k+2, true
	case r.is(k, "in"):
		k++
	case r.is(k, "of") && (r.is(k+1, "every") || r.is(k+1, "a") && r.is(k+2, "hundred")):
		k, every = k+1, true
	default:
		return 0, 0, i, false
	}
	if r.is(k, "every", "each") {
		k, every = k+1, true
	}
	m, ok := r.numeral(k)
	if f := scales[r.at(k).text]; !ok && every && f > 0 {
		m, ok = exactly(f, f, k+1), true
	}
	if !ok || m.vague || m.low <= n.low || m.step < 1 {
		return 0, 0, i, false
	}
	u, _, isUnit := r.unitAt(m.next, true)
	if !every && (yearLike(r.at(k)) || isUnit && u.base == "s" || !denominators[m.low]) {
		return 0, 0, i, false
	}
	return n.low, m.low, m.next, true
}

// denominators are those that "one in …" is said with.
var denominators = map[float64]bool{
	2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true, 9: true, 10: true,
	12: true, 15: true, 20: true, 25: true, 30: true, 40: true, 50: true, 60: true,
	100: true, 200: true, 250: true, 300: true, 500: true, 1000: true, 2000: true,
	5000: true, 10000: true, 1e5: true, 1e6: true,
}

// ordinal reads "third", "4th", "21st".
func (r reader) ordinal(i int) (Quantity, int, bool) {
	if r.hedged {
		return Quantity{}, 0, false
	}
	v, next := ordinals[r.at(i).text], i+1
	if n, tens := cardinals[r.at(i).text]; tens && n >= 20 && r.is(i+1, "-") && r.at(i+1).glued {
		if unit := ordinals[r.at(i+2).text]; unit > 0 && unit < 10 {
			v, next = n+unit, i+3
		}
	}
	if tok := r.at(i); tok.kind == digits && tok.decimals == 0 && r.ordinalSuffix(i+1) {
		v, next = tok.value, i+2
	}
	if v == 0 || v == 1 && r.is(i-1, "at", "-") || months[r.at(next).text] && r.at(next).upper {
		return Quantity{}, 0, false
	}
	if r.is(next, "of") && months[r.at(next+1).text] {
		return Quantity{}, 0, false
	}
	p := r.nounsAfter(next, true)
	return Quantity{Low: v, High: v, Unit: "ordinal", Noun: p.head, Words: p.words}, next, true
}

// magnitude reads "magnitude 6.1", "magnitude of 6.8" and "6.1-magnitude".
func (r reader) magnitude(i int) (Quantity, int, bool) {
	k, next := i, 0
	if r.is(i, "magnitude") {
		k++
		for r.is(k, "of", "a", "about", "around", "-") {
			k++
		}
		next = k + 1
	} else if r.is(i+1, "-") && r.is(i+2, "magnitude") || r.is(i+1, "magnitude") {
		next = i + 2 + boolInt(r.is(i+1, "-"))
	}
	if next == 0 || r.at(k).kind != digits || r.at(k).value > 12 {
		return Quantity{}, 0, false
	}
	var q Quantity
	n := exactly(r.at(k).value, .1, next)
	r.value(&q, n, n, unit{base: "magnitude", factor: 1}, false)
	q.Noun = r.nounsAfter(next, true).head
	return q, next, true
}
