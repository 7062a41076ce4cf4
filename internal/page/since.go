package page

import "counterpoint/internal/news"

// sinceView is what is new in a story that was told before.
type sinceView struct {
	When    string // since when
	New     []statementView
	Changed []updateView
	Opened  []disputeView
	Settled []settledView
}

// settledView is a question and what ended the dispute about it.
type settledView struct {
	Question string
	Outcome  statementView
}

// since is nil where the story was not told before, or has no news.
func (k *desk) since() *sinceView {
	s := k.brief.Since
	if s == nil || len(s.New)+len(s.Changed)+len(s.Opened)+len(s.Settled) == 0 {
		return nil
	}
	v := &sinceView{
		When: "Since the last digest",
		New:  k.statements(s.New), Changed: k.updates(s.Changed, 0), Opened: k.disputes(s.Opened, "n"),
	}
	if known(s.At) {
		v.When = "Since " + k.clock.short(s.At).Text
	}
	for _, e := range s.Settled {
		v.Settled = append(v.Settled, settledView{e.Question, k.statements([]news.Statement{e.Outcome})[0]})
	}
	return v
}

// charts is how many updates a view shows: a story numbers its charts through.
func charts(v *sinceView) int {
	if v == nil {
		return 0
	}
	return len(v.Changed)
}

// unchanged are the headlines of the stories whose new articles add nothing.
func unchanged(list []news.Unchanged) []string {
	var out []string
	for _, u := range list {
		if u.Headline != "" {
			out = append(out, u.Headline)
		}
	}
	return out
}
