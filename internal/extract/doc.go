// Package extract turns a news page, or text scraped off one, into the fields
// of a news.Article: the running text, its captions, and what the page says of
// itself.
//
// Page reads HTML. The parsed page is cut into blocks, each the visible text
// of one block element. go-trafilatura (a port of Barbaresi's Trafilatura,
// with readability and DOM Distiller as its fallbacks) says which of the
// page's words are the article; a block is kept when its word 4-grams are
// among them, or among those of an articleBody that the page declares in
// JSON-LD. What is printed is the block as it stands in the page, never the
// library's rendering of it. Kept blocks then pass the same filter as the
// lines of scraped text: headlines of other stories, share lines, newsletter
// prompts, bylines, comments and legal notes go, by position, by markup and by
// the phrases in phrases.txt.
//
// Scraped reads plain text. It finds where the article begins (its first
// paragraph of prose) and where it ends (a comment section, a closing credit,
// a list of related headlines) and applies the same filter.
//
// Every line of a Body and every caption is, up to white space and characters
// without width, a substring of the page's visible text. Mojibake is not
// repaired and nothing is reworded. Hidden text never becomes text.
//
// The package refuses pages over MaxBytes, pages nested too deeply to be
// parsed, bytes in no known charset, and pages without an article. It is pure:
// no network, no clock, no state. A year that a date leaves out is not guessed.
package extract

import "errors"

// MaxBytes is the size of the largest page that is read.
const MaxBytes = 20 << 20

// The reasons for which a page is refused.
var (
	// ErrNoArticle says that a page has no running text.
	ErrNoArticle = errors.New("no article text found")
	// ErrTooLarge says that a page is larger than MaxBytes.
	ErrTooLarge = errors.New("page is over 20 MB")
	// ErrTooComplex says that a page's markup is nested too deeply, or has too
	// many elements, to be read safely.
	ErrTooComplex = errors.New("page is nested too deeply or has too many elements")
	// ErrCharset says that a page's bytes are in no charset that is known.
	ErrCharset = errors.New("text is in an unknown charset")
)
