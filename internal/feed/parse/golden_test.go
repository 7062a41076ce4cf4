package parse

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/news"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the expected results")

const testAddress = "https://post.example/feed"

// fixture is a line of testdata/facts.txt, written by hand: the file, how many
// entries a person reads out of it or the kind of its refusal, and facts.
type fixture struct {
	name, want, contentType string
	facts                   []string
}

func fixtures(t testing.TB) []fixture {
	raw, err := os.ReadFile("testdata/facts.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []fixture
	for l := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
		parts := strings.Split(l, " | ")
		f := fixture{name: parts[0], want: parts[1], facts: parts[2:]}
		if len(f.facts) > 0 && strings.HasPrefix(f.facts[0], "type=") {
			f.contentType, f.facts = strings.TrimPrefix(f.facts[0], "type="), f.facts[1:]
		}
		all = append(all, f)
	}
	return all
}

func (f fixture) read(t testing.TB) []byte {
	raw, err := os.ReadFile(filepath.Join("testdata", f.name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

var kinds = map[string]error{"html": ErrHTML, "challenge": ErrChallenge, "empty": ErrEmpty, "notfeed": ErrNotFeed}

func TestFacts(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			feed, err := Parse(f.read(t), f.contentType, testAddress)
			if kind, refused := strings.CutPrefix(f.want, "error "); refused {
				if !errors.Is(err, kinds[kind]) {
					t.Fatalf("got %v, want %v", err, kinds[kind])
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strconv.Itoa(len(feed.Entries)); got != f.want {
				t.Fatalf("%s entries, want %s: %v", got, f.want, feed)
			}
			for _, fact := range f.facts {
				name, want, _ := strings.Cut(fact, "=")
				if got := strings.ReplaceAll(told(feed, name), "\n", `\n`); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
		})
	}
}

// told is what a feed says under the name that facts give it.
func told(f Feed, name string) string {
	number, field, ofEntry := strings.Cut(name, ".")
	if !ofEntry {
		return map[string]string{
			"format": f.Format, "feed": f.Title, "link": f.Link, "lang": f.Lang, "ttl": f.TTL.String(), "updated": stamp(f.Updated),
		}[name]
	}
	i, _ := strconv.Atoi(number)
	e := f.Entries[i]
	return map[string]string{
		"id": e.ID, "url": e.URL, "title": e.Title, "byline": e.Byline, "lang": e.Lang, "summary": e.Summary, "content": e.Content,
		"hint": e.OriginHint, "published": stamp(e.Published), "updated": stamp(e.Updated),
	}[field]
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func TestGolden(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			feed, err := Parse(f.read(t), f.contentType, testAddress)
			got := rendered(t, feed, err)
			path := filepath.Join("testdata", f.name+".golden.json")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func rendered(t *testing.T, feed Feed, err error) []byte {
	out := struct {
		Error   string       `json:",omitempty"`
		Feed    string       `json:",omitempty"`
		Mended  []string     `json:",omitempty"`
		Entries []news.Entry `json:",omitempty"`
	}{Mended: feed.Mended, Entries: feed.Entries}
	if err != nil {
		out.Error = err.Error()
	} else {
		out.Feed = fmt.Sprintf("%s %q %s %s %s %s", feed.Format, feed.Title, feed.Link, feed.Lang, stamp(feed.Updated), feed.TTL)
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

// Every file of testdata is a fixture with facts, and none is listed twice.
func TestFixturesListed(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, f := range fixtures(t) {
		if listed[f.name] {
			t.Errorf("%s is listed twice", f.name)
		}
		listed[f.name] = true
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name != "facts.txt" && !strings.HasSuffix(name, ".golden.json") && !listed[name] {
			t.Errorf("%s is not in facts.txt", name)
		}
	}
}
