package check_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/internal/check"
	"counterpoint/internal/check/mutate"
	"counterpoint/internal/edition"
	"counterpoint/internal/eval"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
)

var caseDirs = flag.String("cases", "", "further folders of cases whose sentences are changed, parted by commas")

// printed is a sentence of a digest with what it cites.
type printed struct {
	mutate.Sentence
	passages []check.Passage
}

// sentences are all that the digests of the sample and of further cases print.
func sentences(t *testing.T) []printed {
	t.Helper()
	dirs := []string{"../../sample"}
	if *caseDirs != "" {
		dirs = append(dirs, strings.Split(*caseDirs, ",")...)
	}
	var out []printed
	for _, dir := range dirs {
		cases, err := eval.Cases(filepath.Clean(dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			rows := make([]ingest.Row, len(c.Articles))
			for i, a := range c.Articles {
				rows[i] = ingest.Row{ID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title}
				if rows[i].Text = a.Raw; a.HTML() {
					rows[i].Text, rows[i].HTML = "", a.Raw
				}
			}
			read, err := ingest.Rows(rows)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range edition.Build(read.Articles, nil, edition.Options{}).Stories {
				out = append(out, ofBrief(b)...)
			}
		}
	}
	return out
}

func ofBrief(b news.Brief) []printed {
	var out []printed
	var quotes []string
	for _, list := range [][]news.Statement{b.Summary, b.Agreed, b.OneSource} {
		for _, st := range list {
			if strings.HasPrefix(st.Text, "Sources differ: ") {
				continue // questions, not sentences
			}
			p := printed{Sentence: mutate.Sentence{Text: st.Text}}
			for _, e := range st.Support {
				p.passages = append(p.passages, check.Passage{Text: e.Quote})
				quotes = append(quotes, e.Quote)
			}
			out = append(out, p)
		}
	}
	names, holders := mutate.Story(quotes)
	for i := range out {
		out[i].Names, out[i].Holders = names, holders
	}
	return out
}

// Of sentences in which one thing was changed at most one in a hundred passes;
// of those as they are printed nearly all do.
func TestMutations(t *testing.T) {
	all := sentences(t)
	passed := 0
	for _, p := range all {
		if faults := check.Sentence(p.Text, p.passages); len(faults) == 0 {
			passed++
		} else {
			t.Logf("turned down as printed: %q: %v", p.Text, faults)
		}
	}
	t.Logf("unchanged: %d of %d let through", passed, len(all))
	if passed*100 < 95*len(all) {
		t.Errorf("unchanged: %d of %d let through, want 95 %%", passed, len(all))
	}
	for _, kind := range mutate.Kinds() {
		rnd := rand.New(rand.NewPCG(7, uint64(len(kind))))
		made, down := 0, 0
		var survivors []string
		for _, p := range all {
			for range 3 {
				changed, ok := p.Change(kind, rnd)
				if !ok {
					continue
				}
				made++
				if len(check.Sentence(changed, p.passages)) > 0 {
					down++
				} else {
					survivors = append(survivors, fmt.Sprintf("%q for %q", changed, p.Text))
				}
			}
		}
		t.Logf("%s: %d of %d turned down", kind, down, made)
		for _, s := range survivors {
			t.Logf("  survives: %s", s)
		}
		if made < 50 || down*100 < 99*made {
			t.Errorf("%s: %d of %d turned down, want 99 %%", kind, down, made)
		}
	}
}
