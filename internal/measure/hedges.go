package measure

import "strings"

// hedges are the words before a number that limit it. Source: the hedges that
// news agencies' style books name, with their everyday variants. "over" and
// "within" are read with care, see hedge.
var hedges = map[string]Hedge{
	"about": About, "around": About, "roughly": About, "approximately": About,
	"some": About, "an estimated": About, "estimated": About, "circa": About,
	"~": About, "in the region of": About, "something like": About,
	"in the order of": About, "or so": About, "more or less": About,
	"barely": About, "scarcely": About, "only about": About, "hardly": About,
	"at least": AtLeast, "no fewer than": AtLeast, "no less than": AtLeast,
	"not less than": AtLeast, "not fewer than": AtLeast, "a minimum of": AtLeast,
	"upwards of": AtLeast, "upward of": AtLeast,
	"at most": AtMost, "up to": AtMost, "as many as": AtMost, "as much as": AtMost,
	"no more than": AtMost, "not more than": AtMost, "a maximum of": AtMost,
	"at the most": AtMost, "within": AtMost, "as long as": AtMost, "as high as": AtMost,
	"nearly": Nearly, "almost": Nearly, "close to": Nearly, "just under": Nearly,
	"just short of": Nearly, "not quite": Nearly, "just below": Nearly,
	"slightly less than": Nearly, "a little under": Nearly, "nearly all of": Nearly,
	"a little less than": Nearly, "slightly under": Nearly, "approaching": Nearly,
	"more than": MoreThan, "over": MoreThan, "above": MoreThan, "exceeding": MoreThan,
	"greater than": MoreThan, "in excess of": MoreThan, "well over": MoreThan,
	"well above": MoreThan, "longer than": MoreThan, "better than": MoreThan,
	"just over": MoreThan, "just above": MoreThan, "slightly more than": MoreThan,
	"a little over": MoreThan, "a little more than": MoreThan, "slightly over": MoreThan,
	"less than": LessThan, "fewer than": LessThan, "under": LessThan, "below": LessThan,
	"well under": LessThan, "smaller than": LessThan, "shorter than": LessThan,
}

// slightly are the hedges that are open above in word only: a writer who says
// "just over 40" does not mean 60.
var slightly = map[string]bool{
	"just over": true, "just above": true, "slightly more than": true,
	"a little over": true, "a little more than": true, "slightly over": true,
}

// after are hedges behind the number.
var after = map[string]Hedge{
	"or so": About, "or thereabouts": About, "or more": AtLeast, "or less": AtMost,
	"or fewer": AtMost, "or above": AtLeast, "or over": AtLeast, "or under": AtMost,
	"at least": AtLeast, "at most": AtMost, "at the most": AtMost, "plus": AtLeast,
	"+": AtLeast, "- odd": About, "-odd": About, "odd": About, "or longer": AtLeast,
}

const maxHedgeTokens = 4

// fillers may stand between a hedge and its number.
var fillers = map[string]bool{"a total of": true, "a record": true, "only": true, "just": true, "a further": true, "another": true, "an additional": true, "an": true}

// hedge reads the hedge at i and the filler behind it.
func (t tokens) hedge(i int) (h Hedge, slight bool, next int, ok bool) {
	for n := maxHedgeTokens; n > 0; n-- {
		key := t.phrase(i, n)
		if h, ok = hedges[key]; ok {
			return h, slightly[key], i + n, true
		}
	}
	return Exact, false, i, false
}

// hedgeAfter reads a hedge behind the number or its noun.
func (t tokens) hedgeAfter(i int) (h Hedge, next int, ok bool) {
	for n := 3; n > 0; n-- {
		if h, ok = after[t.phrase(i, n)]; ok {
			return h, i + n, true
		}
	}
	return Exact, i, false
}

// filler steps over "a total of" and the like where a hedge or a number stands
// before it.
func (t tokens) filler(i int) int {
	for n := 3; n > 0; n-- {
		if fillers[t.phrase(i, n)] {
			return i + n
		}
	}
	return i
}

// phrase is n tokens as the lexicons spell them; empty at the end.
func (t tokens) phrase(i, n int) string {
	if i < 0 || i+n > len(t) {
		return ""
	}
	var b strings.Builder
	for k := i; k < i+n; k++ {
		if k > i && !t.at(k).glued {
			b.WriteByte(' ')
		}
		b.WriteString(t.at(k).text)
	}
	return b.String()
}

// spans says whether the hedge at i is really a preposition of time: "over
// four years", "over several nights". After "for", "just" or a verb of lasting
// it is a hedge even before a duration.
func (t tokens) spans(i int, h Hedge, base string) bool {
	if h != MoreThan || base != "s" || !t.is(i, "over") {
		return false
	}
	return !t.is(i-1, "for", "just", "well", "lasted", "took", "little", "slightly", "takes", "lasting", "spent", "after")
}
