package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxNodes bounds the tree that the stages behind the parser walk, some of
// them more than once. The longest news pages have a tenth of it.
const maxNodes = 400_000

// parse reads a page's markup. The parser itself refuses to nest deeper than
// 512 elements, so that what walks the tree may recurse.
func parse(text string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTooComplex, err)
	}
	n := 0
	for range doc.Descendants() {
		if n++; n > maxNodes {
			return nil, ErrTooComplex
		}
	}
	return doc, nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// textOf gives the text below n.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		} else if d.Type == html.ElementNode && (isBlock(d) || d.DataAtom == atom.Br) {
			b.WriteByte(' ')
		}
	}
	return clean(b.String())
}
