package measure

// What only looks like a quantity: clock times, dates, years, the numbers of a
// list. Package when reads the first three; here they are stepped over.

// skip is the number of tokens at i that are no quantity; 0 where there may
// be one.
func (t tokens) skip(i int) int {
	for _, f := range []func(int) int{t.listNumber, t.date, t.clock, t.phone, t.bareYear, t.decade} {
		if n := f(i); n > 0 {
			return n
		}
	}
	return 0
}

// listNumber is "1." or "2)" at the start of a line before a capital.
func (t tokens) listNumber(i int) int {
	tok := t.at(i)
	if tok.kind == digits && tok.newline && tok.decimals == 0 && t.is(i+1, ".", ")") && t.at(i+1).glued && t.at(i+2).upper {
		return 2
	}
	return 0
}

// date is "21 May 2026", "May 21, 2026", "Friday the 11th", "2026-05-21".
func (t tokens) date(i int) int {
	if t.isMonth(i) {
		return t.monthFirst(i)
	}
	tok := t.at(i)
	if tok.kind == digits && tok.value == float64(int(tok.value)) && tok.value >= 1 && tok.value <= 31 {
		if n := t.dayFirst(i); n > 0 {
			return n
		}
	}
	if tok.kind == digits && yearLike(tok) && t.is(i+1, "-") && t.at(i+2).kind == digits && t.at(i+1).glued && t.at(i+2).glued {
		n := 3
		if t.is(i+3, "-") && t.at(i+4).kind == digits && t.at(i+4).glued {
			n = 5
		}
		return n
	}
	if tok.kind == digits && t.is(i-1, "the") && weekdays[t.at(i-2).text] {
		return 1 + boolInt(t.ordinalSuffix(i+1))
	}
	return 0
}

func (t tokens) isMonth(i int) bool {
	return months[t.at(i).text] && t.at(i).upper
}

// monthFirst steps over a month, its day or days and its year. It needs a
// number, since "May" and "March" are words of their own.
func (t tokens) monthFirst(i int) int {
	k := i + 1
	if t.is(k, ".") && t.at(k).glued {
		k++
	}
	if t.at(k).kind != digits || t.at(k).decimals > 0 && !t.at(k).newline {
		return 0
	}
	first := t.at(k)
	if first.value > 31 && !yearLike(first) {
		return 0
	}
	k++
	if first.value <= 31 {
		k += boolInt(t.ordinalSuffix(k))
		if t.is(k, "-", "to", "and") && t.at(k+1).kind == digits && t.at(k+1).value <= 31 && t.at(k+1).value > first.value && t.closesDate(k+2) {
			k += 2
		}
		if t.is(k, ",") {
			k++
		}
	}
	if yearLike(t.at(k)) {
		return k + 1 - i
	}
	if t.is(k-1, ",") {
		k--
	}
	return k - i
}

// closesDate keeps "March 3 and 12 people" from taking the twelve.
func (t tokens) closesDate(k int) bool {
	return t.at(k).kind != word || closed[t.at(k).text]
}

// dayFirst steps over "21 May", "21st of May", "3-5 May 2026", "3 and 4 May".
func (t tokens) dayFirst(i int) int {
	k := i + 1 + boolInt(t.ordinalSuffix(i+1))
	if t.is(k, "-", "to", "and") && t.at(k+1).kind == digits && t.at(k+1).value <= 31 {
		if m := k + 2 + boolInt(t.ordinalSuffix(k+2)); t.isMonth(m) {
			k = m
		}
	}
	if t.is(k, "of") {
		k++
	}
	if !t.isMonth(k) {
		return 0
	}
	k++
	if t.is(k, ",") && yearLike(t.at(k+1)) {
		k++
	}
	if yearLike(t.at(k)) {
		k++
	}
	return k - i
}

func (t tokens) ordinalSuffix(i int) bool {
	return t.at(i).glued && t.is(i, "st", "nd", "rd", "th")
}

// phone is three or more groups of digits, or two the second of which begins
// with 0: "555-0123".
func (t tokens) phone(i int) int {
	k := i
	for t.at(k).kind == digits && t.is(k+1, "-") && t.at(k+1).glued && t.at(k+2).kind == digits && t.at(k+2).glued {
		k += 2
	}
	if k == i+2 && t.at(k).text[0] == '0' && len(t.at(k).text) > 1 || k > i+2 {
		return k + 1 - i
	}
	return 0
}

func yearLike(tok token) bool {
	return tok.kind == digits && len(tok.text) == 4 && tok.decimals == 0 && tok.value >= 1500 && tok.value < 2200
}

// bareYear is a year on its own: behind a preposition, or with nothing behind
// it that could be counted.
func (t tokens) bareYear(i int) int {
	if !yearLike(t.at(i)) || t.is(i-1, "$", "£", "€") {
		return 0
	}
	if t.at(i-1).glued && t.is(i-1, "-") && t.at(i).glued || t.is(i+1, "-") && t.at(i+1).glued && t.at(i+2).kind != digits {
		return 1
	}
	_, _, isUnit := t.unitAt(i+1, true)
	_, _, isMoney := t.currency(i+1, number{})
	counted := isUnit || isMoney || t.nounsAfter(i+1, false).head != ""
	if counted && !yearPrepositions[t.at(i-1).text] || isUnit {
		return 0
	}
	if t.is(i+1, "-", "/") && t.at(i+1).glued && t.at(i+2).kind == digits {
		return 3
	}
	return 1
}

// decade is "1990s", "the 30s": the digits and their glued s.
func (t tokens) decade(i int) int {
	tok := t.at(i)
	if tok.kind == digits && int(tok.value)%10 == 0 && tok.value >= 10 && tok.decimals == 0 &&
		(t.is(i+1, "s") && t.at(i+1).glued) && (yearLike(tok) || t.is(i-1, "the", "their", "his", "her", "early", "late", "mid", "-")) {
		return 2
	}
	return 0
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
