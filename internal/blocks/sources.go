package blocks

import (
	"strconv"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// sourced lists the outlets as links, those with words of their own first, and
// leads to the evidence page. An outlet with several articles stands once: the
// thread has them all.
func (l lead) sourced(opts Options) runs {
	r := runs(nil).note("Sources: ")
	outlets, copies := outletsOf(l.index)
	for i, a := range outlets {
		if i > 0 && i <= l.shape.sources {
			r = r.own(" · ")
		}
		switch {
		case i < l.shape.sources:
			r = r.link(a.URL, oneLine(wording.Outlet(a), 40), leadLink)
		case i == l.shape.sources:
			r = r.note(strconv.Itoa(len(outlets)-i) + " more")
		}
	}
	if copies > 0 {
		r = r.note(" + " + wording.Count(copies, "copy"))
	}
	if to := evidenceLink(l.Brief, opts); to != "" {
		r = r.own("  →  ").link(to, "Who says what", leadEvidence)
	}
	return r
}

// outletsOf is the first article of each outlet, and how many copies there are.
func outletsOf(x wording.Index) (first []news.BriefArticle, copies int) {
	seen := map[string]bool{}
	for _, s := range x.Sources() {
		copies += len(s.Copies)
		if name := wording.Outlet(s.Article); !seen[name] {
			seen[name] = true
			first = append(first, s.Article)
		}
	}
	return first, copies
}
