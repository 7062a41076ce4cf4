package edition_test

import (
	"strings"
	"testing"

	"counterpoint/internal/check"
	"counterpoint/internal/news"
)

// Every sentence that a digest prints is borne out by what it cites, and every
// answer of a dispute by the evidence of its position.
func TestEverySentenceIsChecked(t *testing.T) {
	for _, s := range sets(t) {
		for _, b := range s.digest().Stories {
			for _, list := range [][]news.Statement{b.Summary, b.Agreed, b.OneSource} {
				for _, st := range list {
					passes(t, st.Text, check.Sentence(st.Text, passages(st.Support)))
				}
			}
			for _, list := range [][]news.Dispute{b.Disputed, b.Differ} {
				for _, d := range list {
					for _, p := range d.Positions {
						if p.Answer == "yes" || p.Answer == "no" {
							continue // says nothing by itself: the quotations beside it do
						}
						passes(t, d.Question+" "+p.Answer, check.Answer(p.Answer, p.Holder, s.held(p)))
					}
				}
			}
			for _, u := range b.Superseded {
				passes(t, u.Earlier.Text, check.Sentence(u.Earlier.Text, passages(u.Earlier.Evidence)))
				passes(t, u.Later.Text, check.Sentence(u.Later.Text, passages(u.Later.Evidence)))
			}
		}
	}
}

func passes(t *testing.T, printed string, faults []string) {
	t.Helper()
	if len(faults) > 0 {
		t.Errorf("%q: %v", printed, faults)
	}
}

// held is the evidence of a position. Its holder may stand in the sentences
// before: then the article must name them there.
func (s set) held(p news.Position) []check.Passage {
	out := passages(p.Evidence)
	for i, e := range p.Evidence {
		for _, a := range s.articles {
			if before := max(0, e.Start-600); a.ID == e.Article && strings.Contains(a.Text()[before:e.End], p.Holder) {
				out[i].Holder = p.Holder
			}
		}
	}
	return out
}

func passages(evidence []news.Evidence) []check.Passage {
	var out []check.Passage
	for _, e := range evidence {
		out = append(out, check.Passage{Text: e.Quote})
	}
	return out
}
