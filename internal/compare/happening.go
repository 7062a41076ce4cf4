package compare

import (
	_ "embed" // the happenings
	"regexp"
	"slices"
	"strings"
	"sync"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
	"counterpoint/internal/when"
)

//go:embed happenings.txt
var happeningsData string

// happenings are the lines of happenings.txt that a clause may tell of, as bits:
// a word may be of several.
type happenings uint64

// happeningWords is what happenings.txt says.
type happeningWords struct {
	of     map[string]happenings // word or phrase of two -> what it tells of
	ask    []string              // by bit: the question, empty where it is asked with the words of a clause
	object happenings            // those that happen to more than one
}

var loadHappenings = sync.OnceValue(func() happeningWords {
	out := happeningWords{of: map[string]happenings{}}
	for line := range strings.Lines(happeningsData) {
		question, words, ok := strings.Cut(line, " | ")
		if !ok || line[0] == '#' {
			continue
		}
		bit := happenings(1) << len(out.ask)
		switch question {
		case "+":
			out.object |= bit
			question = ""
		case "-":
			question = ""
		}
		out.ask = append(out.ask, question)
		for w := range strings.FieldsSeq(words) {
			out.of[strings.ReplaceAll(w, "_", " ")] |= bit
		}
	}
	return out
})

const (
	// A happening stands at most so many words before its time or place, and
	// so many behind a time that begins the sentence.
	happeningBefore = 12
	happeningAfter  = 7
	// So many words may stand before a time that begins a sentence.
	leadingWords = 2
)

// longAside is what stands between two commas, be it long.
var longAside = regexp.MustCompile(`, [^,;:.]{2,60}, `)

// barriers begin a clause of its own, in which something else happens.
var barriers = map[string]bool{"when": true, "while": true, "before": true, "after": true, "until": true, "till": true, "because": true, "but": true, "although": true, "though": true, "if": true, "since": true, "as": true}

// elsewhen are words by which a happening is not the one that a story is about,
// or has not come to pass.
var elsewhen = map[string]bool{"last": true, "again": true, "second": true, "third": true, "another": true, "later": true, "further": true, "next": true, "previous": true, "earlier": true, "scheduled": true, "due": true, "expected": true, "planned": true, "usually": true, "normally": true, "always": true, "not": true, "no": true, "never": true, "every": true, "would": true, "should": true, "each": true}

// happensAt is what came to pass at the time or the place c.Text[start:end]: what
// stands before it in its clause, or right behind it where it begins the
// sentence. Nothing is found where another time or clause lies between.
func happensAt(c *claims.Claim, start, end int) happenings {
	from := 0
	for _, m := range c.Moments {
		if m.End <= start {
			from = max(from, m.End)
		}
	}
	lead := longAside.ReplaceAllString(c.Text[from:start], " ")
	if i := strings.LastIndexAny(lead, ";:—–()"); i >= 0 {
		lead = lead[i:]
	}
	words := text.Tokens(lead)
	if len(words) > happeningBefore {
		words = words[len(words)-happeningBefore:]
	}
	for i, w := range slices.Backward(words) {
		if barriers[w.Norm] {
			words = words[i+1:]
			break
		}
	}
	if h := toldIn(words); h != 0 || from > 0 || len(text.Tokens(c.Text[:start])) > leadingWords {
		return h
	}
	return toldIn(firstWords(c, end))
}

// firstWords are the words behind a time, to the next clause or time.
func firstWords(c *claims.Claim, end int) []text.Token {
	to := len(c.Text)
	for _, m := range c.Moments {
		if m.Start >= end {
			to = min(to, m.Start)
		}
	}
	tail := strings.TrimLeft(c.Text[end:to], " ,")
	if i := strings.IndexAny(tail, ",;:—–()"); i >= 0 {
		tail = tail[:i]
	}
	words := text.Tokens(tail)
	for i, w := range words {
		if barriers[w.Norm] || i == happeningAfter {
			return words[:i]
		}
	}
	return words
}

// toldIn is what words tell of; nothing where it is another one than the
// story's, or only a plan.
func toldIn(words []text.Token) (h happenings) {
	of := loadHappenings().of
	for i, w := range words {
		if elsewhen[w.Norm] {
			return 0
		}
		h |= of[w.Norm]
		if i > 0 {
			h |= of[words[i-1].Norm+" "+w.Norm]
		}
	}
	return h
}

// happens is what came to pass at a time, where it is told to the minute or the
// hour.
func happens(c *claims.Claim, m *when.Moment) happenings {
	if !m.HasClock || m.Vague || m.Relation == "until" || m.Relation == "since" {
		return 0
	}
	return happensAt(c, m.Start, m.End)
}

// sameHappening tells whether two times are of one happening: of one word of the
// lexicon, and where that happens to more than one, with another word in common.
func (v *values) sameHappening(a, b *value) bool {
	both := a.of & b.of
	return both != 0 && (both&^loadHappenings().object != 0 || v.sameObject(a, b))
}

// sameObject tells whether two values have a word beside them in common that does
// not itself tell what happened.
func (v *values) sameObject(a, b *value) bool {
	c := &v.r.Claims[a.claim]
	return slices.ContainsFunc(c.Tokens, func(t claims.Token) bool {
		_, inA := slices.BinarySearch(a.near, t.ID)
		_, inB := slices.BinarySearch(b.near, t.ID)
		return inA && inB && loadHappenings().of[lower(c.Text[t.Start:t.End])] == 0
	})
}

// happened is what the times that began the sides of a contest are all of.
func (x *comparer) happened(c contest) happenings {
	all := ^happenings(0)
	for _, s := range c.sides {
		claim := x.claim(s.claims[0])
		all &= happens(&claim, &claim.Moments[s.at[0]])
	}
	return all
}

// whenHappened asks for the hour of what two times are of.
func whenHappened(of happenings) string {
	words := loadHappenings()
	for i, q := range words.ask {
		if of&(1<<i) != 0 && q != "" {
			return q
		}
	}
	return ""
}
