// Package followup tells what is new in a story that was told before: which
// statements no told article carries, which told statements later ones have
// overtaken, which dispute was opened and which was settled.
//
// Told and untold claims are weighed by the gate that weighs the claims of one
// day (package compare). What only rewords a told sentence is no news, nor
// what says of itself that it was said before; after the tasks of novelty
// detection and update summaries (TREC 2002–2004, TAC 2008), where the measure
// of a new sentence is what no earlier one covers.
//
// The package refuses to call settled what merely is not mentioned any more,
// and names nothing without a passage that says it.
package followup

import (
	"maps"
	"slices"
	"strings"

	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// What a reader can take in of a story that goes on.
const (
	mostNew     = 5
	mostChanged = 4
	mostOpened  = 3
	mostQuotes  = 6 // of a line
)

// Input is a story as it stands today, and what was told of it.
type Input struct {
	Story   news.Story
	Reading claims.Reading
	Today   news.Findings   // of the whole story
	Told    map[string]bool // IDs of the articles that were told, or are too old to be news
	Before  []news.Brief    // the story as earlier digests told it, oldest first
}

// Since compares a story with what was told of it. It reports false where the
// untold articles bring no news: copies, rewordings, trifles.
func Since(in Input) (news.Since, bool) {
	f := newFinder(in)
	out := news.Since{New: []news.Statement{}, Changed: []news.Update{}, Opened: []news.Dispute{}, Settled: []news.Settled{}}
	out.Settled = append(out.Settled, f.settled()...)
	out.Changed = append(out.Changed, f.changed()...)
	out.Opened = append(out.Opened, f.opened()...)
	fresh, worth := f.fresh()
	if len(out.Settled)+len(out.Changed)+len(out.Opened) == 0 && !worth {
		return out, false
	}
	out.New = append(out.New, fresh...)
	return out, true
}

// finder holds what the parts of a comparison share.
type finder struct {
	Input
	across  *compare.Across
	turns   map[int][]compare.Turn // by the untold claim
	echoes  map[int][]int          // untold claims of other voices that say the same
	untold  []int                  // claims that may be news
	titles  map[string]bool        // stems that stand in untold titles and in no told one
	comment map[string]bool        // articles whose writers speak of themselves
	again   map[int]bool           // claims that say of themselves that they are not new
	settles map[int]bool           // claims that say that a question is answered
	used    map[int]bool           // claims that a line tells already
	contra  map[int]bool           // told claims that a line has overtaken or settled
}

func newFinder(in Input) *finder {
	cues := loadCues()
	stale := map[news.Evidence]bool{} // what a report of today has overtaken already
	for _, u := range in.Today.Superseded {
		for _, e := range u.Earlier.Evidence {
			stale[e] = true
		}
	}
	f := &finder{
		Input: in, across: compare.NewAcross(in.Story, in.Reading, func(id string) bool { return in.Told[id] }),
		turns: map[int][]compare.Turn{}, echoes: map[int][]int{}, again: map[int]bool{}, settles: map[int]bool{}, used: map[int]bool{}, contra: map[int]bool{},
	}
	f.titles = newTitles(in)
	f.comment = map[string]bool{}
	for _, c := range in.Reading.Claims {
		if narrates(c) {
			f.comment[c.Evidence.Article] = true
		}
	}
	for i, c := range in.Reading.Claims {
		words := wordsOf(c.Text)
		f.again[i], f.settles[i] = cues["again"].in(words), cues["settle"].in(words)
		if !in.Told[c.Evidence.Article] && !f.comment[c.Evidence.Article] && !c.Asks && !c.Caption && !stale[c.Evidence] {
			f.untold = append(f.untold, i)
		}
	}
	for _, t := range f.across.Turns {
		f.turns[t.New] = append(f.turns[t.New], t)
	}
	for _, e := range f.across.Echoes {
		f.echoes[e[0]] = append(f.echoes[e[0]], e[1])
		f.echoes[e[1]] = append(f.echoes[e[1]], e[0])
	}
	return f
}

// newTitles are the words in which newsrooms put today's news.
func newTitles(in Input) map[string]bool {
	st := text.NewStemmer()
	out, old := map[string]bool{}, map[string]bool{}
	for _, a := range in.Story.Articles {
		for _, t := range text.Tokens(a.Title) {
			if in.Told[a.ID] {
				old[st.Stem(t.Norm)] = true
			} else {
				out[st.Stem(t.Norm)] = true
			}
		}
	}
	maps.DeleteFunc(out, func(w string, _ bool) bool { return old[w] })
	return out
}

func (f *finder) claim(i int) claims.Claim { return f.Reading.Claims[i] }

func (f *finder) told(i int) bool { return f.Told[f.claim(i).Evidence.Article] }

func (f *finder) news(i int) bool { return slices.Contains(f.untold, i) }

// statement is a claim with the passages that say it, its own first.
func (f *finder) statement(i int, others []int) news.Statement {
	st := news.Statement{Text: f.claim(i).Text, By: news.ByEngine, Support: f.evidence(append([]int{i}, others...))}
	st.Origins = f.origins(append([]int{i}, others...))
	return st
}

func (f *finder) evidence(ids []int) []news.Evidence {
	var out []news.Evidence
	for _, i := range ids {
		if e := f.claim(i).Evidence; !slices.Contains(out, e) && len(out) < mostQuotes {
			out = append(out, e)
		}
	}
	return out
}

func (f *finder) origins(ids []int) int {
	seen := map[string]bool{}
	for _, i := range ids[:min(len(ids), mostQuotes)] {
		seen[f.claim(i).Origin] = true
	}
	return len(seen)
}

// clear tells whether a sentence can be read alone, and prefers what a reader
// understands without the ones before it.
func clear(c claims.Claim) bool {
	switch first, _, _ := strings.Cut(c.Text, " "); strings.Trim(first, "\"“'‘,") {
	case "He", "She", "It", "They", "This", "That", "But", "And", "His", "Her", "Their", "These", "Those", "Them", "We", "I", "So", "Its":
		return false
	}
	return !c.Headline && strings.Count(c.Text, `"`)%2 == 0 && strings.Count(c.Text, "“") == strings.Count(c.Text, "”")
}
