package edition_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
	"counterpoint/internal/store/memory"
)

// desk is a store with feeds, and a reader of them.
type desk struct {
	*testing.T
	store   *store.Store
	channel news.Channel
}

var morning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func newDesk(t *testing.T, outlets ...string) *desk {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "round.db"), "a test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	d := &desk{T: t, store: store.New(db), channel: news.Channel{ID: "news", Window: 72 * time.Hour}}
	for _, o := range outlets {
		d.channel.Sources = append(d.channel.Sources, news.Source{URL: "https://" + o + ".example/feed", Outlet: o})
	}
	d.must(d.store.Follow(t.Context(), morning, d.channel.Sources))
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// commit keeps articles of an outlet's feed at a time.
func (d *desk) commit(at time.Time, outlet string, articles ...news.Stamped) {
	d.Helper()
	i := slices.IndexFunc(d.channel.Sources, func(s news.Source) bool { return s.Outlet == outlet })
	d.must(d.store.Again(d.Context(), at, []string{d.channel.Sources[i].ID()}))
	taken, err := d.store.Take(d.Context(), at, d.channel.Sources[i].ID(), time.Minute)
	d.must(err)
	f := taken.Feed
	f.Tried, f.Worked, f.Next, f.Reason, f.Failures = at, at, at.Add(time.Minute), "", 0
	_, err = d.store.SaveFeed(d.Context(), at, taken, f, articles)
	d.must(err)
}

// report is an article of an outlet, stamped at a time.
func report(id, outlet string, stamp time.Time, text string) news.Stamped {
	return news.Stamped{Stamp: stamp, Article: news.Article{
		ID: id, URL: "https://" + outlet + ".example/" + id, Outlet: outlet, Title: strings.SplitAfter(text, ". ")[0],
		Published: stamp, Fetched: stamp, Lang: "en", Body: text,
	}}
}

func (d *desk) round(at time.Time) edition.Round {
	return edition.Round{Store: d.store, Channel: d.channel, Reader: "news@terminal", Now: at}
}

// tell makes and tells the digest of a time.
func (d *desk) tell(at time.Time) news.Digest {
	d.Helper()
	p, err := d.round(at).Make(d.Context())
	d.must(err)
	d.must(p.Tell(d.Context(), at, store.Posted))
	return p.Digest
}

// told are the articles of a digest's stories.
func told(d news.Digest) []string {
	var ids []string
	for _, b := range d.Stories {
		for _, a := range b.Articles {
			ids = append(ids, a.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

const (
	wallText  = "The harbour wall at Selby broke at two in the morning. Forty families left their homes in Quay Street, the mayor Ada Quist said. Nobody was hurt."
	mineText  = "A fire in the copper mine of Tarn End has been put out. Three miners were brought up unhurt on Sunday night, the company Orrin Copper said."
	trainText = "The night train from Castrel to Lunmoor left the rails near Ottin. The driver broke an arm, Orvenna Rail said, and the line is closed."
)

// An article that is stored after a digest was made, and stamped before, is
// news in the next; none is told twice.
func TestLateArticleIsNotLost(t *testing.T) {
	d := newDesk(t, "echo", "post")
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-3*time.Hour), wallText))
	if got := told(d.tell(morning)); !slices.Equal(got, []string{"wall"}) {
		t.Fatalf("the first digest tells %v, want the wall", got)
	}
	d.commit(morning.Add(time.Minute), "post", report("mine", "post", morning.Add(-5*time.Hour), mineText))
	if got := told(d.tell(morning.Add(2 * time.Hour))); !slices.Equal(got, []string{"mine"}) {
		t.Errorf("the second digest tells %v, want the mine alone, which was stored late", got)
	}
	if got := told(d.tell(morning.Add(4 * time.Hour))); len(got) > 0 {
		t.Errorf("the third digest tells %v, want nothing", got)
	}
}

// slow is a driver whose Skim does not see an article yet.
type slow struct {
	store.Driver
	unseen string
}

func (s *slow) Skim(ctx context.Context, pk, from, to string) ([]store.Item, error) {
	items, err := s.Driver.Skim(ctx, pk, from, to)
	return slices.DeleteFunc(items, func(i store.Item) bool { return s.unseen != "" && strings.HasSuffix(i.SK, s.unseen) }), err
}

// An article that a window did not show yet, as it was written just then, is news
// in the next digest; none is told twice.
func TestUnseenArticleIsNotLost(t *testing.T) {
	d := newDesk(t, "echo", "post")
	driver := &slow{Driver: &memory.DB{}, unseen: "#mine"}
	d.store = store.New(driver)
	d.must(d.store.Follow(t.Context(), morning, d.channel.Sources))
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-3*time.Hour), wallText))
	d.commit(morning, "post", report("mine", "post", morning.Add(-time.Hour), mineText))
	if got := told(d.tell(morning)); !slices.Equal(got, []string{"wall"}) {
		t.Fatalf("the first digest tells %v, want the wall, which alone was seen", got)
	}
	driver.unseen = ""
	if got := told(d.tell(morning.Add(2 * time.Hour))); !slices.Equal(got, []string{"mine"}) {
		t.Errorf("the second digest tells %v, want the mine", got)
	}
	driver.unseen = "#wall" // which was told, and comes again
	d.tell(morning.Add(3 * time.Hour))
	driver.unseen = ""
	if got := told(d.tell(morning.Add(4 * time.Hour))); len(got) > 0 {
		t.Errorf("the fourth digest tells %v, want nothing", got)
	}
}

// Of two digests that are made from the same state one is told.
func TestOneOfTwoIsTold(t *testing.T) {
	d := newDesk(t, "echo")
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-time.Hour), wallText))
	one, err := d.round(morning).Make(t.Context())
	d.must(err)
	two, err := d.round(morning.Add(time.Second)).Make(t.Context())
	d.must(err)
	d.must(one.Tell(t.Context(), morning, store.Planned))
	if err := two.Tell(t.Context(), morning, store.Planned); !errors.Is(err, store.ErrConflict) {
		t.Errorf("telling the other ends with %v, want a conflict", err)
	}
	third, err := d.round(morning.Add(time.Minute)).Make(t.Context())
	d.must(err)
	if got := told(third.Digest); len(got) > 0 {
		t.Errorf("what is planned counts as told, yet %v is told again", got)
	}
}

// A look at the terminal takes no news from the channel.
func TestReadersAreApart(t *testing.T) {
	d := newDesk(t, "echo")
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-time.Hour), wallText))
	first := d.tell(morning)
	r := d.round(morning)
	r.Reader = "news"
	other, err := r.Make(t.Context())
	d.must(err)
	if len(told(other.Digest)) != 1 || other.Digest.ID == first.ID {
		t.Errorf("another reader is told %v in digest %s, want the wall in one that is not %s", told(other.Digest), other.Digest.ID, first.ID)
	}
}

// To a reader who was told nothing yet, what is older than a day is no news.
func TestFirstDigest(t *testing.T) {
	d := newDesk(t, "echo")
	d.commit(morning, "echo",
		report("wall", "echo", morning.Add(-23*time.Hour), wallText), report("mine", "echo", morning.Add(-25*time.Hour), mineText),
		report("train", "echo", morning.Add(-80*time.Hour), trainText))
	got := d.tell(morning)
	if !slices.Equal(told(got), []string{"wall"}) || got.Coverage.Articles != 2 {
		t.Errorf("the first digest tells %v of %d articles, want the wall of two in the window", told(got), got.Coverage.Articles)
	}
	r := d.round(morning)
	r.Since = morning.Add(-48 * time.Hour)
	again, err := r.Make(t.Context())
	d.must(err)
	if !slices.Equal(told(again.Digest), []string{"mine", "wall"}) {
		t.Errorf("since two days ago %v is told, want the mine and the wall", told(again.Digest))
	}
}

// A digest of the last hours takes nothing from the next: what was stored before
// them and never told is news still.
func TestSinceTakesNothing(t *testing.T) {
	for _, first := range []bool{false, true} {
		d := newDesk(t, "echo")
		if !first {
			d.commit(morning, "echo", report("mine", "echo", morning.Add(-3*time.Hour), mineText))
			d.tell(morning)
		}
		noon := morning.Add(6 * time.Hour)
		d.commit(noon, "echo",
			report("old", "echo", morning.Add(-30*time.Hour), "A bakery in Orm has closed. Its owner Lil Marrow had run it for forty years, the Orm Courier said."),
			report("wall", "echo", noon.Add(-5*time.Hour), wallText), report("train", "echo", noon.Add(-time.Hour), trainText))
		r := d.round(noon)
		r.Since = noon.Add(-2 * time.Hour)
		p, err := r.Make(t.Context())
		d.must(err)
		d.must(p.Tell(t.Context(), noon, store.Posted))
		if got := told(p.Digest); !slices.Equal(got, []string{"train"}) {
			t.Fatalf("since two hours ago %v is told, want the train", got)
		}
		want := []string{"old", "wall"}
		if first {
			want = []string{"wall"} // the other was a day old when the reader came
		}
		if got := told(d.tell(noon.Add(time.Hour))); !slices.Equal(got, want) {
			t.Errorf("first %v: then %v is told, want %v", first, got, want)
		}
	}
}

// The version that a digest cites stays readable for as long as the digest,
// whatever the outlet makes of its article.
func TestCitedVersionStays(t *testing.T) {
	d := newDesk(t, "echo")
	before := report("wall", "echo", morning.Add(-time.Hour), wallText)
	d.commit(morning, "echo", before)
	first := d.tell(morning)
	edited := report("wall", "echo", morning.Add(-time.Hour), strings.Replace(wallText, "Forty", "Fifty", 1))
	d.commit(morning.Add(time.Hour), "echo", edited)
	later := morning.Add(80 * 24 * time.Hour)
	got, err := d.store.Cited(t.Context(), later, first.ID)
	d.must(err)
	if len(got) != 1 || got[0].ID != "wall" || got[0].Body != wallText {
		t.Errorf("what is cited reads %+v", got)
	}
	kept, err := d.store.Digest(t.Context(), later, first.ID)
	d.must(err)
	if len(told(kept)) != 1 {
		t.Errorf("the digest is kept as %+v", kept)
	}
}

// The coverage says which feeds a digest could not rest on, without the query
// of an address, which may hold a token.
func TestFeedCoverage(t *testing.T) {
	d := newDesk(t, "echo", "post", "mail")
	d.channel.Sources = append(d.channel.Sources, news.Source{URL: "https://token.example/feed?key=SECRET"})
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-time.Hour), wallText))
	for i, f := range []news.Feed{{Failures: 2, Reason: "answers 500"}, {Failures: 1, Parked: true, Reason: "answers 410"}} {
		taken, err := d.store.Take(t.Context(), morning, d.channel.Sources[i+1].ID(), time.Minute)
		d.must(err)
		f.Tried = morning
		_, err = d.store.SaveFeed(t.Context(), morning, taken, f, nil)
		d.must(err)
	}
	c := d.tell(morning).Coverage
	want := []news.FeedFailed{{Feed: "post", Reason: "answers 500"}, {Feed: "mail", Reason: "was given up: it answers 410"}, {Feed: "https://token.example/feed", Reason: "has not been fetched yet"}}
	if c.Feeds != 4 || !slices.Equal(c.FeedsFailed, want) {
		t.Errorf("coverage %+v, want 4 feeds and %+v", c, want)
	}
}

// A day without news is quiet; one on which nobody could listen is not.
func TestQuiet(t *testing.T) {
	d := newDesk(t, "echo", "post")
	quiet := func() bool {
		p, err := d.round(morning).Make(t.Context())
		d.must(err)
		return p.Quiet()
	}
	if quiet() {
		t.Error("a day on which no feed was read is quiet")
	}
	d.commit(morning, "echo")
	if !quiet() {
		t.Error("a day without news is not quiet")
	}
	d.commit(morning, "post", report("wall", "post", morning.Add(-time.Hour), wallText))
	if quiet() {
		t.Error("a day with a story is quiet")
	}
}

// Articles in a language that the channel does not read are named.
func TestLanguages(t *testing.T) {
	d := newDesk(t, "echo")
	german := report("mauer", "echo", morning.Add(-time.Hour), wallText)
	german.Lang = "de"
	d.commit(morning, "echo", german, report("mine", "echo", morning.Add(-time.Hour), mineText))
	got, err := d.round(morning).Make(t.Context())
	d.must(err)
	if left := fmt.Sprint(got.Digest.Coverage.LeftOut); left != "[{mauer language de}]" {
		t.Errorf("left out is %s", left)
	}
	d.channel.Languages = []string{"de"}
	if got := told(d.tell(morning)); len(got) != 2 {
		t.Errorf("with German read, %v is told", got)
	}
}

// What a closed digest did not post is news in the next.
func TestClosedDigestIsToldAgain(t *testing.T) {
	d := newDesk(t, "echo")
	d.commit(morning, "echo", report("wall", "echo", morning.Add(-time.Hour), wallText), report("mine", "echo", morning.Add(-time.Hour), mineText))
	p, err := d.round(morning).Make(t.Context())
	d.must(err)
	var parts []store.Frozen
	for i, b := range p.Digest.Stories {
		parts = append(parts, store.Frozen{Number: i, Parent: min(i, 1) - 1, Stories: []string{b.ID}, Body: []byte(`{"text":"x"}`)})
	}
	for name, odd := range map[string][]store.Frozen{"a story in no part": parts[:1], "a story of another": append(parts[:2:2], store.Frozen{Stories: []string{"odd"}})} {
		if err := p.TellParts(t.Context(), morning, "C1", odd); err == nil {
			t.Errorf("%s: planned", name)
		}
	}
	d.must(p.TellParts(t.Context(), morning, "C1", parts))
	r, err := d.store.Reserve(t.Context(), morning, p.Digest.ID, 0, "a worker", time.Minute)
	d.must(err)
	d.must(d.store.Confirm(t.Context(), morning, r, "1.000001"))
	later := morning.Add(2 * time.Hour)
	early, err := d.round(later).Make(t.Context())
	d.must(err)
	if err := early.TellParts(t.Context(), later, "C1", []store.Frozen{{Parent: store.NoParent, Body: []byte(`{"text":"x"}`)}}); !errors.Is(err, store.ErrUnfinished) || len(early.Digest.Stories) > 0 {
		t.Errorf("while a digest is being posted, the next tells %v, %v", told(early.Digest), err)
	}
	d.must(d.store.Close(t.Context(), later, p.Digest.ID))
	if got, want := told(d.tell(later)), p.Digest.Stories[1].Articles[0].ID; !slices.Equal(got, []string{want}) {
		t.Errorf("after the digest was closed half posted the next tells %v, want %s", got, want)
	}
}
