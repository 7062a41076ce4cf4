package blocks

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// telling is the summary, as many sentences as there is room for, and by how
// many origins it is agreed: said once where all of it is, else of each
// sentence that is.
func (l lead) telling() []row {
	shown := l.summary()
	low, high, all := l.agreement(shown)
	telling, marked, byModel := runs(nil), false, false
	for i, s := range shown {
		if i > 0 {
			telling = telling.own(" ")
		}
		text := oneLine(s.Text, l.shape.summary)
		telling = telling.own(text)
		if open(text) && i < len(shown)-1 {
			telling = telling.own(".") // a headline that stands for a sentence
		}
		if n := l.agreeing(s); n > 1 && !all {
			telling, marked = telling.note(" (agreed by "+l.of(strconv.Itoa(n))+")"), true
		}
		byModel = byModel || s.By == news.ByModel
	}
	if byModel {
		telling = telling.note(worded(news.ByModel))
	}
	switch {
	case all && len(telling) > 0:
		return []row{{runs: telling.note(" Agreed by " + l.of(span(low, high)) + ".")}}
	case marked || len(l.Agreed) == 0:
		return []row{{runs: telling}}
	}
	first := l.Agreed[0]
	return []row{{runs: telling}, {runs: runs(nil).note("✓ Agreed by "+l.of(strconv.Itoa(voices(first, l.index)))+": ").said(first.Text, 160)}}
}

// open reports whether a sentence does not end as one.
func open(sentence string) bool {
	end, _ := utf8.DecodeLastRuneInString(sentence)
	return end != utf8.RuneError && !strings.ContainsRune(".!?…”\"’", end)
}

func (l lead) of(n string) string {
	return n + " of " + wording.Count(l.Counts.Origins, "origin")
}

// summary is the sentences that the channel shows: the first, however long, and
// those that fit. One that only names the disputes stands for the lines below
// it, and is left out.
func (l lead) summary() []news.Statement {
	var shown []news.Statement
	room := l.shape.summary
	for _, s := range l.Summary {
		if namesDispute(s, l.Brief) {
			continue
		}
		room -= utf8.RuneCountInString(wording.Clean(s.Text)) + 1
		if room < 0 && len(shown) > 0 {
			break
		}
		shown = append(shown, s)
	}
	return shown
}

// namesDispute reports whether a sentence holds the question of a dispute.
func namesDispute(s news.Statement, b news.Brief) bool {
	return slices.ContainsFunc(b.Disputed, func(d news.Dispute) bool {
		return d.Question != "" && strings.Contains(s.Text, d.Question)
	})
}

// whole reports whether the channel shows the summary uncut.
func (l lead) whole() bool {
	shown := l.summary()
	for _, s := range l.Summary {
		if namesDispute(s, l.Brief) {
			continue
		}
		if len(shown) == 0 || utf8.RuneCountInString(wording.Clean(s.Text)) > l.shape.summary {
			return false
		}
		shown = shown[1:]
	}
	return true
}

// agreement tells by how many origins sentences are agreed, at the least and
// at the most, and whether each of them is.
func (l lead) agreement(sentences []news.Statement) (low, high int, all bool) {
	for _, s := range sentences {
		n := l.agreeing(s)
		if n < 2 {
			return 0, 0, false
		}
		if low == 0 || n < low {
			low = n
		}
		high = max(high, n)
	}
	return low, high, low > 0
}

// agreeing is by how many origins a sentence of the summary is agreed.
func (l lead) agreeing(s news.Statement) int {
	for _, a := range l.Agreed {
		if a.Text == s.Text {
			return voices(a, l.index)
		}
	}
	return voices(s, l.index)
}

// voices is the number of origins that state a sentence.
func voices(s news.Statement, x wording.Index) int {
	if s.Origins > 0 {
		return s.Origins
	}
	return x.Origins(s.Support)
}

func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + " to " + strconv.Itoa(high)
}
