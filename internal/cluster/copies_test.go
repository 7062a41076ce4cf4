package cluster

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
)

func TestLineage(t *testing.T) {
	third := ferryA
	third.Body = strings.Join(strings.Fields(ferryA.Body)[:30], " ")
	longer := ferryB
	longer.Body = ferryB.Body + " " + ferryC.Body + " " + ferryOther.Body + " " + warehouseFire.Body
	brief := report("", "A ferry ran aground outside Selmouth harbour on Tuesday, the coastguard said. Edda Voss, the harbour master of Selmouth, expects that the Corran Star can be freed from the Hask bank by tugs.")
	credited := func(a news.Article, hint string) news.Article { a.OriginHint = hint; return a }
	same := func(a, b string) func([]news.Article) {
		return func(in []news.Article) { in[0].Outlet, in[1].Outlet = a, b }
	}
	for name, row := range map[string]struct {
		in   []news.Article
		set  func([]news.Article)
		want []news.Lineage
	}{
		"own reports":               {stream(ferryA, ferryB), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o2"}}},
		"verbatim":                  {stream(ferryA, ferryA), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o1", CopyOf: "a1"}}},
		"cut to a third":            {stream(ferryA, third), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o1", CopyOf: "a1"}}},
		"taken whole into a longer": {stream(ferryB, longer), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o1"}}},
		"a brief of its own":        {stream(ferryB, brief), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o2"}}},
		"one agency":                {stream(credited(ferryA, "(Tidal Press)"), credited(ferryB, "Tidal Press")), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o1"}}},
		"the agency itself":         {stream(ferryA, credited(ferryB, "Tidal Press")), same("Tidal Press", "Paper"), []news.Lineage{{Origin: "o1"}, {Origin: "o1"}}},
		"with reporting by":         {stream(credited(ferryA, "Tidal Press"), credited(ferryB, "With reporting by Tidal Press, Northwire")), nil, []news.Lineage{{Origin: "o1"}, {Origin: "o2"}}},
		"one outlet twice":          {stream(ferryA, ferryB), same("Paper", "paper"), []news.Lineage{{Origin: "o1"}, {Origin: "o1"}}},
		"a copy, then an own one":   {stream(ferryA, ferryA, ferryB), func(in []news.Article) { in[1].Outlet = in[2].Outlet }, []news.Lineage{{Origin: "o1"}, {Origin: "o1", CopyOf: "a1"}, {Origin: "o2"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if row.set != nil {
				row.set(row.in)
			}
			s := Stories(row.in)
			if len(s) != 1 {
				t.Fatalf("%d stories, want one", len(s))
			}
			if d := cmp.Diff(row.want, s[0].Lineage); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestBecause(t *testing.T) {
	in := stream(ferryA, ferryB, ferryC)
	in[2].Published = in[0].Published.Add(9 * time.Hour)
	want := []string{"share the names Corran Lines, Corran Star and Edda Voss", "published within 9 hours"}
	if d := cmp.Diff(want, Stories(in)[0].Because); d != "" {
		t.Error(d)
	}
}

func TestBackgroundParses(t *testing.T) {
	shares := background()
	for w, want := range map[string]float64{"said": 0.75, "polic": 0.22, "earthquak": 0.016, "aardvark": 0.005} {
		if got := shares[w]; got != want {
			t.Errorf("share of %q is %g, want %g", w, got, want)
		}
	}
}

func FuzzShingles(f *testing.F) {
	f.Add("one two three four five", "two three four five six")
	f.Add("", "\xff a")
	f.Fuzz(func(t *testing.T, a, b string) {
		r := newReader(frozen)
		x, y := r.read(news.Article{Body: a}), r.read(news.Article{Body: b})
		set := map[uint32]bool{}
		for _, s := range x.shingles {
			set[s] = true
		}
		if len(x.shingles) > 0 && coverage(x.shingles, set) != 1 {
			t.Fatalf("%q is not contained in itself", a)
		}
		if len(y.shingles) > 0 {
			if c := coverage(y.shingles, set); c < 0 || c > 1 {
				t.Fatalf("coverage %g of %q by %q", c, b, a)
			}
		}
		in := []news.Article{{ID: "a", Body: a}, {ID: "b", Body: b}}
		total := 0
		for _, s := range Stories(in) {
			total += len(s.Articles)
		}
		if total != 2 {
			t.Fatalf("%d articles came out, want 2", total)
		}
	})
}

func BenchmarkStories2000(b *testing.B)  { benchmark(b, 2000) }
func BenchmarkStories20000(b *testing.B) { benchmark(b, 20000) }

func benchmark(b *testing.B, n int) {
	in := generate(n)
	b.ReportAllocs()
	for b.Loop() {
		Stories(in)
	}
}
