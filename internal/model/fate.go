package model

// outcome is what became of a text of the model's.
type outcome string

const (
	worded   outcome = "as worded"
	replaced outcome = "a source's words"
	dropped  outcome = "dropped"
	repeated outcome = "said already"
)

// The texts of a reply.
const (
	aHeadline = "the headline"
	aSummary  = "a sentence of the summary"
	anAgreed  = "an agreed line"
	aDispute  = "a dispute"
	aQuestion = "a question"
	anAnswer  = "an answer"
	anUpdate  = "an update"
)

// fate is a text of a reply, what became of it, and why.
type fate struct {
	what, text string
	then       outcome
	why        string // why it is not printed as worded
}

func (j *judge) settle(what, text string, then outcome, why string) {
	j.fates = append(j.fates, fate{what, text, then, why})
}

// said settles a text of which something is printed: as it is worded, or
// where there is a reason against that, in a source's words.
func (j *judge) said(what, text, why string) {
	if why == "" {
		j.settle(what, text, worded, "")
	} else {
		j.settle(what, text, replaced, why)
	}
}

// instead is what becomes of a text that is turned down, by what stands there
// in its place.
func instead(text string) outcome {
	if text == "" {
		return dropped
	}
	return replaced
}

// down tells whether a text was turned down.
func (f fate) down() bool { return f.then == replaced || f.then == dropped }

// line tells whether a text is told by itself: an answer and a question are
// parts of a dispute.
func (f fate) line() bool { return f.what != anAnswer && f.what != aQuestion }

// faults are what was turned down, and why.
func (j *judge) faults() []string {
	var out []string
	for _, f := range j.fates {
		if f.down() {
			out = append(out, f.what+": "+f.why)
		}
	}
	return out
}
