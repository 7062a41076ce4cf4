package edition_test

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/sample"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The two bundled days with IDs of their own, and the digest of the second for
// a reader who was told the first.
func bothDays(t testing.TB) (one, two []news.Article, first, second news.Digest) {
	t.Helper()
	rename := func(d sample.Day) []news.Article {
		articles := day(t, d).articles
		for i := range articles {
			articles[i].ID = d.Name + "-" + articles[i].ID
		}
		return articles
	}
	one, two = rename(sample.One()), rename(sample.Two())
	if d, ok := digests.Load("both days"); ok {
		return one, two, d.([2]news.Digest)[0], d.([2]news.Digest)[1]
	}
	first = edition.Build(one, nil, edition.Options{Now: sample.One().Now})
	second = edition.Build(slices.Concat(one, two), nil, edition.Options{Now: sample.Two().Now, Told: []edition.Told{edition.Record(first)}})
	digests.Store("both days", [2]news.Digest{first, second})
	return one, two, first, second
}

// line is a piece of news with what it quotes of the second day.
type line struct {
	Kind   string   `json:"kind"`
	Text   string   `json:"text"`
	Was    string   `json:"was,omitempty"`
	Quotes []string `json:"quotes"`

	evidence []news.Evidence
}

func linesOf(s *news.Since) []line {
	out := []line{}
	add := func(kind, text, was string, es []news.Evidence) {
		l := line{Kind: kind, Text: text, Was: was, evidence: es}
		for _, e := range es {
			l.Quotes = append(l.Quotes, e.Article+": "+e.Quote)
		}
		out = append(out, l)
	}
	if s == nil {
		return out
	}
	for _, n := range s.New {
		add("new", n.Text, "", n.Support)
	}
	for _, u := range s.Changed {
		add("changed", u.Later.Text, u.Earlier.Text, u.Later.Evidence)
	}
	for _, d := range s.Opened {
		var all []news.Evidence
		for _, p := range d.Positions {
			all = append(all, p.Evidence...)
		}
		add("opened", d.Question, "", all)
	}
	for _, e := range s.Settled {
		add("settled", e.Outcome.Text, e.Question, e.Outcome.Support)
	}
	return out
}

// The second day after the first: each new, changed, opened and settled line.
func TestSecondDayGolden(t *testing.T) {
	_, _, _, second := bothDays(t)
	type story struct {
		Headline string `json:"headline"`
		Since    []line `json:"since,omitempty"`
	}
	var got struct {
		Stories   []story  `json:"stories"`
		Unchanged []string `json:"unchanged"`
	}
	for _, b := range second.Stories {
		got.Stories = append(got.Stories, story{b.Headline, linesOf(b.Since)})
	}
	for _, u := range second.Unchanged {
		got.Unchanged = append(got.Unchanged, u.Headline)
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/second-day/golden.json"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("rewrite with -update (-want +got):\n%s", diff)
	}
}

// expectation is what a reader finds new, see testdata/second-day/expected.txt.
type expectation struct {
	kinds    string
	what     string
	passages [][2]string // article, beginning of a sentence
}

func expectations(t testing.TB) (want []expectation, told [][2]string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/second-day/expected.txt")
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(raw)) {
		row = strings.TrimSpace(row)
		if row == "" || row[0] == '#' {
			continue
		}
		cells := strings.Split(row, " | ")
		var passages [][2]string
		for p := range strings.SplitSeq(cells[len(cells)-1], "; ") {
			id, words, _ := strings.Cut(p, " ")
			passages = append(passages, [2]string{"day2-" + id, words})
		}
		if cells[0] == "told" {
			told = append(told, passages...)
			continue
		}
		want = append(want, expectation{cells[0], cells[1], passages})
	}
	return want, told
}

func quotes(l line, passages [][2]string) bool {
	return slices.ContainsFunc(l.evidence, func(e news.Evidence) bool {
		return slices.ContainsFunc(passages, func(p [2]string) bool { return e.Article == p[0] && strings.HasPrefix(e.Quote, p[1]) })
	})
}

// How much of what a careful reader expects is named, and what is named falsely.
func TestSecondDayAsAReaderExpectsIt(t *testing.T) {
	_, two, _, second := bothDays(t)
	want, told := expectations(t)
	texts := map[string]string{}
	for _, a := range two {
		texts[a.ID] = a.Text()
	}
	for _, e := range want {
		for _, p := range e.passages {
			if !strings.Contains(texts[p[0]], p[1]) {
				t.Fatalf("%s: no page has %q", e.what, p)
			}
		}
	}
	var lines []line
	for _, b := range second.Stories {
		lines = append(lines, linesOf(b.Since)...)
	}
	found, right, repeated := 0, 0, 0
	for _, e := range want {
		if slices.ContainsFunc(lines, func(l line) bool { return strings.Contains(e.kinds, l.Kind) && quotes(l, e.passages) }) {
			found++
		} else {
			t.Logf("missed (%s): %s", e.kinds, e.what)
		}
	}
	firm, firmRight := 0, 0
	for _, l := range lines {
		expected := slices.ContainsFunc(want, func(e expectation) bool { return strings.Contains(e.kinds, l.Kind) && quotes(l, e.passages) })
		if expected {
			right++
		}
		if l.Kind != "new" {
			firm++
			if expected {
				firmRight++
			} else {
				t.Logf("not expected (%s): %s", l.Kind, l.Text)
			}
		}
		if len(l.evidence) > 0 && quotes(line{evidence: l.evidence[:1]}, told) {
			repeated++
			t.Logf("told before (%s): %s", l.Kind, l.Text)
		}
	}
	t.Logf("expected and named %d of %d; lines expected %d of %d; changed, opened and settled expected %d of %d; told before %d",
		found, len(want), right, len(lines), firmRight, firm, repeated)
	if found < 17 || firm-firmRight > 1 || repeated > 1 {
		t.Error("fewer expectations are named, or more false ones, than were once")
	}
	if len(second.Unchanged) != 1 || !strings.Contains(second.Unchanged[0].Headline, "Finch") {
		t.Errorf("unchanged: %v, want the story of the prize alone", second.Unchanged)
	}
	for _, b := range second.Stories {
		fresh := slices.ContainsFunc([]string{"day2-a04", "day2-a14", "day2-a33", "day2-a02"}, func(id string) bool { return b.Articles[0].ID == id })
		if fresh != (b.Since == nil) {
			t.Errorf("%s: told before: %v, want the opposite", b.Headline, b.Since != nil)
		}
	}
}
