package edition

import (
	"slices"

	"counterpoint/internal/news"
)

// again words a story that was told before for those who know it: what has been
// overtaken since is agreed no more, and the summary leaves out what was told.
// Where nothing is left of it, the first piece of news stands for it.
func again(b news.Brief, told map[string]bool) news.Brief {
	var overtaken []news.Evidence
	for _, u := range b.Since.Changed {
		overtaken = append(overtaken, u.Earlier.Evidence...)
	}
	b.Agreed = slices.DeleteFunc(b.Agreed, func(s news.Statement) bool { return restsOn(s, overtaken) })
	b.Summary = slices.DeleteFunc(b.Summary, func(s news.Statement) bool {
		return restsOn(s, overtaken) || !slices.ContainsFunc(s.Support, func(e news.Evidence) bool { return !told[e.Article] })
	})
	if len(b.Summary) > 0 {
		return b
	}
	for _, u := range b.Since.Changed {
		b.Summary = append(b.Summary, news.Statement{Text: u.Later.Text, By: u.By, Support: u.Later.Evidence})
	}
	b.Summary = append(b.Summary, b.Since.New...)
	for _, s := range b.Since.Settled {
		b.Summary = append(b.Summary, s.Outcome)
	}
	b.Summary = b.Summary[:min(len(b.Summary), 1)]
	return b
}

// restsOn reports whether a statement cites one of the passages.
func restsOn(s news.Statement, passages []news.Evidence) bool {
	return slices.ContainsFunc(s.Support, func(e news.Evidence) bool {
		return slices.ContainsFunc(passages, func(p news.Evidence) bool {
			return p.Article == e.Article && p.Start < e.End && e.Start < p.End
		})
	})
}
