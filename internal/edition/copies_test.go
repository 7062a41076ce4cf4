package edition_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
)

// Law 6: copies of one wire report are one origin, however many outlets carry
// them and however lightly they edit them; an own report is another.
func TestCopiesAreOneOrigin(t *testing.T) {
	wire, own := fixture(t, "wire.txt"), fixture(t, "own.txt")
	rows := []ingest.Row{row("wire", "Arrow Wire", wire, 0)}
	for i := range 40 {
		rows = append(rows, row(fmt.Sprintf("copy%02d", i), fmt.Sprintf("Outlet %c%c", 'A'+i/26, 'A'+i%26), edit(wire, i), time.Duration(i+1)*7*time.Minute))
	}
	count := func(rows []ingest.Row) news.Counts {
		d := edition.Build(read(t, rows), nil, edition.Options{})
		if len(d.Stories) != 1 {
			t.Errorf("%d stories, want 1", len(d.Stories))
		}
		return d.Stories[0].Counts
	}
	if got, want := count(rows), (news.Counts{Articles: 41, Outlets: 41, Origins: 1}); got != want {
		t.Errorf("a report and 40 copies: %+v, want %+v", got, want)
	}
	rows = append(rows, row("own", "Tolm Gazette", own, 5*time.Hour))
	if got, want := count(rows), (news.Counts{Articles: 42, Outlets: 42, Origins: 2}); got != want {
		t.Errorf("with an own report: %+v, want %+v", got, want)
	}
}

// What 40 copies say is what one source says.
func TestCopiesAgreeOnNothing(t *testing.T) {
	wire := fixture(t, "wire.txt")
	var rows []ingest.Row
	for i := range 6 {
		rows = append(rows, row(fmt.Sprintf("copy%d", i), fmt.Sprintf("Outlet %c", 'A'+i), edit(wire, i), time.Duration(i)*time.Hour))
	}
	for _, b := range edition.Build(read(t, rows), nil, edition.Options{}).Stories {
		if len(b.Agreed) > 0 {
			t.Errorf("copies of one report agree on %q", b.Agreed[0].Text)
		}
		if len(b.Disputed) > 0 {
			t.Errorf("copies of one report dispute %q", b.Disputed[0].Question)
		}
	}
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// row is an article whose text begins with its headline.
func row(id, outlet, text string, after time.Duration) ingest.Row {
	title, _, _ := strings.Cut(text, "\n")
	at := time.Date(2026, time.April, 8, 14, 0, 0, 0, time.UTC).Add(after)
	return ingest.Row{ID: id, Outlet: outlet, URL: "https://" + id + ".example/", Title: title, Text: text, Published: at.Format(time.RFC3339)}
}

// edit changes a report as a desk does: a headline of its own, a dateline,
// another word here and there, the end cut off, a line about itself.
func edit(report string, i int) string {
	paragraphs := strings.Split(strings.TrimSpace(report), "\n\n")
	headlines := []string{paragraphs[0], "Crack in wall: reservoir above Tolm is drained", "640 leave homes in Tolm as reservoir is emptied", "Tolm reservoir drained"}
	paragraphs[0] = headlines[i%len(headlines)]
	if i%2 == 0 {
		paragraphs[1] = "TOLM (Arrow) - " + paragraphs[1]
	}
	if i%3 == 0 {
		paragraphs = paragraphs[:len(paragraphs)-1]
	}
	if i%5 == 0 {
		paragraphs = append(paragraphs, "This newspaper has asked the water board for comment.")
	}
	text := strings.Join(paragraphs, "\n\n")
	if i%4 == 1 {
		text = strings.NewReplacer("About 640", "Some 640", "began to drain", "started draining", "elsewhere", "away from home").Replace(text)
	}
	return text + "\n"
}
