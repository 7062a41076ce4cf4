package measure

import "math"

// number is a numeral of the text before its unit is known.
type number struct {
	low, high float64 // equal unless vague
	step      float64 // the smallest place that is printed: 10 for "40", .1 for "3.5"
	scaled    bool    // said with million, bn, …
	soft      bool    // "a hundred", "half a million": rounder than digits
	vague     bool    // "dozens", "several"
	inWords   bool
	one       bool // the single word "one"
	ofNoun    bool // the noun follows "of" ("dozens of homes")
	next      int  // index of the token behind it
}

// numeral reads the numeral at i.
func (t tokens) numeral(i int) (number, bool) {
	if t.at(i).kind == digits {
		return t.inDigits(i), true
	}
	for _, read := range []func(int) (number, bool){t.vagueNumber, t.halfOf, t.cardinal} {
		if n, ok := read(i); ok {
			return n, true
		}
	}
	return number{}, false
}

func exactly(v, step float64, next int) number {
	return number{low: v, high: v, step: step, next: next}
}

func (n number) times(f float64) number {
	n.low, n.high, n.step = n.low*f, n.high*f, n.step*f
	return n
}

// place is the value of the last digit of v that is not 0.
func place(v float64) float64 {
	p := 1.0
	for v >= 10 && math.Mod(v, 10) == 0 && p < 1e15 {
		v /= 10
		p *= 10
	}
	return p
}

func (t tokens) inDigits(i int) number {
	tok := t.at(i)
	n := exactly(tok.value, place(tok.value), i+1)
	if tok.decimals > 0 {
		n.step = math.Pow(10, -float64(min(tok.decimals, 12)))
	}
	if f := t.at(n.next); f.kind == digits && f.decimals == 2 && fractionText(f.text) && tok.decimals == 0 {
		n = exactly(n.low+f.value, .1, n.next+1)
	}
	n = t.andHalf(n)
	return t.scale(n)
}

func fractionText(s string) bool {
	for _, r := range s {
		return fractionSigns[r] > 0
	}
	return false
}

// andHalf reads "three and a half".
func (t tokens) andHalf(n number) number {
	if t.is(n.next, "and") && t.is(n.next+1, "a") && t.is(n.next+2, "half", "quarter") {
		add := .5
		if t.is(n.next+2, "quarter") {
			add = .25
		}
		add *= scaleOr1(n)
		m := exactly(n.low+add, .5*scaleOr1(n), n.next+3)
		m.scaled, m.inWords = n.scaled, n.inWords
		return m
	}
	return n
}

func scaleOr1(n number) float64 {
	if n.scaled {
		return n.step
	}
	return 1
}

// scale reads the million behind a numeral, glued ("1.2bn") or not. A glued
// "m" or "k" is left to the reader of units, who knows whether it is money.
func (t tokens) scale(n number) number {
	i := n.next
	if t.is(i, "-") && t.at(i).glued && t.at(i+1).glued {
		i++
	}
	f, ok := scales[t.at(i).text]
	if !ok || t.at(i).kind != word {
		return n
	}
	next := i + 1
	n = n.times(f)
	n.scaled, n.next = f >= 1e5, next
	if more, ok := scales[t.at(next).text]; ok && more >= 1000 {
		n = n.times(more)
		n.next++
	}
	return n
}

// cardinal reads number words: "two hundred and twelve", "a hundred",
// "forty-one", "one and a half million".
func (t tokens) cardinal(i int) (number, bool) {
	k, soft := i, false
	if t.is(i, "a", "an") {
		if _, ok := scales[t.at(i+1).text]; !ok {
			return number{}, false
		}
		k, soft = i+1, true
	}
	total, group, open := 0.0, 0.0, soft
	if soft {
		group = 1
	}
	last := -1 // index of the last token that is part of the number
	top := math.Inf(1)
	for k < len(t) {
		v, isUnit := cardinals[t.at(k).text]
		f, isScale := scales[t.at(k).text]
		switch {
		case t.at(k).kind != word:
		case isUnit && fits(group, v):
			group, last, open = group+v, k, true
		case isScale && open && f == 100 && group > 0 && group < 100:
			group, last = group*100, k
		case isScale && open && f != 100 && group > 0 && f < top:
			total, group, last, top = total+group*f, 0, k, f
		}
		if last != k {
			break
		}
		k = t.linked(k+1, group, total)
	}
	if last < 0 {
		return number{}, false
	}
	n := t.worded(last, total, group, top)
	n.soft = soft && last == i+1
	n.one = n.low == 1 && last == i && !soft
	if m := t.andHalf(n); m.next != n.next {
		return t.scale(m), true
	}
	return n, true
}

// worded is the number in words that ends at last: total, whose smallest
// scale is top, and the group below it.
func (t tokens) worded(last int, total, group, top float64) number {
	v := total + group
	n := exactly(v, place(v), last+1)
	n.inWords = true
	n.scaled = group == 0 && total >= 1e5
	if n.scaled {
		n.step = top * place(total/top)
	}
	return n
}

// fits says whether v may follow what group holds already: units after tens,
// anything below a hundred after hundreds.
func fits(group, v float64) bool {
	switch {
	case group == 0:
		return true
	case v == 0:
		return false
	case math.Mod(group, 100) == 0:
		return v < 100
	}
	tens := math.Mod(group, 100)
	return tens >= 20 && math.Mod(tens, 10) == 0 && v < 10
}

// linked steps over the hyphen of "forty-one" and the "and" of "hundred and
// one"; it stays at k where no number word follows.
func (t tokens) linked(k int, group, total float64) int {
	if t.is(k, "-") && t.at(k).glued && t.at(k+1).glued {
		return k + 1
	}
	whole := math.Mod(group, 100) == 0 && group+total >= 100
	if t.is(k, "and") && whole {
		if v, ok := cardinals[t.at(k+1).text]; ok && v > 0 {
			return k + 1
		}
	}
	return k
}

// vagueNumber reads numbers that are never said: "dozens", "several hundred",
// "a handful of", "tens of thousands".
func (t tokens) vagueNumber(i int) (number, bool) {
	k := i
	if t.is(i, "a") {
		k++
	}
	r, ok := vagueNumbers[t.at(k).text]
	if !ok || r.article != (k > i) {
		return number{}, false
	}
	n := number{low: r.low, high: r.high, vague: true, inWords: true, next: k + 1}
	if t.is(n.next, "of") {
		if r2, ok := vagueNumbers[t.at(n.next+1).text]; ok && r2.scale > 0 && r.scale > 0 {
			n.low, n.high, n.next = r.low*r2.scale, r.high*r2.scale, n.next+2
		}
	} else if f, ok := scales[t.at(n.next).text]; ok && r.scale == 0 {
		n.low, n.high, n.next = n.low*f, n.high*f, n.next+1
	}
	if t.is(n.next, "of") {
		n.ofNoun = true
	}
	return n, true
}

// halfOf reads "half a million", "half a dozen", "a quarter of a billion".
func (t tokens) halfOf(i int) (number, bool) {
	k := i
	var f float64
	switch {
	case t.is(k, "half"):
		k, f = k+1, .5
	case t.is(k, "a") && t.is(k+1, "half") && t.at(k+2).text == "-":
		k, f = k+2, .5
	case t.is(k, "a", "one") && t.is(k+1, "quarter") && t.is(k+2, "of"):
		k, f = k+3, .25
	case t.is(k, "three") && t.is(k+1, "quarters") && t.is(k+2, "of"):
		k, f = k+3, .75
	default:
		return number{}, false
	}
	for t.is(k, "-") || t.is(k, "a") {
		k++
	}
	s, ok := scales[t.at(k).text]
	if !ok {
		return number{}, false
	}
	n := exactly(f*s, f*s, k+1)
	if s == 12 && f == .5 {
		n.step = 1
	}
	n.soft, n.inWords, n.scaled = true, true, s >= 1e5
	return n, true
}
