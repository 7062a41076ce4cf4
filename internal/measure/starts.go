package measure

// starts are the words and signs that a quantity, its hedge or what is stepped
// over can begin with. Most tokens of a text are none of them, and need no more
// than one look.
var starts = func() set {
	out := makeSet("a an half quarter one three no nobody none both aged minus - magnitude")
	for _, table := range []map[string]float64{cardinals, ordinals, multiples, frequencies} {
		for w := range table {
			out[w] = true
		}
	}
	for w := range vagueNumbers {
		out[w] = true
	}
	for w := range months {
		out[w] = true
	}
	for _, table := range []map[string]string{signs, codes} {
		for w := range table {
			out[w] = true
		}
	}
	for phrase := range hedges {
		out[scan(phrase)[0].text] = true
	}
	return out
}()

// mayStart says whether a quantity, or what is stepped over, can begin at i.
func (t tokens) mayStart(i int) bool {
	tok := t.at(i)
	return tok.kind == digits || starts[tok.text] ||
		len(tok.text) == 3 && tok.text[:2] == "ef" || // "EF3"
		t.is(i+1, "-") && t.is(i+2, "long") // "hour-long"
}
