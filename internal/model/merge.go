package model

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// merge puts what holds of a reply together with what the engine found. What
// the engine found and the model did not mention stays; where the second look
// says that both sides of it can be true, a dispute goes to differ. No line is
// agreed that joins the sides of a dispute or tells one.
func (j *judge) merge(r reply, l looks) news.Brief {
	b := j.draft.Brief
	told := j.disputes(r.Disputed)
	engine, doubted := j.standing(b, r.Candidates, told, l)
	kept, alone := parting(slices.DeleteFunc(told, func(d news.Dispute) bool { return l.both(d) }))
	doubted = append(doubted, alone...)
	b.Differ = slices.DeleteFunc(slices.Clone(b.Differ), func(d news.Dispute) bool { return sameAsAny(d, kept) })
	b.Disputed = append(append([]news.Dispute{}, kept...), engine...)
	b.Differ = append(append([]news.Dispute{}, doubted...), b.Differ...)

	sides := disputedSides(b.Disputed)
	ofSides := func(s news.Statement) bool { return touches(s.Support, sides) }
	b.Superseded = merged(j.updates(r.Superseded), b.Superseded, mostUpdates, sameUpdate)
	j.avoid = sides
	b.Agreed = merged(j.agreed(r.Agreed, b.Disputed), slices.DeleteFunc(slices.Clone(b.Agreed), ofSides), mostAgreed, engineSame)
	b.OneSource = slices.DeleteFunc(slices.Clone(b.OneSource), ofSides)
	if summary := j.summary(r.Summary, b.Disputed); len(summary) > 0 {
		b.Summary = summary
	}
	if h, ok := j.headline(r.Headline, b.Disputed); ok {
		b.Headline = h
	}
	return b
}

// takingSides is why a line is not told that is borne out.
const takingSides = "takes a side in a dispute"

func (j *judge) headline(s said, ds []news.Dispute) (string, bool) {
	st, _, why := j.statement(s)
	if why == "" && takesSide(st, ds) {
		why = takingSides
	}
	if why != "" {
		j.settle(aHeadline, s.Text, replaced, why) // by the engine's
		return "", false
	}
	j.settle(aHeadline, s.Text, worded, "")
	return st.Text, true
}

// takesSide tells whether a line tells what is disputed: it rests on a side and
// gives its answer, or rests on two and is about the question. A sentence may
// hold a disputed answer and a fact beside it: the fact may be told.
func takesSide(s news.Statement, ds []news.Dispute) bool {
	for _, d := range ds {
		on := 0
		for _, p := range d.Positions {
			if !overlap(s.Support, p.Evidence) {
				continue
			}
			if on++; on > 1 && about(s.Text, d.Question) || gives(s.Text, p.Answer) {
				return true
			}
		}
	}
	return false
}

// about tells whether a line has most of a question's words of content.
func about(line, question string) bool {
	read := claims.ReadLines(line, question)
	has, all := map[int]bool{}, 0
	for _, l := range read.Texts[0] {
		for _, w := range l.Words {
			has[w.ID] = true
		}
	}
	both := 0
	for _, l := range read.Texts[1] {
		for _, w := range l.Words {
			all++
			if has[w.ID] {
				both++
			}
		}
	}
	return 3*both >= 2*all
}

// gives tells whether a line has each word of an answer.
func gives(line, answer string) bool {
	have := map[string]bool{}
	for _, t := range text.Tokens(line) {
		have[t.Norm] = true
	}
	for _, t := range text.Tokens(answer) {
		if !have[t.Norm] {
			return false
		}
	}
	return true
}

// parting takes disputes out that one origin tells alone: it may report two who
// disagree, or be unsure. They differ.
func parting(ds []news.Dispute) (between, alone []news.Dispute) {
	for _, d := range ds {
		if d.Note == oneSource {
			alone = append(alone, d)
		} else {
			between = append(between, d)
		}
	}
	return between, alone
}

// standing parts the engine's disputes that the model does not tell into those
// that stand and those of which both sides can be true.
func (j *judge) standing(b news.Brief, verdicts []verdict, told []news.Dispute, l looks) (stand, doubted []news.Dispute) {
	for i, d := range b.Disputed {
		switch {
		case sharesASide(d, told):
		case l.both(d) || j.rejected(verdicts, i):
			doubted = append(doubted, d)
		default:
			stand = append(stand, d)
		}
	}
	return stand, doubted
}

// rejected tells whether the model took the engine's i-th dispute for none.
func (j *judge) rejected(verdicts []verdict, i int) bool {
	for _, v := range verdicts {
		if at, ok := j.candidateOf(v.ID); ok && at == (place{false, i}) {
			return !v.Right
		}
	}
	return false
}

func (j *judge) candidateOf(id string) (place, bool) {
	at, ok := j.packet.disputes[id]
	return at, ok
}

func (j *judge) agreed(in []said, ds []news.Dispute) []news.Statement {
	var out []news.Statement
	for _, s := range in[:min(len(in), mostItems)] {
		st, _, why := j.statement(s)
		if st.Origins < 2 {
			why, st.Text = cmp.Or(why, "of one origin"), ""
		}
		out = j.tell(anAgreed, s, st, why, ds, out, sameStatement)
	}
	return out
}

// tell appends a line to others, if it is to be told: it takes no side, and
// none of them says the same.
func (j *judge) tell(what string, s said, st news.Statement, why string, ds []news.Dispute, told []news.Statement, same func(a, b news.Statement) bool) []news.Statement {
	if st.Text != "" && takesSide(st, ds) {
		why, st.Text = cmp.Or(why, takingSides), ""
	}
	switch {
	case st.Text != "" && slices.ContainsFunc(told, func(o news.Statement) bool { return same(o, st) }):
		j.settle(what, s.Text, repeated, why)
		return told
	case why != "":
		j.settle(what, s.Text, instead(st.Text), why)
	default:
		j.settle(what, s.Text, worded, "")
	}
	if st.Text == "" {
		return told
	}
	return append(told, st)
}

func (j *judge) summary(in []said, ds []news.Dispute) []news.Statement {
	var out []news.Statement
	for _, s := range in[:min(len(in), mostItems)] {
		st, _, why := j.statement(s)
		out = j.tell(aSummary, s, st, why, ds, out, func(a, b news.Statement) bool { return a.Text == b.Text })
	}
	return out[:min(len(out), mostSummary)]
}

// disputedSides are the passages that take a side in a dispute.
func disputedSides(ds []news.Dispute) map[news.Evidence]bool {
	out := map[news.Evidence]bool{}
	for _, d := range ds {
		for _, p := range d.Positions {
			for _, e := range p.Evidence {
				out[e] = true
			}
		}
	}
	return out
}

func touches(es []news.Evidence, sides map[news.Evidence]bool) bool {
	return slices.ContainsFunc(es, func(e news.Evidence) bool { return sides[e] })
}

// merged appends what is not there yet, up to most.
func merged[T any](first, then []T, most int, same func(a, b T) bool) []T {
	out := append([]T{}, first...)
	for _, t := range then {
		if !slices.ContainsFunc(out, func(o T) bool { return same(o, t) }) {
			out = append(out, t)
		}
	}
	return out[:min(len(out), most)]
}

// sameStatement tells whether two lines say the same: most of the words of one
// stand in the other. One sentence may bear out several lines.
func sameStatement(a, b news.Statement) bool {
	return repeats(a.Text, b.Text) || repeats(b.Text, a.Text)
}

func repeats(a, b string) bool {
	have, all, both := map[string]bool{}, 0, 0
	for _, t := range text.Tokens(b) {
		have[t.Norm] = true
	}
	for _, t := range text.Tokens(a) {
		all++
		if have[t.Norm] {
			both++
		}
	}
	return 10*both >= 7*all
}

// engineSame tells whether a line of the engine's adds nothing to one of the
// model's: it rests on the same sentences, or says the same.
func engineSame(a, b news.Statement) bool {
	return overlap(a.Support, b.Support) || sameStatement(a, b)
}

func sameUpdate(a, b news.Update) bool {
	return overlap(a.Earlier.Evidence, b.Earlier.Evidence) || overlap(a.Later.Evidence, b.Later.Evidence)
}

// sameAsAny tells whether a dispute is told already: two of its sides share a
// passage with two sides of another.
func sameAsAny(d news.Dispute, told []news.Dispute) bool {
	return slices.ContainsFunc(told, func(t news.Dispute) bool {
		met := map[int]bool{}
		for _, p := range d.Positions {
			for i, q := range t.Positions {
				if overlap(p.Evidence, q.Evidence) {
					met[i] = true
				}
			}
		}
		return len(met) > 1
	})
}

// sharesASide tells whether a dispute of the engine's rests on a passage of one
// that the model tells: then the model has seen it, and told it better.
func sharesASide(d news.Dispute, told []news.Dispute) bool {
	for _, t := range told {
		for _, q := range t.Positions {
			for _, p := range d.Positions {
				if overlap(p.Evidence, q.Evidence) {
					return true
				}
			}
		}
	}
	return false
}

func overlap(a, b []news.Evidence) bool {
	return slices.ContainsFunc(a, func(e news.Evidence) bool { return slices.Contains(b, e) })
}
