// Package summarize words a story's findings: a headline and two to four
// sentences. It prints the sources' own sentences, or a template filled from
// the findings; each printed sentence passes package check against the
// passages that it cites, and one that does not pass is not printed.
//
// The method is extractive: the lead that most origins share comes first
// (leads carry the news; Nenkova 2005), then agreed sentences that add
// something (maximal marginal relevance, Carbonell and Goldstein 1998).
package summarize

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"counterpoint/internal/check"
	"counterpoint/internal/claims"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

const (
	mostSentences = 4
	longest       = 55 // words; a longer sentence is no summary
)

// Brief words a story.
func Brief(s news.Story, r claims.Reading, f news.Findings) news.Brief {
	b := news.Brief{
		ID:       s.ID,
		Because:  append([]string{}, s.Because...),
		Counts:   counts(s),
		Articles: articles(s),
		Findings: f,
	}
	for i := range b.Agreed {
		b.Agreed[i].Text = withoutDateline(b.Agreed[i].Text)
	}
	contested := contestedQuotes(f)
	b.Headline = headline(s, r, contested)
	b.Summary = summary(s, r, f, contested)
	return b
}

func counts(s news.Story) news.Counts {
	outlets := map[string]bool{}
	for _, a := range s.Articles {
		outlets[a.Outlet] = true
	}
	return news.Counts{Articles: len(s.Articles), Outlets: len(outlets), Origins: s.Origins()}
}

func articles(s news.Story) []news.BriefArticle {
	out := make([]news.BriefArticle, len(s.Articles))
	for i, a := range s.Articles {
		sum := sha256.Sum256([]byte(a.Text()))
		out[i] = news.BriefArticle{
			ID: a.ID, Outlet: a.Outlet, URL: a.URL, Title: text.Repair(a.Title), Lang: a.Lang,
			Published: known(a.Published), Fetched: known(a.Fetched),
			TextSHA256: hex.EncodeToString(sum[:]), Partial: a.Partial,
			Origin: s.Lineage[i].Origin, CopyOf: s.Lineage[i].CopyOf,
		}
	}
	return out
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// contestedQuotes are the sentences that take a position in a dispute or were
// overtaken: they are not told as fact.
func contestedQuotes(f news.Findings) map[news.Evidence]bool {
	out := map[news.Evidence]bool{}
	mark := func(es []news.Evidence) {
		for _, e := range es {
			out[e] = true
		}
	}
	for _, ds := range [][]news.Dispute{f.Disputed, f.Differ} {
		for _, d := range ds {
			for _, p := range d.Positions {
				mark(p.Evidence)
			}
		}
	}
	for _, u := range f.Superseded {
		mark(u.Earlier.Evidence)
	}
	return out
}

// summary is the lead, then agreed sentences that add to it, then the open
// questions. A sentence that points back to one before it ("All were …") is taken
// only where there is hardly another.
func summary(s news.Story, r claims.Reading, f news.Findings, contested map[news.Evidence]bool) []news.Statement {
	var out []news.Statement
	if lead, ok := bestLead(s, r, contested); ok {
		out = append(out, lead)
	}
	limit := mostSentences
	open, hasOpen := openQuestions(f)
	if hasOpen {
		limit--
	}
	for _, alone := range [...]bool{true, false} {
		for _, a := range f.Agreed {
			if len(out) >= limit || !alone && len(out) >= 2 {
				break
			}
			if standsAlone(a.Text) == alone && !repeats(a.Text, out) && len(strings.Fields(a.Text)) <= longest {
				out = append(out, news.Statement{Text: a.Text, By: a.By, Support: a.Support})
			}
		}
	}
	for _, o := range f.OneSource {
		if len(out) >= min(2, limit) {
			break
		}
		if !repeats(o.Text, out) && len(strings.Fields(o.Text)) <= longest {
			out = append(out, o)
		}
	}
	if hasOpen {
		out = append(out, open)
	}
	return checked(out)
}

// checked drops sentences that their passages do not cover.
func checked(in []news.Statement) []news.Statement {
	out := []news.Statement{}
	for _, st := range in {
		quotes := make([]string, len(st.Support))
		for i, e := range st.Support {
			quotes[i] = e.Quote
		}
		if len(check.Sentence(st.Text, check.Passages(quotes...))) == 0 {
			out = append(out, st)
		}
	}
	return out
}

// repeats tells whether most of a sentence's words were already told.
func repeats(s string, told []news.Statement) bool {
	words := bag(s)
	for _, t := range told {
		other, both := bag(t.Text), 0
		for w := range words {
			if other[w] {
				both++
			}
		}
		if 2*both >= len(words) {
			return true
		}
	}
	return false
}

func bag(s string) map[string]bool {
	out := map[string]bool{}
	for _, t := range text.Tokens(s) {
		if len(t.Norm) > 3 {
			out[t.Norm] = true
		}
	}
	return out
}

// openQuestions tells what is disputed, in one sentence.
func openQuestions(f news.Findings) (news.Statement, bool) {
	if len(f.Disputed) == 0 {
		return news.Statement{}, false
	}
	st := news.Statement{By: news.ByEngine}
	var questions []string
	for _, d := range f.Disputed[:min(2, len(f.Disputed))] {
		questions = append(questions, d.Question)
		for _, p := range d.Positions {
			st.Support = append(st.Support, p.Evidence[0])
		}
	}
	st.Text = "Sources differ: " + strings.Join(questions, " ")
	return st, true
}
