package post

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"counterpoint/internal/store"
)

// eventType names the metadata of our messages.
const eventType = "counterpoint_part"

// name is by what a message is known as a part's: the digest's channel and
// slot, the part's number, and the beginning of the frozen bytes' sum.
type name struct {
	key  string
	part int
	sum  string
}

func nameOf(r store.Reserved) name {
	return name{r.Channel + "|" + r.Slot.UTC().Format(time.RFC3339), r.Number, r.SHA[:8]}
}

func (n name) metadata() slack.SlackMetadata {
	return slack.SlackMetadata{EventType: eventType, EventPayload: map[string]any{"k": n.key, "p": n.part, "h": n.sum}}
}

// of reports whether a message's metadata bear the name.
func (n name) of(m slack.SlackMetadata) bool {
	p := m.EventPayload
	return m.EventType == eventType && p["k"] == n.key && p["p"] == float64(n.part) && p["h"] == n.sum
}

// attempt posts a part that is surely not there, and writes down what became
// of it.
func (p *Poster) attempt(ctx context.Context, r store.Reserved, rep *Report) error {
	now := p.Now()
	if now.Add(margin).After(r.Lease) {
		return p.Store.Postpone(ctx, now, r, now, "too late to begin")
	}
	b, err := readBody(r.Body)
	if err != nil {
		return err
	}
	ts, v := p.Slack.post(ctx, now, draft{channel: r.Channel, parent: r.ParentTS, body: b, name: nameOf(r)})
	now = p.Now()
	switch v.class {
	case done:
		rep.Posted++
		return p.confirm(ctx, r, ts, rep)
	case later:
		return p.Store.Postpone(ctx, now, r, now.Add(v.patience(r.Attempt)), v.code)
	case channel:
		return p.park(ctx, r, v, rep)
	case app:
		if _, err := p.Store.Break(ctx, now, v.code); err != nil {
			return err
		}
		return p.Store.Postpone(ctx, now, r, now, v.code) // Wake tells of it
	case content, tooLong:
		return p.reshape(ctx, r, b, v, rep)
	case thread:
		rep.alarm("part %d of digest %s cannot be posted to channel %s: the message that it replies to is gone", r.Number, r.Digest, r.Channel)
		return p.Store.GiveUp(ctx, now, r, store.PartFailed, v.code)
	case unknown:
	}
	return p.unsure(ctx, r, v, rep)
}

// confirm writes down a visible message. Where another one of the part was
// confirmed meanwhile, this one goes.
func (p *Poster) confirm(ctx context.Context, r store.Reserved, ts string, rep *Report) error {
	err := p.Store.Confirm(ctx, p.Now(), r, ts)
	if _, twice := errors.AsType[store.DuplicateError](err); twice {
		p.remove(ctx, r, ts, rep)
		return nil
	}
	return err
}

func (p *Poster) remove(ctx context.Context, r store.Reserved, ts string, rep *Report) {
	if v := p.Slack.remove(ctx, p.Now(), r.Channel, ts); v.class == done {
		rep.Deleted++
	} else if v.code != "message_not_found" {
		rep.alarm("part %d of digest %s is in channel %s twice, and message %s cannot be deleted: %s", r.Number, r.Digest, r.Channel, ts, v.code)
	}
}

// unsure lets go of a part whose answer is lost.
func (p *Poster) unsure(ctx context.Context, r store.Reserved, v verdict, rep *Report) error {
	n, now := r.Rounds+1, p.Now()
	look := now.Add(10 * time.Second)
	if n >= rounds {
		look = now.Add(5 * time.Minute)
	}
	n, err := p.Store.Unsure(ctx, now, r, look, v.code)
	if err == nil && n >= rounds {
		rep.alarm("part %d of digest %s: what became of it is unknown for the %dth time: %s", r.Number, r.Digest, n, v.code)
	}
	return err
}

// park keeps a channel from being posted to, and says so once.
func (p *Poster) park(ctx context.Context, r store.Reserved, v verdict, rep *Report) error {
	news, err := p.Store.Park(ctx, p.Now(), r, v.code)
	if news {
		rep.Notices = append(rep.Notices, "channel "+r.Channel+" takes no messages ("+v.code+"): invite the bot, or choose another channel; then write /digest resume there")
	}
	return err
}

// reshape gives a refused part another form: as two, or as plain text.
func (p *Poster) reshape(ctx context.Context, r store.Reserved, b body, v verdict, rep *Report) error {
	now := p.Now()
	if v.class == tooLong {
		if first, second, ok := b.halves(); ok {
			return p.Store.Split(ctx, now, r, first.frozen(), second.frozen(), first.stories())
		}
	}
	if !r.Degraded {
		rep.Plain++
		rep.alarm("part %d of digest %s was refused by Slack (%s), and goes as plain text", r.Number, r.Digest, v.code)
		return p.Store.Degrade(ctx, now, r, b.plain().frozen(), v.code)
	}
	rep.alarm("part %d of digest %s was refused by Slack for good: %s", r.Number, r.Digest, v.code)
	return p.Store.GiveUp(ctx, now, r, store.PartFailed, v.code)
}

// reconcile looks for a part that may have been posted. Missing means that it
// is surely not there; else what was to be done is done.
func (p *Poster) reconcile(ctx context.Context, r store.Reserved, rep *Report) (missing bool, err error) {
	found, v := p.find(ctx, r)
	now := p.Now()
	switch v.class {
	case done:
	case channel:
		return false, p.park(ctx, r, v, rep)
	case app:
		if _, err := p.Store.Break(ctx, now, v.code); err != nil {
			return false, err
		}
		return false, p.Store.Later(ctx, now, r, now.Add(politeness), v.code)
	case later, content, tooLong, thread, unknown:
		return false, p.Store.Later(ctx, now, r, now.Add(v.patience(r.Turn)), v.code)
	}
	if len(found) == 0 {
		return p.Store.Missed(ctx, now, r, p.Settle)
	}
	slices.Sort(found) // timestamps have one width
	for _, ts := range found[1:] {
		p.remove(ctx, r, ts, rep)
	}
	rep.Found++
	return false, p.confirm(ctx, r, found[0], rep)
}
