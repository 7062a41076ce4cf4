package page

import (
	"fmt"
	"slices"

	"counterpoint/internal/news"
)

// desk turns one story into its view. It numbers sources in the order of the
// story's articles and quotations in the order in which they are asked for.
type desk struct {
	clock  clock
	anchor string
	brief  news.Brief
	index  map[string]int // an article's ID -> its place in brief.Articles
	quotes int
}

// storyView is a story as the template prints it.
type storyView struct {
	Anchor    string
	Place     string // "Story 1 of 3"
	Headline  string
	Counts    string
	Tally     string
	Single    bool // one origin only: there is nothing to compare
	Since     *sinceView
	Summary   []statementView
	Agreed    []statementView
	Disputed  []disputeView
	Table     *tableView
	Differ    []disputeView
	Updates   []updateView
	OneSource []statementView
	Because   []string
	Origins   []originView
}

// statementView is a sentence and what it rests on. Verbatim is set where the
// sentence is its only quotation, so that it is printed once.
type statementView struct {
	Text     string
	ByModel  bool
	Origins  string // "3 of 5 origins"
	Refs     []refView
	Quotes   []quoteView
	Verbatim bool
}

// refView is a reference to a source of the story. Number is zero where the
// article is not among them.
type refView struct {
	Number  int
	Anchor  string
	Outlet  string
	Article string
}

// quoteView is a quotation and the articles in which it stands: a copy has the
// words of its original, which are printed once.
type quoteView struct {
	ID     string
	Text   string
	Places []placeView
}

// placeView is where a quotation stands.
type placeView struct {
	Ref  refView
	Copy bool
	When moment
	Link string
}

func newDesk(c clock, anchor string, b news.Brief) *desk {
	k := &desk{clock: c, anchor: anchor, brief: b, index: map[string]int{}}
	for i, a := range b.Articles {
		k.index[a.ID] = i
	}
	return k
}

// story builds the view from top to bottom, so that quotations are numbered
// in the order of the page.
func (k *desk) story() storyView {
	b := k.brief
	v := storyView{
		Anchor:   k.anchor,
		Headline: b.Headline,
		Counts: dotted(count(b.Counts.Articles, "article", "articles"),
			count(b.Counts.Outlets, "outlet", "outlets"), count(b.Counts.Origins, "origin", "origins")),
		Single:  b.Counts.Origins <= 1,
		Because: b.Because,
	}
	v.Since = k.since()
	v.Agreed = k.statements(b.Agreed)
	v.Disputed = k.disputes(b.Disputed, "d")
	v.Table = k.table()
	v.Differ = k.disputes(b.Differ, "f")
	v.Updates = k.updates(b.Superseded, charts(v.Since))
	v.OneSource = k.statements(b.OneSource)
	v.Summary = k.statements(b.Summary) // printed at the top, its quotations here
	v.Origins = k.origins()
	v.Tally = v.tally()
	return v
}

// tally says in a few words what a story holds, or how large it is where it
// holds nothing to compare.
func (v storyView) tally() string {
	var facts []string
	for _, f := range []struct {
		n    int
		text string
	}{
		{len(v.Disputed), "disputed"},
		{len(v.Differ), "where reports differ"},
		{len(v.Updates), "updated"},
		{len(v.Agreed), "agreed"},
	} {
		if f.n > 0 {
			facts = append(facts, fmt.Sprintf("%d %s", f.n, f.text))
		}
	}
	if len(facts) == 0 {
		return v.Counts
	}
	return dotted(facts...)
}

func (k *desk) statements(list []news.Statement) []statementView {
	var views []statementView
	for _, s := range list {
		v := statementView{Text: s.Text, ByModel: s.By == news.ByModel, Refs: k.refs(s.Support), Quotes: k.quotations(s.Support)}
		if s.Origins > 0 {
			v.Origins = fmt.Sprintf("%d of %d", s.Origins, max(k.brief.Counts.Origins, s.Origins))
		}
		v.Verbatim = verbatim(s.Text, s.Support)
		views = append(views, v)
	}
	return views
}

// verbatim reports whether a sentence is nothing but its only quotation.
func verbatim(text string, support []news.Evidence) bool {
	return len(support) == 1 && support[0].Quote == text
}

// refs are the sources of some evidence, each once, in the order of numbers
// that the evidence has.
func (k *desk) refs(list []news.Evidence) []refView {
	var refs []refView
	seen := map[string]bool{}
	for _, e := range list {
		if !seen[e.Article] {
			seen[e.Article] = true
			refs = append(refs, k.ref(e.Article))
		}
	}
	return refs
}

func (k *desk) ref(article string) refView {
	i, ok := k.index[article]
	if !ok {
		return refView{Article: article}
	}
	return refView{Number: i + 1, Anchor: k.sourceAnchor(i), Outlet: k.brief.Articles[i].Outlet, Article: article}
}

func (k *desk) sourceAnchor(i int) string { return fmt.Sprintf("%s-s%d", k.anchor, i+1) }

func (k *desk) quotations(list []news.Evidence) []quoteView {
	at := map[string]int{}
	var views []quoteView
	for _, e := range list {
		i, ok := at[e.Quote]
		if !ok {
			i = len(views)
			at[e.Quote] = i
			k.quotes++
			views = append(views, quoteView{ID: fmt.Sprintf("%s-q%d", k.anchor, k.quotes), Text: e.Quote})
		}
		if place := k.place(e); !slices.Contains(views[i].Places, place) {
			views[i].Places = append(views[i].Places, place)
		}
	}
	return views
}

func (k *desk) place(e news.Evidence) placeView {
	p := placeView{Ref: k.ref(e.Article)}
	if i, ok := k.index[e.Article]; ok {
		a := k.brief.Articles[i]
		p.Copy = a.CopyOf != ""
		p.When, p.Link = k.clock.short(a.Published), quoteURL(a.URL, e.Quote)
	}
	return p
}
