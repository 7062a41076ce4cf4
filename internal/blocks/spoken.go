package blocks

import (
	"fmt"
	"strings"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// named is a story by its headline, for a notification or a screen reader.
func named(b news.Brief) string {
	text := oneLine(or(b.Headline, noHeadline), 150) + " (" + size(b)
	if n := len(b.Disputed); n > 0 {
		text += ", " + wording.Count(n, "dispute")
	}
	return text + ")."
}

// spoken is a whole story in words alone: what a screen reader speaks in place
// of the blocks.
func (l lead) spoken() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s%s (%s).", l.number, oneLine(or(l.Headline, noHeadline), 150), size(l.Brief))
	say := func(label, text string) {
		if text = strings.TrimSpace(text); text == "" {
			return
		}
		s.WriteString(" " + label + text)
		if open(text) {
			s.WriteByte('.')
		}
	}
	for _, n := range l.fresh() {
		say(label(n)+": ", oneLine(or(n.Text, n.Aside), 160))
	}
	for _, sentence := range l.summary() {
		say("", oneLine(sentence.Text, l.shape.summary))
	}
	for _, d := range l.standing() {
		var answers []string
		for _, p := range d.Positions[:min(l.shape.positions, len(d.Positions))] {
			answers = append(answers, oneLine(or(p.Answer, noAnswer), 60)+" ("+who(p, l.index)+")")
		}
		say("Disputed: ", asked(d.Question)+" "+strings.Join(answers, "; "))
	}
	if n := len(l.Disputed) - len(l.standing()); n > 0 {
		say("", wording.Count(n, "more dispute"))
	}
	return s.String()
}
