package slackfake_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
	"counterpoint/internal/slackfake"
)

// n is a string of n characters of two bytes each.
func n(n int) string { return strings.Repeat("é", n) }

// TestTextsOfBlocks: each limit of Slack's from both sides. A row holds a block, in
// which %s stands for a text, the longest text that is fine, and why a longer
// one is not.
func TestTextsOfBlocks(t *testing.T) {
	for _, tt := range []struct {
		name, block string
		most        int
		pointer     string // where the fault is told
	}{
		{"header", `{"type":"header","text":{"type":"plain_text","text":"%s"}}`, 150, "/blocks/0/text/text"},
		{"section", `{"type":"section","text":{"type":"mrkdwn","text":"%s"}}`, 3000, "/blocks/0/text/text"},
		{"field", `{"type":"section","fields":[{"type":"mrkdwn","text":"%s"}]}`, 2000, "/blocks/0/fields/0/text"},
		{"context", `{"type":"context","elements":[{"type":"mrkdwn","text":"%s"}]}`, 3000, "/blocks/0/elements/0/text"},
		{"button", `{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"%s"}}]}`, 75, "/blocks/0/elements/0/text/text"},
		{"value", `{"type":"actions","elements":[{"type":"button","value":"%s","text":{"type":"plain_text","text":"a"}}]}`, 2000, "/blocks/0/elements/0/value"},
		{"url", `{"type":"actions","elements":[{"type":"button","url":"%s","text":{"type":"plain_text","text":"a"}}]}`, 3000, "/blocks/0/elements/0/url"},
		{"label", `{"type":"actions","elements":[{"type":"button","accessibility_label":"%s","text":{"type":"plain_text","text":"a"}}]}`, 75, "/blocks/0/elements/0/accessibility_label"},
		{"action_id", `{"type":"actions","elements":[{"type":"button","action_id":"%s","text":{"type":"plain_text","text":"a"}}]}`, 255, "/blocks/0/elements/0/action_id"},
		{"block_id", `{"type":"divider","block_id":"%s"}`, 255, "/blocks/0/block_id"},
		{"option", `{"type":"actions","elements":[{"type":"overflow","options":[{"value":"a","text":{"type":"plain_text","text":"%s"}}]}]}`, 75, "/blocks/0/elements/0/options/0/text/text"},
		{"option's value", `{"type":"actions","elements":[{"type":"overflow","options":[{"value":"%s","text":{"type":"plain_text","text":"a"}}]}]}`, 150, "/blocks/0/elements/0/options/0/value"},
		{"alt_text", `{"type":"image","image_url":"https://a.example/b.png","alt_text":"%s"}`, 2000, "/blocks/0/alt_text"},
		{"image_url", `{"type":"image","image_url":"%s","alt_text":"a"}`, 3000, "/blocks/0/image_url"},
		{"markdown", `{"type":"markdown","text":"%s"}`, 12_000, "/blocks/0/text"},
		{"feedback", `{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"%s"},"value":"y"},"negative_button":{"text":{"type":"plain_text","text":"b"},"value":"n"}}]}`, 75, "/blocks/0/elements/0/positive_button/text/text"},
	} {
		if err := slackfake.CheckBlocks("[" + fmt.Sprintf(tt.block, n(tt.most)) + "]"); err != nil {
			t.Errorf("%s of %d characters: %v", tt.name, tt.most, err)
		}
		err := slackfake.CheckBlocks("[" + fmt.Sprintf(tt.block, n(tt.most+1)) + "]")
		if err == nil || !strings.HasPrefix(err.Error(), "invalid_blocks:") || !strings.Contains(err.Error(), "[json-pointer:"+tt.pointer+"]") {
			t.Errorf("%s of %d characters: %v", tt.name, tt.most+1, err)
		}
	}
}

// TestCounts: how many there may be of each.
func TestCounts(t *testing.T) {
	rep := func(s string, n int) string { return strings.Repeat(s+",", n-1) + s }
	const (
		button = `{"type":"button","text":{"type":"plain_text","text":"a"}}`
		cell   = `{"type":"raw_text","text":"a"}`
	)
	for _, tt := range []struct {
		name, block, each string
		most              int
	}{
		{"fields", `{"type":"section","fields":[%s]}`, `{"type":"mrkdwn","text":"a"}`, 10},
		{"context", `{"type":"context","elements":[%s]}`, `{"type":"mrkdwn","text":"a"}`, 10},
		{"actions", `{"type":"actions","elements":[%s]}`, button, 25},
		{"context_actions", `{"type":"context_actions","elements":[%s]}`, button, 5},
		{"overflow", `{"type":"actions","elements":[{"type":"overflow","options":[%s]}]}`, `{"value":"a","text":{"type":"plain_text","text":"a"}}`, 5},
		{"rows", `{"type":"table","rows":[%s]}`, "[" + cell + "]", 100},
		{"cells", `{"type":"table","rows":[[%s]]}`, cell, 20},
	} {
		if err := slackfake.CheckBlocks("[" + fmt.Sprintf(tt.block, rep(tt.each, tt.most)) + "]"); err != nil {
			t.Errorf("%d %s: %v", tt.most, tt.name, err)
		}
		for _, count := range []string{rep(tt.each, tt.most+1), ""} {
			if err := slackfake.CheckBlocks("[" + fmt.Sprintf(tt.block, count) + "]"); err == nil || !strings.HasPrefix(err.Error(), "invalid_blocks:") {
				t.Errorf("%s, too many or none: %v", tt.name, err)
			}
		}
	}
}

func TestWholeMessages(t *testing.T) {
	rich := func(n int) string {
		return fmt.Sprintf(`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":%q}]}]}`, strings.Repeat("a", n))
	}
	for _, tt := range []struct{ name, blocks, want string }{
		{"rich text of 11,300", `[` + rich(6000) + `,` + rich(5300) + `]`, ""},
		{"rich text of 11,301", `[` + rich(6000) + `,` + rich(5301) + `]`, "msg_blocks_too_long"},
		{"markdown of 12,001 in two", `[{"type":"markdown","text":"` + n(6000) + `"},{"type":"markdown","text":"` + n(6001) + `"}]`, "invalid_blocks"},
		{"a block_id twice", `[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`, "invalid_blocks"},
		{"an action_id twice in a block", `[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"a"}},{"type":"button","action_id":"a","text":{"type":"plain_text","text":"a"}}]}]`, "invalid_blocks"},
		{"an action_id in two blocks", `[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"a"}}]},{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"a"}}]}]`, ""},
		{"unknown block", `[{"type":"alert","text":{"type":"plain_text","text":"a"}}]`, "invalid_blocks"},
		{"no object", `[7]`, "invalid_blocks"},
		{"header in mrkdwn", `[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]`, "invalid_blocks"},
		{"section without text", `[{"type":"section"}]`, "invalid_blocks"},
		{"text that is a number", `[{"type":"section","text":{"type":"mrkdwn","text":7}}]`, "invalid_blocks"},
		{"style of a button", `[{"type":"actions","elements":[{"type":"button","style":"default","text":{"type":"plain_text","text":"a"}}]}]`, "invalid_blocks"},
		{"unknown element", `[{"type":"actions","elements":[{"type":"slider"}]}]`, "invalid_blocks"},
		{"unknown accessory", `[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"slider"}}]`, "invalid_blocks"},
		{"image without alt_text", `[{"type":"image","image_url":"https://a.example/b.png"}]`, "invalid_blocks"},
		{"empty run", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}]`, "invalid_blocks"},
		{"link without a URL", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","text":"a"}]}]}]`, "invalid_blocks"},
		{"unknown run", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"blink","text":"a"}]}]}]`, "invalid_blocks"},
		{"list without a style", `[{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[]}]}]`, "invalid_blocks"},
		{"list in a list", `[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_list","style":"bullet","elements":[]}]}]}]`, "invalid_blocks"},
		{"unknown cell", `[{"type":"table","rows":[[{"type":"image"}]]}]`, "invalid_blocks"},
		{"all kinds", `[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"overflow","options":[{"value":"a","text":{"type":"plain_text","text":"a"}}]}},
			{"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","indent":1,"elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://a.example","text":"a"},{"type":"broadcast","range":"here"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"a"}]}]},
			{"type":"table","rows":[[{"type":"raw_number","value":1},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]}]]},
			{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}]}]`, ""},
	} {
		code := ""
		if err := slackfake.CheckBlocks(tt.blocks); err != nil {
			code, _, _ = strings.Cut(err.Error(), ":")
		}
		if code != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, code, tt.want)
		}
	}
}

// TestTheProjectsOwnMessagesPass holds what the digest's forms make of days of
// every size to this second reading of the limits.
func TestTheProjectsOwnMessagesPass(t *testing.T) {
	files, err := filepath.Glob("../blocks/testdata/day/*.json")
	if err != nil || len(files) < 4 {
		t.Fatal("no days", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d news.Digest
		if err := json.Unmarshal(raw, &d); err != nil {
			t.Fatal(err)
		}
		for i, m := range blocks.Render(d, blocks.Options{Buttons: true, Evidence: "https://digest.example/evidence/1"}) {
			bs, err := json.Marshal(m.Blocks)
			if err != nil {
				t.Fatal(err)
			}
			s, _, _ := workspace(t)
			body := url.Values{"channel": {"C1"}, "text": {m.Text}, "blocks": {string(bs)}}.Encode()
			if _, code := send(t, s, "/api/chat.postMessage", form, body); code != "" {
				t.Errorf("%s, message %d: %s", file, i, code)
			}
		}
	}
}
