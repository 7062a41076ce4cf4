package slackfake

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strings"
)

// span is a part of a conversation, as a call asks for it.
type span struct {
	oldest, latest int64
	inclusive      bool
	limit          int
	after          int64 // the last message of the page before this; 0: the first page
	payload        bool  // whether metadata comes with its payload
}

func (s *Server) span(a args, usual int) (span, *refusal) {
	v := span{latest: math.MaxInt64, inclusive: a.yes("inclusive"), payload: a.yes("include_all_metadata") && !s.hideMeta}
	for key, at := range map[string]*int64{"oldest": &v.oldest, "latest": &v.latest} {
		if a[key] == "" {
			continue
		}
		ts, ok := parseTS(a[key])
		if !ok {
			return v, &refusal{code: "invalid_ts_" + key}
		}
		*at = ts
	}
	var r *refusal
	if v.limit, r = a.limit(usual, 999); r != nil {
		return v, r
	}
	if a["cursor"] != "" {
		var ok bool
		if v.after, ok = readCursor(a["cursor"]); !ok {
			return v, &refusal{code: "invalid_cursor"}
		}
	}
	return v, nil
}

func cursor(micro int64) string {
	return base64.StdEncoding.EncodeToString([]byte("next_ts:" + tsOf(micro)))
}

func readCursor(c string) (int64, bool) {
	raw, err := base64.StdEncoding.DecodeString(c)
	ts, ok := strings.CutPrefix(string(raw), "next_ts:")
	if err != nil || !ok {
		return 0, false
	}
	return parseTS(ts)
}

// within reports whether a message stands between the ends of a span.
func (v span) within(m *message) bool {
	if m.micro == v.oldest || m.micro == v.latest {
		return v.inclusive
	}
	return m.micro > v.oldest && m.micro < v.latest
}

// shown reports whether a message is in history by now. A deleted message is,
// as a tombstone, while it has replies.
func (s *Server) shown(m *message) bool {
	return !m.visible.After(s.opt.Now()) && (!m.Deleted || m.replies > 0)
}

// history is conversations.history: the newest first, without replies.
func (s *Server) history(a args) (fields, *refusal) {
	c, r := s.joined(a)
	if r != nil {
		return nil, r
	}
	v, r := s.span(a, 100)
	if r != nil {
		return nil, r
	}
	var found []*message
	for _, m := range slices.Backward(c.messages) {
		if v.within(m) && s.shown(m) && (m.ThreadTS == "" || m.broadcast) && (v.after == 0 || m.micro < v.after) {
			found = append(found, m)
		}
	}
	return v.page(found), nil
}

// replies is conversations.replies: the parent, then its replies, the oldest
// first.
func (s *Server) replies(a args) (fields, *refusal) {
	c, r := s.joined(a)
	if r != nil {
		return nil, r
	}
	v, r := s.span(a, 999)
	if r != nil {
		return nil, r
	}
	parent := c.message(a["ts"])
	if parent == nil || !s.shown(parent) {
		return nil, &refusal{code: "thread_not_found"}
	}
	if parent.ThreadTS != "" {
		parent = c.message(parent.ThreadTS)
	}
	var found []*message
	for _, m := range c.messages {
		root := m == parent && v.after == 0
		reply := m.ThreadTS == parent.TS && v.within(m) && s.shown(m) && m.micro > v.after
		if root || reply {
			found = append(found, m)
		}
	}
	return v.page(found), nil
}

// page is the first page of what was found.
func (v span) page(found []*message) fields {
	f := fields{"has_more": len(found) > v.limit, "pin_count": 0}
	if len(found) > v.limit {
		found = found[:v.limit]
		f["response_metadata"] = fields{"next_cursor": cursor(found[v.limit-1].micro)}
	}
	views := make([]fields, len(found))
	for i, m := range found {
		views[i] = m.view(v.payload)
	}
	f["messages"] = views
	return f
}

// view is a message as the Web API tells it.
func (m *message) view(payload bool) fields {
	f := fields{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": TeamID}
	if m.User == BotUser {
		f["bot_id"], f["app_id"] = BotID, AppID
	}
	if m.replies > 0 {
		f["thread_ts"], f["reply_count"] = m.TS, m.replies
	}
	if m.ThreadTS != "" {
		f["thread_ts"] = m.ThreadTS
	}
	if m.Deleted {
		f["subtype"], f["text"] = "tombstone", "This message was deleted."
		return f
	}
	if m.Blocks != nil {
		f["blocks"] = m.Blocks
	}
	if m.Metadata != nil {
		f["metadata"] = metadataView(m.Metadata, payload)
	}
	if !m.edited.IsZero() {
		f["edited"] = fields{"user": m.User, "ts": tsOf(m.edited.UnixMicro())}
	}
	return f
}

// metadataView is a message's metadata, with its payload only where that was
// asked for.
func metadataView(raw json.RawMessage, payload bool) any {
	if payload {
		return raw
	}
	var m struct {
		Type string `json:"event_type"`
	}
	_ = json.Unmarshal(raw, &m) // was checked when it came
	return fields{"event_type": m.Type}
}
