package check_test

import (
	"flag"
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

// sentences are all that the digests of the sample and of further cases print.
func sentences(t *testing.T) []mutate.Sentence {
	t.Helper()
	dirs := []string{"../../sample"}
	if *caseDirs != "" {
		dirs = append(dirs, strings.Split(*caseDirs, ",")...)
	}
	var out []mutate.Sentence
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

func ofBrief(b news.Brief) []mutate.Sentence {
	var out []mutate.Sentence
	var quotes []string
	for _, list := range [][]news.Statement{b.Summary, b.Agreed, b.OneSource} {
		for _, st := range list {
			if strings.HasPrefix(st.Text, "Sources differ: ") {
				continue // questions, not sentences
			}
			p := mutate.Sentence{Text: st.Text}
			for _, e := range st.Support {
				p.Passages = append(p.Passages, check.Passage{Text: e.Quote})
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
		if faults := check.Sentence(p.Text, p.Passages); len(faults) == 0 {
			passed++
		} else {
			t.Logf("turned down as printed: %q: %v", p.Text, faults)
		}
	}
	t.Logf("unchanged: %d of %d let through", passed, len(all))
	if passed*100 < 95*len(all) {
		t.Errorf("unchanged: %d of %d let through, want 95 %%", passed, len(all))
	}
	for _, trial := range mutate.Try(all) {
		t.Log(trial)
		for _, s := range trial.Survivors {
			t.Logf("  survives: %s", s)
		}
		if trial.Made < 50 || 100*trial.Down() < 99*trial.Made {
			t.Errorf("%v, want 99 %%", trial)
		}
	}
}
