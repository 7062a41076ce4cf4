package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mark is what the markup says of a piece of text.
type mark uint32

const (
	markNav     mark = 1 << iota // a way to other pages
	markAside                    // beside the article
	markFooter                   // below the page
	markComment                  // readers' comments
	markRelated                  // headlines of other stories
	markPromo                    // newsletters, subscriptions, advertising, consent
	markShare                    // share buttons
	markTags                     // topics of the page
	markBio                      // about the author
	markByline
	markDate
	markCredit // of a photo
	markSource // of the text: an agency
	markCaption
	markFigure
	markLink // a card or teaser
)

// zoneMarks are the marks of elements that hold something else than the article.
const zoneMarks = markNav | markAside | markFooter | markComment | markRelated |
	markPromo | markShare | markTags | markBio

// marksByTag are the elements that HTML itself gives such a meaning.
var marksByTag = map[atom.Atom]mark{
	atom.Nav: markNav, atom.Menu: markNav, atom.Aside: markAside, atom.Footer: markFooter,
	atom.Figcaption: markCaption, atom.Figure: markFigure, atom.Form: markPromo,
	atom.Dialog: markPromo, atom.Fieldset: markPromo,
}

// marksByRole are those that ARIA and microdata give.
var marksByRole = map[string]mark{
	"navigation": markNav, "complementary": markAside, "contentinfo": markFooter,
	"dialog": markPromo, "alertdialog": markPromo, "banner": 0, "search": markNav,
	"author": markByline, "datepublished": markDate, "datemodified": markDate,
	"caption": markCaption,
}

// marksByWord are the words of class names and ids that say what an element
// is for. A word counts alone or as part of a hyphenated or camel-cased name.
// They hold across newsrooms' systems; names of one system are not listed.
var marksByWord = map[string]mark{
	"nav": markNav, "navigation": markNav, "navbar": markNav, "menu": markNav,
	"breadcrumb": markNav, "breadcrumbs": markNav, "pagination": markNav, "pager": markNav,
	"skiplinks": markNav, "skip": markNav, "toolbar": markNav, "masthead": markNav,

	"sidebar": markAside, "rail": markAside,

	"footer": markFooter, "colophon": markFooter,

	"comment": markComment, "comments": markComment, "disqus": markComment,
	"commentlist": markComment, "respond": markComment, "discussion": markComment,

	"related": markRelated, "recommended": markRelated, "recommendations": markRelated,
	"recirc": markRelated, "recirculation": markRelated, "mostread": markRelated,
	"mostwatched": markRelated, "mostpopular": markRelated, "trending": markRelated,
	"popular": markRelated, "outbrain": markRelated, "taboola": markRelated,
	"teaser": markRelated, "teasers": markRelated, "readmore": markRelated, "readnext": markRelated,
	"alsoread": markRelated, "seealso": markRelated, "morefrom": markRelated,

	"newsletter": markPromo, "newsletters": markPromo, "subscribe": markPromo,
	"subscription": markPromo, "signup": markPromo, "promo": markPromo, "promotion": markPromo,
	"paywall": markPromo, "cookie": markPromo, "cookies": markPromo, "consent": markPromo,
	"gdpr": markPromo, "advert": markPromo, "advertisement": markPromo, "ad": markPromo,
	"ads": markPromo, "sponsor": markPromo, "sponsored": markPromo, "donate": markPromo,
	"donation": markPromo, "donations": markPromo, "appeal": 0, "popup": markPromo,
	"modal": markPromo, "login": markPromo, "register": markPromo, "disclaimer": markPromo,
	"copyright": markFooter, "legal": markFooter, "privacy": markPromo,

	"share": markShare, "sharing": markShare, "social": markShare, "sharebar": markShare,
	"sharetools": markShare, "addthis": markShare, "addtoany": markShare, "sharedaddy": markShare,
	"follow": markShare,

	"tags": markTags, "taglist": markTags, "tagcloud": markTags, "topics": markTags,
	"keywords": markTags,

	"bio": markBio, "biography": markBio, "authorbox": markBio, "authorbio": markBio,

	"byline": markByline, "author": markByline, "authors": markByline, "writer": markByline,
	"reporter": markByline, "by": markByline,
	"dateline": markDate, "timestamp": markDate, "pubdate": markDate, "published": markDate,
	"date": markDate, "stamp": markDate, "time": markDate, "datetime": markDate, "updated": markDate,
	"meta": markDate, "metadata": markDate,

	"credit": markCredit, "photocredit": markCredit, "credits": markCredit,
	"src": markSource, "source": markSource, "agency": markSource, "wire": markSource,

	"caption": markCaption, "captions": markCaption, "figcaption": markCaption, "legend": markCaption,
	"figure": markFigure, "gallery": markFigure, "slideshow": markFigure,

	"card": markLink,
}

// pairs are meanings that only two neighbouring words of a name have together.
var marksByPair = map[string]mark{
	"most read": markRelated, "most popular": markRelated, "most viewed": markRelated,
	"most watched": markRelated, "read more": markRelated, "read next": markRelated,
	"also read": markRelated, "see also": markRelated, "more from": markRelated,
	"more stories": markRelated, "more news": markRelated, "up next": markRelated,
	"sign up": markPromo, "log in": markPromo, "call out": 0,
	"author bio": markBio, "author box": markBio, "about author": markBio, "author info": markBio,
	"post date": markDate, "publish date": markDate,
	"image caption": markCaption, "photo caption": markCaption, "media caption": markCaption,
	"caption text": markCaption, "cutline": markCaption,
	"skip link": markNav, "side bar": markAside, "right rail": markAside, "site header": markNav,
}

// marksOf reads the marks of one element from its tag, its role and the words
// of its class and id.
func marksOf(n *html.Node) mark {
	if n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return 0
	}
	m := marksByTag[n.DataAtom]
	for _, a := range n.Attr {
		switch a.Key {
		case "role", "itemprop":
			m |= marksByRole[strings.ToLower(strings.TrimSpace(a.Val))]
		case "rel":
			if strings.EqualFold(a.Val, "author") {
				m |= markByline
			}
		case "class", "id":
			if len(a.Val) < 1000 {
				m |= marksOfName(a.Val)
			}
		}
	}
	return m
}

func marksOfName(name string) mark {
	var m mark
	last := ""
	for _, w := range nameWords(name) {
		m |= marksByWord[w] | marksByPair[last+" "+w]
		last = w
	}
	return m
}

// nameWords splits "articleShare-bar" into article, share, bar.
func nameWords(name string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	lower := false
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			lower = false
			continue
		}
		if unicode.IsUpper(r) && lower {
			end()
		}
		lower = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	end()
	return out
}
