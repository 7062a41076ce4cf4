package slackfake

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

const (
	maxText       = 40_000 // chat.postMessage cuts a text off after it
	maxUpdateText = 4_000
	maxMetadata   = 4_000 // Slack has a limit and does not say which
)

// writable is the channel that a call names, if the bot may write there.
func (s *Server) writable(a args) (*conversation, *refusal) {
	c, r := s.joined(a)
	if r == nil && c.archived {
		r = &refusal{code: "is_archived"}
	}
	return c, r
}

// joined is the channel that a call names, if the bot is a member.
func (s *Server) joined(a args) (*conversation, *refusal) {
	c := s.channel(a["channel"])
	switch {
	case c == nil:
		return nil, &refusal{code: "channel_not_found"}
	case !c.member:
		return nil, &refusal{code: "not_in_channel"}
	}
	return c, nil
}

// content checks text and blocks.
func content(a args) (json.RawMessage, *refusal) {
	raw := strings.TrimSpace(a["blocks"])
	if raw == "" || raw == "[]" || raw == "null" {
		if strings.TrimSpace(a["text"]) == "" {
			return nil, &refusal{code: "no_text"}
		}
		return nil, nil
	}
	if r := checkBlocks(json.RawMessage(raw)); r != nil {
		return nil, r
	}
	return json.RawMessage(raw), nil
}

// metadata checks what a message carries for programs.
func metadata(raw string) (json.RawMessage, *refusal) {
	if raw == "" {
		return nil, nil
	}
	var m struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	switch err := json.Unmarshal([]byte(raw), &m); {
	case len(raw) > maxMetadata:
		return nil, &refusal{code: "metadata_too_large"}
	case err != nil && !json.Valid([]byte(raw)):
		return nil, &refusal{code: "invalid_metadata_format"}
	case err != nil, m.Type == "", m.Payload == nil:
		return nil, &refusal{code: "invalid_metadata_schema"}
	}
	return json.RawMessage(raw), nil
}

// draft is the message that a call describes.
func (s *Server) draft(c *conversation, a args) (Posted, *refusal) {
	blocks, r := content(a)
	if r != nil {
		return Posted{}, r
	}
	meta, r := metadata(a["metadata"])
	if r != nil {
		return Posted{}, r
	}
	thread, r := c.thread(a["thread_ts"])
	if r != nil {
		return Posted{}, r
	}
	return Posted{User: BotUser, Text: cut(a["text"], maxText), Blocks: blocks, Metadata: meta, ThreadTS: thread}, nil
}

// thread is the thread that a message goes into. A parent that was deleted and
// had no replies is gone, and as in Slack the message then stands in the
// channel itself.
func (c *conversation) thread(ts string) (string, *refusal) {
	if ts == "" {
		return "", nil
	}
	parent := c.message(ts)
	switch {
	case parent == nil:
		return "", &refusal{code: "thread_not_found"}
	case parent.ThreadTS != "":
		return "", &refusal{code: "cannot_reply_to_message"}
	case parent.Deleted && parent.replies == 0:
		return "", nil
	}
	return ts, nil
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

// postMessage is chat.postMessage.
func (s *Server) postMessage(a args) (fields, *refusal) {
	c, r := s.writable(a)
	if r != nil {
		return nil, r
	}
	p, r := s.draft(c, a)
	if r != nil {
		return nil, r
	}
	if early := c.pace.take(s.opt.Now()); early > 0 {
		return nil, &refusal{code: "ratelimited", retryAfter: early}
	}
	m := s.accept(c, p)
	m.broadcast = m.ThreadTS != "" && a.yes("reply_broadcast")
	return fields{"channel": c.id, "ts": m.TS, "message": m.view(true)}, nil
}

// own is the bot's message that a call names.
func (s *Server) own(a args, not string) (*conversation, *message, *refusal) {
	c, r := s.joined(a)
	if r != nil {
		return nil, nil, r
	}
	m := c.message(a["ts"])
	switch {
	case m == nil || m.Deleted:
		return nil, nil, &refusal{code: "message_not_found"}
	case m.User != BotUser:
		return nil, nil, &refusal{code: not}
	}
	return c, m, nil
}

// update is chat.update. Metadata stays unless it is given.
func (s *Server) update(a args) (fields, *refusal) {
	c, m, r := s.own(a, "cant_update_message")
	if r != nil {
		return nil, r
	}
	if c.archived {
		return nil, &refusal{code: "is_inactive"}
	}
	if utf8.RuneCountInString(a["text"]) > maxUpdateText {
		return nil, &refusal{code: "msg_too_long"}
	}
	blocks, r := content(a)
	if r != nil {
		return nil, r
	}
	meta := m.Metadata
	if a["metadata"] == "{}" {
		meta = nil
	} else if a["metadata"] != "" {
		if meta, r = metadata(a["metadata"]); r != nil {
			return nil, r
		}
	}
	m.Text, m.Blocks, m.Metadata, m.edited = a["text"], blocks, meta, s.opt.Now()
	return fields{"channel": c.id, "ts": m.TS, "text": m.Text, "message": m.view(true)}, nil
}

// remove is chat.delete.
func (s *Server) remove(a args) (fields, *refusal) {
	c, m, r := s.own(a, "cant_delete_message")
	if r != nil {
		return nil, r
	}
	m.Deleted = true
	if parent := c.message(m.ThreadTS); m.ThreadTS != "" && parent != nil {
		parent.replies--
	}
	return fields{"channel": c.id, "ts": m.TS}, nil
}

// postEphemeral is chat.postEphemeral: only its user sees the message, and
// history never does.
func (s *Server) postEphemeral(a args) (fields, *refusal) {
	c, r := s.writable(a)
	if r != nil {
		return nil, r
	}
	if s.user(a["user"]) == nil {
		return nil, &refusal{code: "user_not_in_channel"}
	}
	p, r := s.draft(c, a)
	if r != nil {
		return nil, r
	}
	if early := c.pace.take(s.opt.Now()); early > 0 {
		return nil, &refusal{code: "ratelimited", retryAfter: early}
	}
	ts := tsOf(s.stamp())
	s.responses = append(s.responses, Response{
		Channel: c.id, User: a["user"], TS: ts, ThreadTS: p.ThreadTS, Text: p.Text, Blocks: p.Blocks,
		Ephemeral: true, At: s.opt.Now(),
	})
	return fields{"message_ts": ts}, nil
}
