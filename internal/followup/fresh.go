package followup

import (
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/when"
)

// A sentence with fewer content words than this tells nothing alone.
const leastWords = 4

const leadEnds = 2 // index of the last sentence of a lead: a newsroom's line above it may come first

type scored struct {
	id, score int
	worth     bool // brings the story back by itself
}

// fresh is what no told article says, the best first, and whether any of it is
// worth telling the story again: what stands in a lead, or what two voices say.
func (f *finder) fresh() (out []news.Statement, worth bool) {
	known := f.vocabulary()
	var found []scored
	for _, i := range f.untold {
		s, ok := f.score(i, known)
		if ok && !f.used[i] {
			found = append(found, s)
		}
	}
	var printed []int
	for _, i := range f.untold {
		if f.used[i] {
			printed = append(printed, i)
		}
	}
	for len(out) < mostNew {
		s, ok := f.next(found, printed)
		if !ok {
			break
		}
		worth = worth || s.worth
		others := f.others(s.id)
		printed = append(append(printed, s.id), others...)
		out = append(out, f.statement(s.id, others))
	}
	return out, worth
}

// next is the best of the claims that do not repeat what is printed. One that
// partly repeats it counts for less, so that a few lines tell several things
// (maximal marginal relevance, Carbonell and Goldstein 1998).
func (f *finder) next(found []scored, printed []int) (best scored, ok bool) {
	for _, s := range found {
		again, share := f.repeats(s.id, printed)
		if again {
			continue
		}
		if f.follows(s.id, printed) {
			s.score -= forNext
		}
		if s.score -= forRepeat * share; s.score >= barNew && (!ok || s.score > best.score) {
			best, ok = s, true
		}
	}
	return best, ok
}

// vocabulary is where the told claims use each word.
func (f *finder) vocabulary() map[int][]int {
	out := map[int][]int{}
	for i, c := range f.Reading.Claims {
		if f.told(i) {
			for _, w := range c.Words {
				out[w.ID] = append(out[w.ID], i)
			}
		}
	}
	return out
}

// What is weighed of an untold claim. Shares are in hundredths, by weight.
const (
	unseen    = iota // of the claim's words, those that no told claim uses
	covered          // of its words, those in the told claim that has most of them
	agreed           // how surely a told claim says the same, by the gate, in hundredths of log odds
	overtakes        // the gate takes it for the update of a told claim
	figure           // it gives a quantity that no told claim gives
	clock            // it gives a time that no told claim gives
	voices           // other untold voices that say the same
	shared           // words that two of the story's voices use
	telling          // the mean weight of its words, in tenths of a bit
	lead             // it stands where newsrooms put the news
	place            // its place in the article
	held             // somebody is named who says it
	quoted           // most of it is a quotation
	settling         // it says that a question is answered
	again            // it says that it was said or was so before
	unclear          // it cannot be read alone
	length           // its content words
	titled           // of its words, those that untold titles have and told ones have not
	numFeatures
)

type features [numFeatures]int

// features describes an untold claim; ok is false where it can be no news line.
func (f *finder) features(i int, known map[int][]int) (v features, ok bool) {
	c := f.claim(i)
	if len(c.Words) < leastWords || c.Headline || c.Cues.Has(claims.Opinion) || subhead(c) {
		return v, false
	}
	total := 0
	cover := map[int]int{}
	for _, w := range c.Words {
		weight := f.Reading.Weight[w.ID]
		total += weight
		if len(known[w.ID]) == 0 {
			v[unseen] += weight
		}
		for _, t := range known[w.ID] {
			cover[t] += weight
			v[covered] = max(v[covered], cover[t])
		}
		v[shared] += flag(f.Reading.Spread[w.ID] > 1)
		v[titled] += flag(f.titles[f.Reading.Vocabulary[w.ID]])
	}
	if total == 0 || v[shared] < 2 {
		return v, false // of something else, or furniture of the page
	}
	v[unseen], v[covered], v[telling] = 100*v[unseen]/total, 100*v[covered]/total, total/len(c.Words)/10
	v[agreed] = -25
	for _, t := range f.turns[i] {
		v[agreed] = max(v[agreed], min(t.Agree/100, 25))
		v[overtakes] |= flag(t.Overtakes && t.Update >= 0)
	}
	v[figure], v[clock] = min(f.newFigures(c), 2), flag(f.newClock(c))
	v[voices] = min(f.voices(i), 3)
	v[shared], v[titled], v[length], v[place] = min(v[shared], 10), min(v[titled], 4), min(len(c.Words), 25), min(c.Index, 15)
	v[lead], v[held], v[quoted] = flag(c.Index <= leadEnds), flag(c.Holder.Name != ""), flag(c.Quoted)
	v[settling], v[again], v[unclear] = flag(f.settles[i]), flag(f.again[i]), flag(!clear(c))
	return v, true
}

// recaps tells whether a claim gives tolls, and none that tops what was told.
func (f *finder) recaps(c claims.Claim) bool {
	tolls := 0
	for _, n := range c.Numbers {
		if n.Toll < 0 || n.Part {
			continue
		}
		if at, told := f.lastToll(n); at < 0 || stated(n) > told {
			return false
		}
		tolls++
	}
	return tolls > 0
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// subhead tells whether a line has no full stop: a title within the text.
func subhead(c claims.Claim) bool {
	s := strings.TrimRight(c.Text, "\"”’') ")
	return s == "" || !strings.ContainsRune(".!?…", rune(s[len(s)-1])) && !strings.HasSuffix(s, "…")
}

// newClock tells whether a claim gives a time of day that no told claim gives.
func (f *finder) newClock(c claims.Claim) bool {
	for _, m := range c.Moments {
		if !m.HasClock || m.Vague {
			continue
		}
		if !slices.ContainsFunc(f.Reading.Claims, func(t claims.Claim) bool {
			return f.Told[t.Evidence.Article] && slices.ContainsFunc(t.Moments, func(n when.Moment) bool { return n.HasClock && !m.Disjoint(n) })
		}) {
			return true
		}
	}
	return false
}

// weights say how much each feature makes a claim news to who knows what was
// told, in thousandths of log odds. They were fitted to the cases in corpus/,
// half of each story's articles told (logistic regression; the facts that only
// untold articles support against those that told ones support too), and
// rounded, with less trust where the cases' own making shows.
var weights = features{
	unseen: 5, agreed: -55, overtakes: 1500, figure: 120, clock: 170, voices: 900, shared: 180, telling: -5, lead: 650,
	place: -20, held: -100, quoted: -1500, settling: 450, again: -1200, unclear: -800, length: -15, titled: 100,
}

const (
	intercept = -2000
	barNew    = -1700 // from here a statement is told as new, where the story is told
	barWorth  = -1000 // from here it brings the story back
	forPast   = 600   // taken off where it speaks of what was long before
	forNext   = 300   // taken off where it goes on from a printed line
	forRepeat = 15    // taken off for each hundredth that a printed line has already
)

// score weighs how new a claim is, and how much a reader needs it.
func (f *finder) score(i int, known map[int][]int) (s scored, ok bool) {
	v, ok := f.features(i, known)
	if !ok || v[figure]+v[clock] == 0 && (v[again] > 0 || v[covered] >= 75 && v[unseen] < 10) || f.recaps(f.claim(i)) {
		return s, false
	}
	s = scored{id: i, score: intercept, worth: v[again] == 0 && v[lead]+v[voices] > 0}
	if f.Reading.Claims[i].Recalls() {
		s.score -= forPast
		s.worth = false
	}
	for k, x := range v {
		s.score += weights[k] * x
	}
	s.worth = s.worth && s.score >= barWorth
	return s, s.score >= barNew
}

// others are the untold claims that say what one says.
func (f *finder) others(i int) []int {
	var out []int
	for _, e := range f.echoes[i] {
		if f.news(e) && !f.again[e] {
			out = append(out, e)
		}
	}
	return out
}

// voices counts the other untold voices that say the same.
func (f *finder) voices(i int) int {
	seen := map[string]bool{}
	for _, e := range f.echoes[i] {
		if f.news(e) {
			seen[f.claim(e).Origin] = true
		}
	}
	return len(seen)
}

// newFigures counts the quantities of a claim that no told claim gives.
func (f *finder) newFigures(c claims.Claim) int {
	n := 0
	for _, q := range c.Numbers {
		if q.Identifier {
			continue
		}
		if !slices.ContainsFunc(f.Reading.Claims, func(t claims.Claim) bool {
			return f.Told[t.Evidence.Article] && slices.ContainsFunc(t.Numbers, func(p claims.Number) bool {
				return p.Comparable(q.Quantity) && !p.Disjoint(q.Quantity)
			})
		}) {
			n++
		}
	}
	return n
}

// follows tells whether a claim stands right after a printed one.
func (f *finder) follows(i int, printed []int) bool {
	c := f.claim(i)
	return slices.ContainsFunc(printed, func(j int) bool { return f.claim(j).Article == c.Article && f.claim(j).Index == c.Index-1 })
}

// repeats tells whether a claim says what a printed one says: most of its
// weight stands there, or some of it with the same figure. Share is how much,
// in hundredths.
func (f *finder) repeats(i int, printed []int) (again bool, share int) {
	c := f.claim(i)
	for _, j := range printed {
		both, total := 0, 0
		other := f.claim(j)
		for _, w := range c.Words {
			total += f.Reading.Weight[w.ID]
			if _, ok := other.Word(w.ID); ok {
				both += f.Reading.Weight[w.ID]
			}
		}
		if i == j || 2*both > total || both > 0 && sameFigure(c, other) || slices.Contains(f.echoes[i], j) {
			return true, 100
		}
		share = max(share, 100*both/total)
	}
	return false, share
}

// sameFigure tells whether two claims give one figure of more than a few,
// whatever it is counted in: "410,000 tallens", "410,000 in notes".
func sameFigure(a, b claims.Claim) bool {
	return slices.ContainsFunc(a.Numbers, func(p claims.Number) bool {
		return p.Low > few && slices.ContainsFunc(b.Numbers, func(q claims.Number) bool {
			return p.Low <= q.High && q.Low <= p.High && (p.Unit == q.Unit || p.Unit == "" || q.Unit == "")
		})
	})
}

// Figures up to this are of many things.
const few = 12
