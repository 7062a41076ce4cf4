package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// silent reports whether an element has no text that a reader of the page sees
// as its text.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Head, atom.Title, atom.Iframe,
		atom.Object, atom.Embed, atom.Svg, atom.Canvas, atom.Audio, atom.Video, atom.Map,
		atom.Textarea, atom.Datalist, atom.Frameset, atom.Noframes, atom.Noembed:
		return true
	}
	return false
}

// offScreen are class names by which pages hide text from sighted readers.
var offScreen = map[string]bool{
	"sr-only": true, "visually-hidden": true, "visuallyhidden": true,
	"screen-reader-text": true, "screen-reader-only": true, "u-hidden": true,
	"screenreader": true, "a11y-hidden": true, "is-hidden": true,
	"element-invisible": true, "assistive-text": true, "offscreen": true,
}

var (
	hidingStyle = regexp.MustCompile(`(?i)(?:^|[;{\s])(?:` +
		`display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$)|` +
		`font-size\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:[;!]|$)|` +
		`content-visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%|` +
		`(?:left|top|right|text-indent)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|em|rem|%)?)`)
	zeroSize   = regexp.MustCompile(`(?i)(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*[01](?:px|em|rem|%)?\s*(?:[;!]|$)`)
	clipped    = regexp.MustCompile(`(?i)overflow(?:-[xy])?\s*:\s*(?:hidden|clip)`)
	styleRule  = regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`)
	styleNote  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	simpleName = regexp.MustCompile(`^[a-zA-Z0-9]*([.#])([\w-]+)$`)
)

// hiding holds what a page's own style sheet hides by a plain class or id.
type hiding struct{ class, id map[string]bool }

func newHiding() hiding { return hiding{class: map[string]bool{}, id: map[string]bool{}} }

// readHiding reads the rules of the page's style elements whose selector is
// one class or one id, outside of any @-rule. A name that another rule shows
// again is left alone.
func readHiding(doc *html.Node) hiding {
	var h, shown hiding
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Style || n.FirstChild == nil || hasAttr(n, "media") && attr(n, "media") != "all" {
			continue
		}
		if h.class == nil { // most texts have no style sheet
			h, shown = newHiding(), newHiding()
		}
		h.read(n.FirstChild.Data, shown)
	}
	for name := range shown.class {
		delete(h.class, name)
	}
	for name := range shown.id {
		delete(h.id, name)
	}
	return h
}

func (h hiding) read(css string, shown hiding) {
	if len(css) > 1<<20 {
		return
	}
	css = outsideAtRules(styleNote.ReplaceAllString(css, " "))
	for _, rule := range styleRule.FindAllStringSubmatch(css, -1) {
		hides := hides(rule[2])
		for selector := range strings.SplitSeq(rule[1], ",") {
			selector = strings.TrimSpace(selector)
			if m := simpleName.FindStringSubmatch(selector); m != nil && hides {
				h.of(m[1])[m[2]] = true
				continue
			}
			if !hides && strings.Contains(rule[2], "display") {
				for _, name := range strings.FieldsFunc(selector, func(r rune) bool { return strings.ContainsRune(" .#>+~:", r) }) {
					shown.class[name], shown.id[name] = true, true
				}
			}
		}
	}
}

func (h hiding) of(mark string) map[string]bool {
	if mark == "." {
		return h.class
	}
	return h.id
}

// outsideAtRules cuts @media and the like, whose blocks hold further blocks.
func outsideAtRules(css string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(css, '@')
		if at < 0 {
			b.WriteString(css)
			return b.String()
		}
		b.WriteString(css[:at])
		css = css[at:]
		end := strings.IndexAny(css, "{;")
		if end < 0 {
			return b.String()
		}
		if css[end] == ';' {
			css = css[end+1:]
			continue
		}
		depth := 0
		i := end
		for ; i < len(css); i++ {
			if css[i] == '{' {
				depth++
			} else if css[i] == '}' {
				if depth--; depth == 0 {
					break
				}
			}
		}
		css = css[min(i+1, len(css)):]
	}
}

func hides(style string) bool {
	if style == "" {
		return false
	}
	return hidingStyle.MatchString(style) || zeroSize.MatchString(style) && clipped.MatchString(style)
}

// prune takes out of the page everything that a reader does not see.
func prune(doc *html.Node) {
	h := readHiding(doc)
	var next *html.Node
	var visit func(n *html.Node)
	visit = func(n *html.Node) { // no deeper than the parser's 512 elements
		for c := n.FirstChild; c != nil; c = next {
			next = c.NextSibling
			if c.Type == html.CommentNode || c.Type == html.ElementNode && c.DataAtom != atom.Head && h.hidden(c) {
				n.RemoveChild(c)
				continue
			}
			if c.DataAtom == atom.Head {
				continue
			}
			visit(c)
			next = c.NextSibling
		}
	}
	visit(doc)
}

func (h hiding) hidden(n *html.Node) bool {
	if silent(n) {
		return true
	}
	if n.DataAtom == atom.Dialog && !hasAttr(n, "open") {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if strings.EqualFold(strings.TrimSpace(a.Val), "true") {
				return true
			}
		case "style":
			if hides(a.Val) {
				return true
			}
		case "class":
			for name := range strings.FieldsSeq(a.Val) {
				if h.class[name] || offScreen[strings.ToLower(name)] {
					return true
				}
			}
		case "id":
			if h.id[a.Val] {
				return true
			}
		}
	}
	return false
}
