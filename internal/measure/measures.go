package measure

import "strings"

// unitOf reads the unit behind a numeral, over the hyphen of "50-minute".
func (r reader) unitOf(k int, n number) (unit, int, bool) {
	if r.is(k, "-") && r.at(k).glued && r.at(k+1).glued {
		k++
	}
	digit := !n.inWords
	if u, next, ok := r.currency(k, n); ok {
		return u, next, true
	}
	if r.is(k, "m", "k") && digit && r.at(k).glued && !r.at(k).upper {
		return r.bareM(k, n)
	}
	if r.is(k, "second") && !r.secondIsUnit(k, n) {
		return unit{}, k, false
	}
	return r.unitAt(k, digit)
}

// secondIsUnit keeps "the two second violins" apart from "a two-second delay".
func (r reader) secondIsUnit(k int, n number) bool {
	return n.one || r.at(k).glued || r.is(k-1, "-")
}

// bareM decides between metres and millions for "25m", thousands for "25k".
func (r reader) bareM(k int, n number) (unit, int, bool) {
	if r.is(k, "k") {
		return unit{base: "", factor: 1000}, k + 1, true
	}
	if u, next, ok := r.currency(k+1, number{scaled: true, low: 1e6}); ok {
		u.factor *= 1e6
		return u, next, true
	}
	if r.nounsAfter(k+1, false).head != "" && !r.lengthNear(k) {
		return unit{base: "", factor: 1e6}, k + 1, true
	}
	if n.low >= 1000 || r.lengthNear(k) || !r.priced(k) && n.step >= 1 {
		return unit{base: "m", factor: 1}, k + 1, true
	}
	return unit{base: "", factor: 1e6}, k + 1, true
}

func (r reader) lengthNear(k int) bool {
	for d := -5; d <= 3; d++ {
		if lengthWords[r.at(k+d).text] {
			return true
		}
	}
	return false
}

// measure finishes a quantity whose unit ends before next.
func (r reader) measure(lo, hi number, u unit, k, next int) (Quantity, int, bool) {
	if u.base == "" { // "25m people", "50k": a count in short
		lo, hi = lo.times(u.factor), hi.times(u.factor)
		lo.scaled, hi.scaled = true, true
		return r.count(lo, hi, next)
	}
	hyphened := r.is(k, "-") && r.at(k).glued
	if q, end, ok := r.age(lo, u, next); ok {
		return q, end, true
	}
	if lo.low == hi.low {
		var add float64
		if add, next = r.compound(u, next); add > 0 {
			lo = exactly(lo.low+add, min(lo.step, .5), next)
			hi = lo
		}
	}
	if r.is(next, "-") && r.is(next+1, "long") && r.at(next+1).glued {
		next += 2
	}
	r, next = r.trailing(next)
	var q Quantity
	r.value(&q, lo, hi, u, false)
	if speed, end, ok := r.speed(u, next); ok {
		q.Low, q.High, q.Unit, next = q.Low/speed, q.High/speed, "m/s", end
	}
	if r.is(next, "ago") && q.Unit == "s" {
		return Quantity{}, 0, false // "three years ago" is a date
	}
	q.Noun, q.Words = r.modified(next, hyphened)
	q.Rate, next = r.rate(next)
	return q, next, true
}

// speed reads "an hour" behind a length.
func (r reader) speed(u unit, k int) (seconds float64, next int, ok bool) {
	if u.base != "m" {
		return 0, k, false
	}
	rate, next := r.rate(k)
	if r.is(k, "/") && r.is(k+1, "h", "s") {
		return map[string]float64{"h": hour, "s": 1}[r.at(k+1).text], k + 2, true
	}
	seconds, ok = speeds[rate]
	return seconds, next, ok
}

// compound reads the smaller unit of "two hours and 15 minutes", "5 feet 10
// inches", and the half of "an hour and a half", in units of u.
func (r reader) compound(u unit, k int) (float64, int) {
	if u.base != "s" && u.base != "m" && u.base != "kg" {
		return 0, k
	}
	i := k
	if r.is(i, "and") {
		i++
		if r.is(i, "a") && r.is(i+1, "half") && !r.is(i+2, "dozen", "a") {
			return .5, i + 2
		}
		if r.is(i, "a") && r.is(i+1, "quarter") {
			return .25, i + 2
		}
	}
	n, ok := r.numeral(i)
	if !ok || n.vague {
		return 0, k
	}
	small, next, ok := r.unitAt(n.next, !n.inWords)
	if !ok || small.base != u.base || small.factor >= u.factor || n.low*small.factor >= u.factor {
		return 0, k
	}
	return n.low * small.factor / u.factor, next
}

// modified is the noun that a measure belongs to: behind a hyphened measure,
// behind "of", or before "of"; and the dimension word behind it.
func (r reader) modified(k int, hyphened bool) (noun string, words []string) {
	if dimensions[r.at(k).text] {
		words = []string{r.at(k).text}
	}
	switch {
	case hyphened || r.singularUnit(k-1):
		p := r.nounsAfter(k, true)
		return p.head, p.words
	case r.is(k, "of"):
		k++
		for r.is(k, "the", "a", "an", "its", "their", "his", "her", "all") {
			k++
		}
		if p := r.nounsAfter(k, true); p.head != "" && !r.at(k).upper {
			return p.head, words
		}
		return "", words
	}
	return r.nounBefore(r.from), words
}

// singularUnit says whether the unit at k is a bare singular before a noun
// ("a 1.2 bln mark bid"), rather than "one hour later".
func (r reader) singularUnit(k int) bool {
	_, isMoney := currencies[r.at(k).text]
	return isMoney && !strings.HasSuffix(r.at(k).text, "s")
}

// rate reads "a day", "per head", "each", "/day" at k.
func (t tokens) rate(k int) (string, int) {
	if w, ok := rateWords[t.at(k).text]; ok {
		return w, k + 1
	}
	i := k
	if t.is(i, "-") && t.is(i+1, "a", "per") {
		i++
	}
	if !t.is(i, "a", "an", "per", "every", "/") {
		return "", k
	}
	if w, ok := ratePer[t.at(i+1).text]; ok && !(t.is(i, "a", "an") && t.is(i+2, "ago", "later", "earlier", "before", "after")) {
		return "per " + w, i + 2
	}
	return "", k
}

// age reads "-year-old", "years old" and "years of age".
func (r reader) age(n number, u unit, k int) (Quantity, int, bool) {
	i := k
	if r.is(i, "-") && r.at(i).glued {
		i++
	}
	end := i + 1
	switch {
	case u.base != "s" || u.factor < day:
		return Quantity{}, 0, false
	case r.is(i, "old", "olds"):
	case r.is(i, "of") && r.is(i+1, "age"):
		end++
	default:
		return Quantity{}, 0, false
	}
	years := n.low * u.factor / year
	p := r.nounsAfter(end, true)
	q := Quantity{Low: years, High: years, Unit: "age", Noun: p.head, Words: p.words, Hedge: r.hedge, Identifier: true}
	return q, end, true
}

// articleUnit reads a unit whose number is its article: "an hour", "hour-long",
// "half an hour", "a quarter of an hour", "a year and a half".
func (r reader) articleUnit(i int) (Quantity, int, bool) {
	n, k, ok := r.articleNumber(i)
	if !ok {
		return Quantity{}, 0, false
	}
	if n.soft && r.is(k, "point", "percentage") && !r.is(k+1, "in") {
		q := Quantity{}
		points := exactly(n.low, .05, k)
		r.value(&q, points, points, unit{base: "pp", factor: 1}, false)
		return q, k + 1 + boolInt(r.is(k, "percentage")), true
	}
	u, next, ok := r.unitAt(k, false)
	if !ok || u.base == "degree" || u.base == "%" || !n.soft && !r.bareUnit(i, u, next) {
		return Quantity{}, 0, false
	}
	n.next = k
	return r.measure(n, n, u, k, next)
}

// articleNumber is the 1, .5 or .25 of articleUnit and where its unit begins.
func (r reader) articleNumber(i int) (n number, k int, ok bool) {
	share := map[string]float64{"half": .5, "quarter": .25, "quarters": .75}
	switch {
	case r.is(i, "half", "quarter") && r.is(i+1, "a", "an", "-"):
		return softNumber(share[r.at(i).text]), i + 2, true
	case r.is(i, "half") && r.is(i+1, "mile"):
		return softNumber(.5), i + 1, true
	case r.is(i, "a", "one", "three") && r.is(i+1, "quarter", "quarters", "half") && r.is(i+2, "of") && r.is(i+3, "a", "an"):
		return softNumber(share[r.at(i+1).text]), i + 4, true
	case r.is(i, "a") && r.is(i+1, "quarter", "half") && (r.is(i+2, "point", "hour", "mile") || r.is(i+2, "-")):
		return softNumber(share[r.at(i+1).text]), i + 2 + boolInt(r.is(i+2, "-")), true
	case r.is(i, "a", "an"):
		k = i + 1 + boolInt(r.is(i+1, "full", "whole", "extra", "additional", "further", "mere", "good"))
		return exactly(1, 1, i), k, true
	case r.is(i+1, "-") && r.is(i+2, "long"):
		return exactly(1, 1, i), i, true
	}
	return number{}, i, false
}

func softNumber(v float64) number {
	n := exactly(v, v, 0)
	n.soft = true
	return n
}

// bareUnit says whether "a year" measures: an hour or a mile does, a day or a
// year only where the words around it say so.
func (r reader) bareUnit(i int, u unit, next int) bool {
	if r.is(i-1, "once", "twice", "times", "half") || r.is(next, "ago", "before", "when") {
		return false
	}
	long := r.is(next, "-") && r.is(next+1, "long") || r.is(next, "and") && r.is(next+1, "a") && r.is(next+2, "half", "quarter")
	if r.is(i+1, "second") && !r.hedged {
		return false // "a second coach"
	}
	if r.hedged || long || r.is(i-1, "for", "lasted", "took", "lasts", "takes", "lasting", "within") {
		return r.is(i, "a", "an") || long
	}
	return u.base != "s" || u.factor == hour
}
