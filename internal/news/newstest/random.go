// Package newstest makes digests for the tests of the forms that print them.
// Its testdata holds invented digests as JSON; Random makes hostile ones.
package newstest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// Random makes a digest from a seed, the same for the same seed: up to the
// given number of stories, with texts of all lengths and scripts, markup,
// control characters and addresses that lead nowhere. Each question, answer
// and quotation starts with a word that no other has, so that a test can tell
// whether it was dropped.
func Random(seed uint64, stories int) news.Digest {
	g := generator{r: rand.New(rand.NewPCG(seed, 0)), most: 4}
	if g.r.IntN(4) == 0 && stories <= 20 {
		g.most = 10
	}
	day := time.Date(2031, 3, 11, 7, 0, 0, 0, time.UTC)
	d := news.Digest{Schema: news.SchemaVersion, ID: g.text("digest"), Title: g.maybe("title"), Engine: news.Engine{Name: g.maybe("engine"), Note: g.maybe("note")}}
	if g.r.IntN(2) == 0 {
		d.Slot, d.Next = &day, &day
	}
	for range g.r.IntN(stories + 1) {
		d.Stories = append(d.Stories, g.story())
	}
	for range g.few() {
		d.Unchanged = append(d.Unchanged, news.Unchanged{ID: g.text("story"), Headline: g.text("unchanged"), Told: g.text("told")})
	}
	d.Coverage = news.Coverage{Feeds: g.r.IntN(50), Articles: g.r.IntN(500), Copies: g.r.IntN(50)}
	for range g.few() {
		d.Coverage.FeedsMended = append(d.Coverage.FeedsMended, news.FeedFailed{Feed: g.text("feed"), Reason: g.text("mended")})
	}
	for range g.r.IntN(g.most) {
		d.Coverage.FeedsFailed = append(d.Coverage.FeedsFailed, news.FeedFailed{Feed: g.text("feed"), Reason: g.maybe("reason")})
		d.Coverage.LeftOut = append(d.Coverage.LeftOut, news.LeftOut{ID: g.text("left"), Reason: g.maybe("reason")})
	}
	return d
}

type generator struct {
	r        *rand.Rand
	most     int // below this many of everything
	n        int
	articles []news.BriefArticle
}

func (g *generator) few() int { return g.r.IntN(g.most) }

func (g *generator) story() news.Brief {
	b := news.Brief{ID: g.text("story"), Headline: g.maybe("headline"), Because: []string{g.maybe("because")}}
	g.articles = nil
	for i := range 1 + g.few() {
		a := news.BriefArticle{ID: g.text("article"), Outlet: g.maybe("outlet"), URL: g.address(), Title: g.maybe("title"), Origin: fmt.Sprint("o", i), Partial: g.r.IntN(5) == 0}
		if i > 0 && g.r.IntN(3) == 0 {
			of := g.articles[g.r.IntN(i)]
			a.CopyOf, a.Origin = of.ID, of.Origin
		}
		g.articles = append(g.articles, a)
	}
	b.Articles = g.articles
	b.Counts = news.Counts{Articles: len(b.Articles), Outlets: len(b.Articles), Origins: 1 + g.r.IntN(len(b.Articles))}
	b.Summary, b.Agreed, b.OneSource = g.statements(), g.statements(), g.statements()
	b.Disputed, b.Differ = g.disputes(), g.disputes()
	b.Superseded = g.updates()
	if g.r.IntN(3) == 0 {
		b.Since = g.since()
	}
	return b
}

// since is what is new in a story that was told before: as much as anything.
func (g *generator) since() *news.Since {
	s := &news.Since{Told: g.text("told"), New: g.statements(), Changed: g.updates(), Opened: g.disputes()}
	if g.r.IntN(2) == 0 {
		at := time.Date(2031, 3, 10, 19, 0, 0, 0, time.UTC)
		s.At = &at
	}
	for range g.few() {
		s.Settled = append(s.Settled, news.Settled{Question: g.text("settled"), By: news.ByEngine, Outcome: news.Statement{Text: g.maybe("outcome"), By: news.ByEngine, Support: g.evidence()}})
	}
	return s
}

func (g *generator) updates() []news.Update {
	var out []news.Update
	for range g.few() {
		out = append(out, news.Update{
			Question: g.maybe("update"), By: news.ByEngine,
			Earlier: news.Said{Text: g.maybe("earlier"), Evidence: g.evidence()}, Later: news.Said{Text: g.maybe("later"), Evidence: g.evidence()},
		})
	}
	return out
}

func (g *generator) statements() []news.Statement {
	var out []news.Statement
	for range g.few() {
		s := news.Statement{Text: g.maybe("statement"), By: news.ByEngine, Origins: g.r.IntN(4), Support: g.evidence()}
		if g.r.IntN(3) == 0 {
			s.By = news.ByModel
		}
		out = append(out, s)
	}
	return out
}

func (g *generator) disputes() []news.Dispute {
	var out []news.Dispute
	for range g.few() {
		d := news.Dispute{Question: g.text("question"), Kind: news.Quantity, By: news.ByEngine, Note: g.maybe("note")}
		for range 2 + g.few() {
			d.Positions = append(d.Positions, news.Position{Answer: g.text("answer"), Holder: g.maybe("holder"), Origins: 1, Evidence: g.evidence()})
		}
		out = append(out, d)
	}
	return out
}

func (g *generator) evidence() []news.Evidence {
	var out []news.Evidence
	for range 1 + g.few()/3 {
		quote := g.text("quote")
		out = append(out, news.Evidence{Article: g.articles[g.r.IntN(len(g.articles))].ID, Quote: quote, End: len(quote)})
	}
	return out
}

// maybe is a text, or nothing, or only white space.
func (g *generator) maybe(word string) string {
	switch g.r.IntN(8) {
	case 0:
		return ""
	case 1:
		return " \n\t"
	}
	return g.text(word)
}

// text begins with a word of its own and goes on with anything.
func (g *generator) text(word string) string {
	g.n++
	var b strings.Builder
	fmt.Fprintf(&b, "%s%dq", word, g.n)
	length := g.r.IntN(8)
	switch g.r.IntN(60) {
	case 0:
		length = 2000
	case 1, 2, 3:
		length = 100
	}
	pieces := pieces()
	for range length {
		if g.r.IntN(10) > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(pieces[g.r.IntN(len(pieces))])
	}
	return b.String()
}

func (g *generator) address() string {
	path := strings.ReplaceAll(g.text("path"), " ", "/")
	switch g.r.IntN(6) {
	case 0:
		return "javascript:" + path
	case 1:
		return path
	case 2:
		return "https://example.org/" + strings.Repeat("long/", g.r.IntN(800)) + path
	}
	return "https://example.org/" + path
}

func pieces() []string {
	return []string{
		"the", "ferry", "214", "<!channel>", "<@U123>", "<#C1|x>", "<https://evil.example|bank>", "&", "&amp;", ":tada:",
		"*bold*", "_it_", "~no~", "`code`", "\n", "\r\n", "\x00", "\x1b[31m", "\x1b]8;;http://evil.example\x07", "\u009b2J",
		"\u202e", "\u200b", "\u2028", "\xff\xfe", "座礁した", "Ελλάδα", "שלום", "سلام", "e\u0301", "👩\u200d👩\u200d👧", "🇳🇴",
		"“quoted”", "…", "@everyone", "|", strings.Repeat("x", 120), strings.Repeat("語", 200),
	}
}
