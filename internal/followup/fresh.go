package followup

import (
	"cmp"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// A sentence with fewer content words than this tells nothing alone.
const leastWords = 4

// The scores are in hundredths: shares of a sentence's weight in this story.
const (
	barNew     = 0  // from here a statement is new
	barAgree   = 15 // hundredths of the gate's log odds above its floor that count as 1
	forNumber  = 30 // a figure that nobody told
	forEcho    = 50 // each other voice that says it too, up to 3
	forShared  = 10 // each word that the story's voices share, up to 8
	forLead    = 30 // it stands where newsrooms put the news
	forSettle  = 40 // it says that a question is answered
	forPlace   = 4  // taken off for each sentence before it, up to 15
	forAgain   = 80 // taken off where it says that it is not new
	forUnclear = 25 // taken off where it cannot be read alone
	leadEnds   = 2  // index of the last sentence of a lead: a newsroom's line above it may come first
)

type scored struct {
	id, score int
	worth     bool // brings the story back by itself
}

// fresh is what no told article says, the best first, and whether any of it is
// worth telling the story again: what stands in a lead, or what two voices say.
func (f *finder) fresh() (out []news.Statement, worth bool) {
	known := f.known()
	var found []scored
	for _, i := range f.untold {
		if s, ok := f.score(i, known); ok && !f.used[i] {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	var printed []int
	for _, s := range found {
		worth = worth || s.worth
		if len(out) == mostNew || f.repeats(s.id, printed) {
			continue
		}
		printed = append(printed, s.id)
		var others []int
		for _, e := range f.echoes[s.id] {
			if f.news(e) {
				others = append(others, e)
			}
		}
		printed = append(printed, others...)
		out = append(out, f.statement(s.id, others))
	}
	return out, worth
}

// known is where the told claims use each word.
func (f *finder) known() map[int][]int {
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

// score weighs how new a claim is, and how much a reader needs it.
func (f *finder) score(i int, known map[int][]int) (s scored, ok bool) {
	c := f.claim(i)
	if len(c.Words) < leastWords || c.Headline || c.Cues.Has(claims.Opinion) {
		return s, false
	}
	total, unseen, shared := 0, 0, 0
	covered := map[int]int{}
	for _, w := range c.Words {
		weight := f.Reading.Weight[w.ID]
		total += weight
		if len(known[w.ID]) == 0 {
			unseen += weight
		}
		for _, t := range known[w.ID] {
			covered[t] += weight
		}
		if f.Reading.Spread[w.ID] > 1 {
			shared++
		}
	}
	if total == 0 || shared < 2 {
		return s, false // of something else, or furniture of the page
	}
	most := 0
	for _, v := range covered {
		most = max(most, v)
	}
	agree := -2500
	for _, t := range f.turns[i] {
		agree = max(agree, t.Agree)
	}
	figures := f.newFigures(c)
	novelty := 100*unseen/total - 100*most/total - agree/50
	if figures > 0 {
		novelty += forNumber
	}
	if novelty <= barNew {
		return s, false
	}
	voices := f.voices(i)
	s = scored{id: i, score: novelty + forEcho*min(voices, 3) + forShared*min(shared, 8) - forPlace*min(c.Index, 15)}
	if c.Index <= leadEnds {
		s.score += forLead
	}
	if f.settles[i] {
		s.score += forSettle
	}
	if f.again[i] {
		s.score -= forAgain
	}
	if !clear(c) {
		s.score -= forUnclear
	}
	s.worth = !f.again[i] && (c.Index <= leadEnds || voices > 0)
	return s, s.score > 0
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

// repeats tells whether most of a claim's weight stands in one printed already.
func (f *finder) repeats(i int, printed []int) bool {
	if slices.Contains(printed, i) {
		return true
	}
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
		if 2*both > total {
			return true
		}
	}
	return false
}
