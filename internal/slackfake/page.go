// Package slackfake stands in for Slack where there is none: a workspace that
// answers the Web API as Slack does, for tests, for the demo and to serve from
// one machine, and pages that show its channels.
//
// Server keeps channels, messages, threads and metadata, and holds callers to
// membership, to the documented limits of messages and to their pace. Its
// history lags, and its calls fail before and after they are accepted, as the
// tests want it. It refuses what it does not know: an unknown method, a block
// of another type. It has one app with one token, no files, no views, no
// attachments and no Socket Mode. Behaviour that Slack documents is as on
// https://docs.slack.dev/reference/methods; the sizes of a whole message are
// those measured in slackapi/bolt-js issues 2509 and 2867.
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

//go:embed template/*.html template/channel.css template/live.js
var files embed.FS

// channelView is a channel as the template prints it.
type channelView struct {
	Style    template.CSS
	Channel  string
	Messages []*messageView
	Live     liveView // of the live view alone
}

// messageView is a message with its thread.
type messageView struct {
	Anchor  string
	Sender  string
	App     bool   // whether an app sent it
	Time    string // "" where it is not known
	Only    string // the one user who sees it; "" for everybody
	Note    string // what is odd about where it stands
	Deleted bool
	Edited  bool
	Blocks  []blockView
	Replies []*messageView
	Count   string // "2 replies"
	TS      string // its timestamp, where it has one
	thread  string // the timestamp of its thread
}

// botName is how the app is called on the page.
const botName = "Counterpoint"

// Page writes a channel that holds the messages. It fails only where it cannot
// write.
func Page(w io.Writer, channel string, messages []Message) error {
	return write(w, "channel.html", channelView{
		Channel:  strings.TrimPrefix(channel, "#"),
		Messages: threads(messages),
	})
}

// write fills a template.
func write(w io.Writer, name string, v channelView) error {
	style, err := files.ReadFile("template/channel.css")
	if err != nil {
		return fmt.Errorf("channel page: %w", err)
	}
	v.Style = template.CSS(style) //nolint:gosec // the embedded file, not input
	t, err := template.ParseFS(files, "template/*.html")
	if err != nil {
		return fmt.Errorf("channel page: %w", err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, v); err != nil {
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
		views[i] = &messageView{Anchor: fmt.Sprintf("m%d", i), Sender: botName, App: true, Blocks: blocksOf(m)}
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
		v.Count = countOf(len(v.Replies))
	}
	return roots
}

func countOf(replies int) string {
	switch replies {
	case 0:
		return ""
	case 1:
		return "1 reply"
	}
	return fmt.Sprintf("%d replies", replies)
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
