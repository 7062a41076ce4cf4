package model

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/check"
	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// What a reader can take in, and what no honest line exceeds.
const (
	mostSummary  = 4
	mostAgreed   = 12
	mostDisputed = 8
	mostUpdates  = 6
	mostQuotes   = 8
	longLine     = 400 // code points
	longAnswer   = 160
	longQuestion = 160
)

// judge checks a reply against the packet that it answers.
type judge struct {
	packet
	all    []check.Passage        // every sentence that was shown
	avoid  map[news.Evidence]bool // passages that no line is put in the words of: they take sides
	faults []string               // what was turned down, and why
	passed int                    // sentences that are the model's
}

func newJudge(p packet) *judge {
	j := &judge{packet: p}
	for i := range p.draft.Reading.Claims {
		if _, ok := p.ids[i]; ok {
			j.all = append(j.all, j.passages([]int{i})...)
		}
	}
	return j
}

func (j *judge) turnDown(what, why string) { j.faults = append(j.faults, what+": "+why) }

// cite returns the claims that ids name, each once, in the packet's order. It
// reports false where one is unknown: then none is to be believed.
func (j *judge) cite(ids []string) ([]int, bool) {
	var out []int
	for _, id := range ids {
		i, ok := j.claims[strings.Trim(id, "[] ")]
		if !ok {
			return nil, false
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out, len(out) > 0
}

func (j *judge) claim(i int) claims.Claim { return j.draft.Reading.Claims[i] }

// passages are the cited sentences with who says them.
func (j *judge) passages(cited []int) []check.Passage {
	out := make([]check.Passage, len(cited))
	for n, i := range cited {
		c := j.claim(i)
		out[n] = check.Passage{Text: c.Text, Holder: c.Holder.Name}
	}
	return out
}

func (j *judge) origins(cited []int) int {
	seen := map[string]bool{}
	for _, i := range cited {
		seen[j.claim(i).Origin] = true
	}
	return len(seen)
}

// evidence are the passages of claims, one of each origin first.
func (j *judge) evidence(cited []int) []news.Evidence {
	var first, rest []news.Evidence
	seen := map[string]bool{}
	for _, i := range cited {
		if c := j.claim(i); seen[c.Origin] {
			rest = append(rest, c.Evidence)
		} else {
			seen[c.Origin] = true
			first = append(first, c.Evidence)
		}
	}
	all := append(first, rest...)
	return all[:min(len(all), mostQuotes)]
}

// statement is a sentence of the model's, if it is borne out; else the
// clearest of the sentences that it points at; else nothing.
func (j *judge) statement(s said, what string) (news.Statement, []int, bool) {
	cited, ok := j.cite(s.IDs)
	if !ok {
		j.turnDown(what, "points at no sentence of the packet")
		return news.Statement{}, nil, false
	}
	st := news.Statement{Text: clean(s.Text), By: news.ByModel, Origins: j.origins(cited), Support: j.evidence(cited)}
	if why := j.line(s.Text, cited); why != "" {
		j.turnDown(what, why)
		st.Text, st.By = j.clearest(cited, s.Text), news.ByEngine
		return st, cited, st.Text != ""
	}
	j.passed++
	return st, cited, true
}

// line says why a sentence may not be printed.
func (j *judge) line(s string, cited []int) string {
	if why := unfit(s, longLine); why != "" {
		return why
	}
	return strings.Join(check.Sentence(clean(s), j.passages(cited)), ", ")
}

// clearest is the cited sentence that tells by itself what was wanted: a whole
// one that shares most with it, not too long, nobody's speech where there is a
// choice.
func (j *judge) clearest(cited []int, wanted string) string {
	best, out := 0, ""
	for _, i := range cited {
		c := j.claim(i)
		if c.Asks || c.Headline || j.avoid[c.Evidence] || len(c.Words) < 3 || utf8.RuneCountInString(c.Text) > longLine {
			continue
		}
		score := 200 + 20*common(c.Text, wanted) - abs(len(c.Words)-12)
		if c.Quoted {
			score -= 30
		}
		if c.Caption {
			score -= 10
		}
		if score > best {
			best, out = score, clean(c.Text)
		}
	}
	return out
}

// common counts the words of a text that another has, each once.
func common(s, other string) int {
	have, n := map[string]bool{}, 0
	for _, t := range text.Tokens(other) {
		have[t.Norm] = len(t.Norm) > 2
	}
	for _, t := range text.Tokens(s) {
		if have[t.Norm] {
			have[t.Norm] = false
			n++
		}
	}
	return n
}

func abs(n int) int { return max(n, -n) }

// clean is a text as it is printed.
func clean(s string) string { return shown(s) }

// unfit says what no printed line has: markup, links, mentions, more than a
// reader takes in, nothing at all, or another script.
func unfit(s string, most int) string {
	switch {
	case strings.TrimSpace(s) == "":
		return "empty"
	case utf8.RuneCountInString(s) > most:
		return "too long"
	case markup.MatchString(s):
		return "a link, a mention or markup"
	case addressesMachines(s):
		return "speaks to machines"
	}
	for _, r := range s {
		if unicode.Is(unicode.Cf, r) || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return "another script or a hidden mark"
		}
	}
	return ""
}

var markup = regexp.MustCompile("(?i)https?:|www\\.|[<>`|{}\\[\\]*_#~]|(^|\\s)@\\w|\\b[a-z0-9-]+\\.(com|org|net|io|example)\\b|:[a-z_]+:")

// questionWords begin an English question.
var questionWords = strings.Fields("who whom whose what when where why how which did do does is are was were has have had will would can could should may might at by in on for from to with of until since after before")

// openQuestion stands for one that may not be printed.
const openQuestion = "What do the sources disagree on?"

// question says why a question may not be printed: it asks in English, about
// something in the story, and brings no number or name of its own.
func (j *judge) question(q string) string {
	if why := unfit(q, longQuestion); why != "" {
		return why
	}
	tokens := text.Tokens(q)
	if !strings.HasSuffix(strings.TrimSpace(q), "?") || len(tokens) < 3 || !slices.Contains(questionWords, tokens[0].Norm) {
		return "no question"
	}
	return strings.Join(check.Question(clean(q), j.all), ", ")
}

// disputes are the model's disputes that hold.
func (j *judge) disputes(in []disputed) []news.Dispute {
	var out []news.Dispute
	for _, d := range in[:min(len(in), mostItems)] {
		if got, why := j.dispute(d); why != "" {
			j.turnDown("a dispute", why)
		} else if len(out) < mostDisputed && !sameAsAny(got, out) {
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
	if why := j.question(d.Question); why != "" {
		j.turnDown("a question", why)
		out.Question = openQuestion
	}
	for i, p := range d.Positions[:len(sides)] {
		out.Positions = append(out.Positions, j.position(d.Question, p, sides[i]))
	}
	if j.origins(all) < 2 {
		out.Note = oneSource
	}
	j.passed++
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
	out := news.Position{Answer: clean(p.Answer), Origins: j.origins(cited), Evidence: j.evidence(cited)}
	why := unfit(p.Answer, longAnswer)
	for _, h := range j.holders(p.Holder, cited) {
		if why != "" {
			break
		}
		faults := check.Answer(out.Answer, h, j.passages(cited))
		if len(faults) == 0 {
			out.Holder = h
			return out
		}
		if h == "" { // the last
			why = strings.Join(faults, ", ")
		}
	}
	j.turnDown("an answer", why)
	out.Answer, out.Holder = cmp.Or(j.clearest(cited, question+" "+p.Answer), clean(j.claim(cited[0]).Text)), j.held(cited)
	return out
}

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

// updates are the model's updates that hold: the later sentence is not older.
func (j *judge) updates(in []overtaken) []news.Update {
	var out []news.Update
	for _, u := range in[:min(len(in), mostItems)] {
		earlier, before, ok1 := j.statement(u.Earlier, "an update")
		later, after, ok2 := j.statement(u.Later, "an update")
		switch {
		case !ok1 || !ok2:
		case j.newest(before).After(j.newest(after)) || j.opposed([][]int{before, after}) != "":
			j.turnDown("an update", "its later side is not later, or says the same")
		case len(out) < mostUpdates:
			q := clean(u.Question)
			if j.question(q) != "" {
				q = "What is the latest?"
			}
			out = append(out, news.Update{
				Question: q, By: news.ByModel,
				Earlier: news.Said{Text: earlier.Text, Evidence: earlier.Support}, Later: news.Said{Text: later.Text, Evidence: later.Support},
			})
		}
	}
	return out
}

// newest is the latest time of publication of claims.
func (j *judge) newest(cited []int) (t time.Time) {
	for _, i := range cited {
		if at := j.claim(i).Published; at.After(t) {
			t = at
		}
	}
	return t
}
