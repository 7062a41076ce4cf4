package bolt_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// The child of TestKilled gets its file and the number of its round.
var (
	killed     = flag.Int("killed", 10, "how often TestKilled kills a process")
	childFile  = flag.String("child-file", "", "for TestKilled's own use")
	childRound = flag.Int("child-round", 0, "for TestKilled's own use")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *childFile != "" {
		child(*childFile, *childRound)
	}
	os.Exit(m.Run())
}

const (
	childFeeds  = 12
	childReader = "slack#C1"
)

// roundTime is when a round plays: later than the leases of the round before.
func roundTime(round int) time.Time {
	return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC).Add(time.Duration(round) * time.Minute)
}

func childSource(n int) news.Source {
	return news.Source{URL: fmt.Sprintf("https://outlet%d.example/feed", n)}
}

// child saves feeds and plans digests until it is killed, and says on standard
// output what the store has acknowledged, a line each.
func child(path string, round int) {
	fail := func(err error) {
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
	}
	ctx, now := context.Background(), roundTime(round)
	db, err := bolt.Open(path, "the child of a test")
	fail(err)
	s := store.New(db)
	sources := make([]news.Source, childFeeds)
	for n := range sources {
		sources[n] = childSource(n)
	}
	fail(s.Follow(ctx, now, sources))
	fmt.Println("followed")
	for n := range sources {
		go func() {
			for turn := 0; ; turn++ {
				ids := make([]string, 5)
				articles := make([]news.Stamped, len(ids))
				for i := range ids {
					ids[i] = fmt.Sprintf("a-%d-%d-%d-%d", round, n, turn, i)
					articles[i] = childArticle(ids[i], now)
				}
				taken, err := s.Take(ctx, now, sources[n].ID(), 30*time.Second)
				fail(err)
				feed := taken.Feed
				feed.Failures++ // counts the saves
				_, err = s.SaveFeed(ctx, now, taken, feed, articles)
				fail(err)
				fmt.Println("saved", n, feed.Failures, strings.Join(ids, " "))
			}
		}()
	}
	for n := 0; ; n++ {
		h, err := s.Head(ctx, now, childReader)
		fail(err)
		id := fmt.Sprintf("d-%d-%d", round, n)
		fail(s.Plan(ctx, now, childReader, h, store.Told{Digest: id, Slot: now, State: store.Planned}, news.Digest{ID: id, Title: "After " + h.Digest}))
		fmt.Println("planned", id)
	}
}

func childArticle(id string, now time.Time) news.Stamped {
	return news.Stamped{Stamp: now, Article: news.Article{ID: id, Title: id, Body: strings.Repeat(id+" said. ", 200)}}
}

// acknowledged is what the children said.
type acknowledged struct {
	articles map[string]time.Time // when saved
	saves    [childFeeds]int
	digests  []string
}

// TestKilled kills a process that writes, at random moments and again and
// again, and looks whether the store opens, has all that was acknowledged, once
// each, and fits together. It does not show what a power cut does: what a
// killed process wrote, the system still has.
func TestKilled(t *testing.T) {
	const aFile = 20 // rounds
	var path string
	var acks acknowledged
	total := 0
	for round := range *killed {
		if round%aFile == 0 {
			path = filepath.Join(t.TempDir(), "counterpoint.db")
			acks = acknowledged{articles: map[string]time.Time{}}
		}
		before := len(acks.articles)
		killChild(t, path, round, &acks)
		total += len(acks.articles) - before
		inspect(t, path, round, acks)
		if t.Failed() {
			t.Fatalf("after %d rounds", round+1)
		}
	}
	if total == 0 {
		t.Error("no child has saved anything: the test shows nothing")
	}
	t.Logf("%d rounds, %d articles acknowledged", *killed, total)
}

// killChild runs a child for a random while, and notes what it said.
func killChild(t *testing.T, path string, round int, acks *acknowledged) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-child-file", path, "-child-round", strconv.Itoa(round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	after := rand.N(150 * time.Millisecond)
	if round%4 != 0 { // else at any moment, the opening included
		if line, err := lines.ReadString('\n'); err != nil || line != "followed\n" {
			t.Fatalf("the child said %q: %v", line, err)
		}
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	said, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	for line := range strings.Lines(string(said)) {
		acks.note(t, line, roundTime(round))
	}
}

func (a *acknowledged) note(t *testing.T, line string, now time.Time) {
	t.Helper()
	words := strings.Fields(line)
	switch {
	case !strings.HasSuffix(line, "\n") || words[0] == "followed":
	case words[0] == "saved":
		var feed, count int
		if _, err := fmt.Sscan(words[1]+" "+words[2], &feed, &count); err != nil {
			t.Fatal(err)
		}
		a.saves[feed] = count
		for _, id := range words[3:] {
			a.articles[id] = now
		}
	case words[0] == "planned":
		a.digests = append(a.digests, words[1])
	default:
		t.Errorf("the child said %q", line)
	}
}

// inspect opens the store that a killed process left.
func inspect(t *testing.T, path string, round int, acks acknowledged) {
	t.Helper()
	db, err := bolt.Open(path, "a test")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	s, now, ctx := store.New(db), roundTime(round), t.Context()
	var ids []string
	if acks.saves != [childFeeds]int{} {
		for n := range childFeeds {
			ids = append(ids, childSource(n).ID())
		}
	}
	faults, err := s.Check(ctx, now, ids)
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) > 0 && len(faults) > 0 {
		t.Errorf("the store does not fit together: %q", faults)
	}
	window, err := s.Window(ctx, now, ids, roundTime(0), now.Add(1))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, a := range window {
		found[a.ID]++
	}
	for id, when := range acks.articles {
		if found[id] != 1 {
			t.Errorf("article %s, acknowledged, is there %d times", id, found[id])
		}
		a, err := s.Version(ctx, now, id, store.VersionOf(childArticle(id, when).Article))
		if err != nil || a.Body != childArticle(id, when).Body {
			t.Errorf("article %s: %v", id, err)
		}
	}
	feeds, err := s.Feeds(ctx, now, ids)
	if err != nil {
		t.Fatal(err)
	}
	for n, f := range feeds {
		if f.Failures < acks.saves[n] || f.Failures > acks.saves[n]+1+round%20 {
			t.Errorf("feed %d counts %d saves, and %d were acknowledged", n, f.Failures, acks.saves[n])
		}
	}
	inspectDigests(t, s, now, acks.digests)
}

// inspectDigests looks whether each digest names the one before it.
func inspectDigests(t *testing.T, s *store.Store, now time.Time, acks []string) {
	t.Helper()
	h, err := s.Head(t.Context(), now, childReader)
	if err != nil {
		t.Fatal(err)
	}
	told, err := s.Told(t.Context(), now, childReader, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	chain := map[string]bool{}
	for id := h.Digest; id != ""; {
		d, err := s.Digest(t.Context(), now, id)
		if err != nil {
			t.Fatalf("the chain of digests ends at %s: %v", id, err)
		}
		if chain[id] {
			t.Fatalf("digest %s is in the chain twice", id)
		}
		chain[id] = true
		id = strings.TrimPrefix(d.Title, "After ")
	}
	for _, id := range acks {
		if !chain[id] || !slices.ContainsFunc(told, func(t store.Told) bool { return t.Digest == id }) {
			t.Errorf("digest %s, acknowledged, is not there", id)
		}
	}
	if len(told) != len(chain) {
		t.Errorf("%d digests told, and %d in the chain", len(told), len(chain))
	}
}
