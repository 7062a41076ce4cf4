package slackfake_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"counterpoint/internal/browsertest"
	"counterpoint/internal/slackfake"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// readMessages decodes what --format slack prints.
func readMessages(t testing.TB, file string) []slackfake.Message {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Messages []slackfake.Message `json:"messages"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v.Messages
}

func render(t testing.TB, messages ...slackfake.Message) string {
	t.Helper()
	var b strings.Builder
	if err := slackfake.Page(&b, "#newsroom-estuary", messages); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no messages in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := render(t, readMessages(t, file)...)
			golden := strings.TrimSuffix(file, ".json") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("channel of %s (-want +got), rewrite with -update:\n%s", file, diff)
			}
			asksNobody(t, got)
		})
	}
}

// asksNobody fails on a page that runs, loads or links what it should not.
func asksNobody(t *testing.T, page string) {
	t.Helper()
	if strings.Contains(strings.ToLower(page), "<script") {
		t.Error("the page holds a script")
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			web := strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "mailto:")
			if a.Key == "src" || a.Key == "srcset" || strings.HasPrefix(a.Key, "on") || a.Key == "href" && (n.Data != "a" || !web) {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
}

// TestNothingDisappears: whatever stands where a block should, its text is on
// the page, escaped.
func TestNothingDisappears(t *testing.T) {
	for _, blocks := range []string{
		`[{"type":"section","text":{"type":"mrkdwn","text":"seen&lt;i&gt;"}}]`,
		`[{"type":"seen<i>"}]`,
		`[{"type":"carousel","title":"seen<i>"}]`,
		`[{"type":7,"x":"seen<i>"}]`,
		`[{"type":"actions","elements":[{"type":"seen<i>"}]}]`,
		`[{"type":"rich_text","elements":[{"type":"seen<i>"}]}]`,
		`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"seen<i>"}]}]}]`,
		`[{"type":"table","rows":[[{"type":"seen<i>"}]]}]`,
		`["seen<i>"]`,
		`[{"type":"image","alt_text":"seen<i>"}]`,
		`{"type":"seen<i>"}`,
		`"seen<i>"`,
		`[{"type":"seen<i>"`,
		``, `null`, `[]`, // the text stands in
	} {
		page := render(t, slackfake.Message{Text: "seen&lt;i&gt;", Blocks: json.RawMessage(blocks)})
		if strings.Contains(page, "seen<i>") || !strings.Contains(html.UnescapeString(page), "seen<i") {
			t.Errorf("blocks %s: the page lacks seen<i>, or has it as an element", blocks)
		}
	}
}

// TestThreads: replies stand under what they answer, and no message is lost
// to an index that leads nowhere.
func TestThreads(t *testing.T) {
	to := func(i int) *int { return &i }
	for _, tt := range []struct {
		name    string
		replies []*int
		want    string // the messages from top to bottom, a thread in brackets
	}{
		{"no reply", []*int{nil, nil}, "0 1"},
		{"replies", []*int{nil, to(0), nil, to(0)}, "0 [1 3] 2"},
		{"before its thread", []*int{to(1), nil}, "1 [0]"},
		{"reply to a reply", []*int{nil, to(0), to(1)}, "0 [1 2]"},
		{"nowhere", []*int{to(7), to(-1), nil}, "0 1 2"},
		{"to itself", []*int{to(0)}, "0"},
		{"in a ring", []*int{to(1), to(0)}, "0 1"},
	} {
		var messages []slackfake.Message
		for _, r := range tt.replies {
			messages = append(messages, slackfake.Message{Text: "x", ReplyTo: r})
		}
		if got := outline(t, render(t, messages...)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func outline(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node) []string
	walk = func(n *html.Node) []string {
		var all []string
		for c := range n.ChildNodes() {
			inner := walk(c)
			if c.Data == "article" {
				id := ""
				for _, a := range c.Attr {
					if a.Key == "id" {
						id = strings.TrimPrefix(a.Val, "m")
					}
				}
				all = append(all, id)
				if len(inner) > 0 {
					all = append(all, "["+strings.Join(inner, " ")+"]")
				}
				continue
			}
			all = append(all, inner...)
		}
		return all
	}
	return strings.Join(walk(root), " ")
}

func TestTheChannelFitsItsWindow(t *testing.T) {
	for _, width := range []int{320, 390, 1280} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			browsertest.Fits(t, render(t, readMessages(t, "testdata/day.json")...), width)
		})
	}
}

func FuzzPage(f *testing.F) {
	f.Add("*a* <https://a.example|b> `c`", `[{"type":"section","text":{"type":"mrkdwn","text":"*a"}}]`)
	f.Add("> <!here|", `[{"type":"table","rows":[[1,{}],2]},null]`)
	f.Add("```", `[{"type":"rich_text","elements":[{"type":"rich_text_list","indent":-1,"offset":1e300}]}]`)
	f.Fuzz(func(t *testing.T, text, blocks string) {
		page := render(t, slackfake.Message{Text: text, Blocks: json.RawMessage(blocks)})
		if strings.Contains(strings.ToLower(page), "<script") {
			t.Error("the page holds a script")
		}
	})
}
