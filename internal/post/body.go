package post

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"counterpoint/internal/blocks"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

// body is the frozen part of a message, with where it tells which story.
type body struct {
	Text   string            `json:"text"`
	Blocks []json.RawMessage `json:"blocks,omitempty"`
	Tells  []telling         `json:"tells,omitempty"` // not posted
}

// telling is where a body tells a story: at a block, or at a byte of the text
// where it has no blocks.
type telling struct {
	Story string `json:"story"`
	At    int    `json:"at"`
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

// Freeze makes the parts of a digest from its messages, each with the stories
// that a reader has been told once it is posted.
func Freeze(messages []blocks.Message) ([]store.Frozen, error) {
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
		for _, t := range m.Tells {
			b.Tells = append(b.Tells, telling{t.Story, t.Block})
		}
		parts[i] = store.Frozen{Number: i, Parent: store.NoParent, Stories: b.stories(), Body: b.frozen()}
		if m.ReplyTo != nil {
			parts[i].Parent = *m.ReplyTo
		}
	}
	return parts, nil
}

// stories are those that a reader of the body has been told.
func (b body) stories() []string {
	var ids []string
	for _, t := range b.Tells {
		ids = append(ids, t.Story)
	}
	return ids
}

// shortest is the size below which a text is not cut in two.
const shortest = 400

// halves cuts a message between two blocks, or its text between two lines. Each
// half has words of its own, and tells the stories that begin in it.
func (b body) halves() (first, second body, ok bool) {
	if len(b.Blocks) > 0 {
		return b.blockHalves()
	}
	if len(b.Text) < shortest {
		return b, b, false
	}
	at := len(b.Text) / 2
	if line := strings.IndexByte(b.Text[at:], '\n'); line >= 0 && at+line < len(b.Text)-1 {
		at += line + 1
	}
	for !utf8.RuneStart(b.Text[at]) {
		at++
	}
	first, second = b.cut(at)
	first.Text, second.Text = b.Text[:at], b.Text[at:]
	return first, second, true
}

// blockHalves cuts where both sides say something, as near to the middle as can
// be.
func (b body) blockHalves() (first, second body, ok bool) {
	n := len(b.Blocks)
	for off := range n {
		at := n/2 + (off+1)/2
		if off%2 == 1 {
			at = n/2 - (off+1)/2
		}
		if at < 1 || at >= n {
			continue
		}
		first, second = b.cut(at)
		first.Blocks, second.Blocks = b.Blocks[:at], b.Blocks[at:]
		first.Text, second.Text = first.brief(), second.brief()
		if first.Text != "" && second.Text != "" {
			return first, second, true
		}
	}
	return b, b, false
}

// brief is the first lines of what a message's blocks say.
func (b body) brief() string {
	const most = 3000
	text, _ := b.lines()
	if len(text) <= most {
		return text
	}
	at := most
	if line := strings.LastIndexByte(text[:most], '\n'); line > 0 {
		at = line
	}
	for !utf8.RuneStart(text[at]) {
		at--
	}
	return text[:at]
}

// cut parts what a body tells: before a place, and from there on.
func (b body) cut(at int) (first, second body) {
	for _, t := range b.Tells {
		if t.At < at {
			first.Tells = append(first.Tells, t)
		} else {
			second.Tells = append(second.Tells, telling{t.Story, t.At - at})
		}
	}
	return first, second
}

// plain is a message as text alone: all that its blocks say, a line each.
func (b body) plain() body {
	text, tells := b.lines()
	if text == "" {
		return body{Text: b.Text, Tells: b.Tells}
	}
	return body{Text: text, Tells: tells}
}

// lines are what a message's blocks say, and where in them which story is told.
func (b body) lines() (text string, tells []telling) {
	var out strings.Builder
	for i, raw := range b.Blocks {
		for _, t := range b.Tells {
			if t.At == i {
				tells = append(tells, telling{t.Story, out.Len()})
			}
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			continue // it was read from JSON
		}
		for _, line := range said(v) {
			out.WriteString(wording.Escape(line) + "\n")
		}
	}
	return strings.TrimSuffix(out.String(), "\n"), tells
}

// said is the lines of a block or an element. Buttons do not work without
// blocks, and are left out.
func said(v any) []string {
	e, ok := v.(map[string]any)
	kind, _ := e["type"].(string)
	if !ok || kind == "actions" || kind == "button" {
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
