package when

import (
	"math/bits"
	"strings"
)

// cue is a set of things that stand in a text. Most sentences hold no date and
// no clock; what they hold is read off in one pass, so that only those rules'
// patterns are tried that can match.
type cue uint32

const (
	digit     cue = 1 << iota
	year          // four digits that can be a year
	years         // the same and an s
	dash          // between digits
	colon         // between digits
	point         // between digits
	month         // with a capital
	dayName       // with a capital
	near          // yesterday, tonight and the like, or a part of a day
	halfDay       // a.m., pm
	halfDots      // a.m. alone
	zone          // behind four digits that are a clock
	pastHour      // "past", "to", … right before an hour
	prepHour      // "at", "until", … right before an hour
	clockWord     // o'clock
	noonWord
	agoWord
	quarterWord
	leading // last, this, next
	unit    // week, month, year
	dayPartWord

	// Of these only neighbours tell.
	hourWord
	pastWord
	prepWord

	everything = ^cue(0)
)

// cueWords gives the cues of a word in lower case.
var cueWords = func() map[string]cue {
	out := map[string]cue{}
	for _, row := range []struct {
		cue   cue
		words string
	}{
		{month, "jan january feb february mar march apr april may jun june jul july aug august sep sept september sepember oct october nov november dec december"},
		{dayName, "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"},
		{near, "yesterday tomorrow today tonight morning afternoon evening night lunchtime"},
		{halfDay, "am pm"},
		{zone, "gmt utc bst cet hours hrs local z"},
		{clockWord, "clock"},
		{noonWord, "noon midday midnight"},
		{agoWord, "ago"},
		{quarterWord, "quarter q"},
		{leading, "last this next coming previous"},
		{unit, "week weekend month year"},
		{dayPartWord, "hours morning afternoon evening night dawn daybreak sunrise dusk sunset nightfall lunchtime overnight hour"},
		{hourWord, "one two three four five six seven eight nine ten eleven twelve noon midnight"},
		{pastWord, "past to before after"},
		{prepWord, "at by until till before after since from around about and to exactly"},
	} {
		for w := range strings.FieldsSeq(row.words) {
			out[w] |= row.cue
		}
	}
	return out
}()

const longestCue = len("wednesdays")

// cues is what stands in a text, and where each first and last does.
type cues struct {
	have        cue
	first, last [32]int
}

// all says that everything may stand anywhere in a text of n bytes.
func all(n int) (c cues) {
	c.have = everything
	for i := range c.last {
		c.last[i] = n
	}
	return c
}

func (c *cues) note(w cue, at int) {
	for rest := w; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros32(uint32(rest))
		if c.have&(1<<i) == 0 {
			c.first[i] = at
		}
		c.last[i] = at
	}
	c.have |= w
}

// cuesOf returns the cues of s.
func cuesOf(s string) (found cues) {
	var before cue
	end := -1 // of the word before
	for i := 0; i < len(s); {
		c := s[i]
		j := i + 1
		switch {
		case letter(c):
			for j < len(s) && letter(s[j]) {
				j++
			}
			w := wordCues(s[i:j])
			if w&hourWord != 0 && end == i-1 {
				found.note(hourBehind(before), i)
			}
			found.note(w&^(hourWord|pastWord|prepWord)|dotted(s, i, j), i)
			before, end = w, j
		case c >= '0' && c <= '9':
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			if end == i-1 {
				found.note(hourBehind(before), i)
			}
			found.note(digit|digitCues(s, i, j), i)
		case c == 0xC5 && j < len(s) && s[j] == 0xBF, c == 0xE2 && strings.HasPrefix(s[i:], "\u212A"):
			return all(len(s)) // letters that a pattern without regard to case takes for s and k
		}
		i = j
	}
	return found
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func wordCues(w string) cue {
	if len(w) > longestCue {
		return 0
	}
	var buf [longestCue]byte
	for i := range len(w) {
		buf[i] = w[i] | 0x20
	}
	c := cueWords[string(buf[:len(w)])]
	if w[0] >= 'a' {
		c &^= month | dayName
	}
	return c
}

// dotted tells whether the letter s[i:j] begins "a.m." or "p.m.".
func dotted(s string, i, j int) cue {
	if j == i+1 && j+1 < len(s) && s[j] == '.' && s[j+1]|0x20 == 'm' && (s[i]|0x20 == 'a' || s[i]|0x20 == 'p') {
		return halfDay | halfDots
	}
	return 0
}

// hourBehind tells what an hour behind a word makes of it.
func hourBehind(w cue) (c cue) {
	if w&pastWord != 0 {
		c |= pastHour
	}
	if w&prepWord != 0 {
		c |= prepHour
	}
	return c
}

// digitCues returns the cues of the digits s[i:j] and the mark behind them.
func digitCues(s string, i, j int) (c cue) {
	if j-i == 4 && (s[i] == '1' && s[i+1] >= '5' || s[i] == '2' && s[i+1] == '0') {
		c |= year
		if j < len(s) && s[j] == 's' {
			c |= years
		}
	}
	if j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9' {
		switch s[j] {
		case '-':
			c |= dash
		case ':':
			c |= colon
		case '.':
			c |= point
		}
	}
	return c
}
