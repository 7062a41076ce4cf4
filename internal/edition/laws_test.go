package edition_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html"
	"math/rand/v2"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// The laws that a digest keeps, whatever the articles.

// The sets have findings of each kind, so that no law holds for want of any.
func TestTheSetsHaveFindings(t *testing.T) {
	found := map[string]int{"summary": 0, "agreed": 0, "disputed": 0, "differ": 0, "superseded": 0, "one source": 0, "copies": 0}
	for _, s := range sets(t) {
		for _, b := range digestOf(s).Stories {
			found["summary"] += len(b.Summary)
			found["agreed"] += len(b.Agreed)
			found["disputed"] += len(b.Disputed)
			found["differ"] += len(b.Differ)
			found["superseded"] += len(b.Superseded)
			found["one source"] += len(b.OneSource)
			found["copies"] += b.Counts.Articles - b.Counts.Origins
		}
	}
	for kind, n := range found {
		if n == 0 {
			t.Errorf("the sets have nothing of the kind: %s", kind)
		}
	}
}

// Law 1: every quote is a substring of its article's kept text at the given
// offsets, and whole characters.
func TestQuotesStandAtTheirOffsets(t *testing.T) {
	each(t, func(t *testing.T, s set, d news.Digest) {
		kept := map[string]string{}
		for _, a := range s.articles {
			kept[a.ID] = a.Text()
		}
		for _, b := range d.Stories {
			for _, a := range b.Articles {
				sum := sha256.Sum256([]byte(kept[a.ID]))
				if want := hex.EncodeToString(sum[:]); a.TextSHA256 != want {
					t.Errorf("article %s: text_sha256 %s, want that of its kept text, %s", a.ID, a.TextSHA256, want)
				}
			}
			of := originOf(b)
			for _, e := range evidence(b) {
				text := kept[e.Article]
				switch {
				case of[e.Article] == "":
					t.Errorf("%s, %s: quotes %s, which is not of the story", b.Headline, e.where, e.Article)
				case e.Start < 0 || e.End > len(text) || e.Start >= e.End:
					t.Errorf("%s, %s: offsets %d to %d of a text of %d bytes", b.Headline, e.where, e.Start, e.End, len(text))
				case text[e.Start:e.End] != e.Quote:
					t.Errorf("%s, %s: %s[%d:%d] = %q, quoted as %q", b.Headline, e.where, e.Article, e.Start, e.End, text[e.Start:e.End], e.Quote)
				case strings.ToValidUTF8(e.Quote, "") != e.Quote:
					t.Errorf("%s, %s: the quote cuts a character: %q", b.Headline, e.where, e.Quote)
				}
			}
		}
	})
}

var (
	script = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>`)
	tag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// letters are what is left of a text without space, marks and case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text.Repair(s))
}

// Law 1: the kept text is what stands on the page, not rewritten.
func TestQuotesStandOnThePage(t *testing.T) {
	each(t, func(t *testing.T, s set, d news.Digest) {
		page := map[string]string{}
		for id, raw := range s.pages {
			page[id] = letters(html.UnescapeString(tag.ReplaceAllString(script.ReplaceAllString(raw, " "), "")))
		}
		for _, b := range d.Stories {
			for _, e := range evidence(b) {
				if !strings.Contains(page[e.Article], letters(e.Quote)) {
					t.Errorf("%s, %s: not on the page of %s: %q", b.Headline, e.where, e.Article, e.Quote)
				}
			}
		}
	})
}

// Law 2: what is summed up and what is agreed has evidence, what is agreed has
// it from two origins at least, and says from how many.
func TestPrintedSentencesHaveEvidence(t *testing.T) {
	each(t, func(t *testing.T, _ set, d news.Digest) {
		for _, b := range d.Stories {
			of := originOf(b)
			for _, s := range slices.Concat(b.Summary, b.OneSource) {
				if len(s.Support) == 0 {
					t.Errorf("%s: no evidence for %q", b.Headline, s.Text)
				}
			}
			for _, s := range b.Agreed {
				n := len(origins(of, s.Support))
				if n < 2 {
					t.Errorf("%s: agreed by %d origin: %q", b.Headline, n, s.Text)
				}
				if s.Origins != n {
					t.Errorf("%s: agreed by %d origins, said to be %d: %q", b.Headline, n, s.Origins, s.Text)
				}
			}
			for _, s := range b.OneSource {
				if n := len(origins(of, s.Support)); n != 1 {
					t.Errorf("%s: %d origins for what one source says: %q", b.Headline, n, s.Text)
				}
			}
		}
	})
}

// Law 2: a dispute has two positions from different origins, or says that one
// source contradicts itself.
func TestDisputesHaveTwoSides(t *testing.T) {
	each(t, func(t *testing.T, _ set, d news.Digest) {
		for _, b := range d.Stories {
			of := originOf(b)
			for _, q := range slices.Concat(b.Disputed, b.Differ) {
				if len(q.Positions) < 2 {
					t.Errorf("%s: %d position: %s", b.Headline, len(q.Positions), q.Question)
				}
				voices := map[string]bool{}
				for _, p := range q.Positions {
					if len(p.Evidence) == 0 {
						t.Errorf("%s: %s: no evidence for %q", b.Headline, q.Question, p.Answer)
					}
					from := origins(of, p.Evidence)
					if len(from) != p.Origins {
						t.Errorf("%s: %s: %d origins for %q, said to be %d", b.Headline, q.Question, len(from), p.Answer, p.Origins)
					}
					for o := range from {
						voices[o] = true
					}
				}
				if len(voices) < 2 && q.Note == "" {
					t.Errorf("%s: one source contradicts itself, and nothing says so: %s", b.Headline, q.Question)
				}
				for i, p := range q.Positions {
					for _, r := range q.Positions[i+1:] {
						if samePassages(p.Evidence, r.Evidence) {
							t.Errorf("%s: %s: %q and %q rest on the same passages", b.Headline, q.Question, p.Answer, r.Answer)
						}
					}
				}
			}
		}
	})
}

func samePassages(a, b []news.Evidence) bool {
	in := func(list []news.Evidence) map[news.Evidence]bool {
		out := map[news.Evidence]bool{}
		for _, e := range list {
			out[e] = true
		}
		return out
	}
	return reflect.DeepEqual(in(a), in(b))
}

// Law 4: the same articles give the same bytes, in whatever order they come, on
// however many cores.
func TestSameArticlesSameBytes(t *testing.T) {
	each(t, func(t *testing.T, s set, d news.Digest) {
		want := encode(t, d)
		rnd := rand.New(rand.NewPCG(1, 2))
		for _, cores := range []int{1, 4} {
			shuffled := slices.Clone(s.articles)
			rnd.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			before := runtime.GOMAXPROCS(cores)
			got := encode(t, edition.Build(shuffled, nil, edition.Options{Now: s.now}))
			runtime.GOMAXPROCS(before)
			if !bytes.Equal(got, want) {
				t.Errorf("on %d cores, in another order, the digest differs: %s", cores, firstDifference(got, want))
			}
		}
	})
}

func encode(t testing.TB, d news.Digest) []byte {
	t.Helper()
	raw, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func firstDifference(got, want []byte) string {
	n := 0
	for n < min(len(got), len(want)) && got[n] == want[n] {
		n++
	}
	around := func(b []byte) string { return string(b[max(n-80, 0):min(n+80, len(b))]) }
	return "got …" + around(got) + "…, want …" + around(want) + "…"
}

// Laws 5 and 7: every article is in exactly one story, also where it is alone;
// what a cut of the stories leaves out is named with a reason.
func TestNoArticleIsLost(t *testing.T) {
	each(t, func(t *testing.T, s set, d news.Digest) {
		if len(d.Coverage.LeftOut) > 0 {
			t.Errorf("without a cut, articles are left out: %v", d.Coverage.LeftOut)
		}
		cut := edition.Build(s.articles, []news.LeftOut{{ID: "elsewhere", Reason: "has no text"}}, edition.Options{Now: s.now, Stories: 1})
		if len(cut.Stories) != 1 {
			t.Errorf("%d stories, want 1", len(cut.Stories))
		}
		for name, d := range map[string]news.Digest{"whole": d, "cut": cut} {
			places := map[string]int{}
			for _, b := range d.Stories {
				for _, a := range b.Articles {
					places[a.ID]++
				}
				if len(b.Articles) != b.Counts.Articles {
					t.Errorf("%s: %d articles, said to be %d", b.Headline, len(b.Articles), b.Counts.Articles)
				}
			}
			for _, l := range d.Coverage.LeftOut {
				places[l.ID]++
				if l.Reason == "" {
					t.Errorf("%s is left out without a reason", l.ID)
				}
			}
			for _, a := range s.articles {
				if places[a.ID] != 1 {
					t.Errorf("%s: article %s is in %d places, want 1", name, a.ID, places[a.ID])
				}
			}
			if name == "cut" && places["elsewhere"] != 1 {
				t.Errorf("what was left out before is not named")
			}
		}
	})
}

// Law 8: a story's ID comes from its earliest article: what is published later
// does not change it, and no two stories have the same.
func TestAStoryKeepsItsID(t *testing.T) {
	each(t, func(t *testing.T, s set, d news.Digest) {
		ids := map[string]bool{}
		for _, b := range d.Stories {
			if b.ID == "" || ids[b.ID] {
				t.Errorf("%s: ID %q is empty or another story's", b.Headline, b.ID)
			}
			ids[b.ID] = true
			earliest := b.Articles[0].ID
			i := slices.IndexFunc(s.articles, func(a news.Article) bool { return a.ID == earliest })
			alone := edition.Build(s.articles[i:i+1], nil, edition.Options{})
			if got := alone.Stories[0].ID; got != b.ID {
				t.Errorf("%s: ID %s, that of its earliest article alone is %s", b.Headline, b.ID, got)
			}
		}
	})
}
