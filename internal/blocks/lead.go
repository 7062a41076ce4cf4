package blocks

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// shape is what a whole story has room for in the channel; the thread has the
// rest.
type shape struct {
	summary   int // code points, two or three lines
	disputes  int
	positions int // answers of a dispute
	updates   int
	news      int
	sources   int
}

// shapeOf gives the first story of a day, and both of a small one, more room
// than those after it, so that more than one fits. One that was told before
// needs its room for the news.
func shapeOf(d news.Digest, i int) shape {
	s := shape{summary: 200, disputes: 2, positions: 3, updates: 1, news: 3, sources: 6}
	if i == 0 || len(d.Stories) <= 2 {
		s = shape{summary: 300, disputes: 3, positions: 4, updates: 1, news: 4, sources: 8}
	}
	if d.Stories[i].Since != nil {
		s.summary, s.disputes, s.updates = s.summary/2, s.disputes-1, 0
	}
	return s
}

const (
	leadLine     = 240 // code points of a dispute before answers are only counted
	leadLink     = 200 // longer addresses are in the thread only
	leadEvidence = 600
	noQuestion   = "What do the sources disagree on?"
)

// lead tells one whole story in the channel.
type lead struct {
	news.Brief
	number string // "2. ", by which /digest asks for it
	index  wording.Index
	shape  shape
}

func newLead(d news.Digest, i int) lead {
	b := d.Stories[i]
	return lead{b, numbered(i), wording.NewIndex(b), shapeOf(d, i)}
}

// numbered is the number of the story at an index, ahead of its headline: by it
// /digest why, sources and disputes take a story of the last digest.
func numbered(i int) string { return strconv.Itoa(i+1) + ". " }

// rows are the story in the channel: what it is, what is new or what it says,
// where the sources part, and who they are. A story that was told before is
// told by its news: what has been overtaken stands there already.
func (l lead) rows(when string, opts Options) []row {
	rows := []row{{runs: runs(nil).strong(l.number).bold(or(l.Headline, noHeadline), 150).note(" · " + size(l.Brief))}}
	if l.Since != nil {
		rows = append(rows, l.since(when)...)
	}
	rows = append(rows, l.telling()...)
	rows = append(rows, l.disputed()...)
	rows = append(rows, l.updated()...)
	rows = append(rows, row{runs: l.further()}, row{runs: l.sourced(opts)})
	return slices.DeleteFunc(rows, func(r row) bool { return len(r.runs) == 0 })
}

// since tells what is new in a story that was told before.
func (l lead) since(when string) []row {
	lines := l.fresh()
	if len(lines) == 0 {
		return []row{{runs: runs(nil).note("Told before, nothing new.")}}
	}
	rows := []row{{runs: runs(nil).note(when)}}
	for _, n := range lines {
		rows = append(rows, row{level: 1, runs: runs(nil).note(label(n)+": ").said(or(n.Text, n.Aside), 160)})
	}
	return rows
}

// fresh is the news that the channel shows: what changed, was settled or opened
// before what is merely new, for there is little room.
func (l lead) fresh() []wording.NewsLine {
	lines := wording.News(l.Since)
	slices.SortStableFunc(lines, func(x, y wording.NewsLine) int { return cmp.Compare(leadRank(x), leadRank(y)) })
	return lines[:min(l.shape.news, len(lines))]
}

func leadRank(l wording.NewsLine) int {
	if l.Label == "new" {
		return 1
	}
	return 0
}

// label is the name of a piece of news as a line begins with it.
func label(l wording.NewsLine) string { return strings.ToUpper(l.Label[:1]) + l.Label[1:] }

// disputed is each dispute in a line: the question, then each answer with who
// gives it.
func (l lead) disputed() []row {
	var rows []row
	for _, d := range l.standing() {
		r := runs(nil).own("⚖ ").italic(asked(d.Question), 140).own(" ")
		for j, p := range d.Positions {
			if j > 0 {
				r = r.own(" · ")
			}
			if text, _ := r.sizes(); j == l.shape.positions || (text > leadLine && j > 1) {
				r = r.note(wording.Count(len(d.Positions)-j, "more answer"))
				break
			}
			r = r.bold(or(p.Answer, noAnswer), 60).own(" (" + who(p, l.index) + ")")
		}
		if d.Note != "" {
			r = r.note(" ⚠ " + oneLine(d.Note, 100))
		}
		rows = append(rows, row{level: 1, runs: r})
	}
	return rows
}

// asked is a question in the channel. One that is cut ends as a question.
func asked(question string) string {
	full := wording.Clean(or(question, noQuestion))
	text := wording.Shorten(full, 120)
	if text == full {
		return text
	}
	if strings.Count(text, "“") > strings.Count(text, "”") {
		text += "”"
	}
	if strings.Count(text, "(") > strings.Count(text, ")") {
		text += ")"
	}
	return text + "?"
}

// standing is the disputes that the channel shows.
func (l lead) standing() []news.Dispute {
	return l.Disputed[:min(l.shape.disputes, len(l.Disputed))]
}

const noAnswer = "(no answer)"

// who gives an answer: a person or body quoted, and the outlets.
func who(p news.Position, x wording.Index) string {
	own, copies := x.Voices(p.Evidence)
	var names []string
	for _, n := range x.Outlets(own) {
		names = append(names, wording.Shorten(n, 30))
	}
	holder := oneLine(p.Holder, 60)
	text := wording.AtMost(names, 2-min(len(holder), 1))
	if n := len(x.Numbers(copies)); n > 0 {
		text += " + " + wording.Count(n, "copy")
	}
	if holder != "" {
		return strings.TrimSuffix(holder+", in "+text, ", in ")
	}
	return text
}

// updated is what a later report has overtaken, each in a line.
func (l lead) updated() []row {
	var rows []row
	for _, u := range l.Superseded[:min(l.shape.updates, len(l.Superseded))] {
		r := runs(nil).own("↻ ")
		if question := oneLine(u.Question, 100); question != "" {
			r = r.italic(question, 100).own(" ")
		}
		later := or(u.Later.Text, noAnswer)
		if slices.ContainsFunc(l.summary(), func(s news.Statement) bool { return s.Text == u.Later.Text }) {
			later = "as above"
		}
		r = r.said(later, 130)
		if earlier := oneLine(u.Earlier.Text, 100); earlier != "" {
			r = r.note(" (earlier: ").own(earlier).note(")")
		}
		rows = append(rows, row{level: 1, runs: r})
	}
	return rows
}

// further says what the thread has beyond the quotations.
func (l lead) further() runs {
	var parts []string
	more := func(n int, noun string) {
		if n > 0 {
			parts = append(parts, wording.Count(n, noun))
		}
	}
	more(len(wording.News(l.Since))-len(l.fresh()), "more piece")
	if len(parts) > 0 {
		parts[0] += " of news"
	}
	more(len(l.Disputed)-len(l.standing()), "more dispute")
	more(len(l.Superseded)-len(l.updated()), "more update")
	more(len(l.Differ), "looser difference")
	if l.Counts.Articles > 1 {
		more(len(l.OneSource), "claim")
		if len(l.OneSource) > 0 {
			parts[len(parts)-1] += " from one source only"
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return runs(nil).note("In the thread: " + wording.List(parts))
}
