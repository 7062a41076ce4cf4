package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/cluster"
	"counterpoint/internal/news"
)

// reports are n invented reports of one event, which name a town and a person.
func reports(name, town, person string, n int) groups {
	g := groups{event: map[string]string{}}
	for i := range n {
		id := fmt.Sprintf("%s/a%d", name, i+1)
		g.articles = append(g.articles, news.Article{
			ID: id, Title: "Fire in " + town, Published: time.Date(2026, 3, 3+i, 9, 0, 0, 0, time.UTC),
			Body: fmt.Sprintf("A barn burned down near %s on Monday. Chief %s counted 214 bales. Nobody was hurt near %s. It took 3 hours, said %s in 2026.", town, person, town, person),
		})
		g.event[id] = name + "/e1"
	}
	return g
}

func TestDoubleIsAnotherEvent(t *testing.T) {
	c, lender := reports("one", "Selmouth", "Voss", 6), reports("two", "Aldham", "Pell", 6)
	renamed := 0
	for seed := range uint64(20) {
		d := double(c, lender, rand.New(rand.NewPCG(seed, 1)))
		again := 0
		for i, a := range d.articles {
			if !strings.HasSuffix(d.event[a.ID], doubled) {
				if diff := cmp.Diff(c.articles[i], a); diff != "" {
					t.Fatalf("an article of the first event has changed: %s", diff)
				}
				continue
			}
			again++
			if a.Published.Before(c.articles[i].Published) || a.Published.Weekday() != c.articles[i].Published.Weekday() {
				t.Errorf("published %v, the original %v", a.Published, c.articles[i].Published)
			}
			if !strings.Contains(a.Body, "2026") || !strings.Contains(a.Body, " 3 hours") {
				t.Errorf("a year or a small number has gone: %s", a.Body)
			}
			if strings.Count(a.Body, "214") > 0 {
				t.Errorf("the number is still there: %s", a.Body)
			}
			if strings.Count(a.Body, "Voss") < 2 {
				renamed++
			}
		}
		if again != 3 {
			t.Fatalf("%d of 6 articles tell another event, want half", again)
		}
	}
	if renamed == 0 {
		t.Error("no double has other names")
	}
}

func TestNeighboursShareNamesAndTheWeek(t *testing.T) {
	c, d := reports("one", "Selmouth", "Voss", 4), reports("two", "Aldham", "Pell", 4)
	for i := range d.articles {
		d.articles[i].Published = d.articles[i].Published.AddDate(1, 2, 0)
	}
	g := neighbours([]groups{c, d}, rand.New(rand.NewPCG(1, 1)))
	if len(g.articles) != 8 || g.event["two/a1"] != "two/e1" || g.event["one/a1"] != "one/e1" {
		t.Fatalf("%d articles of events %v", len(g.articles), g.event)
	}
	for _, a := range g.articles[4:] {
		if gap := a.Published.Sub(c.articles[0].Published).Hours() / 24; gap < -4 || gap > 8 {
			t.Errorf("%s comes %.0f days after the first of the town", a.ID, gap)
		}
		if strings.Contains(a.Body, "Aldham") && strings.Contains(a.Body, "Pell") {
			t.Errorf("%s shares no name: %s", a.ID, a.Body)
		}
		if !strings.Contains(a.Body, "214") {
			t.Errorf("%s has lost its number: %s", a.ID, a.Body)
		}
	}
}

func TestBareLeavesTheOriginal(t *testing.T) {
	g := reports("one", "Selmouth", "Voss", 2)
	b := g.bare()
	if b.articles[0].Title != "" || !b.articles[1].Published.IsZero() || g.articles[0].Title == "" || g.articles[1].Published.IsZero() {
		t.Errorf("bare %+v of %+v", b.articles, g.articles)
	}
}

func TestLookAlike(t *testing.T) {
	g := groups{event: map[string]string{"x/a1": "x/e1", "x/a2": "x/e2", "x/a3": "x/e1 again", "y/a1": "y/e1", "x/a4": "x/e1"}}
	for _, row := range []struct {
		a, b string
		want bool
	}{{"x/a1", "x/a2", true}, {"x/a1", "x/a4", false}, {"x/a1", "x/a3", false}, {"x/a3", "x/a2", false}, {"x/a1", "y/a1", false}} {
		if got := g.lookAlike(row.a, row.b); got != row.want {
			t.Errorf("%s and %s: %v, want %v", row.a, row.b, got, row.want)
		}
	}
}

func TestGateScoresAsTheForest(t *testing.T) {
	rows, want := rule(200)
	f := boost(newTable(rows), want, seed, 1)
	g := gateOf(f)
	for _, r := range rows {
		var v cluster.Features
		for i, x := range r {
			v[i] = uint8(x)
		}
		if got := g.Score(&v); got != f.Score(r) {
			t.Fatalf("%v scores %d in the gate, %d in the forest", r, got, f.Score(r))
		}
	}
	if d := cmp.Diff(cluster.FeatureNames[:], g.Features); d != "" {
		t.Error(d)
	}
}
