package slackfake

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"
)

// ChannelPage writes a channel as it stands: threads folded open, what was
// deleted struck out, and what only one user sees marked as such. It fails for
// a channel that is not there, and where it cannot write.
func (s *Server) ChannelPage(w io.Writer, channel string) error {
	v, err := s.view(channel, "")
	if err != nil {
		return err
	}
	return write(w, "channel.html", v)
}

// view is a channel as a user sees it, or with what anybody sees where user
// is "".
func (s *Server) view(id, user string) (channelView, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(id)
	if c == nil {
		return channelView{}, fmt.Errorf("channel page: there is no channel %q", id)
	}
	all := append(messageViews(s, c), s.ephemeral(c, user)...)
	slices.SortStableFunc(all, func(a, b *messageView) int { return cmp.Compare(a.TS, b.TS) })
	return channelView{Channel: c.name, Messages: nest(all)}, nil
}

func messageViews(s *Server, c *conversation) []*messageView {
	all := make([]*messageView, len(c.messages))
	for i, m := range c.messages {
		all[i] = &messageView{
			Anchor: "m" + m.TS, Sender: s.userName(m.User), App: m.User == BotUser, Time: clock(m.At, c.zone),
			Deleted: m.Deleted, Edited: !m.edited.IsZero(), Blocks: s.named(blocksOf(Message{Text: m.Text, Blocks: m.Blocks})),
			TS: m.TS, thread: m.ThreadTS,
		}
	}
	return all
}

// ephemeral are the answers that only their users see.
func (s *Server) ephemeral(c *conversation, user string) []*messageView {
	var all []*messageView
	for _, r := range s.responses {
		if r.Channel != c.id || user != "" && r.User != user || !r.Ephemeral || r.Delete || r.Gone {
			continue
		}
		all = append(all, &messageView{
			Anchor: "m" + r.TS, Sender: botName, App: true, Time: clock(r.At, c.zone), Only: s.userName(r.User),
			Blocks: s.named(blocksOf(Message{Text: r.Text, Blocks: r.Blocks})), TS: r.TS, thread: r.ThreadTS,
		})
	}
	return all
}

// clock is a time of day as Slack shows it; in UTC where no zone is given.
func clock(t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2 Jan 15:04")
}

// named gives the users whom rich text mentions their names, where the workspace
// knows them.
func (s *Server) named(blocks []blockView) []blockView {
	name := func(runs []inline) {
		for i, r := range runs {
			if r.user != "" && s.user(r.user) != nil {
				runs[i].Text = "@" + s.userName(r.user)
			}
		}
	}
	for _, b := range blocks {
		for _, p := range b.Parts {
			name(p.Runs)
			for _, item := range p.Items {
				name(item)
			}
		}
	}
	return blocks
}

// nest puts each reply under the message whose thread it stands in.
func nest(all []*messageView) []*messageView {
	roots := map[string]*messageView{}
	for _, v := range all {
		if v.thread == "" {
			roots[v.TS] = v
		}
	}
	var top []*messageView
	for _, v := range all {
		parent := roots[v.thread]
		switch {
		case v.thread == "":
			top = append(top, v)
		case parent == nil:
			v.Note = "a reply in a thread that is not here"
			top = append(top, v)
		default:
			parent.Replies = append(parent.Replies, v)
		}
	}
	for _, v := range top {
		v.Count = countOf(len(v.Replies))
	}
	return top
}

// Initial is the first letter of the sender's name.
func (v messageView) Initial() string {
	for _, r := range v.Sender {
		return string(r)
	}
	return ""
}
