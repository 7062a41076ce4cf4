package slackfake

import (
	"encoding/json"
	"fmt"
	"strings"
)

// blockView is a block as the template prints it; Kind chooses how.
type blockView struct {
	Kind      string // header section context divider actions rich image table markdown unknown
	Text      []paragraph
	Fields    [][]paragraph
	Elements  []elementView
	Accessory *elementView
	Parts     []partView
	Rows      [][]cellView
	Label     string // of an unknown block: its type
	id        string // block_id
}

// elementView is something within a block: text, a button, an image.
type elementView struct {
	Kind  string // text button image menu unknown
	Text  []paragraph
	Label string
	Style string // of a button: primary, danger or nothing
	Href  string
	id    string // action_id of a button
	value string // what a button carries
	Press string // what the live view sends when it is pressed; "" elsewhere
}

// partView is a part of rich text.
type partView struct {
	Kind   string // section list quote pre
	Runs   []inline
	Items  [][]inline
	Number bool // a numbered list, from Start
	Start  int
	Indent int
}

// cellView is a cell of a table.
type cellView struct {
	Parts []partView
	Align string // of its column: left, center or right
}

// blocksOf reads the blocks of a message. Without any, its text is shown, as
// Slack does; blocks that cannot be read are shown as they are.
func blocksOf(m Message) []blockView {
	raw := strings.TrimSpace(string(m.Blocks))
	if raw == "" || raw == "null" || raw == "[]" {
		return []blockView{{Kind: "section", Text: mrkdwn(m.Text)}}
	}
	list, ok := decode(m.Blocks)
	if !ok {
		return []blockView{{Kind: "section", Text: mrkdwn(m.Text)}, {Kind: "unknown", Label: "blocks that are no list", Text: literal(raw)}}
	}
	views := make([]blockView, len(list))
	for i, o := range list {
		views[i] = block(o)
		views[i].id = o.str("block_id")
	}
	return views
}

func block(o object) blockView {
	v := blockView{Kind: o.str("type")}
	switch v.Kind {
	case "header":
		v.Text = textOf(o.obj("text"))
	case "section":
		v.Text = textOf(o.obj("text"))
		for _, f := range o.list("fields") {
			v.Fields = append(v.Fields, textOf(f))
		}
		if a := o.obj("accessory"); a != nil {
			e := element(a)
			v.Accessory = &e
		}
	case "context", "actions", "context_actions":
		for _, e := range o.list("elements") {
			v.Elements = append(v.Elements, element(e))
		}
		v.Kind = strings.TrimPrefix(v.Kind, "context_")
	case "divider":
	case "rich_text":
		v.Kind, v.Parts = "rich", parts(o)
	case "image":
		e := element(o)
		v.Elements, v.Text = []elementView{e}, textOf(o.obj("title"))
	case "table":
		v.Rows = rows(o)
	case "markdown":
		v.Text = literal(o.str("text"))
	default:
		v = blockView{Kind: "unknown", Label: orUnknown(v.Kind), Text: literal(indented(o))}
	}
	return v
}

// textOf reads a text object.
func textOf(o object) []paragraph {
	if o.str("type") == "mrkdwn" {
		return mrkdwn(o.str("text"))
	}
	if emoji, ok := o["emoji"].(bool); ok && !emoji {
		return literal(o.str("text"))
	}
	return plain(o.str("text"))
}

func element(o object) elementView {
	switch kind := o.str("type"); kind {
	case "mrkdwn", "plain_text":
		return elementView{Kind: "text", Text: textOf(o)}
	case "button", "workflow_button":
		return elementView{
			Kind: "button", Label: emojis(o.obj("text").str("text")),
			Style: o.str("style"), Href: safeURL(o.str("url")), id: o.str("action_id"), value: o.str("value"),
		}
	case "feedback_buttons":
		yes, no := o.obj("positive_button").obj("text"), o.obj("negative_button").obj("text")
		return elementView{Kind: "button", Label: emojis(yes.str("text") + " / " + no.str("text"))}
	case "image":
		return elementView{Kind: "image", Label: o.str("alt_text")}
	case "overflow":
		return elementView{Kind: "menu", Label: "⋯"}
	case "static_select", "users_select", "channels_select", "conversations_select", "datepicker", "timepicker":
		return elementView{Kind: "menu", Label: emojis(o.obj("placeholder").str("text")) + " ▾"}
	default:
		return elementView{Kind: "unknown", Label: orUnknown(kind)}
	}
}

// parts reads the elements of rich text.
func parts(o object) []partView {
	var views []partView
	for _, e := range o.list("elements") {
		switch kind := e.str("type"); kind {
		case "rich_text_section":
			views = append(views, partView{Kind: "section", Runs: runs(e)})
		case "rich_text_quote":
			views = append(views, partView{Kind: "quote", Runs: runs(e)})
		case "rich_text_preformatted":
			views = append(views, partView{Kind: "pre", Runs: runs(e)})
		case "rich_text_list":
			v := partView{Kind: "list", Number: e.str("style") == "ordered", Indent: e.int("indent", 8), Start: e.int("offset", 1e6) + 1}
			for _, item := range e.list("elements") {
				v.Items = append(v.Items, runs(item))
			}
			views = append(views, v)
		default:
			views = append(views, partView{Kind: "section", Runs: []inline{{Text: "[" + orUnknown(kind) + "]", Code: true}}})
		}
	}
	return views
}

func runs(o object) []inline {
	var all []inline
	for _, e := range o.list("elements") {
		all = append(all, richInline(e))
	}
	return all
}

func rows(o object) [][]cellView {
	settings := o.list("column_settings")
	all, _ := o["rows"].([]any)
	var views [][]cellView
	for _, row := range all {
		var cells []cellView
		for i, c := range objects(row) {
			cell := cellView{Parts: cellParts(c)}
			if i < len(settings) {
				cell.Align = settings[i].str("align")
			}
			cells = append(cells, cell)
		}
		views = append(views, cells)
	}
	return views
}

func cellParts(c object) []partView {
	text := c.str("text")
	switch c.str("type") {
	case "rich_text":
		return parts(c)
	case "raw_text":
	case "raw_number":
		if text == "" && c["value"] != nil {
			text = fmt.Sprint(c["value"])
		}
	default:
		text = "[" + orUnknown(c.str("type")) + "] " + text
	}
	return []partView{{Kind: "section", Runs: []inline{{Text: text}}}}
}

// indented prints an object for a reader.
func indented(o object) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(o); err != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}
