package summarize

import (
	"testing"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

func TestStandsAlone(t *testing.T) {
	for s, want := range map[string]bool{
		"The tram to Ullin left the rails on Friday.": true,
		"Allotment holders in Ullin lost their crop.": true,
		"All were taken to the clinic.":               false,
		"The two drivers are unhurt.":                 false,
		"It had been due at six.":                     false,
		"10:40 The tram to Ullin has left the rails.": false,
		"A tram left the rails, we are told.":         false,
	} {
		if got := standsAlone(s); got != want {
			t.Errorf("%q: %t, want %t", s, got, want)
		}
	}
}

// Of openings in like words, the one is taken that says what the titles say, and
// that neither points back nor recalls.
func TestBestLead(t *testing.T) {
	story := func(first, second string) (news.Story, claims.Reading) {
		s := news.Story{}
		for i, body := range []string{first, second} {
			id := string(rune('a' + i))
			s.Articles = append(s.Articles, news.Article{ID: id, Outlet: id, Title: "Tram derails in Ullin", Body: body})
			s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
		}
		return s, claims.Read(s)
	}
	for _, c := range []struct{ name, want, other string }{
		{"the titles", "A tram that derailed in Ullin hit the market fountain.", "The market fountain of Ullin, hit on Friday, is the work of Brede masons."},
		{"points back", "The tram that derailed in Ullin hit the market fountain.", "It derailed in Ullin, the tram, and hit the market fountain."},
		{"own voice", "The tram that derailed in Ullin hit the market fountain.", "We saw how the tram derailed in Ullin and hit the market fountain."},
	} {
		for _, pair := range [][2]string{{c.want, c.other}, {c.other, c.want}} {
			s, r := story(pair[0], pair[1])
			if lead, ok := bestLead(s, r, nil); !ok || lead.Text != c.want {
				t.Errorf("%s: %q, want %q", c.name, lead.Text, c.want)
			}
		}
	}
}
