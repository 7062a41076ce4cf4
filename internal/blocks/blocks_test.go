package blocks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

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

// goldenForm is the messages with a line for each block, so that a difference
// can be read.
func goldenForm(t *testing.T, messages []blocks.Message) string {
	t.Helper()
	line := func(v any) string {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(b.String())
	}
	var out strings.Builder
	for i, m := range messages {
		fmt.Fprintf(&out, "message %d, tells %v\n text %s\n", i, m.Tells, line(m.Text))
		for _, b := range m.Blocks {
			fmt.Fprintf(&out, " %s\n", line(b))
		}
	}
	return out.String()
}

// TestRenderGolden shows what becomes of digests: the invented ones that all
// forms share, and days of 0, 1, 8 and 40 stories, as the program made them of
// articles.
func TestRenderGolden(t *testing.T) {
	shared, err1 := filepath.Glob(digests + "*.json")
	days, err2 := filepath.Glob(filepath.Join("testdata", "day", "*.json"))
	if err := errors.Join(err1, err2); err != nil || len(shared) < 5 || len(days) < 4 {
		t.Fatalf("%d and %d digests: %v", len(shared), len(days), err)
	}
	for _, name := range slices.Concat(shared, days) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".json"), func(t *testing.T) {
			d := readDigest(t, name)
			messages := blocks.Render(d, options())
			if err := blocks.Validate(messages); err != nil {
				t.Error(err)
			}
			checkTold(t, d, messages)
			got := goldenForm(t, messages)
			golden := filepath.Join("testdata", strings.TrimSuffix(filepath.Base(name), ".json")+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("Render(%s) (-want +got):\n%s", name, diff)
			}
		})
	}
}

// checkTold checks that each story is told by a message that has its headline
// in bold, at the block that the message names.
func checkTold(t *testing.T, d news.Digest, messages []blocks.Message) {
	t.Helper()
	told := map[string]int{}
	for i, m := range messages {
		for _, tell := range m.Tells {
			at := slices.IndexFunc(d.Stories, func(b news.Brief) bool { return b.ID == tell.Story })
			if at < 0 || tell.Block >= len(m.Blocks) {
				t.Errorf("message %d tells story %q at block %d, which is not there", i, tell.Story, tell.Block)
				continue
			}
			told[tell.Story]++
			texts, _ := leaves(t, []blocks.Message{{Blocks: m.Blocks[tell.Block : tell.Block+1]}})
			headline := wording.Clean(d.Stories[at].Headline)
			if headline == "" {
				headline = "(no headline)"
			}
			if !texts[wording.Shorten(headline, 150)] && !texts[wording.Shorten(headline, 200)] {
				t.Errorf("message %d, block %d does not tell %q", i, tell.Block, headline)
			}
		}
	}
	for _, b := range d.Stories {
		if told[b.ID] == 0 {
			t.Errorf("no message tells story %q", b.ID)
		}
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
			if quote != "" && !texts[quote] {
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

// checkHarmless checks, by other means than Validate, that nothing in the
// messages can be a mention, markup or a link that leads elsewhere than the web.
func checkHarmless(t *testing.T, messages []blocks.Message) {
	t.Helper()
	allowed := map[string]bool{
		"header": true, "context": true, "actions": true, "divider": true, "button": true, "plain_text": true,
		"rich_text": true, "rich_text_section": true, "rich_text_list": true, "text": true, "link": true,
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, child := range v {
				walk(child)
			}
		case map[string]any:
			if kind, ok := v["type"].(string); ok && !allowed[kind] {
				t.Errorf("an element of type %q", kind)
			}
			if to, ok := v["url"].(string); ok && !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") {
				t.Errorf("a link to %q", to)
			}
			if v["type"] == "plain_text" && v["emoji"] != false {
				t.Errorf("emoji codes count in %v", v)
			}
			for key, child := range v {
				if key != "value" { // of a button: the story's ID, which nobody sees
					walk(child)
				}
			}
		case string:
			if i := strings.IndexFunc(v, hidden); i >= 0 {
				t.Errorf("a hidden character in %.80q", v[i:])
			}
		}
	}
	for _, m := range messages {
		if strings.ContainsAny(m.Text, "<>") || strings.Contains(strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(m.Text), "&") {
			t.Errorf("markup in the text %.80q", m.Text)
		}
		walk([]any{m.Text})
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
}

// hidden are characters that turn the direction of writing, steer a terminal or
// are not seen.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' || unicode.IsControl(r) && r != '\n'
}

// FuzzRender renders digests at random, with one text and one address of the
// fuzzer's own in every place that a stranger writes.
func FuzzRender(f *testing.F) {
	texts := []string{
		"", " ", "<!channel>", "<@U123>", "<#C1|general>", "<!subteam^S1|@all>", "<https://evil.example|bank>", "@here and @channel", "R&D &amp; &lt;!here&gt;",
		":tada:", "*b* _i_ ~s~ `c` ```", "> quoted", "\u202eright to left\u2066", "zero\u200bwidth\ufeff\u00ad\U000e0041", "\x00\x1b[31m\u009b2J\r\n\u2028", "\xff\xfe",
		strings.Repeat("<&>", 3000), strings.Repeat("語", 5000), strings.Repeat("word ", 5000), strings.Repeat("👩\u200d", 2000),
	}
	addresses := []string{"https://a.example/<!channel>|x", "javascript:alert(1)", "https://user:pass@a.example/", "//a.example", "https://a.example/" + strings.Repeat("p", 4000), "HTTPS://A.EXAMPLE/%zz"}
	for seed := range uint64(40) {
		f.Add(seed, uint8(seed%9), seed%2 == 0, texts[seed%uint64(len(texts))], addresses[seed%uint64(len(addresses))])
	}
	f.Fuzz(func(t *testing.T, seed uint64, stories uint8, buttons bool, text, address string) {
		d := newstest.Random(seed, int(stories%5)) // few, for the fuzzer counts every branch taken
		if n := len(d.Stories); n > 0 {
			d.Stories[seed%uint64(n)] = told(text, address).Stories[0]
		}
		checkRendered(t, d, buttons)
	})
}

func TestManyStoriesAtRandom(t *testing.T) {
	for seed := range uint64(3) {
		checkRendered(t, newstest.Random(seed, 40), seed%2 == 0)
	}
}

// checkRendered renders a digest and checks all that holds of any.
func checkRendered(t *testing.T, d news.Digest, buttons bool) {
	t.Helper()
	opts := options()
	opts.Buttons = buttons
	messages := blocks.Render(d, opts)
	if err := blocks.Validate(messages); err != nil {
		t.Fatal(err)
	}
	checkNothingDropped(t, d, messages)
	checkTold(t, d, messages)
	checkHarmless(t, messages)
	if again := blocks.Render(d, opts); !bytes.Equal(marshal(t, messages), marshal(t, again)) {
		t.Error("Render is not the same twice")
	}
}
