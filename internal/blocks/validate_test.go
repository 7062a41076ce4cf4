package blocks_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"counterpoint/internal/blocks"
)

// good is a message that Validate lets pass.
func good() blocks.Message {
	return blocks.Message{Text: "text", Blocks: []slack.Block{slack.NewDividerBlock()}}
}

func words(n int) string { return strings.Repeat("é", n) }

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func rich(elements ...slack.RichTextSectionElement) slack.Block {
	return slack.NewRichTextBlock("", slack.NewRichTextSection(elements...))
}

func text(n int) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(words(n), nil)
}

func button(action, label, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(label))
}

func repeat[T any](n int, v T) []T {
	var out []T
	for range n {
		out = append(out, v)
	}
	return out
}

// Each row breaks one limit; its neighbour "at the limit" in the second table
// keeps it.
func TestValidateRefuses(t *testing.T) {
	labelled := button("a", "b", "c")
	labelled.AccessibilityLabel = words(76)
	linked := button("a", "b", "c")
	linked.URL = "ftp://a.example/"
	for _, tt := range []struct {
		name  string
		block slack.Block
		want  string
	}{
		{"block of another kind", slack.NewMarkdownBlock("", "x"), "not a block of a digest"},
		{"header", slack.NewHeaderBlock(plain(words(151))), "151 characters"},
		{"header in mrkdwn", slack.NewHeaderBlock(slack.NewTextBlockObject(slack.MarkdownType, "x", false, false)), "of this type"},
		{"emoji", slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, "x", true, false)), "emoji"},
		{"no emoji said", slack.NewHeaderBlock(&slack.TextBlockObject{Type: "plain_text", Text: "x"}), "emoji"},
		{"section, which may be mrkdwn", slack.NewSectionBlock(plain("x"), nil, nil), "not a block of a digest"},
		{"context in mrkdwn", slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType, "x", false, false)), "of this type"},
		{"long context", slack.NewContextBlock("", plain(words(3001))), "3001 characters"},
		{"context", slack.NewContextBlock("", repeat[slack.MixedElement](11, plain("x"))...), "11 elements"},
		{"context text", slack.NewContextBlock("", plain("")), "0 characters"},
		{"actions", slack.NewActionBlock("", repeat[slack.BlockElement](26, button("a", "b", "c"))...), "26 elements"},
		{"action of another kind", slack.NewActionBlock("", slack.NewDatePickerBlockElement("a")), "not an element of a digest"},
		{"button text", slack.NewActionBlock("", button("a", words(76), "c")), "76 characters"},
		{"button value", slack.NewActionBlock("", button("a", "b", words(2001))), "2001 characters"},
		{"button label", slack.NewActionBlock("", labelled), "accessibility_label has 76"},
		{"button url", slack.NewActionBlock("", linked), "not http or https"},
		{"action_id", slack.NewActionBlock("", button(words(256), "b", "c")), "action_id has 256"},
		{"no action_id", slack.NewActionBlock("", button("", "b", "c")), "action_id has 0"},
		{"block_id", slack.NewActionBlock(words(256), button("a", "b", "c")), "block_id has 256"},
		{"rich text", slack.NewRichTextBlock(""), "0 elements"},
		{"rich text of another kind", slack.NewRichTextBlock("", slack.RichTextUnknown{Raw: `{"type":"rich_text_new"}`}), "not an element of a digest"},
		{"list", slack.NewRichTextBlock("", slack.NewRichTextList(slack.RTEListBullet, 9, slack.NewRichTextSection(text(1)))), "indent 9"},
		{"empty text", rich(slack.NewRichTextSectionTextElement("", nil)), "0 characters"},
		{"long text", rich(text(3001)), "3001 characters"},
		{"mention of all", rich(slack.NewRichTextSectionBroadcastElement("channel")), "broadcast: not an element"},
		{"mention of one", rich(slack.NewRichTextSectionUserElement("U123", nil)), "user: not an element"},
		{"emoji element", rich(slack.NewRichTextSectionEmojiElement("tada", 0, nil)), "emoji: not an element"},
		{"link", rich(slack.NewRichTextSectionLinkElement("javascript:alert(1)", "x", nil)), "not http or https"},
		{"link as it came", rich(slack.NewRichTextSectionLinkElement("https://a.example/a|b", "x", nil)), "percent-encoded"},
		{"long link", rich(slack.NewRichTextSectionLinkElement("https://a.example/"+strings.Repeat("a", 3000), "x", nil)), "url has 3018"},
	} {
		m := good()
		m.Blocks = []slack.Block{tt.block}
		if err := blocks.Validate([]blocks.Message{m}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Validate = %v, want %q in it", tt.name, err, tt.want)
		}
	}
}

func TestValidateRefusesMessages(t *testing.T) {
	other := 1
	twice := slack.NewActionBlock("same", button("a", "b", "c"))
	for _, tt := range []struct {
		name   string
		change func(*blocks.Message)
		want   string
	}{
		{"no text", func(m *blocks.Message) { m.Text = "" }, "text has 0"},
		{"long text", func(m *blocks.Message) { m.Text = words(4001) }, "text has 4001"},
		{"a mention in the text", func(m *blocks.Message) { m.Text = "<!channel>" }, "text has markup"},
		{"no blocks", func(m *blocks.Message) { m.Blocks = nil }, "0 blocks"},
		{"many blocks", func(m *blocks.Message) { m.Blocks = repeat[slack.Block](46, slack.NewDividerBlock()) }, "46 blocks"},
		{"size", func(m *blocks.Message) { m.Blocks = repeat(4, rich(text(2251))) }, "9004 characters in all"},
		{"size of links", func(m *blocks.Message) {
			m.Blocks = repeat(4, rich(slack.NewRichTextSectionLinkElement("https://a.example/"+strings.Repeat("a", 2300), "x", nil)))
		}, "characters in all"},
		{"block_id twice", func(m *blocks.Message) { m.Blocks = []slack.Block{twice, twice} }, "used twice"},
		{"first as a reply", func(m *blocks.Message) { m.ReplyTo = &other }, "first message"},
	} {
		m := good()
		tt.change(&m)
		if err := blocks.Validate([]blocks.Message{m}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Validate = %v, want %q in it", tt.name, err, tt.want)
		}
	}
	if err := blocks.Validate([]blocks.Message{good(), good()}); err == nil {
		t.Error("Validate lets two messages into the channel")
	}
}

func TestValidateAtTheLimits(t *testing.T) {
	m := blocks.Message{Text: words(4000), Blocks: []slack.Block{
		slack.NewHeaderBlock(plain(words(150))),
		slack.NewContextBlock("", plain(words(3000))),
		slack.NewContextBlock("", repeat[slack.MixedElement](10, plain(words(200)))...),
		slack.NewActionBlock(words(255), repeat[slack.BlockElement](25, button(words(255), words(10), words(2000)))...),
		rich(text(3000)),
		rich(text(9000 - 150 - 3000 - 2000 - 250 - 3000)),
	}}
	m.Blocks = append(m.Blocks, repeat[slack.Block](39, slack.NewDividerBlock())...)
	if err := blocks.Validate([]blocks.Message{m}); err != nil {
		t.Errorf("Validate at the limits: %v", err)
	}
}
