package model

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/check"
	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// disputes are the model's disputes that hold.
func (j *judge) disputes(in []disputed) []news.Dispute {
	var out []news.Dispute
	for _, d := range in[:min(len(in), mostItems)] {
		got, why := j.dispute(d)
		switch {
		case why != "":
			j.settle(aDispute, d.Question, dropped, why)
		case len(out) >= mostDisputed || sameAsAny(got, out):
			j.settle(aDispute, d.Question, repeated, "")
		default:
			j.settle(aDispute, d.Question, worded, "")
			out = append(out, got)
		}
	}
	return out
}

func (j *judge) dispute(d disputed) (news.Dispute, string) {
	out := news.Dispute{Question: clean(d.Question), Kind: news.Kind(d.Kind), By: news.ByModel}
	if !slices.Contains(kinds, out.Kind) {
		return out, "a kind that there is not"
	}
	var sides [][]int
	var all []int
	for _, p := range d.Positions[:min(len(d.Positions), mostItems)] {
		cited, ok := j.cite(p.IDs)
		if !ok {
			return out, "points at no sentence of the packet"
		}
		sides, all = append(sides, cited), append(all, cited...)
	}
	if why := j.opposed(sides); why != "" {
		return out, why
	}
	sides = parted(sides)
	why := j.question(d.Question)
	if j.said(aQuestion, d.Question, why); why != "" {
		out.Question = openQuestion
	}
	for i, p := range d.Positions[:len(sides)] {
		out.Positions = append(out.Positions, j.position(d.Question, p, sides[i]))
	}
	if j.origins(all) < 2 {
		out.Note = oneSource
	}
	return out, ""
}

// oneSource is what is said of a dispute whose sides one origin tells.
const oneSource = "one source against itself"

var kinds = []news.Kind{news.Quantity, news.Polarity, news.Time, news.Place, news.Attribution, news.Identity, news.Cause}

// opposed says why positions are no dispute: fewer than two, nothing that only
// one of two sides says, or sides that the engine knows to go together.
func (j *judge) opposed(sides [][]int) string {
	if len(sides) < 2 {
		return "fewer than two positions"
	}
	for a := range sides {
		for b := range sides[:a] {
			switch {
			case len(without(sides[a], sides[b])) == 0 && len(without(sides[b], sides[a])) == 0:
				return "one sentence on two sides"
			case j.compatible(sides[a], sides[b]):
				return "both sides say the same"
			}
		}
	}
	return ""
}

// without are the claims of a that are not in b.
func without(a, b []int) []int {
	var out []int
	for _, i := range a {
		if !slices.Contains(b, i) {
			out = append(out, i)
		}
	}
	return out
}

// parted takes a sentence that stands on two sides from the one that has others.
func parted(sides [][]int) [][]int {
	out := slices.Clone(sides)
	for a := range out {
		for b := range out {
			if own := without(out[a], out[b]); a != b && len(own) > 0 {
				out[a] = own
			}
		}
	}
	return out
}

// compatible tells whether the engine finds sides to go together: each sentence
// of one bears out, or is borne out by, one of the other; or both stand under
// one agreed line of the engine's.
func (j *judge) compatible(a, b []int) bool {
	if j.covered(a, b) || j.covered(b, a) {
		return true
	}
	for _, st := range j.draft.Brief.Agreed {
		if j.within(a, st.Support) && j.within(b, st.Support) && j.alike(a, b) {
			return true
		}
	}
	return false
}

func (j *judge) covered(a, b []int) bool {
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y int) bool { return j.bearsOut(x, y) || j.bearsOut(y, x) }) {
			return false
		}
	}
	return true
}

// bearsOut tells whether one claim's sentence passes as a rewording of another's.
func (j *judge) bearsOut(x, y int) bool {
	c := j.claim(y)
	return len(c.Words) > 2 && len(check.Sentence(c.Text, j.passages([]int{x}))) == 0
}

// alike tells whether sides that the engine took for agreed deny alike and
// have no two numbers of one thing that exclude each other: the engine may have
// overlooked what the model sees.
func (j *judge) alike(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			cx, cy := j.claim(x), j.claim(y)
			if cx.Cues.Has(claims.Negation|claims.Denial) != cy.Cues.Has(claims.Negation|claims.Denial) || len(cx.Moments)+len(cy.Moments) > 0 {
				return false
			}
			for _, n := range cx.Numbers {
				for _, m := range cy.Numbers {
					if n.SameCount(m) && (n.High < m.Low || m.High < n.Low) {
						return false
					}
				}
			}
		}
	}
	return true
}

func (j *judge) within(cited []int, support []news.Evidence) bool {
	for _, i := range cited {
		if !slices.Contains(support, j.claim(i).Evidence) {
			return false
		}
	}
	return true
}

// position words one side. An answer that is not borne out is put in a
// source's own words; a holder that the sentences do not name is the one that
// they do.
func (j *judge) position(question string, p position, cited []int) news.Position {
	out := news.Position{Answer: plainAnswer(clean(p.Answer)), Origins: j.origins(cited), Evidence: j.evidence(cited)}
	why := unfit(p.Answer, longAnswer)
	for _, h := range j.holders(p.Holder, cited) {
		if why != "" {
			break
		}
		faults := check.Answer(out.Answer, h, j.passages(cited))
		if len(faults) == 0 {
			out.Holder = h
			j.settle(anAnswer, p.Answer, worded, "")
			return out
		}
		if h == "" { // the last
			why = strings.Join(faults, ", ")
		}
	}
	j.settle(anAnswer, p.Answer, replaced, why)
	out.Answer, out.Holder = cmp.Or(j.clearest(cited, question+" "+p.Answer), clean(j.claim(cited[0]).Text)), j.held(cited)
	return out
}

// plainAnswer is an answer without the yes or no before it: it hangs on a question that
// is in the model's words, and cannot be checked.
func plainAnswer(answer string) string {
	rest := yesNo.ReplaceAllString(answer, "")
	if len(text.Tokens(rest)) < 2 {
		return answer
	}
	r, n := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(r)) + rest[n:]
}

var yesNo = regexp.MustCompile(`^(?i:yes|no)[,;:.]\s+`)

// holders are who may hold a side, to be tried in order: whom the model names,
// if a cited sentence does so too, whom the sentences name, the outlet itself.
func (j *judge) holders(name string, cited []int) []string {
	var out []string
	for part := range strings.SplitSeq(name, ";") {
		part = clean(part)
		if part == "" || unfit(part, 80) != "" {
			continue
		}
		for _, i := range cited {
			if c := j.claim(i); strings.Contains(strings.ToLower(c.Text+" "+c.Holder.Name), strings.ToLower(part)) {
				out = append(out, part)
				break
			}
		}
	}
	for _, i := range cited {
		if h := j.claim(i).Holder.Name; h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return append(out, "")
}

// held is who holds a side by the sentences alone, empty where an outlet tells
// it as its own.
func (j *judge) held(cited []int) string {
	held := ""
	for _, i := range cited {
		h := j.claim(i).Holder.Name
		if h == "" {
			return ""
		}
		held = cmp.Or(held, h)
	}
	return held
}
