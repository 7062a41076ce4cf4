package blocks

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Validate checks messages against the limits that Slack documents for the
// blocks that a digest is made of, and against the budget for a whole
// message. It reads their JSON form, so that it checks what would be sent and
// not what was meant. A block or element of a kind that a digest has no use
// for is a fault: it may carry what nobody checked.
func Validate(messages []Message) error {
	var faults []error
	for i, m := range messages {
		c := &checker{at: fmt.Sprintf("message %d", i), ids: map[string]bool{}}
		c.message(i, m)
		faults = append(faults, c.faults...)
	}
	return errors.Join(faults...)
}

// element is the union of the forms that blocks and their elements take.
type element struct {
	Type               string            `json:"type"`
	BlockID            string            `json:"block_id"`
	ActionID           string            `json:"action_id"`
	Text               json.RawMessage   `json:"text"`
	Emoji              *bool             `json:"emoji"`
	URL                string            `json:"url"`
	Value              string            `json:"value"`
	AccessibilityLabel string            `json:"accessibility_label"`
	Indent             int               `json:"indent"`
	Style              json.RawMessage   `json:"style"`
	Elements           []json.RawMessage `json:"elements"`
}

// unescape takes the escapes out of a message's text, so that only markup is left.
func unescape(text string) string {
	return strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(text)
}

type checker struct {
	at     string
	ids    map[string]bool
	size   int
	faults []error
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%s: %s", c.at, fmt.Sprintf(format, args...)))
}

// length checks how many code points a text has.
func (c *checker) length(what, text string, low, high int) {
	if n := utf8.RuneCountInString(text); n < low || n > high {
		c.fault("%s has %d characters, want %d to %d", what, n, low, high)
	}
	if !utf8.ValidString(text) {
		c.fault("%s is no valid UTF-8", what)
	}
}

func (c *checker) message(i int, m Message) {
	c.length("text", m.Text, 1, textLimit)
	if strings.ContainsAny(unescape(m.Text), "<>&") {
		c.fault("text has markup: %.80q", m.Text)
	}
	if (i == 0) != (m.ReplyTo == nil) || (m.ReplyTo != nil && *m.ReplyTo != 0) {
		c.fault("the first message goes to the channel, the others are replies to it")
	}
	if n := len(m.Blocks); n < 1 || n > maxBlocks {
		c.fault("%d blocks, want 1 to %d", n, maxBlocks)
	}
	for j, b := range m.Blocks {
		raw, err := json.Marshal(b)
		if err != nil {
			c.fault("block %d: %v", j, err)
			continue
		}
		c.within(fmt.Sprintf("block %d", j), raw, c.block)
	}
	if c.size > maxCharacter {
		c.fault("%d characters in all, want at most %d", c.size, maxCharacter)
	}
}

// within reads an element and checks it under a name of its own.
func (c *checker) within(name string, raw json.RawMessage, check func(element)) {
	outer := c.at
	c.at += ", " + name
	defer func() { c.at = outer }()
	var e element
	if err := json.Unmarshal(raw, &e); err != nil {
		c.fault("%v", err)
		return
	}
	c.at += " " + e.Type
	check(e)
}

func (c *checker) block(e element) {
	c.length("block_id", e.BlockID, 0, 255)
	if e.BlockID != "" && c.ids[e.BlockID] {
		c.fault("block_id %q is used twice", e.BlockID)
	}
	c.ids[e.BlockID] = true
	switch e.Type {
	case "divider":
	case "header":
		c.text(e.Text, 150)
	case "context":
		c.children(e, 10, func(child element) { c.textObject(child, 3000) })
	case "actions":
		c.children(e, 25, c.button)
	case "rich_text":
		c.children(e, math.MaxInt, c.richElement)
	default:
		c.fault("not a block of a digest")
	}
}

// children checks how many elements there are, then each.
func (c *checker) children(e element, high int, check func(element)) {
	if n := len(e.Elements); n < 1 || n > high {
		c.fault("%d elements, want 1 to %d", n, high)
	}
	for i, raw := range e.Elements {
		c.within(fmt.Sprintf("element %d", i), raw, check)
	}
}

func (c *checker) button(e element) {
	if e.Type != "button" {
		c.fault("not an element of a digest")
	}
	c.text(e.Text, 75)
	c.length("action_id", e.ActionID, 1, 255)
	c.length("value", e.Value, 0, 2000)
	c.length("accessibility_label", e.AccessibilityLabel, 0, 75)
	if e.URL != "" {
		c.link(e.URL)
	}
}

// text checks a text object.
func (c *checker) text(raw json.RawMessage, high int) {
	c.within("text", raw, func(e element) { c.textObject(e, high) })
}

// textObject checks a text that Slack shows as it stands: mrkdwn is a fault, for
// a digest has nothing to say in it, and a stranger's text might.
func (c *checker) textObject(e element, high int) {
	if e.Type != "plain_text" {
		c.fault("a text of this type may not stand here")
	}
	if e.Emoji == nil || *e.Emoji {
		c.fault("plain_text would show emoji codes as emoji")
	}
	c.string(e.Text, 1, high)
}

// string checks a text that is a plain string, and adds it to the size.
func (c *checker) string(raw json.RawMessage, low, high int) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		c.fault("text: %v", err)
		return
	}
	c.length("text", text, low, high)
	c.size += utf8.RuneCountInString(text)
}

func (c *checker) richElement(e element) {
	switch e.Type {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.children(e, math.MaxInt, c.run)
	case "rich_text_list":
		if e.Indent < 0 || e.Indent > 8 {
			c.fault("indent %d, want 0 to 8", e.Indent)
		}
		c.children(e, math.MaxInt, c.richElement)
	default:
		c.fault("not an element of a digest")
	}
}

// run checks a piece of a line. Only text and links may stand there: all
// other kinds mention somebody or something.
func (c *checker) run(e element) {
	switch e.Type {
	case "text":
		c.string(e.Text, 1, 3000)
	case "link":
		c.link(e.URL)
		c.string(e.Text, 1, 3000)
		c.size += utf8.RuneCountInString(e.URL)
	default:
		c.fault("not an element of a digest")
	}
}

func (c *checker) link(address string) {
	c.length("url", address, 1, 3000)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		c.fault("url %q is not http or https", address)
	}
	for _, r := range address {
		if r <= ' ' || r >= 0x7f || r == '<' || r == '>' || r == '|' {
			c.fault("url %q has characters that must be percent-encoded", address)
			return
		}
	}
}
