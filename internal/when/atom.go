package when

import (
	"math/bits"
	"regexp"
	"sort"
	"time"
)

// atom is a day, a clock or a part of the day before it is joined with its
// neighbours.
type atom struct {
	Moment
	// part is the part of the day that settles a.m. or p.m., with the window
	// in which an hour may fall.
	part *dayPart
	// clock says that the clock is more than a part of the day.
	clock bool
	// weak atoms stand only if they join a neighbour.
	weak bool
}

// text is the sentence being read with its reference.
type text struct {
	s   string
	ref time.Time
}

// known says whether there is a reference.
func (t text) known() bool { return !t.ref.IsZero() }

// match is one match of a rule's pattern; group i is empty where it is absent.
type match struct {
	text
	loc []int
}

func (m match) start() int { return m.loc[0] }
func (m match) end() int   { return m.loc[1] }

func (m match) group(i int) string {
	if 2*i+1 >= len(m.loc) || m.loc[2*i] < 0 {
		return ""
	}
	return m.s[m.loc[2*i]:m.loc[2*i+1]]
}

// rule is a pattern with the reader of its matches, which may refuse.
type rule struct {
	needs   cue // all of these
	holds   cue // a match holds this one
	lead    int // with so many bytes before it at most
	pattern *regexp.Regexp
	read    func(match) (atom, bool)
}

// atoms applies the rules in order; where two overlap the earlier rule has it.
func (t text) atoms() []atom {
	return t.atomsAmong(cuesOf(t.s))
}

func (t text) atomsAmong(c cues) []atom {
	var out []atom
	taken := make([]bool, len(t.s)+1)
	for _, r := range rules {
		if c.have&r.needs != r.needs {
			continue
		}
		at := bits.TrailingZeros32(uint32(r.holds))
		for pos := max(0, c.first[at]-r.lead); pos <= c.last[at] && pos < len(t.s); {
			loc := r.pattern.FindStringSubmatchIndex(t.s[pos:])
			if loc == nil {
				break
			}
			for i := range loc {
				if loc[i] >= 0 {
					loc[i] += pos
				}
			}
			m := match{text: t, loc: loc}
			a, ok := atom{}, false
			if t.wordBegins(loc[0]) {
				a, ok = r.read(m)
			}
			if !ok || anyTaken(taken[a.Start:a.End]) {
				pos = t.nextWord(loc[0])
				continue
			}
			for i := a.Start; i < a.End; i++ {
				taken[i] = true
			}
			out = append(out, a)
			pos = max(a.End, loc[0]+1)
		}
	}
	sort.Slice(out, func(i, k int) bool { return out[i].Start < out[k].Start })
	return out
}

func anyTaken(taken []bool) bool {
	for _, x := range taken {
		if x {
			return true
		}
	}
	return false
}

// wordBegins guards a match at i, which the pattern saw without what is left
// of it, from beginning inside a word or a number.
func (t text) wordBegins(i int) bool {
	return i == 0 || !inWord(t.s[i-1]) || !inWord(t.s[i])
}

func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 && !punctuationEnd[c]
}

// punctuationEnd are the last bytes of the UTF-8 dashes, quotation marks and
// hard space; a letter that ends in one of them is taken for punctuation,
// which costs nothing here.
var punctuationEnd = map[byte]bool{0x93: true, 0x94: true, 0x98: true, 0x99: true, 0x9c: true, 0x9d: true, 0xa0: true, 0xaf: true}

func (t text) nextWord(i int) int {
	for i < len(t.s) && inWord(t.s[i]) {
		i++
	}
	for i < len(t.s) && !inWord(t.s[i]) {
		i++
	}
	return i
}

// before and after are up to n bytes on either side of i.
func (t text) before(i, n int) string { return t.s[max(0, i-n):i] }

func (t text) after(i, n int) string { return t.s[i:min(len(t.s), i+n)] }
