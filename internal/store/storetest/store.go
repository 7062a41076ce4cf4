package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// RunStore runs the laws of the store over a driver.
func RunStore(t *testing.T, open Open) {
	for name, law := range map[string]func(*testing.T, *store.Store, store.Driver){
		"following makes feeds due":                  following,
		"following again keeps what is remembered":   followingAgain,
		"a feed that is not followed":                notFollowed,
		"a lease keeps others away until it ends":    lease,
		"a parked feed waits to be asked for":        parked,
		"of racing takers one has the feed":          takers,
		"the due index under racing runs":            dueIndex,
		"a lost lease":                               lostLease,
		"a feed handed out is nobody else's":         handing,
		"racing plans, and takers of one errand":     errandTakers,
		"no feed is with two":                        mixedTakers,
		"handed out while it is taken":               handedMeanwhile,
		"entries that are not read":                  unread,
		"a feed too large to be kept":                largeFeed,
		"an article comes back as it was":            articleRoundTrip,
		"saving again changes nothing":               idempotent,
		"a save that dies anywhere":                  dyingSaves,
		"a stamp that another run was first with":    otherStamp,
		"what is remembered of entries":              remembering,
		"an edit that dies anywhere":                 dyingEdits,
		"an article that a dead run left half kept":  leftBehind,
		"racing edits":                               editors,
		"an article in two feeds is one":             twoFeeds,
		"an edit is an update":                       edit,
		"a text that comes and goes":                 flip,
		"half an article does not replace a whole":   partial,
		"more articles than one batch":               manyArticles,
		"articles that cannot be kept":               unkeepable,
		"racing savers of one article":               savers,
		"a window goes by stamps":                    windows,
		"an article committed late is in the window": late,
		"articles end after 14 days":                 retention,
		"what a digest cites outlives the others":    cited,
		"a digest that cites the largest articles":   citedLarge,
		"planning":                                 planning,
		"of racing planners one plans":             planners,
		"a large digest":                           largeDigest,
		"states of a digest":                       states,
		"what was told from a time on":             toldFrom,
		"parts are posted in order":                inOrder,
		"who takes a part over looks for it first": takenOver,
		"when a part is surely not there":          looks,
		"a part that has to wait":                  putOff,
		"of racing workers one has the part":       reservers,
		"replies and what they cost":               ledger,
		"racing spenders":                          spenders,
		"a part too long becomes two":              split,
		"closed between two halves":                splitShared,
		"closing a digest half posted":             closing,
		"closing a digest in doubt":                closingUnsure,
		"closing a digest with halves of a part":   closingHalves,
		"parts given up":                           givenUp,
		"a parked channel":                         parkedChannel,
		"all posting stopped":                      circuit,
		"parts that cannot be posted":              oddParts,
		"channels by file and by Slack":            channels,
		"a newer form is refused":                  newerForm,
		"an older form is refused":                 olderForm,
		"what was seen is remembered for a time":   seen,
		"of racing callers one is the first":       firsts,
		"settings changed in Slack":                changed,
		"racing changes of settings":               changers,
		"a voter counts once":                      votes,
		"racing votes":                             voters,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			law(t, store.New(d), d)
		})
	}
}

func source(name string) news.Source {
	return news.Source{URL: "https://" + name + ".example/feed", Outlet: name}
}

func sourceID(name string) string { return source(name).ID() }

func article(id, text string, age time.Duration) news.Stamped {
	return news.Stamped{Stamp: now.Add(-age), Article: news.Article{
		ID: id, URL: "https://example.com/" + id, Title: "Title of " + id, Body: text, Published: now.Add(-age).UTC(),
	}}
}

// follow follows feeds, by name.
func follow(t *testing.T, s *store.Store, names ...string) {
	t.Helper()
	var sources []news.Source
	for _, n := range names {
		sources = append(sources, source(n))
	}
	must(t, s.Follow(t.Context(), now, sources))
}

// save takes a feed when it is due and saves articles; it is due again at once.
func save(t *testing.T, s *store.Store, at time.Time, name string, articles ...news.Stamped) store.Saved {
	t.Helper()
	taken := take(t, s, at, name)
	f := taken.Feed
	f.Next = at
	saved, err := s.SaveFeed(t.Context(), at, taken, f, articles)
	must(t, err)
	return saved
}

func take(t *testing.T, s *store.Store, at time.Time, name string) store.Taken {
	t.Helper()
	taken, err := s.Take(t.Context(), at, sourceID(name), time.Minute)
	must(t, err)
	return taken
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(store.Told{}, store.Head{})); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// window reads three days of feeds, by name: "ID text".
func window(t *testing.T, s *store.Store, at time.Time, names ...string) []string {
	t.Helper()
	var ids []string
	for _, n := range names {
		ids = append(ids, sourceID(n))
	}
	articles, err := s.Window(t.Context(), at, ids, now.Add(-72*time.Hour), now.Add(time.Second))
	must(t, err)
	var out []string
	for _, a := range articles {
		out = append(out, a.ID+" "+a.Body)
	}
	return out
}

// sound checks that the items of feeds fit together, and that no others are due.
func sound(t *testing.T, s *store.Store, at time.Time, names ...string) {
	t.Helper()
	var ids []string
	for _, n := range names {
		ids = append(ids, sourceID(n))
	}
	faults, err := s.Check(t.Context(), at, ids)
	must(t, err)
	for _, f := range faults {
		t.Error(f)
	}
}
