// Package blocks turns a digest into the messages that Slack shows: one in
// the channel that is read in a minute, and replies in its thread that hold
// everything else, down to each quotation.
//
// It is pure: no network, no clock. What a feed wrote leaves it only as
// elements of rich_text or as plain_text without emoji, which Slack does not
// parse, so that no mention, link or markup can come out of an article; links
// lead to http and https only. Nothing of a digest is dropped: what is long
// is shortened, and ends with an ellipsis.
//
// The limits are those that Slack documents for Block Kit, in the form of the
// list in github.com/nicklambourne/slackblocks (spec/limits.json), characters
// counted as code points. The size of a whole message is documented nowhere;
// messages of 11,341 characters have been turned down (slackapi/bolt-js issue
// 2867), hence the 9,000 here. Validate checks all of them.
package blocks

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// Message is one message as chat.postMessage takes it. Text is what a
// notification shows and a screen reader speaks. ReplyTo is the index of the
// message whose thread it goes into; nil for the one in the channel.
type Message struct {
	Text    string        `json:"text"`
	Blocks  []slack.Block `json:"blocks"`
	ReplyTo *int          `json:"reply_to,omitempty"`
	Tells   []Telling     `json:"-"` // what a reader knows once it is posted; it is not posted itself
}

// Telling is a story that a message tells: from the block on, a reader has its
// headline and what it says. A headline alone tells nothing, for it promises
// what only the thread holds. A story with its own lines in the channel is told
// there, and once more where the thread goes into it: whichever of the two is
// posted tells it. What the thread adds after a story's opening (quotations,
// sources) is no story by itself.
type Telling struct {
	Story string // its ID
	Block int    // index into the message's blocks
}

// UnmarshalJSON reads a message back, each block as its own type.
func (m *Message) UnmarshalJSON(data []byte) error {
	var raw struct {
		Text    string       `json:"text"`
		Blocks  slack.Blocks `json:"blocks"`
		ReplyTo *int         `json:"reply_to"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("message: %w", err)
	}
	*m = Message{Text: raw.Text, Blocks: raw.Blocks.BlockSet, ReplyTo: raw.ReplyTo}
	return nil
}

// Options are what a channel may choose, and where its links lead.
type Options struct {
	// Evidence is the address of the digest's evidence page; a story is at
	// its fragment, wording.Anchor of the story's ID. Empty: no links to it.
	Evidence string
	Buttons  bool           // buttons below each story
	Zone     *time.Location // for dates and times; nil is that of the digest's slot
}

// The action_ids of a story's buttons. The value of each is the story's ID.
const (
	ActionWhy        = "story_why"
	ActionMute       = "story_mute"
	ActionHelpful    = "story_helpful"
	ActionNotHelpful = "story_not_helpful"
)

// Render makes the messages of a digest. The first goes to the channel, the
// others into its thread. A digest without stories is one line, unless none of
// its feeds could be read.
func Render(d news.Digest, opts Options) []Message {
	opts.Zone = wording.Zone(d, opts.Zone)
	if len(d.Stories) == 0 {
		return quiet(d, opts)
	}
	first := channel(d, opts)
	var chapters []chapter
	for i := range d.Stories {
		chapters = append(chapters, storyChapter(d, i, len(first.Tells), opts))
	}
	if c, ok := coverageChapter(d); ok {
		chapters = append(chapters, c)
	}
	return append([]Message{first}, thread(chapters)...)
}
