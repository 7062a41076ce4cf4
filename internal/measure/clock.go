package measure

// clock is the number of tokens at i that tell a time of day.
func (t tokens) clock(i int) int {
	for _, f := range []func(int) int{t.clockDigits, t.clockPast, t.clockHour} {
		if n := f(i); n > 0 {
			return n
		}
	}
	return 0
}

// clockDigits is "9:30", "21.40 GMT", "0447 GMT", "7am", "6 p.m.".
func (t tokens) clockDigits(i int) int {
	tok := t.at(i)
	if tok.kind != digits || t.is(i-1, "$", "£", "€") {
		return 0
	}
	k := i + 1
	timelike := false
	switch {
	case t.is(k, ":") && t.at(k).glued && t.at(k+1).kind == digits && t.at(k+1).glued:
		k, timelike = k+2, true
		for t.is(k, ":") && t.at(k+1).kind == digits && t.at(k+1).glued {
			k += 2
		}
	case tok.decimals == 2 && !tok.comma && tok.value < 24 && minutesOf(tok.value) < 60:
		timelike = t.dottedTime(i)
	case len(tok.text) == 4 && tok.value < 2400 && (t.is(k, "gmt", "utc", "hrs", "hours") || t.is(k, "local")):
		return 2
	}
	if t.is(k, "am", "pm", "a.m", "p.m") {
		if t.is(k+1, ".") && len(t.at(k).text) == 3 {
			k++
		}
		return k + 1 - i
	}
	if timelike {
		return k - i
	}
	return 0
}

func minutesOf(v float64) int { return int(v*100+.5) % 100 }

// dottedTime says whether "9.30" is a time: nothing measurable behind it and
// no word of price before it.
func (t tokens) dottedTime(i int) bool {
	if _, _, ok := t.unitAt(i+1, true); ok {
		return false
	}
	if _, _, ok := t.currency(i+1, number{}); ok {
		return false
	}
	if _, ok := scales[t.at(i+1).text]; ok || t.is(i+1, "m", "k", "-", "+") {
		return false
	}
	return !t.priced(i) && !t.is(i-1, "magnitude")
}

// clockPast is "half past seven", "twelve minutes to eight", "five past six".
func (t tokens) clockPast(i int) int {
	k := i
	if t.is(k, "a") && t.is(k+1, "quarter") {
		k++
	}
	fraction := t.is(k, "half", "quarter")
	fives := fraction
	if fraction {
		k++
	} else {
		n, ok := t.numeral(k)
		if !ok || n.low < 1 || n.low >= 60 || n.vague {
			return 0
		}
		fives = n.low == 5 || n.low == 10 || n.low == 20 || n.low == 25
		k = n.next
	}
	minutes := t.is(k, "minute", "minutes") && !t.is(k-1, "-")
	if minutes {
		k++
	}
	if !t.is(k, "past", "to") || !fives && !minutes {
		return 0
	}
	past := t.is(k, "past")
	k++
	if t.is(k, "noon", "midnight") {
		return k + 1 - i
	}
	h, ok := t.numeral(k)
	if !ok || h.low < 1 || h.low > 12 || h.step < 1 || h.next != k+1 {
		return 0
	}
	if past && fives || t.clockEnds(h.next) {
		return h.next - i
	}
	return 0
}

// clockHour is a bare hour: "two o'clock", "at six", "shortly before eleven".
func (t tokens) clockHour(i int) int {
	tok := t.at(i)
	v, isWord := cardinals[tok.text]
	if tok.kind == digits && tok.decimals == 0 {
		v = tok.value
	} else if !isWord {
		return 0
	}
	if v < 1 || v > 24 {
		return 0
	}
	if t.is(i+1, "o'clock") {
		return 2
	}
	if v > 12 || !t.clockEnds(i+1) {
		return 0
	}
	prev := t.at(i - 1).text
	switch {
	case prev == "at", (prev == "about" || prev == "around") && t.is(i-2, "at"):
		return 1
	case tok.kind == digits:
		return 0
	case prev == "from":
		return boolInt(t.is(i+1, "until", "till"))
	case clockPrepositions[prev], (prev == "and" || prev == "to") && t.afterClock(i-1):
		return 1
	}
	return 0
}

// clockPrepositions stand before an hour in words.
var clockPrepositions = set{"since": true, "until": true, "till": true, "before": true, "after": true}

// afterClock says whether the token before i ends a time: "between midnight
// and five", "from six until ten".
func (t tokens) afterClock(i int) bool {
	return t.is(i-1, "midnight", "noon", "midday")
}

// clockEnds says whether nothing that could be counted stands at i.
func (t tokens) clockEnds(i int) bool {
	tok := t.at(i)
	if tok.kind == punct {
		return !t.is(i, "-", "%", "°", "/")
	}
	if tok.kind == digits {
		return false
	}
	return clockFollowers[tok.text] || weekdays[tok.text] && tok.upper
}

// clockFollowers may stand behind an hour and not behind the number of a
// counted thing whose noun is left out, save rarely.
var clockFollowers = set{
	"on": true, "in": true, "this": true, "yesterday": true, "today": true,
	"tonight": true, "tomorrow": true, "when": true, "local": true, "as": true,
	"until": true, "till": true, "sharp": true, "gmt": true, "at": true, "the": true,
	"that": true, "last": true, "every": true,
}
