package claims_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"counterpoint/internal/claims"
	"counterpoint/internal/eval"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// attributed is a sentence of the corpus with the holder that a reader found, who
// saw the sentences around it and not what the program says.
type attributed struct {
	Case, Article, Sentence string

	Holder string // the words that tell him from others; empty: the outlet itself
	Also   string // somebody else who may be named
	Unseen bool   // not looked at when the rules were made
}

// Who holds a sentence is mostly found, and seldom somebody else.
func TestHoldersAsReadersFindThem(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "holders.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []attributed
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var r attributed
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	for _, part := range []struct {
		name              string
		unseen            bool
		precision, recall float64
	}{{"looked at", false, .89, .78}, {"not looked at", true, .75, .68}} {
		right, told, held := 0, 0, 0
		for _, r := range rows {
			if r.Unseen != part.unseen {
				continue
			}
			got := holderOf(t, r)
			if r.Holder != "" {
				held++
			}
			if got == "" {
				continue
			}
			told++
			if r.Holder != "" && names(got, r.Holder) || r.Also != "" && names(got, r.Also) {
				right++
			}
		}
		p, r := float64(right)/float64(told), float64(right)/float64(held)
		t.Logf("%s: P %.3f (%d of %d), R %.3f (of %d)", part.name, p, right, told, r, held)
		if p < part.precision || r < part.recall {
			t.Errorf("%s: P %.3f R %.3f, want at least %.2f and %.2f", part.name, p, r, part.precision, part.recall)
		}
	}
}

func holderOf(t *testing.T, r attributed) string {
	t.Helper()
	c, err := eval.Load(filepath.Join("..", "..", "corpus", r.Case))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range c.Articles {
		if a.ID != r.Article {
			continue
		}
		read := claims.Read(news.Story{Articles: []news.Article{{ID: a.ID, Body: a.Raw}}, Lineage: []news.Lineage{{Origin: a.ID}}})
		if i := slices.IndexFunc(read.Claims, func(c claims.Claim) bool { return c.Text == r.Sentence }); i >= 0 {
			return read.Claims[i].Holder.Name
		}
	}
	t.Fatalf("%s %s has no sentence %q", r.Case, r.Article, r.Sentence)
	return ""
}

// names tells whether a holder has all of the words that tell him from others.
func names(holder, words string) bool {
	has := map[string]bool{}
	for _, t := range text.Tokens(holder) {
		has[strings.TrimSuffix(t.Norm, "'s")] = true
	}
	for _, t := range text.Tokens(words) {
		if t.Norm != "the" && t.Norm != "a" && t.Norm != "an" && t.Norm != "of" && !has[strings.TrimSuffix(t.Norm, "'s")] {
			return false
		}
	}
	return true
}
