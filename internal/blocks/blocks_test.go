package blocks_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
	"counterpoint/internal/news/newstest"
	"counterpoint/internal/wording"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const digests = "../news/newstest/testdata/"

func options() blocks.Options {
	return blocks.Options{Evidence: "https://digests.example/d/dg-1?sig=abc", Buttons: true}
}

func readDigest(t *testing.T, name string) news.Digest {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var d news.Digest
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return d
}

// marshal is the form that --format slack prints.
func marshal(t *testing.T, messages []blocks.Message) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(map[string]any{"messages": messages}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRenderGolden(t *testing.T) {
	names, err := filepath.Glob(digests + "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no digests: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".json"), func(t *testing.T) {
			messages := blocks.Render(readDigest(t, name), options())
			if err := blocks.Validate(messages); err != nil {
				t.Error(err)
			}
			got := marshal(t, messages)
			golden := filepath.Join("testdata", filepath.Base(name))
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("Render(%s) (-want +got):\n%s", name, diff)
			}
		})
	}
}

// leaves are the texts that stand in messages, each by itself, and the words
// that begin a text of a random digest.
func leaves(t *testing.T, messages []blocks.Message) (texts, words map[string]bool) {
	t.Helper()
	texts, words = map[string]bool{}, map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, child := range v {
				walk(child)
			}
		case []any:
			for _, child := range v {
				walk(child)
			}
		case string:
			texts[v] = true
			for _, w := range unique.FindAllString(v, -1) {
				words[w] = true
			}
		}
	}
	for _, m := range messages {
		raw, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		walk(v)
	}
	return texts, words
}

var unique = regexp.MustCompile(`[a-z]+[0-9]+q`)

// quoteLimit is the length to which a quotation may be shortened.
const quoteLimit = 300

func checkNothingDropped(t *testing.T, d news.Digest, messages []blocks.Message) {
	t.Helper()
	texts, words := leaves(t, messages)
	need := func(what, text string) {
		if word := unique.FindString(text); word != "" && !words[word] {
			t.Errorf("%s %q is in no message", what, word)
		}
	}
	quotes := func(evidence []news.Evidence, answer string) {
		for _, e := range evidence {
			quote := wording.Excerpt(wording.Clean(e.Quote), wording.Clean(answer), quoteLimit)
			if !texts[quote] {
				t.Errorf("quotation %q is in no message", quote)
			}
		}
	}
	for _, b := range d.Stories {
		need("headline", b.Headline)
		for _, s := range slices.Concat(b.Summary, b.Agreed, b.OneSource) {
			need("statement", s.Text)
			quotes(s.Support, "")
		}
		for _, dispute := range slices.Concat(b.Disputed, b.Differ) {
			need("dispute", dispute.Question)
			for _, p := range dispute.Positions {
				need("position", p.Answer)
				quotes(p.Evidence, p.Answer)
			}
		}
		for _, u := range b.Superseded {
			need("update", u.Question)
			quotes(u.Earlier.Evidence, u.Earlier.Text)
			quotes(u.Later.Evidence, u.Later.Text)
		}
	}
}

func FuzzRender(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed, uint8(seed%9), seed%2 == 0)
	}
	f.Add(uint64(8), uint8(200), false)
	f.Fuzz(func(t *testing.T, seed uint64, stories uint8, buttons bool) {
		d := newstest.Random(seed, int(stories))
		opts := options()
		opts.Buttons = buttons
		messages := blocks.Render(d, opts)
		if err := blocks.Validate(messages); err != nil {
			t.Fatal(err)
		}
		checkNothingDropped(t, d, messages)
		if again := blocks.Render(d, opts); !bytes.Equal(marshal(t, messages), marshal(t, again)) {
			t.Error("Render is not the same twice")
		}
	})
}
