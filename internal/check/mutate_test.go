package check_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"counterpoint/internal/check"
	"counterpoint/internal/claims"
	"counterpoint/internal/edition"
	"counterpoint/internal/eval"
	"counterpoint/internal/ingest"
	"counterpoint/internal/measure"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

var caseDirs = flag.String("cases", "", "further folders of cases whose sentences are changed, parted by commas")

// printed is a sentence of a digest with what it cites, and the story's other
// names and speakers to put in their place.
type printed struct {
	text     string
	passages []check.Passage
	names    []string
	holders  []string
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
	names, holders := map[string]bool{}, map[string]bool{}
	for _, list := range [][]news.Statement{b.Summary, b.Agreed, b.OneSource} {
		for _, st := range list {
			p := printed{text: st.Text}
			if strings.HasPrefix(st.Text, "Sources differ: ") {
				continue // questions, not sentences
			}
			for _, e := range st.Support {
				p.passages = append(p.passages, check.Passage{Text: e.Quote})
				read := claims.ReadLines(e.Quote)
				for _, l := range read.Texts[0] {
					for i, tok := range l.Forms {
						if i > 0 && tok.Upper {
							names[tok.Word] = true
						}
					}
					if l.Holder.Name != "" {
						holders[l.Holder.Name] = true
					}
				}
			}
			out = append(out, p)
		}
	}
	for i := range out {
		out[i].names, out[i].holders = sorted(names), sorted(holders)
	}
	return out
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// A change of one thing in a sentence; it reports false where the sentence has
// nothing of the kind.
type change func(p printed, rnd *rand.Rand) (string, bool)

var changes = map[string]change{"number": changeNumber, "name": changeName, "negation": changeNegation, "holder": changeHolder}

func changeNumber(p printed, rnd *rand.Rand) (string, bool) {
	var spans []text.Span
	for _, q := range measure.Find(p.text) {
		spans = append(spans, text.Span{Start: q.Start, End: q.End})
	}
	for _, t := range text.Tokens(p.text) {
		if t.Digit && !slices.ContainsFunc(spans, func(s text.Span) bool { return s.Start <= t.Start && t.End <= s.End }) {
			spans = append(spans, t.Span)
		}
	}
	if len(spans) == 0 {
		return "", false
	}
	at := spans[rnd.IntN(len(spans))]
	for _, t := range text.Tokens(p.text[at.Start:at.End]) {
		other := ""
		if t.Digit {
			other = moved(t.Word, rnd)
		} else if i := slices.Index(numberWords, t.Norm); i >= 0 {
			other = numberWords[(i+1+rnd.IntN(len(numberWords)-1))%len(numberWords)]
		}
		if other != "" {
			return p.text[:at.Start+t.Start] + other + p.text[at.Start+t.End:], true
		}
	}
	return "", false
}

var numberWords = strings.Fields("two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety")

// moved changes one digit of a figure.
func moved(figure string, rnd *rand.Rand) string {
	b := []byte(figure)
	for {
		i := rnd.IntN(len(b))
		if b[i] < '0' || b[i] > '9' {
			continue
		}
		b[i] = '1' + (b[i]-'0'+byte(rnd.IntN(8)))%9
		if string(b) != figure {
			return string(b)
		}
	}
}

func changeName(p printed, rnd *rand.Rand) (string, bool) {
	var at []text.Token
	for i, t := range text.Tokens(p.text) {
		if t.Upper && i > 0 && len(t.Word) > 2 {
			at = append(at, t)
		}
	}
	if len(at) == 0 || len(p.names) < 2 {
		return "", false
	}
	t := at[rnd.IntN(len(at))]
	other := "Wexcombe"
	if rnd.IntN(4) > 0 {
		other = p.names[rnd.IntN(len(p.names))]
	}
	if strings.EqualFold(text.Tokens(other)[0].Norm, t.Norm) {
		return "", false
	}
	return p.text[:t.Start] + other + p.text[t.End:], true
}

// auxiliaries after which "not" denies what follows.
var auxiliaries = strings.Fields("is are was were has had have will would can could should did does do")

func changeNegation(p printed, rnd *rand.Rand) (string, bool) {
	tokens := text.Tokens(p.text)
	var drop, put []text.Token
	for _, t := range tokens {
		switch {
		case t.Norm == "not" || t.Norm == "never" || t.Norm == "no":
			drop = append(drop, t)
		case slices.Contains(auxiliaries, t.Norm):
			put = append(put, t)
		}
	}
	switch {
	case len(drop) > 0 && (len(put) == 0 || rnd.IntN(2) == 0):
		t := drop[rnd.IntN(len(drop))]
		return strings.Join(strings.Fields(p.text[:t.Start]+p.text[t.End:]), " "), true
	case len(put) > 0:
		t := put[rnd.IntN(len(put))]
		return p.text[:t.End] + " not" + p.text[t.End:], true
	}
	return "", false
}

func changeHolder(p printed, rnd *rand.Rand) (string, bool) {
	lines := claims.ReadLines(p.text).Texts[0]
	for _, l := range lines {
		h := l.Holder.Name
		if h == "" || strings.Count(p.text, h) != 1 {
			continue
		}
		other := "the ferry company"
		if len(p.holders) > 1 && rnd.IntN(4) > 0 {
			other = p.holders[rnd.IntN(len(p.holders))]
		}
		if claims.NewHolder(other).Same(l.Holder) || strings.Contains(h, other) || strings.Contains(other, h) {
			return "", false
		}
		return strings.Replace(p.text, h, other, 1), true
	}
	return "", false
}

// Of sentences in which one thing was changed at most one in a hundred passes;
// of those as they are printed nearly all do.
func TestMutations(t *testing.T) {
	all := sentences(t)
	passed := 0
	for _, p := range all {
		if faults := check.Sentence(p.text, p.passages); len(faults) == 0 {
			passed++
		} else {
			t.Logf("turned down as printed: %q: %v", p.text, faults)
		}
	}
	t.Logf("unchanged: %d of %d let through", passed, len(all))
	if passed*100 < 95*len(all) {
		t.Errorf("unchanged: %d of %d let through, want 95 %%", passed, len(all))
	}
	for _, kind := range []string{"number", "name", "negation", "holder"} {
		rnd := rand.New(rand.NewPCG(7, uint64(len(kind))))
		made, down := 0, 0
		var survivors []string
		for _, p := range all {
			for range 3 {
				changed, ok := changes[kind](p, rnd)
				if !ok || changed == p.text {
					continue
				}
				made++
				if len(check.Sentence(changed, p.passages)) > 0 {
					down++
				} else {
					survivors = append(survivors, fmt.Sprintf("%q for %q", changed, p.text))
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
