package wording

import (
	"strings"
	"time"

	"counterpoint/internal/news"
)

// NewsLine is one piece of news in a story that was told before.
type NewsLine struct {
	Label    string // "new", "changed", "newly disputed" or "settled"
	Text     string // what is said now, or the question that is disputed
	Aside    string // the earlier statement, the answers, or the question that was settled
	By       news.Author
	Evidence []news.Evidence
}

// News lists what is new in a story, in the order in which all forms tell it.
// Lines without any words are left out.
func News(s *news.Since) []NewsLine {
	if s == nil {
		return nil
	}
	var out []NewsLine
	add := func(l NewsLine) {
		if l.Text, l.Aside = Clean(l.Text), Clean(l.Aside); l.Text != "" || l.Aside != "" {
			out = append(out, l)
		}
	}
	for _, n := range s.New {
		add(NewsLine{Label: "new", Text: n.Text, By: n.By, Evidence: n.Support})
	}
	for _, u := range s.Changed {
		add(NewsLine{Label: "changed", Text: u.Later.Text, Aside: prefixed("earlier: ", u.Earlier.Text), By: u.By, Evidence: join(u.Later.Evidence, u.Earlier.Evidence)})
	}
	for _, d := range s.Opened {
		l := NewsLine{Label: "newly disputed", Text: d.Question, By: d.By}
		var answers []string
		for _, p := range d.Positions {
			answers = append(answers, Clean(p.Answer))
			l.Evidence = join(l.Evidence, p.Evidence)
		}
		l.Aside = strings.Join(answers, " · ")
		add(l)
	}
	for _, e := range s.Settled {
		add(NewsLine{Label: "settled", Text: e.Outcome.Text, Aside: prefixed("was disputed: ", e.Question), By: e.Outcome.By, Evidence: e.Outcome.Support})
	}
	return out
}

func prefixed(label, text string) string {
	if text = Clean(text); text == "" {
		return ""
	}
	return label + text
}

func join(a, b []news.Evidence) []news.Evidence {
	return append(append([]news.Evidence{}, a...), b...)
}

// Since is when a story was told last, as a reader thinks of it: "since
// yesterday 20:00", "since Mon 12 Oct 20:00"; where the time is unknown,
// "since the last digest".
func Since(s *news.Since, d news.Digest, zone *time.Location) string {
	if s == nil || s.At == nil || s.At.IsZero() {
		return "since the last digest"
	}
	zone = Zone(d, zone)
	told, now := s.At.In(zone), At(d).In(zone)
	switch day := now.Format(time.DateOnly); day {
	case told.Format(time.DateOnly):
		return "since " + told.Format("15:04")
	case told.AddDate(0, 0, 1).Format(time.DateOnly):
		return "since yesterday " + told.Format("15:04")
	}
	return "since " + told.Format("Mon 2 Jan 15:04")
}

// Unchanged is the line for stories whose new articles add nothing; empty where
// there are none.
func Unchanged(d news.Digest, most, length int) string {
	var names []string
	for _, u := range d.Unchanged {
		if h := Shorten(Clean(u.Headline), length); h != "" {
			names = append(names, h)
		}
	}
	if len(names) == 0 {
		return ""
	}
	text := "Unchanged: " + strings.Join(names[:min(most, len(names))], " · ")
	if n := len(names) - most; n > 0 {
		text += " · and " + Count(n, "more story")
	}
	return text
}
