package edition_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/sample"
)

// The laws of a digest for a reader who was told something before.

func afterFirst(first news.Digest) edition.Options {
	return edition.Options{Now: sample.Two().Now, Told: []edition.Told{edition.Record(first)}}
}

// placed tells where each article went: the headline of its story, or why it
// was left out; an article in two places fails.
func placed(t testing.TB, d news.Digest) map[string]string {
	t.Helper()
	out := map[string]string{}
	put := func(id, where string) {
		if old, twice := out[id]; twice {
			t.Errorf("%s is in two places: %s; %s", id, old, where)
		}
		out[id] = where
	}
	for _, b := range d.Stories {
		for _, a := range b.Articles {
			put(a.ID, b.Headline)
		}
	}
	for _, l := range d.Coverage.LeftOut {
		put(l.ID, l.Reason)
	}
	return out
}

// Laws 1, 2, 5 and 8, with what was told.
func TestSecondDayKeepsTheLaws(t *testing.T) {
	one, two, first, second := bothDays(t)
	kept, where := map[string]string{}, placed(t, second)
	for _, a := range slices.Concat(one, two) {
		kept[a.ID] = a.Text()
		if where[a.ID] == "" {
			t.Errorf("%s is in no story and not left out with a reason", a.ID)
		}
	}
	ids := map[string]bool{}
	for _, b := range second.Stories {
		if ids[b.ID] || b.ID == "" {
			t.Errorf("%s: ID %q is empty or another's", b.Headline, b.ID)
		}
		ids[b.ID] = true
		of := originOf(b)
		for _, e := range evidence(b) {
			if of[e.Article] == "" || kept[e.Article][e.Start:e.End] != e.Quote {
				t.Errorf("%s, %s: %q is not in %s of the story", b.Headline, e.where, e.Quote, e.Article)
			}
		}
		if b.Since == nil {
			continue
		}
		if b.Since.Told != first.ID || b.Since.At == nil || !b.Since.At.Equal(sample.One().Now) {
			t.Errorf("%s: told by %s at %v, want %s", b.Headline, b.Since.Told, b.Since.At, first.ID)
		}
		if b.Since.New == nil || b.Since.Changed == nil || b.Since.Opened == nil || b.Since.Settled == nil {
			t.Errorf("%s: a list of %+v is nil", b.Headline, b.Since)
		}
		for _, q := range b.Since.Opened {
			if len(q.Positions) < 2 || len(origins(of, q.Positions[0].Evidence)) == 0 || cmp.Equal(origins(of, q.Positions[0].Evidence), origins(of, q.Positions[1].Evidence)) {
				t.Errorf("%s: opened without two voices: %s", b.Headline, q.Question)
			}
		}
	}
	toldIDs := map[string]string{} // article -> the story that told it
	for _, b := range first.Stories {
		for _, a := range b.Articles {
			toldIDs[a.ID] = b.ID
		}
	}
	goesOn := map[string]bool{}
	for _, b := range second.Stories {
		goesOn[b.ID] = true
	}
	for _, b := range second.Stories {
		inherits := func(a news.BriefArticle) bool { return toldIDs[a.ID] == b.ID }
		free := func(a news.BriefArticle) bool { return toldIDs[a.ID] != "" && !goesOn[toldIDs[a.ID]] } // no other part of it goes on
		if b.Since != nil && !slices.ContainsFunc(b.Articles, inherits) && slices.ContainsFunc(b.Articles, free) && len(b.Articles) > 2 {
			t.Errorf("%s: has not the ID of a story told before", b.Headline)
		}
	}
}

// What was told is never named as new, and what is new is quoted from what was
// not told.
func TestToldArticlesAreNotNews(t *testing.T) {
	_, _, _, second := bothDays(t)
	n := 0
	for _, b := range second.Stories {
		for _, l := range linesOf(b.Since) {
			n++
			fresh := slices.ContainsFunc(l.evidence, func(e news.Evidence) bool { return strings.HasPrefix(e.Article, "day2-") })
			told := slices.ContainsFunc(l.evidence, func(e news.Evidence) bool { return strings.HasPrefix(e.Article, "day1-") })
			if !fresh || told && l.Kind != "opened" {
				t.Errorf("%s, %s: %q rests on %v", b.Headline, l.Kind, l.Text, l.Quotes)
			}
		}
	}
	if n == 0 {
		t.Error("nothing is new")
	}
}

// Law 4, with what was told.
func TestOrderChangesNoNews(t *testing.T) {
	one, two, first, second := bothDays(t)
	all := slices.Concat(one, two)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if got, want := encode(t, edition.Build(all, nil, afterFirst(first))), encode(t, second); !bytes.Equal(got, want) {
		t.Error(firstDifference(got, want))
	}
}

// The same articles again are no news, and neither is nothing.
func TestToldTwiceGivesNothing(t *testing.T) {
	one, two, first, second := bothDays(t)
	opts := afterFirst(first)
	opts.Told = append(opts.Told, edition.Record(second))
	d := edition.Build(slices.Concat(one, two), nil, opts)
	if len(d.Stories)+len(d.Unchanged) > 0 {
		t.Errorf("%d stories and %d unchanged ones, want none", len(d.Stories), len(d.Unchanged))
	}
	for id, where := range placed(t, d) {
		if where != edition.ReasonTold {
			t.Errorf("%s: %s", id, where)
		}
	}
}

// Copies of what was told, and what lies outside of the text, add no news.
func TestCopiesOfToldArticlesAreNoNews(t *testing.T) {
	one, _, first, _ := bothDays(t)
	all := slices.Clone(one)
	for i, a := range one {
		a.ID, a.Outlet, a.URL = "copy-"+a.ID, fmt.Sprint("Outlet ", i), fmt.Sprintf("https://copy%d.example/", i)
		a.Published = a.Published.Add(24 * time.Hour)
		all = append(all, a)
	}
	d := edition.Build(all, nil, afterFirst(first))
	for _, b := range d.Stories {
		t.Errorf("%s: copies are news: %+v", b.Headline, linesOf(b.Since))
	}
	for id, where := range placed(t, d) {
		if want := strings.HasPrefix(id, "copy-"); want != (where == edition.ReasonNothing) {
			t.Errorf("%s: %s", id, where)
		}
	}
	if len(d.Unchanged) == 0 {
		t.Error("no story is named as unchanged")
	}
}

// An article that came too late for a digest, though it was published before,
// is in the next one.
func TestLateArticleComesInTheNext(t *testing.T) {
	one, _, _, _ := bothDays(t)
	for _, late := range []string{"day1-a74", "day1-a50", "day1-a63"} {
		i := slices.IndexFunc(one, func(a news.Article) bool { return a.ID == late })
		first := edition.Build(slices.Delete(slices.Clone(one), i, i+1), nil, edition.Options{Now: sample.One().Now})
		next := edition.Build(one, nil, edition.Options{Now: sample.One().Now.Add(12 * time.Hour), Told: []edition.Told{edition.Record(first)}})
		if where := placed(t, next)[late]; where == edition.ReasonTold || where == "" {
			t.Errorf("%s is lost: %q", late, where)
		}
		if len(next.Stories) > 1 {
			t.Errorf("%s: %d stories have news, want one", late, len(next.Stories))
		}
	}
}

// Since overrides what was told: from before everything, all is told anew, under
// the IDs that the reader knows.
func TestSinceOverrides(t *testing.T) {
	one, two, first, _ := bothDays(t)
	all := slices.Concat(one, two)
	opts := afterFirst(first)
	opts.Since = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	anew, fresh := edition.Build(all, nil, opts), edition.Build(all, nil, edition.Options{Now: opts.Now})
	same(t, findings(fresh), findings(anew))
	known := map[string]bool{}
	for _, b := range first.Stories {
		known[b.ID] = true
	}
	n := 0
	for _, b := range anew.Stories {
		if b.Since != nil {
			t.Errorf("%s: told as a sequel", b.Headline)
		}
		if known[b.ID] {
			n++
		}
	}
	if n < 15 {
		t.Errorf("%d stories have the IDs that they were told under", n)
	}
	opts.Since = sample.Two().Now
	if d := edition.Build(all, nil, opts); len(d.Stories) > 0 {
		t.Errorf("since the evening: %d stories", len(d.Stories))
	}
}

// A reader's first digest: what is older than Since is context and no story, but
// an article of today brings its whole story.
func TestFirstDigestHasContext(t *testing.T) {
	one, two, _, _ := bothDays(t)
	d := edition.Build(slices.Concat(one, two), nil, edition.Options{Now: sample.Two().Now, Since: sample.One().Now})
	for _, b := range d.Stories {
		if b.Since != nil {
			t.Errorf("%s: since %+v, but nothing was told", b.Headline, b.Since)
		}
		if !slices.ContainsFunc(b.Articles, func(a news.BriefArticle) bool { return strings.HasPrefix(a.ID, "day2-") }) {
			t.Errorf("%s: nothing of it is new", b.Headline)
		}
	}
	if where := placed(t, d); where["day1-a50"] != edition.ReasonOlder || !strings.Contains(where["day1-a10"], "market") {
		t.Errorf("the route of the tour: %s; the market: %s", where["day1-a50"], where["day1-a10"])
	}
	later := edition.Build(slices.Concat(one, two), nil, edition.Options{Now: sample.Two().Now, Told: []edition.Told{edition.Record(d)}})
	if len(later.Stories) > 0 {
		t.Errorf("context comes as news in the next digest: %s", later.Stories[0].Headline)
	}
}
