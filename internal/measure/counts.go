package measure

// count finishes a number without a unit: its noun, what it is a part of, its
// rate.
func (r reader) count(lo, hi number, k int) (Quantity, int, bool) {
	r, k = r.trailing(k)
	var q Quantity
	if r.is(k, "times") {
		return r.timesAs(lo, hi, k)
	}
	single, member := lo.one && hi.low == 1, false
	at := k
	if lo.ofNoun {
		at++
	}
	if r.is(at, "-") && r.at(at).glued && r.at(at+1).glued && !lo.ofNoun {
		at, member = at+1, true
	}
	p := nounPhrase{next: at}
	if member && nounish(r.at(at).text) { // "a 12-member jury" counts members
		k = at + 1
		q.Noun = singular(r.at(at).text)
	} else if r.is(at, "of") || lo.ofNoun && r.is(at, "them", "those", "the", "these", "its", "their", "his", "her", "our", "us") {
		at += boolInt(r.is(at, "of"))
		q.Part, q.Noun = r.partOf(at)
	} else if p = r.nounsAfter(at, single); p.head != "" || len(p.words) > 0 {
		k = p.next
		q.Noun, q.Words = p.head, p.words
		for _, w := range p.words {
			q.Part = q.Part || w == "more" || w == "further" || w == "additional"
		}
	}
	if q.Noun == "" {
		q.Noun = r.nounBefore(r.from)
	}
	if !r.hedged {
		r, k = r.trailing(k)
	}
	q.Part = q.Part || r.is(k, "of") && r.is(k+1, "whom", "which", "them")
	r.value(&q, lo, hi, unit{factor: 1}, true)
	if p.head != "" {
		q.Rate, k = r.rate(k)
	}
	return q, max(k, p.next*boolInt(p.head != "")), true
}

// partOf reads what stands behind "12 of": the noun of the set that the number
// is a part of. Proper names ("600 soldiers of the Third Regiment") never get
// here, since their noun stands before "of".
func (t tokens) partOf(k int) (part bool, noun string) {
	for t.is(k, "the", "these", "those", "them", "its", "their", "his", "her", "our", "all", "us", "whom", "which") {
		part = true
		k++
	}
	if n, ok := t.numeral(k); ok {
		part, k = true, n.next
	}
	return part, t.nounsAfter(k, false).head
}

// timesAs reads "three times larger", "nine times the price"; plain "three
// times" counts occasions.
func (r reader) timesAs(lo, hi number, k int) (Quantity, int, bool) {
	var q Quantity
	next := k + 1
	w := r.at(next).text
	switch {
	case r.is(next, "as", "more", "less", "that", "higher", "larger", "bigger", "the", "its") || len(w) > 4 && endsIn(w, "er") && w != "after" && w != "under" && w != "over" && w != "later":
		r.value(&q, lo, hi, unit{base: "times", factor: 1}, false)
	default:
		r.value(&q, lo, hi, unit{factor: 1}, true)
		q.Noun = "time"
		q.Rate, next = r.rate(next)
	}
	return q, next, true
}

// multiple reads "twice a week", "double the price".
func (r reader) multiple(i int) (Quantity, int, bool) {
	if f, ok := frequencies[r.at(i).text]; ok {
		rate, next := r.rate(i + 1)
		switch {
		case rate != "":
			return Quantity{Low: f, High: f, Noun: "time", Rate: rate, Hedge: r.hedge}, next, true
		case f > 1 && r.is(i+1, "as", "the", "its", "that"):
			return Quantity{Low: f * (1 - roundShare), High: f * (1 + roundShare), Unit: "times", Hedge: r.hedge}, i + 1, true
		}
		return Quantity{}, 0, false
	}
	f, ok := multiples[r.at(i).text]
	if !ok || r.is(i, "double", "triple") && !r.is(i+1, "the", "its", "that", "their", "last") {
		return Quantity{}, 0, false
	}
	var q Quantity
	r.value(&q, exactly(f, .2, i+1), exactly(f, .2, i+1), unit{base: "times", factor: 1}, false)
	return q, i + 1, true
}

// none reads the words for zero and "both".
func (r reader) none(i int) (Quantity, int, bool) {
	q := Quantity{Hedge: Exact}
	switch {
	case r.hedged:
		return q, 0, false
	case r.is(i, "nobody"), r.is(i, "no") && r.is(i+1, "one") && !r.at(i+1).newline:
		q.Noun = "person"
		return q, i + 1 + boolInt(r.is(i, "no")), true
	case r.is(i, "none"):
		if r.is(i+1, "of") {
			q.Part, q.Noun = r.partOf(i + 2)
		}
		return q, i + 1, true
	case r.is(i, "no") && !r.is(i+1, ".") && !r.is(i+1, "more", "fewer", "less", "longer"):
		p := r.nounsAfter(i+1, false)
		if p.head == "" || r.is(p.next-1, "doubts", "signs", "plans", "means", "terms", "words", "reasons") {
			return q, 0, false
		}
		q.Noun, q.Words = p.head, p.words
		return q, p.next, true
	case r.is(i, "both"):
		k := i + 1
		for r.is(k, "of", "the", "these", "those", "his", "her", "their", "its") {
			k++
		}
		p := r.nounsAfter(k, false)
		if p.head == "" || r.is(p.next, "and") {
			return q, 0, false
		}
		q.Low, q.High, q.Noun, q.Words = 2, 2, p.head, p.words
		return q, p.next, true
	}
	return q, 0, false
}

// partBefore says whether the words before a quantity make it a part:
// "including", "among them", "of whom 12".
func (t tokens) partBefore(i int) bool {
	if t.is(i-2, "of") && t.is(i-1, "whom", "which", "them", "those", "these") ||
		t.is(i-2, "among") && t.is(i-1, "them", "those") || t.is(i-1, "another", "further") {
		return true
	}
	for k := i - 1; k >= 0 && k > i-14; k-- {
		switch {
		case t.is(k, "including", "includes", "comprising"):
			return true
		case t.is(k, ".", ";", ":", "but", "while", "when", "after", "was", "were", "had", "is", "are", "has", "have", "said"):
			return false
		}
	}
	return false
}
