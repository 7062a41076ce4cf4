package post

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"counterpoint/internal/store"
)

const (
	pageSize = 100
	pages    = 100         // looked through; beyond it nothing is known
	before   = time.Minute // looked through before the first attempt, as clocks differ
)

// find returns the timestamps of the messages that bear a part's name.
func (p *Poster) find(ctx context.Context, r store.Reserved) (found []string, v verdict) {
	cursor := ""
	for range pages {
		messages, next, v := p.Slack.page(ctx, p.Now(), r, cursor)
		if v.code == "thread_not_found" {
			return nil, verdict{class: done} // the parent is not shown yet, or gone, and its replies with it
		}
		if v.class != done {
			return nil, v
		}
		for _, m := range messages {
			if nameOf(r).of(m.Metadata) && (p.Bot == "" || m.BotID == p.Bot) {
				found = append(found, m.Timestamp)
			}
		}
		if next == "" {
			return found, verdict{class: done}
		}
		cursor = next
	}
	return nil, verdict{class: unknown, code: fmt.Sprintf("more than %d messages since the first attempt", pages*pageSize)}
}

// page reads a page of the channel, or of the thread, where a part would be.
func (c *Client) page(ctx context.Context, now time.Time, r store.Reserved, cursor string) (messages []slack.Message, next string, v verdict) {
	ctx, x := watch(ctx)
	oldest := r.FirstTry.Add(-before).UnixMicro()
	from := fmt.Sprintf("%d.%06d", oldest/1e6, oldest%1e6)
	if r.ParentTS != "" {
		messages, more, next, err := c.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: r.Channel, Timestamp: r.ParentTS, Oldest: from, Limit: pageSize, Cursor: cursor, Inclusive: true, IncludeAllMetadata: true,
		})
		if !more {
			next = ""
		}
		v = classify(x, err, now)
		if v.class == done && cursor == "" && len(messages) == 0 {
			v = verdict{class: unknown, code: "a thread without its first message"}
		}
		return messages, next, v
	}
	page, err := c.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: r.Channel, Oldest: from, Limit: pageSize, Cursor: cursor, Inclusive: true, IncludeAllMetadata: true,
	})
	v = classify(x, err, now)
	if v.class != done {
		return nil, "", v
	}
	if !page.Ok {
		return nil, "", verdict{class: unknown, code: "an answer that says nothing"}
	}
	if page.HasMore {
		next = page.ResponseMetaData.NextCursor
	}
	return page.Messages, next, v
}
