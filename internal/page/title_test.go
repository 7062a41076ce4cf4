package page_test

import (
	"bytes"
	"strings"
	"testing"

	"counterpoint/internal/news"
	"counterpoint/internal/page"
)

// A page's title says no name twice.
func TestTitle(t *testing.T) {
	for given, want := range map[string]string{
		"":                          "Digest · Counterpoint",
		"Counterpoint":              "Digest · Counterpoint",
		"Counterpoint · late: 8:00": "Digest · late: 8:00 · Counterpoint",
		"Counterpointers":           "Counterpointers · Counterpoint",
		"World news":                "World news · Counterpoint",
	} {
		var b bytes.Buffer
		if err := page.Render(&b, news.Digest{Title: given}); err != nil {
			t.Fatal(err)
		}
		heading, _, _ := strings.Cut(want, " · Counterpoint")
		if got := b.String(); !strings.Contains(got, "<title>"+want+"</title>") || !strings.Contains(got, `<h1 dir="auto">`+heading+"</h1>") {
			t.Errorf("%q is titled %.600s, want %q", given, got, want)
		}
	}
}
