package measure

// named reads numbers that name: behind a naming word or a proper name, in a
// compound ("Terrasight-2"), with a slash ("9/11"), and the age in "Ruz, 52,".
func (r reader) named(i int) (Quantity, int, bool) {
	if r.is(i, "aged") && r.at(i+1).kind == digits {
		return r.years(i+1, i+2)
	}
	tok := r.at(i)
	if tok.kind != digits {
		return r.gradeGlued(i)
	}
	prev, compound := r.at(i-1), false
	name := i - 1
	if prev.text == "-" && prev.glued && tok.glued && r.at(i-2).kind == word {
		name, compound = i-2, true
	}
	if prev.text == "." && r.is(i-2, "no", "nos") {
		name = i - 2
	}
	before := r.at(name)
	q := Quantity{Low: tok.value, High: tok.value, Hedge: r.hedge}
	switch {
	case levels[before.text]:
		q.Unit = "level"
		q.Noun = r.nounsAfter(i+1, true).head
		return q, i + 1, true
	case r.is(i+1, "/") && r.at(i+1).glued && r.at(i+2).kind == digits && r.at(i+2).glued:
		q.Identifier = true
		return q, i + 3, true
	case compound && !isNumberWord(before.text), r.namesByWord(name, i), r.namesByCapital(name, i), r.is(i-1, "#"):
		q.Identifier = true
		return q, i + 1, true
	case r.is(i-1, ",") && r.at(i-2).kind == word && r.at(i-2).upper && !months[r.at(i-2).text] && tok.value >= 3 && tok.value < 115 && tok.decimals == 0 && r.is(i+1, ",", ".", ")", ";", "-") && !r.at(i+1).upper:
		return r.years(i, i+1)
	}
	return Quantity{}, 0, false
}

func isNumberWord(w string) bool {
	_, c := cardinals[w]
	_, s := scales[w]
	return c || s
}

func (r reader) years(i, next int) (Quantity, int, bool) {
	v := r.at(i).value
	return Quantity{Low: v, High: v, Unit: "age", Hedge: r.hedge, Identifier: true}, next, true
}

// gradeGlued reads "EF3" and leaves other words with digits alone.
func (r reader) gradeGlued(i int) (Quantity, int, bool) {
	text := r.at(i).text
	if r.at(i).kind == word && len(text) == 3 && text[:2] == "ef" && text[2] >= '0' && text[2] <= '5' {
		v := float64(text[2] - '0')
		return Quantity{Low: v, High: v, Unit: "level", Noun: r.nounsAfter(i+1, true).head}, i + 1, true
	}
	return Quantity{}, 0, false
}

// namesByWord is "page 4", "No. 10", "blocks 14 and 15".
func (r reader) namesByWord(name, i int) bool {
	before := r.at(name).text
	if before == "and" || before == "to" || before == "or" {
		return r.at(i-2).kind == digits && naming[r.at(i-3).text]
	}
	if !naming[before] || name == i-1 && before == "no" && !r.at(name).upper {
		return false
	}
	_, _, isUnit := r.unitAt(i+1, true)
	return !isUnit && r.at(i).decimals == 0
}

// namesByCapital is "Corvus 3 rocket": a proper name and a small number with
// neither a unit nor a plural behind it.
func (r reader) namesByCapital(name, i int) bool {
	b := r.at(name)
	if name != i-1 || b.kind != word || !b.upper || closed[b.text] || months[b.text] || isNumberWord(b.text) || r.at(i).comma || r.hedged {
		return false
	}
	if _, isHedge := hedges[b.text]; isHedge || r.at(i).decimals > 0 || codes[b.text] != "" && len(b.text) > 2 {
		return false
	}
	if _, _, ok := r.unitAt(i+1, true); ok {
		return false
	}
	if _, _, ok := r.currency(i+1, number{}); ok || r.is(i+1, "m", "k", "-") {
		return false
	}
	if _, ok := scales[r.at(i+1).text]; ok {
		return false
	}
	p := r.nounsAfter(i+1, false)
	return p.head == "" && len(p.words) == 0
}

// score reads "2-1", "260-200", "six to three": two figures the greater of
// which stands first, or any two before a word of votes.
func (r reader) score(i int, lo number) (Quantity, int, bool) {
	k := lo.next
	dash := r.is(k, "-") && r.at(k).glued && r.at(k+1).glued
	if r.hedged || lo.vague || lo.scaled || !dash && !r.is(k, "to") || r.is(i-1, "from") {
		return Quantity{}, 0, false
	}
	hi, ok := r.numeral(k + 1)
	if !ok || hi.vague || hi.scaled || hi.step < 1 || lo.step < 1 || r.is(hi.next, "-") && r.at(hi.next).glued {
		return Quantity{}, 0, false
	}
	if _, _, isUnit := r.unitOf(hi.next, hi); isUnit {
		return Quantity{}, 0, false
	}
	p := r.nounsAfter(hi.next, true)
	voted := votes[p.head] || r.is(i-1, "by", "won", "lost", "beat", "voted")
	if !voted && (lo.low < hi.low || r.nounsAfter(hi.next, false).head != "") {
		return Quantity{}, 0, false
	}
	q := Quantity{Low: lo.low, High: lo.low, Against: hi.low, Unit: "score"}
	if votes[p.head] {
		q.Noun = p.head
	}
	return q, hi.next, true
}

// votesTo makes a score of "251 votes to 200", so that it can be held against
// "251-200".
func (t tokens) votesTo(out []Quantity, k int) ([]Quantity, int) {
	last := &out[len(out)-1]
	if last.Noun != "vote" || last.Unit != "" || last.Hedge != Exact || last.Low != last.High || !t.is(k, "to", "against") {
		return out, k
	}
	n, ok := t.numeral(k + 1)
	if !ok || n.vague {
		return out, k
	}
	last.Unit, last.Against, last.End = "score", n.low, t.at(n.next-1).end
	return out, n.next
}
