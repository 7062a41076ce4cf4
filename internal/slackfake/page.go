// Package slackfake stands in for Slack where there is none.
//
// Page shows messages much as Slack's client would, in one HTML file that asks
// nobody for anything and needs no script: images are shown by their alt text,
// buttons do nothing but follow an http(s) link. Whatever it does not know it
// shows in a labelled box, so that a message never disappears.
package slackfake

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
)

// Message is a message as it is posted: the arguments of chat.postMessage, and
// in whose thread it stands.
type Message struct {
	Text    string          `json:"text"`
	Blocks  json.RawMessage `json:"blocks,omitempty"`
	ReplyTo *int            `json:"reply_to,omitempty"` // index of the message whose thread it goes into
}

//go:embed template/*.html template/channel.css
var files embed.FS

// channelView is a channel as the template prints it.
type channelView struct {
	Style    template.CSS
	Channel  string
	Messages []*messageView
}

// messageView is a message with its thread.
type messageView struct {
	Anchor  string
	Note    string // what is odd about where it stands
	Blocks  []blockView
	Replies []*messageView
	Count   string // "2 replies"
}

// Page writes a channel that holds the messages. It fails only where it cannot
// write.
func Page(w io.Writer, channel string, messages []Message) error {
	style, err := files.ReadFile("template/channel.css")
	if err != nil {
		return fmt.Errorf("channel page: %w", err)
	}
	t, err := template.ParseFS(files, "template/*.html")
	if err != nil {
		return fmt.Errorf("channel page: %w", err)
	}
	v := channelView{
		Style:    template.CSS(style), //nolint:gosec // the embedded file, not input
		Channel:  strings.TrimPrefix(channel, "#"),
		Messages: threads(messages),
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "channel.html", v); err != nil {
		return fmt.Errorf("channel page: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("channel page: %w", err)
	}
	return nil
}

// threads puts each reply under the message that began its thread. As in
// Slack a thread has one level: a reply to a reply stands beside it.
func threads(messages []Message) []*messageView {
	var roots []*messageView
	views := make([]*messageView, len(messages))
	for i, m := range messages {
		views[i] = &messageView{Anchor: fmt.Sprintf("m%d", i), Blocks: blocksOf(m)}
	}
	for i := range messages {
		root, ok := rootOf(messages, i)
		switch {
		case !ok:
			views[i].Note = fmt.Sprintf("a reply to message %d, which has no thread here", *messages[i].ReplyTo)
			roots = append(roots, views[i])
		case root == i:
			roots = append(roots, views[i])
		default:
			views[root].Replies = append(views[root].Replies, views[i])
		}
	}
	for _, v := range roots {
		if n := len(v.Replies); n == 1 {
			v.Count = "1 reply"
		} else if n > 1 {
			v.Count = fmt.Sprintf("%d replies", n)
		}
	}
	return roots
}

// rootOf follows replies up to the message that began the thread, and reports
// whether there is one.
func rootOf(messages []Message, i int) (int, bool) {
	for range messages {
		to := messages[i].ReplyTo
		if to == nil {
			return i, true
		}
		if *to < 0 || *to >= len(messages) {
			return i, false
		}
		i = *to
	}
	return i, false
}
