package eval

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
)

func load(t testing.TB, dir string) Case {
	t.Helper()
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func story(id string, articles ...news.BriefArticle) news.Brief {
	return news.Brief{ID: id, Articles: articles}
}

func article(id, copyOf string) news.BriefArticle { return news.BriefArticle{ID: id, CopyOf: copyOf} }

// bridgeDigest is right in some things and wrong in others: b4 is grouped with
// the collapse, b5 is left out, a summary has a sentence without evidence, one
// quotation is invented.
func bridgeDigest() news.Digest {
	built1, built2 := news.Evidence{Article: "b1", Quote: "The bridge was built in 1931."}, news.Evidence{Article: "b2", Quote: "The bridge was built in 1931."}
	eleven := news.Evidence{Article: "b1", Quote: "Eleven people were hurt, the fire brigade said."}
	nine := news.Evidence{Article: "b2", Quote: "Nine people were hurt when the old footbridge over the Lenn gave way on Monday evening, according to the hospital."}
	tolm := news.Evidence{Article: "b4", Quote: "A second bridge, at Tolm, was built in 1952 and needs paint."}
	s := story("s", article("b1", ""), article("b2", ""), article("b3", "b1"), article("b4", "b2"))
	s.Summary = []news.Statement{{Text: "x", Support: passages{built1}}, {Text: "bare"}}
	s.Agreed = []news.Statement{
		{Text: "The bridge was built in 1931.", Support: passages{built1, built2}},
		{Text: "The bridge was built in 1931, it says.", Support: passages{built1, built2}},
		{Text: "People were hurt.", Support: passages{eleven, nine}},
	}
	s.OneSource = []news.Statement{{Text: "y", Support: passages{{Article: "b2", Quote: "Two are missing."}}}}
	hurt := dispute(passages{eleven}, passages{nine})
	trap := dispute(passages{built1}, passages{tolm})
	s.Disputed = []news.Dispute{hurt, hurt, trap}
	s.Superseded = []news.Update{{Earlier: news.Said{Evidence: passages{eleven}}, Later: news.Said{Evidence: passages{nine}}}}
	return news.Digest{Stories: []news.Brief{s}}
}

func TestScore(t *testing.T) {
	got := Score(load(t, "testdata/cases/bridge"), bridgeDigest())
	want := Tally{
		// b1 b2 b3 b4 together, b5 alone; the events are b1 b2 b3 b5 and b4
		Events:            BCubed{P: 3*3./4 + 1./4 + 1, R: 3*3./4 + 1 + 1./4, Articles: 5},
		DisputesP:         Share{1, 3},
		DisputesR:         Share{1, 1},
		OrDifferR:         Share{1, 1},
		PositionsR:        Share{2, 3}, // b3, a copy, is not quoted
		KindsR:            map[news.Kind]Share{news.Quantity: {1, 1}},
		TrapsSprung:       Share{1, 1},
		SupersededP:       Share{0, 1},
		SupersededR:       Share{0, 1},
		SupersededAsD:     Share{0, 1},
		AgreedInGold:      Share{2, 3},
		FactsR:            Share{1, 2},
		AgreedButDisputed: Share{1, 3},
		AgreedRepeated:    Share{1, 3},
		CopiesP:           Share{1, 2},
		CopiesR:           Share{1, 1},
		NotVerbatim:       Share{1, 16},
		// the sentence "bare"
		SummaryUnsupported: Share{1, 2},
	}
	notes := got.Notes
	got.Notes = nil
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Errorf("Score (-want +got):\n%s", diff)
	}
	for _, want := range []string{
		"Two are missing", "told again", "false dispute", "trap sprung: two bridges", "not overtaken",
		"overtaken, not told: Is anybody missing?", "fact not told as agreed: It gave way", "told as agreed, but disputed: People", "no copy, but told so: b4 of b2",
	} {
		if !slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, want) }) {
			t.Errorf("no note says %q; notes are:\n%s", want, strings.Join(notes, "\n"))
		}
	}
}

// Only what a reader would read counts: the lines after the first of a story
// are neither right nor wrong.
func TestScoreStopsWhereReadersStop(t *testing.T) {
	d := bridgeDigest()
	s := &d.Stories[0]
	filler := news.Statement{Text: "filler"}
	s.Agreed = append(slices.Repeat([]news.Statement{filler}, mostAgreed), s.Agreed...)
	s.Disputed = append(slices.Repeat([]news.Dispute{{}}, mostDisputed), s.Disputed...)
	got := Score(load(t, "testdata/cases/bridge"), d)
	if want := (Share{0, mostAgreed}); got.AgreedInGold != want {
		t.Errorf("agreed in gold %v, want %v", got.AgreedInGold, want)
	}
	if want := (Share{0, mostDisputed}); got.DisputesP != want {
		t.Errorf("disputes %v, want %v", got.DisputesP, want)
	}
}

func TestRun(t *testing.T) {
	cases, err := Cases("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	// every run is one story; with g1 it has a dispute
	maker := func(articles []Article) (news.Digest, error) {
		var ids []string
		s := news.Brief{ID: "s"}
		for _, a := range articles {
			ids = append(ids, a.ID)
			s.Articles = append(s.Articles, article(a.ID, ""))
			if a.ID == "g1" {
				s.Disputed = []news.Dispute{dispute(passages{noon}, passages{three})}
			}
		}
		seen = append(seen, strings.Join(ids, " "))
		return news.Digest{Stories: []news.Brief{s}}, nil
	}
	res, err := Run(cases, maker)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"b1 b2 b3 b4 b5",
		"b1 b3", "b1 b5", "b3 b5", // b1 and b2, b2 and b3 dispute, b2 and b5 are overtaken
		"g1 g2", "g1 g2",
		"bridge/b1 goat/g1 goat/g2 bridge/b2 bridge/b3 bridge/b4 bridge/b5",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
	if want := (Share{1, 4}); res.Total.CalmFalse != want {
		t.Errorf("calm false %v, want %v", res.Total.CalmFalse, want)
	}
	// one group of 7 for events of 4, 1 and 2
	p, r, f := res.Mixed.Values()
	if wantP := 3. / 7; math.Abs(p-wantP) > 1e-9 || math.Abs(r-1) > 1e-9 || math.Abs(f-2*wantP/(wantP+1)) > 1e-9 {
		t.Errorf("mixed events P %v R %v F1 %v, want P %v R 1", p, r, f, wantP)
	}
	if _, err := Run([]Case{cases[0], cases[0]}, maker); err == nil {
		t.Error("two cases of one name are taken")
	}
}

func TestFigures(t *testing.T) {
	res := Result{Total: Score(load(t, "testdata/cases/bridge"), bridgeDigest()), Each: make([]Tally, 1), Articles: 5}
	f := res.Figures()
	for name, want := range map[string]float64{"cases": 1, "articles": 5, "disputes_p": 1. / 3, "disputes_f1": .5, "quotes_not_verbatim": 1, "disputes_r_quantity": 1} {
		if got, ok := f.Get(name); !ok || got != want {
			t.Errorf("%s = %v, %v, want %v", name, got, ok, want)
		}
	}
	if _, ok := f.Get("calm_false"); ok {
		t.Error("calm_false has a value without a pair of articles")
	}
	var b strings.Builder
	if err := f.Print(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"cases                       1\n", "disputes_p              0.333     1 of 3\n", "calm_false                  -     0 of 0\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table lacks the line %q:\n%s", want, b.String())
		}
	}
	raw, err := f[:2].MarshalJSON()
	if err != nil || string(raw) != `{"cases":1,"articles":5}` {
		t.Errorf("JSON %s, %v", raw, err)
	}
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	for dir, want := range map[string]string{
		"testdata/none":       "testdata/none is no case",
		"testdata/broken":     "article x",
		"testdata/cases/goat": "",
	} {
		_, err := Load(dir)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("Load(%q) = %v, want %q", dir, err, want)
		}
	}
	if c, err := Cases("testdata"); err == nil {
		t.Errorf("Cases takes a folder with a broken case: %d cases", len(c))
	}
}

func TestGroups(t *testing.T) {
	files := GroupFiles("testdata")
	if len(files) != 1 {
		t.Fatalf("files of groups: %q, want one", files)
	}
	g, err := LoadGroups(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Articles) != 3 || !g.Articles[2].HTML() || g.Articles[1].Published.IsZero() {
		t.Fatalf("articles %+v", g.Articles)
	}
	// 1 | 2 3 for the events 1 2 | 3
	f := g.Score(news.Digest{Stories: []news.Brief{story("s", article("2", ""), article("3", ""))}})
	got := map[string]float64{}
	for _, x := range f {
		got[x.Name] = *x.Value
	}
	want := map[string]float64{"articles": 3, "bcubed_p": 2. / 3, "bcubed_r": 2. / 3, "bcubed_f1": 2. / 3, "pair_p": 0, "pair_r": 0, "pair_f1": 0, "groups": 2, "events": 2}
	if !maps.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
		t.Errorf("figures %v, want %v", got, want)
	}
}

func TestPages(t *testing.T) {
	p, ok, err := LoadPages("testdata/pages")
	if err != nil || !ok {
		t.Fatalf("LoadPages = %v, %v", ok, err)
	}
	f, notes := p.Score(func(page []byte) (string, error) {
		switch strings.TrimSpace(string(page)) {
		case "page one":
			return "a b c d x", nil // of two runs of four words, one is right
		case "page two":
			return "Short text", nil // one run, which the case of a letter makes another
		}
		return "", nil
	})
	for name, want := range map[string]float64{"pages": 3, "answered": 2, "p": .25, "r": .5 / 3, "f1": .2} {
		if got, _ := f.Get(name); got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	if len(notes) != 0 {
		t.Errorf("notes %q, want none", notes)
	}
	if _, ok, err := LoadPages("testdata/cases"); ok || err != nil {
		t.Errorf("LoadPages of cases = %v, %v, want none", ok, err)
	}
}
