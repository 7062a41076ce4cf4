package post

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/blocks"
	"counterpoint/internal/store"
)

// body is the frozen part of a message.
type body struct {
	Text   string            `json:"text"`
	Blocks []json.RawMessage `json:"blocks,omitempty"`
}

func readBody(raw json.RawMessage) (b body, err error) {
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, fmt.Errorf("a frozen message: %w", err)
	}
	return b, nil
}

func (b body) frozen() json.RawMessage {
	raw, err := json.Marshal(b)
	if err != nil {
		panic(err) // it was read from JSON
	}
	return raw
}

// Freeze makes the parts of a digest from its messages. Stories names, for each
// message, the stories that a reader has been told once it is posted.
func Freeze(messages []blocks.Message, stories [][]string) ([]store.Frozen, error) {
	if len(messages) != len(stories) {
		return nil, fmt.Errorf("%d messages that tell %d lists of stories", len(messages), len(stories))
	}
	parts := make([]store.Frozen, len(messages))
	for i, m := range messages {
		b := body{Text: m.Text}
		for _, block := range m.Blocks {
			raw, err := json.Marshal(block)
			if err != nil {
				return nil, fmt.Errorf("freeze message %d: %w", i, err)
			}
			b.Blocks = append(b.Blocks, raw)
		}
		parts[i] = store.Frozen{Number: i, Parent: store.NoParent, Stories: stories[i], Body: b.frozen()}
		if m.ReplyTo != nil {
			parts[i].Parent = *m.ReplyTo
		}
	}
	return parts, nil
}

// shortest is the size below which a text is not cut in two.
const shortest = 400

// halves cuts a message between two blocks, or its text between two lines.
func (b body) halves() (first, second body, ok bool) {
	if n := len(b.Blocks); n >= 2 {
		return body{b.Text, b.Blocks[:n/2]}, body{b.Text, b.Blocks[n/2:]}, true
	}
	if len(b.Blocks) == 1 || len(b.Text) < shortest {
		return b, b, false
	}
	at := len(b.Text) / 2
	if line := strings.IndexByte(b.Text[at:], '\n'); line >= 0 && at+line < len(b.Text)-1 {
		at += line + 1
	}
	for !utf8.RuneStart(b.Text[at]) {
		at++
	}
	return body{Text: b.Text[:at]}, body{Text: b.Text[at:]}, true
}

// plain is a message as text alone: all that its blocks say, a line each.
func (b body) plain() body {
	var lines []string
	for _, raw := range b.Blocks {
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			continue // it was read from JSON
		}
		lines = append(lines, said(v)...)
	}
	if len(lines) == 0 {
		return body{Text: b.Text}
	}
	return body{Text: strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(strings.Join(lines, "\n"))}
}

// said is the lines of a block or an element. Buttons do not work without
// blocks, and are left out.
func said(v any) []string {
	e, _ := v.(map[string]any)
	kind, _ := e["type"].(string)
	if kind == "actions" || kind == "button" {
		return nil
	}
	if text, ok := e["text"].(string); ok {
		if url, ok := e["url"].(string); ok && url != text {
			text += " (" + url + ")"
		}
		return []string{text}
	}
	lines := said(e["text"])
	for _, key := range []string{"fields", "elements"} {
		inner, _ := e[key].([]any)
		for _, child := range inner {
			lines = append(lines, said(child)...)
		}
	}
	if kind == "rich_text_section" || kind == "rich_text_quote" || kind == "rich_text_preformatted" {
		return []string{strings.Join(lines, "")}
	}
	return lines
}
