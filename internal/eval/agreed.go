package eval

import "counterpoint/internal/news"

// tells reports whether an agreed line tells a fact: from two articles at
// least, by the passages that state it.
func tells(x news.Statement, f Fact) bool { return articlesHit(read(x.Support), f.Support) >= 2 }

// facts counts the annotated facts that are told as agreed.
func (t *Tally) facts(c Case, said told) {
	for _, f := range c.Facts {
		found := false
		for _, x := range said.agreed {
			found = found || tells(x, f)
		}
		t.FactsR.count(found)
		if !found {
			t.note("fact not told as agreed: %s", f.Statement)
		}
	}
}

// agreed judges the lines that are told as agreed.
func (t *Tally) agreed(c Case, said told) {
	for i, x := range said.agreed {
		right := false
		for _, f := range c.Facts {
			right = right || tells(x, f)
		}
		t.AgreedInGold.count(right)
		t.AgreedRepeated.count(repeats(x, said.agreed[:i]))
		// a sentence may state an agreed fact and a disputed one
		joins := !right && joinsSides(c, x)
		t.AgreedButDisputed.count(joins)
		if joins {
			t.note("told as agreed, but disputed: %s", cut(x.Text, 120))
		}
	}
}

// joinsSides reports whether a line rests on two sides of a dispute.
func joinsSides(c Case, x news.Statement) bool {
	for _, d := range c.Disputes {
		sides := 0
		for _, p := range d.Positions {
			if Hits(read(x.Support), p.Evidence) {
				sides++
			}
		}
		if sides > 1 {
			return true
		}
	}
	return false
}

// repeats reports whether a line says what one of those before it says.
func repeats(x news.Statement, before []news.Statement) bool {
	for _, y := range before {
		both, all := overlap(squash(x.Text), squash(y.Text))
		if float64(both) >= 0.7*float64(all) {
			return true
		}
	}
	return false
}
