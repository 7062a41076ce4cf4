package slackfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// The limits of a whole message. Slack documents the number of blocks alone:
// the sums are what was measured, of which messages with rich text bear less.
const (
	maxBlocks     = 50
	maxCharacters = 13_200
	maxRich       = 11_300
	maxMarkdown   = 12_000
)

// checkBlocks holds the blocks of a message to Slack's documented limits. What
// it does not know it refuses, as Slack does.
func checkBlocks(raw json.RawMessage) *refusal {
	list, ok := decode(raw)
	if !ok {
		return &refusal{code: "invalid_blocks_format"}
	}
	c := &checker{most: maxCharacters}
	if len(list) > maxBlocks {
		c.fault("/blocks", "no more than %d items allowed", maxBlocks)
	}
	for i, b := range list[:min(len(list), maxBlocks)] {
		c.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	if c.markdown > maxMarkdown {
		c.fault("/blocks", "markdown of more than %d characters", maxMarkdown)
	}
	switch {
	case len(c.faults) > 0:
		return &refusal{code: "invalid_blocks", details: c.faults}
	case c.size > c.most:
		return &refusal{code: "msg_blocks_too_long", details: []string{fmt.Sprintf("[ERROR] %d characters in all", c.size)}}
	}
	return nil
}

// checker collects what is wrong with the blocks of a message.
type checker struct {
	size, most, markdown int
	ids, actions         []string // of the message, of the block
	faults               []string
}

func (c *checker) fault(at, format string, a ...any) {
	if len(c.faults) < 20 {
		c.faults = append(c.faults, fmt.Sprintf("[ERROR] "+format, a...)+" [json-pointer:"+at+"]")
	}
}

// str checks a string's length in code points; where low is 0 it may be
// missing.
func (c *checker) str(at string, o object, key string, low, high int) {
	v, ok := o[key]
	if !ok && low == 0 {
		return
	}
	s, is := v.(string)
	if n := utf8.RuneCountInString(s); !is || n < low || n > high {
		c.fault(at+"/"+key, "must be a string of %d to %d characters", low, high)
	}
}

// children checks how many objects an array holds, then each.
func (c *checker) children(at string, o object, key string, low, high int, check func(string, object)) {
	list := o.list(key)
	if len(list) < low || len(list) > high {
		c.fault(at+"/"+key, "must have %d to %d items", low, high)
	}
	for i, e := range list[:min(len(list), high)] {
		check(fmt.Sprintf("%s/%s/%d", at, key, i), e)
	}
}

func (c *checker) block(at string, o object) {
	c.str(at, o, "block_id", 0, 255)
	if id := o.str("block_id"); id != "" {
		if slices.Contains(c.ids, id) {
			c.fault(at+"/block_id", "%q already exists in this message", id)
		}
		c.ids = append(c.ids, id)
	}
	c.actions = nil
	switch kind := o.str("type"); kind {
	case "divider":
	case "header":
		c.text(at+"/text", o.obj("text"), 150, "plain_text")
	case "section":
		c.section(at, o)
	case "context":
		c.children(at, o, "elements", 1, 10, c.inContext)
	case "actions":
		c.children(at, o, "elements", 1, 25, c.interactive)
	case "context_actions":
		c.children(at, o, "elements", 1, 5, c.interactive)
	case "rich_text":
		c.most = maxRich
		c.children(at, o, "elements", 0, 1000, c.rich)
	case "image":
		c.image(at, o)
	case "markdown":
		c.str(at, o, "text", 1, maxMarkdown)
		c.count(o, "text")
		c.markdown += utf8.RuneCountInString(o.str("text"))
	case "table":
		c.table(at, o)
	default:
		c.fault(at+"/type", "unsupported type: %s", kind)
	}
}

// count adds texts to the size of the message.
func (c *checker) count(o object, keys ...string) {
	for _, k := range keys {
		c.size += utf8.RuneCountInString(o.str(k))
	}
}

// text checks a text object of one of kinds.
func (c *checker) text(at string, o object, most int, kinds ...string) {
	if !slices.Contains(kinds, o.str("type")) {
		c.fault(at+"/type", "must be one of %v", kinds)
	}
	c.str(at, o, "text", 1, most)
	c.count(o, "text")
}

func (c *checker) section(at string, o object) {
	if o["text"] == nil && o["fields"] == nil {
		c.fault(at, "needs text or fields")
	}
	if o["text"] != nil {
		c.text(at+"/text", o.obj("text"), 3000, "plain_text", "mrkdwn")
	}
	if o["fields"] != nil {
		c.children(at, o, "fields", 1, 10, func(at string, f object) { c.text(at, f, 2000, "plain_text", "mrkdwn") })
	}
	if o["accessory"] != nil {
		c.interactive(at+"/accessory", o.obj("accessory"))
	}
}

func (c *checker) inContext(at string, o object) {
	if o.str("type") == "image" {
		c.image(at, o)
		return
	}
	c.text(at, o, 3000, "plain_text", "mrkdwn")
}

func (c *checker) image(at string, o object) {
	if o["slack_file"] == nil {
		c.str(at, o, "image_url", 1, 3000)
	}
	c.str(at, o, "alt_text", 1, 2000)
	c.count(o, "alt_text", "image_url")
}

// interactive checks an element that a user can press or choose from.
func (c *checker) interactive(at string, o object) {
	c.str(at, o, "action_id", 0, 255)
	if id := o.str("action_id"); id != "" {
		if slices.Contains(c.actions, id) {
			c.fault(at+"/action_id", "%q already exists in this block", id)
		}
		c.actions = append(c.actions, id)
	}
	switch kind := o.str("type"); kind {
	case "button":
		c.button(at, o)
		c.str(at, o, "url", 0, 3000)
		if style := o.str("style"); o["style"] != nil && style != "primary" && style != "danger" {
			c.fault(at+"/style", "must be primary or danger")
		}
	case "feedback_buttons":
		c.button(at+"/positive_button", o.obj("positive_button"))
		c.button(at+"/negative_button", o.obj("negative_button"))
	case "icon_button":
		c.button(at, o)
		c.str(at, o, "icon", 1, 100)
	case "overflow":
		c.children(at, o, "options", 1, 5, c.option)
	case "static_select":
		c.children(at, o, "options", 1, 100, c.option)
	case "image":
		c.image(at, o)
	default:
		c.fault(at+"/type", "unsupported type: %s", kind)
	}
}

func (c *checker) button(at string, o object) {
	c.text(at+"/text", o.obj("text"), 75, "plain_text")
	c.str(at, o, "value", 0, 2000)
	c.str(at, o, "accessibility_label", 0, 75)
}

func (c *checker) option(at string, o object) {
	c.text(at+"/text", o.obj("text"), 75, "plain_text", "mrkdwn")
	c.str(at, o, "value", 1, 150)
}

func (c *checker) table(at string, o object) {
	rows, _ := o["rows"].([]any)
	if len(rows) < 1 || len(rows) > 100 {
		c.fault(at+"/rows", "must have 1 to 100 items")
		return
	}
	for i, row := range rows {
		at := fmt.Sprintf("%s/rows/%d", at, i)
		cells := objects(row)
		if len(cells) < 1 || len(cells) > 20 {
			c.fault(at, "must have 1 to 20 items")
			continue
		}
		for j, cell := range cells {
			c.cell(fmt.Sprintf("%s/%d", at, j), cell)
		}
	}
}

func (c *checker) cell(at string, o object) {
	switch o.str("type") {
	case "raw_text":
		c.str(at, o, "text", 1, maxCharacters)
		c.count(o, "text")
	case "raw_number":
	case "rich_text":
		c.children(at, o, "elements", 1, 100, c.rich)
	default:
		c.fault(at+"/type", "must be raw_text, raw_number or rich_text")
	}
}

// rich checks a part of rich text.
func (c *checker) rich(at string, o object) {
	switch kind := o.str("type"); kind {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.children(at, o, "elements", 0, 1000, c.run)
	case "rich_text_list":
		if style := o.str("style"); style != "bullet" && style != "ordered" {
			c.fault(at+"/style", "must be bullet or ordered")
		}
		c.children(at, o, "elements", 0, 1000, func(at string, item object) {
			if item.str("type") != "rich_text_section" {
				c.fault(at+"/type", "must be rich_text_section")
				return
			}
			c.children(at, item, "elements", 0, 1000, c.run)
		})
	default:
		c.fault(at+"/type", "unsupported type: %s", kind)
	}
}

// run checks a piece of a line of rich text.
func (c *checker) run(at string, o object) {
	needs := map[string]string{
		"text": "text", "link": "url", "user": "user_id", "channel": "channel_id", "usergroup": "usergroup_id",
		"emoji": "name", "broadcast": "range", "color": "value", "date": "format",
	}
	key, ok := needs[o.str("type")]
	if !ok {
		c.fault(at+"/type", "unsupported type: %s", o.str("type"))
		return
	}
	c.str(at, o, key, 1, maxCharacters)
	c.count(o, "text", "url")
}
