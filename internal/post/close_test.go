package post_test

import (
	"fmt"
	"testing"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

// Two slots: the second takes what the first did not tell.
func TestClose(t *testing.T) {
	d := newDesk(t)
	d.once()
	d.now = d.now.Add(time.Minute)
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter})
	again, _ := d.once()
	d.want("in doubt", again.IsZero(), false)
	// It is looked for before the digest is closed, and is there.
	again, _, err := d.poster.Close(t.Context(), reader)
	d.must(err)
	d.now = again
	again, rep, err := d.poster.Close(t.Context(), reader)
	d.must(err)
	d.want("closed", again.IsZero(), true)
	d.want("found", rep.Found, 1)
	records, err := d.store.Told(t.Context(), d.now, reader, time.Time{})
	d.must(err)
	d.want("told", records[0].Articles, "[a b]")
	d.want("state", d.state(), store.Closed)
	d.want("nothing more", d.all(), post.Report{})
	again, _, err = d.poster.Close(t.Context(), "nobody")
	d.must(err)
	d.want("nobody", again.IsZero(), true)
}

// A part that may be in a channel which cannot be read keeps its digest open:
// to count it as told might swallow it, and as untold tell it twice.
func TestCloseParkedInDoubt(t *testing.T) {
	d := newDesk(t)
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter})
	d.now, _ = d.once()
	d.slack.Leave(reader)
	_, rep := d.once()
	d.want("notices", len(rep.Notices), 1)
	for range 3 {
		again, rep, err := d.poster.Close(d.Context(), reader)
		d.must(err)
		d.want("again", again, d.now.Add(5*time.Minute))
		d.want("no second notice", len(rep.Notices), 0)
		d.now = again
	}
	d.want("state", d.state(), store.Posting)
	d.slack.Return(reader)
	d.must(d.store.Unpark(d.Context(), reader))
	again, rep, err := d.poster.Close(d.Context(), reader)
	d.must(err)
	d.want("closed", fmt.Sprint(again.IsZero(), d.state()), fmt.Sprint(true, store.Closed))
	d.want("found", rep.Found, 1)
	d.want("channel", d.channel(), "[a In the news]")
}

// Between the halves of a part, what the first tells is told, and no more.
func TestCloseBetweenHalves(t *testing.T) {
	d := newDesk(t)
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Code: "msg_blocks_too_long"})
	d.now, _ = d.once()
	again, _, err := d.poster.Close(d.Context(), reader)
	d.must(err)
	d.want("closed", fmt.Sprint(again.IsZero(), d.state()), fmt.Sprint(true, store.Closed))
	d.want("channel", d.channel(), "[In the news]")
	d.want("told", d.told(), "[]")
}

// Before a half is visible, nothing of the part is.
func TestCloseBeforeHalves(t *testing.T) {
	d := newDesk(t)
	for _, code := range []string{"msg_blocks_too_long", "ratelimited"} {
		d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Code: code})
	}
	d.once()
	again, _, err := d.poster.Close(d.Context(), reader)
	d.must(err)
	d.want("closed", fmt.Sprint(again.IsZero(), d.state()), fmt.Sprint(true, store.Closed))
	d.want("told", d.told(), "[]")
}

func (d *desk) told() []string {
	d.Helper()
	records, err := d.store.Told(d.Context(), d.now, reader, time.Time{})
	d.must(err)
	return records[len(records)-1].Articles
}
