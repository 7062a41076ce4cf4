package measure

import "strings"

// Hedge is how a text limits the number it prints.
type Hedge int

// The hedges. MoreThan and LessThan exclude the number itself, AtLeast and
// AtMost include it; Vague is a number that is never said ("dozens").
const (
	Exact Hedge = iota
	About
	AtLeast
	AtMost
	Nearly
	MoreThan
	LessThan
	Vague
)

// String is the hedge's name in lower case.
func (h Hedge) String() string {
	switch h {
	case Exact:
		return "exact"
	case About:
		return "about"
	case AtLeast:
		return "at least"
	case AtMost:
		return "at most"
	case Nearly:
		return "nearly"
	case MoreThan:
		return "more than"
	case LessThan:
		return "less than"
	case Vague:
		return "vague"
	}
	return "unknown"
}

// Quantity is one number of a text with what it measures or counts.
type Quantity struct {
	// Start and End are the bytes of the number with its hedge and its unit,
	// or with the noun phrase that it counts.
	Start, End int
	// Low and High are an inclusive interval in the base unit; an open end is
	// an infinity, or 0 below where the unit cannot be negative.
	Low, High float64
	// Unit is the base unit: "" (a count), "s", "m", "m2", "m3", "kg", "l",
	// "m/s", "C", "degree", "%", "pp", "USD", "EUR", "GBP", "money:crown" and
	// the like, "ratio" (1 is the whole), "times" (a factor), "ordinal",
	// "score", "age" (in years), "magnitude", "level", and further SI units
	// ("W", "Wh", "B", "dB").
	Unit string
	// Against is the second figure of a score ("2-1"); 0 for all else.
	Against float64
	// Noun is the lower-cased singular head noun that is counted, or that a
	// measure modifies ("50-minute conversation", "a fine of 3m"); empty
	// where it is not clear.
	Noun string
	// Words are the lower-cased modifiers between the number and the noun, or
	// the adjective after a measure ("14 km long").
	Words []string
	Hedge Hedge
	// Part says that the text counts a part of a larger set.
	Part bool
	// Rate is the scope of a rate as "per day", "per head"; empty if none.
	Rate string
	// Identifier says that the number names rather than counts.
	Identifier bool
}

// Comparable says whether the two measure the same kind of thing at the same
// rate, so that their intervals may be held against each other. Percentages
// and ratios are one kind. It does not look at the nouns.
func (q Quantity) Comparable(r Quantity) bool {
	if q.Identifier || r.Identifier || q.Rate != r.Rate {
		return false
	}
	return fold(q.Unit) == fold(r.Unit)
}

// Disjoint says whether the two are comparable and no value satisfies both.
func (q Quantity) Disjoint(r Quantity) bool {
	if !q.Comparable(r) {
		return false
	}
	if q.Unit == "score" {
		return q.Low != r.Low || q.Against != r.Against
	}
	ql, qh := q.folded()
	rl, rh := r.folded()
	return qh < rl || rh < ql
}

// Text is the quantity as s prints it; empty where s is not its text.
func (q Quantity) Text(s string) string {
	if q.Start < 0 || q.End > len(s) || q.Start > q.End {
		return ""
	}
	return strings.TrimSpace(s[q.Start:q.End])
}

func fold(unit string) string {
	if unit == "ratio" {
		return "%"
	}
	return unit
}

func (q Quantity) folded() (low, high float64) {
	if q.Unit == "ratio" {
		return q.Low * 100, q.High * 100
	}
	return q.Low, q.High
}
