// Package news holds the nouns that the stages exchange: what a page says
// (Article), which articles tell one event (Story), what is found in them
// (Findings) and what a reader gets (Brief, Digest).
//
// It is a leaf: it imports the standard library only and decides nothing.
// The JSON forms of Digest and its parts are a public interface.
package news

import (
	"strings"
	"time"
)

// Article is one kept article: the text of a page without its furniture.
type Article struct {
	ID        string
	URL       string // empty, or http(s)
	Outlet    string
	Byline    string
	Title     string
	Published time.Time // zero where unknown
	Fetched   time.Time // zero where it was not fetched
	Lang      string    // ISO 639-1, empty where unknown
	Body      string    // the running text, paragraphs parted by line feeds
	Captions  []string  // photo captions, one line each
	Partial   bool      // known to be cut short
	// OriginHint is whom the page itself names as the source of its text, a
	// wire's credit line for instance; empty where it names none.
	OriginHint string
}

// Text is the kept text that evidence points into: the body, a blank line,
// the captions with a line feed between them.
func (a Article) Text() string {
	if len(a.Captions) == 0 {
		return a.Body
	}
	return a.Body + "\n\n" + strings.Join(a.Captions, "\n")
}

// InCaptions reports whether a byte offset into Text lies in the captions.
func (a Article) InCaptions(offset int) bool {
	return len(a.Captions) > 0 && offset > len(a.Body)
}

// LeftOut is an article that is in no story, and why.
type LeftOut struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}
