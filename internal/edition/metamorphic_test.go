package edition_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
)

// Changes to the articles that a reader would not notice must not change what
// is found in them.

// finding is what a reader learns from a line, without where it is quoted from.
type finding struct {
	Story, Kind, Text string
	Origins           int
}

// findings are the lines of a digest.
func findings(d news.Digest) []finding {
	var out []finding
	for _, b := range d.Stories {
		add := func(kind, text string, origins int) {
			out = append(out, finding{b.Articles[0].ID, kind, strings.Join(strings.Fields(text), " "), origins})
		}
		add("story", fmt.Sprint(b.Counts.Origins, " origins"), b.Counts.Origins)
		for _, s := range b.Agreed {
			add("agreed", s.Text, s.Origins)
		}
		for _, q := range b.Disputed {
			for _, p := range q.Positions {
				add("disputed", q.Question+" "+p.Answer, p.Origins)
			}
		}
		for _, q := range b.Differ {
			for _, p := range q.Positions {
				add("differ", q.Question+" "+p.Answer, p.Origins)
			}
		}
		for _, u := range b.Superseded {
			add("superseded", u.Earlier.Text+" → "+u.Later.Text, 0)
		}
	}
	return out
}

func build(t testing.TB, rows []ingest.Row) []finding {
	t.Helper()
	return findings(edition.Build(read(t, rows), nil, edition.Options{}))
}

// An article that five more outlets print word for word adds no voice.
func TestRepeatedArticleChangesNothing(t *testing.T) {
	for i, again := range ferry(t)[:4] {
		t.Run(again.ID, func(t *testing.T) {
			rows := ferry(t)
			for n := range 5 {
				r := rows[i]
				r.ID, r.Outlet, r.URL = fmt.Sprintf("%s-again%d", r.ID, n), fmt.Sprintf("Outlet %c", 'P'+n), fmt.Sprintf("https://again%d.example/", n)
				r.Published = later(t, r.Published, time.Duration(n+1)*time.Minute)
				rows = append(rows, r)
			}
			same(t, build(t, ferry(t)), build(t, rows))
		})
	}
}

func later(t testing.TB, at string, by time.Duration) string {
	t.Helper()
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	return when.Add(by).Format(time.RFC3339)
}

// same compares findings before and after a change.
func same(t testing.TB, before, after []finding) {
	t.Helper()
	count := map[finding]int{}
	for _, f := range before {
		count[f]++
	}
	for _, f := range after {
		count[f]--
	}
	for _, f := range slices.Concat(before, after) {
		switch n := count[f]; {
		case n > 0:
			t.Errorf("lost:   %s (%d origins): %s", f.Kind, f.Origins, f.Text)
		case n < 0:
			t.Errorf("gained: %s (%d origins): %s", f.Kind, f.Origins, f.Text)
		}
		delete(count, f)
	}
}

// What is on the page and not the article says nothing: a note of the house, a
// newsletter's prompt, what a reader writes below.
func TestNoiseChangesNothing(t *testing.T) {
	tests := []struct{ name, noise string }{
		{"a newsletter's prompt", "Sign up for our newsletter and never miss a story."},
		{"a share line", "Share this article on Facebook"},
		{"readers' comments", "Comments (2)\n\nhelmsman44\n5 March 2026 at 23:10\nMy cousin was on board and says 70 people were hurt, not 14!\nReply\n\nlottie\n6 March 2026 at 07:02\nThe ferry did not leave at 20:10, it was late as always.\nReply"},
	}
	for _, tt := range tests {
		for i, r := range ferry(t)[:4] {
			t.Run(tt.name+" below "+r.ID, func(t *testing.T) {
				rows := ferry(t)
				rows[i].Text += "\n" + tt.noise + "\n"
				same(t, build(t, ferry(t)), build(t, rows))
			})
		}
	}
}

// The findings are about whoever is named: names are only names.
func TestRenamedNamesRenameTheFindings(t *testing.T) {
	rename := strings.NewReplacer(
		"Selma Rook", "Lorna Finch", "Skarnholm", "Veltholm", "Tormund", "Halmund", "Wendle", "Pendry",
		"Iver Dahlquist", "Olav Stenquist", "Dahlquist", "Stenquist", "Norrund", "Vestrund",
		"Brita Salo", "Greta Palo", "Salo", "Palo", "Moa Lindqvist", "Ada Bergqvist", "Odd Brenner", "Ulf Kramer", "Marrick", "Norwick",
	)
	rows := ferry(t)
	for i := range rows {
		rows[i].Text, rows[i].Title = rename.Replace(rows[i].Text), rename.Replace(rows[i].Title)
	}
	want := build(t, ferry(t))
	for i := range want {
		want[i].Text = rename.Replace(want[i].Text)
	}
	same(t, want, build(t, rows))
}

// The same instant, told on the clock of another zone, is the same instant.
func TestAnotherZoneChangesNothing(t *testing.T) {
	rows := ferry(t)
	zone := time.FixedZone("", 9*60*60)
	for i := range rows {
		when, err := time.Parse(time.RFC3339, rows[i].Published)
		if err != nil {
			t.Fatal(err)
		}
		rows[i].Published = when.In(zone).Format(time.RFC3339)
	}
	same(t, build(t, ferry(t)), build(t, rows))
}
