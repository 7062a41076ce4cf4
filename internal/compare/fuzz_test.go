package compare

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Whatever two articles say, what is found is quoted from them as it stands, and
// a dispute has a question and two answers.
func FuzzFindings(f *testing.F) {
	f.Add("The dam held all night, keeper Ada Holm said. At 7.15 a.m. 40 people had left. “There was no bell,” she said.", "The dam broke at six, according to the board. Some 90 people left. It said there had been a bell.")
	f.Add("Mr Orde, 58, who keeps the gate, said he had not\nopened it. Nobody is missing.", "\"It was open,\" says\n\nIda Lund. \"We saw it.\" Two are missing.")
	for _, pair := range []string{"adunle-collapse", "halmsey-ferry", "quarry-blast", "nkanda-vaccines"} {
		var texts [2]string
		for i, name := range []string{"a1.txt", "a3.txt"} {
			raw, err := os.ReadFile(filepath.Join("..", "..", "corpus", pair, name))
			if err != nil {
				f.Fatal(err)
			}
			texts[i] = string(raw)
		}
		f.Add(texts[0], texts[1])
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		at := time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)
		s := news.Story{ID: "s"}
		bodies := map[string]string{"a": first, "b": second}
		for i, id := range []string{"a", "b"} {
			s.Articles = append(s.Articles, news.Article{ID: id, Outlet: id, Body: bodies[id], Published: at.Add(time.Duration(i) * 5 * time.Hour)})
			s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
		}
		found := Findings(s, claims.Read(s))
		quoted := func(all []news.Evidence) {
			if len(all) == 0 {
				t.Error("told without a quotation")
			}
			for _, e := range all {
				if e.Start < 0 || e.End > len(bodies[e.Article]) || bodies[e.Article][e.Start:e.End] != e.Quote {
					t.Errorf("%q does not stand at %d of %q", e.Quote, e.Start, e.Article)
				}
			}
		}
		for _, l := range append(found.Agreed, found.OneSource...) {
			quoted(l.Support)
		}
		for _, u := range found.Superseded {
			quoted(u.Earlier.Evidence)
			quoted(u.Later.Evidence)
		}
		for _, d := range append(found.Disputed, found.Differ...) {
			if d.Question == "" || len(d.Positions) < 2 {
				t.Errorf("%q with %d positions", d.Question, len(d.Positions))
			}
			for _, p := range d.Positions {
				quoted(p.Evidence)
			}
		}
	})
}
