// Package page renders a digest as its evidence page: one HTML file in which
// every line leads to the sentences that it comes from.
//
// The file is whole: it holds its own style, asks nobody for anything, and
// needs no script. It carries a policy that forbids both, so that text from
// the web stays text even if an escape were missed, and it tells browsers to
// send no referrer, since the address of a page may be a secret. Links lead to
// http and https only; any other address is shown as text.
//
// The same digest gives the same bytes. Times are printed in the zone of the
// digest's slot, else of its making, else in UTC, and the page names it.
//
// Anchors, for messages that point into a page (story is "story-" and the
// story's ID, with any character outside A-Z a-z 0-9 . _ - turned into "-"):
//
//	#story        the story          #story-agreed  what sources agree on
//	#story-d1     its first dispute  #story-table   who says what
//	#story-why    why grouped        #story-s2      its second source
//	#story-q7     the seventh quotation of the story, in the order of the page
package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"

	"counterpoint/internal/news"
)

//go:embed template/*.html
var files embed.FS

// Render writes the evidence page of d. It writes nothing where it cannot
// write the whole page, and changes nothing of d.
func Render(w io.Writer, d news.Digest) error {
	t, err := template.ParseFS(files, "template/*.html")
	if err != nil {
		return fmt.Errorf("evidence page: %w", err)
	}
	v := newPageView(d)
	v.Style = template.CSS(style) //nolint:gosec // the embedded file, not input
	v.Policy = Policy()
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "page.html", v); err != nil {
		return fmt.Errorf("evidence page: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("evidence page: %w", err)
	}
	return nil
}
