package blocks

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// What a whole story has room for in the channel; the thread has the rest.
const (
	leadSummary   = 300 // code points, some three lines
	leadDisputes  = 4
	leadPositions = 4
	leadUpdates   = 2
	leadNews      = 4
	leadSources   = 8
	leadLine      = 320 // code points of a dispute before answers are only counted
	leadLink      = 200 // longer addresses are in the thread only
	leadEvidence  = 600
	noQuestion    = "What do the sources disagree on?"
)

// leadRows tell a whole story in the channel.
func leadRows(b news.Brief, when string, opts Options) []row {
	x := wording.NewIndex(b)
	lines := []runs{runs(nil).bold(or(b.Headline, noHeadline), 150).note(" · " + size(b))}
	lines = append(lines, leadSince(b, when)...)
	lines = append(lines, leadTelling(b, x)...)
	lines = append(lines, leadDisputed(b, x)...)
	lines = append(lines, leadUpdated(b)...)
	lines = append(lines, leadFurther(b)...)
	lines = append(lines, leadSourced(b, x, opts))
	var rows []row
	for _, l := range lines {
		if len(l) > 0 {
			rows = append(rows, row{runs: l})
		}
	}
	return rows
}

// leadSince tells what is new in a story that was told before: what changed,
// was settled or opened before what is merely new, for there is little room.
func leadSince(b news.Brief, when string) []runs {
	if b.Since == nil {
		return nil
	}
	lines := wording.News(b.Since)
	if len(lines) == 0 {
		return []runs{runs(nil).note("Told before, nothing new.")}
	}
	slices.SortStableFunc(lines, func(x, y wording.NewsLine) int { return cmp.Compare(leadRank(x), leadRank(y)) })
	out := []runs{runs(nil).note(when)}
	for i, l := range lines {
		if i == leadNews {
			out = append(out, runs(nil).note(wording.Count(len(lines)-i, "more piece")+" of news in the thread"))
			break
		}
		out = append(out, runs(nil).note(label(l)+": ").said(or(l.Text, l.Aside), 160))
	}
	return out
}

func leadRank(l wording.NewsLine) int {
	if l.Label == "new" {
		return 1
	}
	return 0
}

// label is the name of a piece of news as a line begins with it.
func label(l wording.NewsLine) string { return strings.ToUpper(l.Label[:1]) + l.Label[1:] }

// leadTelling is the summary, as many sentences as there is room for, and by
// how many origins it is agreed: said once where all of it is, else of each
// sentence that is.
func leadTelling(b news.Brief, x wording.Index) []runs {
	shown := b.Summary[:summaryFits(b)]
	low, high, all := agreement(shown, b, x)
	telling, marked, byModel := runs(nil), false, false
	for i, s := range shown {
		if i > 0 {
			telling = telling.own(" ")
		}
		telling = telling.said(s.Text, leadSummary)
		if n := agreeing(s, b, x); n > 1 && !all {
			telling, marked = telling.note(" ("+of(n, b)+")"), true
		}
		byModel = byModel || s.By == news.ByModel
	}
	if byModel {
		telling = telling.note(worded(news.ByModel))
	}
	switch {
	case all && len(telling) > 0:
		return []runs{telling.note(" Agreed by " + span(low, high) + " of " + wording.Count(b.Counts.Origins, "origin") + ".")}
	case marked || len(b.Agreed) == 0:
		return []runs{telling}
	}
	first := b.Agreed[0]
	return []runs{telling, runs(nil).note("✓ Agreed by "+of(voices(first, x), b)+": ").said(first.Text, 160)}
}

func of(n int, b news.Brief) string {
	return strconv.Itoa(n) + " of " + wording.Count(b.Counts.Origins, "origin")
}

// summaryFits is how many sentences of the summary the channel shows. One is
// always shown, however long.
func summaryFits(b news.Brief) int {
	room := leadSummary
	for i, s := range b.Summary {
		room -= utf8.RuneCountInString(wording.Clean(s.Text)) + 1
		if room < 0 && i > 0 {
			return i
		}
	}
	return len(b.Summary)
}

// summaryWhole reports whether the channel shows the summary uncut.
func summaryWhole(b news.Brief) bool {
	if summaryFits(b) < len(b.Summary) {
		return false
	}
	return len(b.Summary) != 1 || utf8.RuneCountInString(wording.Clean(b.Summary[0].Text)) <= leadSummary
}

// agreement tells by how many origins sentences are agreed, at the least and
// at the most, and whether each of them is.
func agreement(sentences []news.Statement, b news.Brief, x wording.Index) (low, high int, all bool) {
	for _, s := range sentences {
		n := agreeing(s, b, x)
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
func agreeing(s news.Statement, b news.Brief, x wording.Index) int {
	for _, a := range b.Agreed {
		if a.Text == s.Text {
			return voices(a, x)
		}
	}
	return voices(s, x)
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

// leadDisputed is each dispute in a line: the question, then each answer with
// who gives it.
func leadDisputed(b news.Brief, x wording.Index) []runs {
	var out []runs
	for i, d := range b.Disputed {
		if i == leadDisputes {
			out = append(out, runs(nil).note("⚖ "+wording.Count(len(b.Disputed)-i, "more dispute")+" in the thread"))
			break
		}
		r := runs(nil).own("⚖ ").italic(or(d.Question, noQuestion), 120).own(" ")
		for j, p := range d.Positions {
			if j > 0 {
				r = r.own(" · ")
			}
			if text, _ := r.sizes(); j == leadPositions || (text > leadLine && j > 0) {
				r = r.note(wording.Count(len(d.Positions)-j, "more answer"))
				break
			}
			r = r.bold(or(p.Answer, noAnswer), 60).own(" (" + who(p, x) + ")")
		}
		if d.Note != "" {
			r = r.note(" ⚠ " + oneLine(d.Note, 100))
		}
		out = append(out, r)
	}
	return out
}

const noAnswer = "(no answer)"

// who gives an answer: a person or body quoted, and the outlets.
func who(p news.Position, x wording.Index) string {
	own, copies := x.Voices(p.Evidence)
	var names []string
	for _, n := range x.Outlets(own) {
		names = append(names, wording.Shorten(n, 30))
	}
	text := wording.AtMost(names, 2)
	if n := len(x.Numbers(copies)); n > 0 {
		text += " + " + wording.Count(n, "copy")
	}
	if holder := oneLine(p.Holder, 60); holder != "" {
		return strings.TrimSuffix(holder+", in "+text, ", in ")
	}
	return text
}

// leadUpdated is what a later report has overtaken, each in a line.
func leadUpdated(b news.Brief) []runs {
	var out []runs
	for i, u := range b.Superseded {
		if i == leadUpdates {
			out = append(out, runs(nil).note("↻ "+wording.Count(len(b.Superseded)-i, "more update")+" in the thread"))
			break
		}
		r := runs(nil).own("↻ ")
		if question := oneLine(u.Question, 100); question != "" {
			r = r.italic(question, 100).own(" ")
		}
		r = r.bold(or(u.Later.Text, noAnswer), 130)
		if earlier := oneLine(u.Earlier.Text, 100); earlier != "" {
			r = r.own(" (earlier: " + earlier + ")")
		}
		out = append(out, r)
	}
	return out
}

// leadFurther says what the thread has beyond the quotations.
func leadFurther(b news.Brief) []runs {
	var parts []string
	if n := len(b.Differ); n > 0 {
		parts = append(parts, "reports differ, less clearly, on "+wording.Count(n, "more question"))
	}
	if n := len(b.OneSource); n > 0 && b.Counts.Articles > 1 {
		parts = append(parts, wording.Count(n, "claim")+" from one source only")
	}
	if len(parts) == 0 {
		return nil
	}
	return []runs{runs(nil).note("In the thread: " + strings.Join(parts, "; "))}
}

// leadSourced lists the sources as links, those with words of their own
// first, and leads to the evidence page.
func leadSourced(b news.Brief, x wording.Index, opts Options) runs {
	r := runs(nil).note("Sources: ")
	sources := x.Sources()
	copies := 0
	for i, s := range sources {
		copies += len(s.Copies)
		if i > 0 && i <= leadSources {
			r = r.own(" · ")
		}
		switch {
		case i < leadSources:
			r = r.link(s.Article.URL, oneLine(wording.Outlet(s.Article), 40), leadLink)
		case i == leadSources:
			r = r.note(strconv.Itoa(len(sources)-i) + " more")
		}
	}
	if copies > 0 {
		r = r.note(" + " + wording.Count(copies, "copy"))
	}
	if to := evidenceLink(b, opts); to != "" {
		r = r.own("  →  ").link(to, "Who says what", leadEvidence)
	}
	return r
}
