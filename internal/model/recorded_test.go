package model

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"counterpoint/internal/check/mutate"
	"counterpoint/internal/edition"
	"counterpoint/internal/eval"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
)

var (
	caseDirs = flag.String("cases", "", "further folders of cases whose recorded replies are checked, parted by commas")
	fates    = flag.Bool("fates", false, "name each text that was turned down")
)

// replay checks the recorded replies of the stories that it is asked to word.
type replay struct {
	t     *testing.T
	fates []fate
	lines []mutate.Sentence // those that are printed as worded
	lacks int
}

func (r *replay) Write(_ context.Context, drafts []summarize.Draft) ([]news.Brief, news.Engine) {
	out := make([]news.Brief, len(drafts))
	for i, d := range drafts {
		out[i] = d.Brief
		if d.Story.Origins() < 2 {
			continue
		}
		p := newPacket(d, DefaultTokens)
		raw, err := os.ReadFile(filepath.Join("../../replies", "story-"+p.hash()+".reply.json"))
		if err != nil {
			r.lacks++
			continue
		}
		got, err := parse[reply](raw)
		if err != nil {
			r.t.Errorf("story-%s: %v", p.hash(), err)
			continue
		}
		j := newJudge(p)
		out[i] = j.merge(got, looks{})
		r.fates = append(r.fates, j.fates...)
		r.lines = append(r.lines, linesOf(j, got)...)
	}
	return out, news.Engine{}
}

func linesOf(j *judge, r reply) []mutate.Sentence {
	passed := map[string]bool{}
	for _, f := range j.fates {
		passed[f.text] = passed[f.text] || f.then == worded
	}
	var shown []string
	for _, p := range j.all {
		shown = append(shown, p.Text)
	}
	names, holders := mutate.Story(shown)
	var out []mutate.Sentence
	for _, s := range slices.Concat([]said{r.Headline}, r.Summary, r.Agreed) {
		if cited, ok := j.cite(s.IDs); ok && passed[s.Text] {
			out = append(out, mutate.Sentence{Text: s.Text, Passages: j.passages(cited), Names: names, Holders: holders})
		}
	}
	return out
}

// What becomes of the words of a real model, which mean no harm: most are
// printed as worded.
func TestRecorded(t *testing.T) {
	dirs := []string{"../../sample"}
	if *caseDirs != "" {
		dirs = append(dirs, strings.Split(*caseDirs, ",")...)
	}
	r := &replay{t: t}
	for _, dir := range dirs {
		cases, err := eval.Cases(filepath.Clean(dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			read, err := ingest.Rows(rowsOf(c))
			if err != nil {
				t.Fatal(err)
			}
			edition.BuildWith(t.Context(), read.Articles, nil, edition.Options{}, r)
		}
	}
	if len(r.fates) == 0 {
		t.Fatalf("no reply is recorded for any of %d stories: the sentences or the instructions are others", r.lacks)
	}
	t.Logf("what became of a model's texts (stories without a reply: %d)\n%s", r.lacks, table(r.fates))
	for _, f := range r.fates {
		if *fates && f.then != worded {
			t.Logf("%s, %s: %q: %s", f.what, f.then, f.text, f.why)
		}
	}
	if n := len(slices.DeleteFunc(slices.Clone(r.fates), func(f fate) bool { return f.then != worded })); 100*n < 70*len(r.fates) {
		t.Errorf("%d of %d texts are printed as worded, want 70 %%", n, len(r.fates))
	}
	changed(t, r.lines)
}

// changed changes one thing in each line that was printed as worded: nearly all
// are turned down then.
func changed(t *testing.T, lines []mutate.Sentence) {
	t.Helper()
	for _, trial := range mutate.Try(lines) {
		t.Log(trial)
		for _, s := range trial.Survivors {
			if *fates {
				t.Logf("survives: %s", s)
			}
		}
		if trial.Made == 0 || 100*trial.Down() < 98*trial.Made {
			t.Errorf("%v, want 98 %%", trial)
		}
	}
}

func rowsOf(c eval.Case) []ingest.Row {
	rows := make([]ingest.Row, len(c.Articles))
	for i, a := range c.Articles {
		rows[i] = ingest.Row{ID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Text: a.Raw}
		if !a.Published.IsZero() {
			rows[i].Published = a.Published.Format(time.RFC3339)
		}
		if a.HTML() {
			rows[i].Text, rows[i].HTML = "", a.Raw
		}
	}
	return rows
}

// table counts fates by the kind of text, then by the reason.
func table(all []fate) string {
	count, why := map[string]map[outcome]int{}, map[string]int{}
	for _, f := range all {
		for _, kind := range []string{f.what, "all"} {
			if count[kind] == nil {
				count[kind] = map[outcome]int{}
			}
			count[kind][f.then]++
		}
		if f.down() {
			why[reason(f.why)]++
		}
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	then := []outcome{worded, replaced, dropped, repeated}
	fmt.Fprint(w, "text\t")
	for _, o := range then {
		fmt.Fprintf(w, "%s\t", o)
	}
	fmt.Fprintln(w, "passed\t")
	for _, kind := range []string{aHeadline, aSummary, anAgreed, anUpdate, anAnswer, aQuestion, aDispute, "all"} {
		fmt.Fprintf(w, "%s\t", kind)
		for _, o := range then {
			fmt.Fprintf(w, "%d\t", count[kind][o])
		}
		fmt.Fprintf(w, "%d %%\t\n", 100*count[kind][worded]/max(1, count[kind][worded]+count[kind][replaced]+count[kind][dropped]))
	}
	fmt.Fprintln(w, "\nturned down for\ttexts\t")
	reasons := slices.SortedFunc(maps.Keys(why), func(a, b string) int { return cmp.Or(why[b]-why[a], strings.Compare(a, b)) })
	for _, r := range reasons {
		fmt.Fprintf(w, "%s\t%d\t\n", r, why[r])
	}
	_ = w.Flush()
	return b.String()
}
