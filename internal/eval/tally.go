package eval

import (
	"fmt"

	"counterpoint/internal/news"
)

// What a reader would read of a story; the rest counts for nothing.
const (
	mostAgreed     = 12
	mostDisputed   = 10
	mostSuperseded = 6
)

// Tally counts what is right and wrong in digests of annotated cases.
type Tally struct {
	Events BCubed

	DisputesP     Share               // of the disputes told, each annotated one told once
	DisputesR     Share               // of the annotated disputes
	OrDifferR     Share               // the same, told as a dispute or as a mere difference
	PositionsR    Share               // of the articles that take a position, in the disputes found
	KindsR        map[news.Kind]Share // DisputesR of each kind
	TrapsSprung   Share               // pairs that only look contradictory, told as disputed
	CalmFalse     Share               // pairs of articles with nothing disputed, told as disputed
	SupersededP   Share               // of what is told as overtaken
	SupersededR   Share               // of what is annotated as overtaken
	SupersededAsD Share               // overtaken, and told as a dispute

	AgreedInGold      Share // agreed lines that tell an annotated fact
	FactsR            Share // of the annotated facts
	AgreedButDisputed Share // agreed lines that join two sides of a dispute
	AgreedRepeated    Share // agreed lines that say what one before says

	CopiesP, CopiesR Share // of the pairs of original and copy

	NotVerbatim        Share // quotations that do not stand in their article
	SummaryUnsupported Share // sentences of summaries without evidence

	Notes []string // every miss and every false report
}

func (t *Tally) note(format string, args ...any) {
	t.Notes = append(t.Notes, fmt.Sprintf(format, args...))
}

// Add adds what another tally counted.
func (t *Tally) Add(o Tally) {
	t.Events.add(o.Events)
	into, from := t.shares(), o.shares()
	for i := range into {
		into[i].add(*from[i])
	}
	if t.KindsR == nil {
		t.KindsR = map[news.Kind]Share{}
	}
	for k, s := range o.KindsR {
		sum := t.KindsR[k]
		sum.add(s)
		t.KindsR[k] = sum
	}
	t.Notes = append(t.Notes, o.Notes...)
}

func (t *Tally) shares() []*Share {
	return []*Share{
		&t.DisputesP, &t.DisputesR, &t.OrDifferR, &t.PositionsR, &t.TrapsSprung, &t.CalmFalse,
		&t.SupersededP, &t.SupersededR, &t.SupersededAsD,
		&t.AgreedInGold, &t.FactsR, &t.AgreedButDisputed, &t.AgreedRepeated,
		&t.CopiesP, &t.CopiesR, &t.NotVerbatim, &t.SummaryUnsupported,
	}
}
