package page

import "counterpoint/internal/news"

// group is the articles of one origin, by their places in the story.
type group struct {
	origin string
	own    []int
	copies []int
}

// originView is one independent voice: its own articles, and who copied them.
type originView struct {
	Own    []sourceView
	Copies []sourceView
	Folded string // "2 copies of this text"
}

// sourceView is an article as the list of sources prints it.
type sourceView struct {
	Number  int
	Anchor  string
	Outlet  string
	Title   string
	Link    string
	Address string // the address as text, where it is not one to link to
	When    moment
	Fetched moment
	Lang    string
	Hash    string
	Partial bool
}

// groups parts the articles of the story by origin, in the order in which the
// origins first appear. An origin of which only copies are left keeps the
// first of them as its own.
func (k *desk) groups() []group {
	at := map[string]int{}
	var groups []group
	for i, a := range k.brief.Articles {
		g, ok := at[a.Origin]
		if !ok {
			g = len(groups)
			at[a.Origin] = g
			groups = append(groups, group{origin: a.Origin})
		}
		if a.CopyOf == "" {
			groups[g].own = append(groups[g].own, i)
		} else {
			groups[g].copies = append(groups[g].copies, i)
		}
	}
	for i, g := range groups {
		if len(g.own) == 0 {
			groups[i].own, groups[i].copies = g.copies[:1], g.copies[1:]
		}
	}
	return groups
}

func (k *desk) origins() []originView {
	var views []originView
	for _, g := range k.groups() {
		v := originView{Folded: count(len(g.copies), "copy of this text", "copies of this text")}
		for _, i := range g.own {
			v.Own = append(v.Own, k.source(i))
		}
		for _, i := range g.copies {
			v.Copies = append(v.Copies, k.source(i))
		}
		views = append(views, v)
	}
	return views
}

func (k *desk) source(i int) sourceView {
	a := k.brief.Articles[i]
	v := sourceView{
		Number:  i + 1,
		Anchor:  k.sourceAnchor(i),
		Outlet:  a.Outlet,
		Title:   title(a),
		Link:    safeURL(a.URL),
		When:    k.clock.short(a.Published),
		Fetched: k.clock.short(a.Fetched),
		Hash:    a.TextSHA256,
		Partial: a.Partial,
	}
	if a.Lang != "en" { // said only where it would surprise a reader
		v.Lang = a.Lang
	}
	if v.Link == "" {
		v.Address = a.URL
	}
	return v
}

func title(a news.BriefArticle) string {
	if a.Title == "" {
		return "(no title)"
	}
	return a.Title
}
