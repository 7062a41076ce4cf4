package ingest_test

import (
	"testing"
)

// Items that have no page of their own, as they lead nowhere or to the site's
// front page, are as many articles.
func TestNoPageOfTheirOwn(t *testing.T) {
	for _, link := range []string{"", "http://echo.example/"} {
		s := newSite(t)
		a, b := report(1), report(2)
		a.link, b.link = link, link
		s.put(echo, "application/rss+xml", rss(a, b))
		if rep := s.run(t, echo)[0]; rep.New != 2 {
			t.Errorf("with the link %q %d are new, want 2", link, rep.New)
		}
	}
}
