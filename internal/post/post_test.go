package post_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
	"counterpoint/internal/news/newstest"
	"counterpoint/internal/post"
	"counterpoint/internal/post/posttest"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

// desk is a poster with a planned digest of three parts, each of one story.
type desk struct {
	*testing.T
	now    time.Time
	slack  *slackfake.Server
	store  *store.Store
	poster *post.Poster
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, now: start, store: store.New(&memory.DB{})}
	d.slack = slackfake.New(slackfake.Options{Now: func() time.Time { return d.now }, Token: "xoxb-test"})
	d.slack.AddChannel(reader, "news")
	d.poster = &post.Poster{
		Slack: post.NewClient(post.ClientOptions{Token: "xoxb-test", URL: "https://slack.test/api", Transport: d.slack.Transport()}),
		Store: d.store, Now: func() time.Time { return d.now }, Owner: "desk", Settle: settle, Bot: slackfake.BotID,
	}
	d.plan("d1", "a", "b", "c")
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) plan(id string, stories ...string) {
	d.Helper()
	told := store.Told{Digest: id, Slot: d.now, State: store.Planned, Articles: stories}
	var parts []store.Frozen
	for i, s := range stories {
		told.Stories = append(told.Stories, store.ToldStory{ID: s, Articles: []string{s}})
		parts = append(parts, store.Frozen{Number: i, Parent: 0, Stories: []string{s}, Body: posttest.Body(s)})
	}
	parts[0].Parent = store.NoParent
	head, err := d.store.Head(d.Context(), d.now, reader)
	d.must(err)
	d.must(d.store.PlanParts(d.Context(), d.now, reader, head, told, news.Digest{ID: id}, reader, parts))
}

// once wakes the poster once.
func (d *desk) once() (time.Time, post.Report) {
	d.Helper()
	again, rep, err := d.poster.Wake(d.Context(), reader, reader)
	d.must(err)
	return again, rep
}

// all wakes the poster when it asks for it, until it does no longer.
func (d *desk) all() (sum post.Report) {
	d.Helper()
	for range 50 {
		again, rep := d.once()
		sum.Posted, sum.Found, sum.Deleted = sum.Posted+rep.Posted, sum.Found+rep.Found, sum.Deleted+rep.Deleted
		sum.Plain, sum.Unknown = sum.Plain+rep.Plain, sum.Unknown+rep.Unknown
		sum.Alarms, sum.Notices = append(sum.Alarms, rep.Alarms...), append(sum.Notices, rep.Notices...)
		if again.IsZero() {
			return sum
		}
		d.now = again
	}
	d.Fatal("it never ends")
	return sum
}

// channel is what is visible: each message, replies indented.
func (d *desk) channel() (out []string) {
	for _, m := range d.slack.Posted(reader) {
		if m.Deleted {
			continue
		}
		line := m.Text
		if m.Blocks != nil {
			line = string(m.Blocks)
		}
		for _, word := range []string{`\"a\"`, `\"b\"`, `\"c\"`, `In the news`} {
			if strings.Contains(line, strings.ReplaceAll(word, `\`, "")) || strings.Contains(line, word) {
				word = strings.Trim(word, `\"`)
				if m.ThreadTS != "" {
					word = "> " + word
				}
				out = append(out, word)
			}
		}
	}
	return out
}

func (d *desk) state() store.State {
	d.Helper()
	records, err := d.store.Told(d.Context(), d.now, reader, time.Time{})
	d.must(err)
	return records[len(records)-1].State
}

func (d *desk) want(what string, got, want any) {
	d.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		d.Errorf("%s: %v, want %v", what, got, want)
	}
}

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

const (
	reader = "C1"
	settle = 30 * time.Second
)

const whole = "[a In the news > b > In the news > c > In the news]"

func TestWake(t *testing.T) {
	d := newDesk(t)
	rep := d.all()
	d.want("channel", d.channel(), whole)
	d.want("report", rep, post.Report{Posted: 3})
	d.want("state", d.state(), store.Posted)
	d.want("afterwards", d.all(), post.Report{})
	posted := d.slack.Posted(reader)
	for i, m := range posted[1:] {
		if apart := m.At.Sub(posted[i].At); apart < time.Second {
			t.Errorf("message %d comes %v after the one before: Slack takes one a second", i+1, apart)
		}
	}
	if meta := string(posted[1].Metadata); !strings.Contains(meta, `"k":"C1|2026-03-02T08:00:00Z"`) || !strings.Contains(meta, `"counterpoint_part"`) {
		t.Errorf("metadata %s", meta)
	}
}

// Each fault by itself: what is in the channel in the end, and who hears of it.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name    string
		fault   slackfake.Fault
		channel string
		found   int
		alarms  int
		state   store.State
	}{
		{"accepted, answer lost", slackfake.Fault{Kind: slackfake.DropAfter}, whole, 1, 0, store.Posted},
		{"accepted, then an error", slackfake.Fault{Kind: slackfake.ErrorAfter, Code: "fatal_error"}, whole, 1, 0, store.Posted},
		{"lost before it was accepted", slackfake.Fault{Kind: slackfake.DropBefore}, whole, 0, 0, store.Posted},
		{"lost three times", slackfake.Fault{Kind: slackfake.DropBefore, Times: 3}, whole, 0, 1, store.Posted},
		{"unreachable", slackfake.Fault{Kind: slackfake.Unreachable, Times: 4}, whole, 0, 0, store.Posted},
		{"too fast", slackfake.Fault{Kind: slackfake.Refuse, Status: 429, RetryAfter: time.Minute}, whole, 0, 0, store.Posted},
		{"blocks refused", slackfake.Fault{Kind: slackfake.Refuse, Code: "invalid_blocks"}, whole, 0, 1, store.Posted},
		{"blocks refused for good", slackfake.Fault{Kind: slackfake.Refuse, Code: "invalid_blocks", Times: 2}, "[]", 0, 2, store.Closed},
		{"too long", slackfake.Fault{Kind: slackfake.Refuse, Code: "msg_blocks_too_long"}, "[In the news > a > b > In the news > c > In the news]", 0, 0, store.Posted},
		{"its thread is gone", slackfake.Fault{Kind: slackfake.Refuse, Code: "thread_not_found"}, "[]", 0, 1, store.Closed},
	} {
		d := newDesk(t)
		c.fault.Method = "chat.postMessage"
		d.slack.Fail(c.fault)
		rep := d.all()
		d.want(c.name+": channel", d.channel(), c.channel)
		d.want(c.name+": found", rep.Found, c.found)
		d.want(c.name+": alarms", len(rep.Alarms), c.alarms)
		d.want(c.name+": state", d.state(), c.state)
	}
}

// What went as plain text, and what nobody knows of, is counted.
func TestCounted(t *testing.T) {
	d := newDesk(t)
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Code: "invalid_blocks"})
	rep := d.all()
	d.want("plain", []int{rep.Plain, rep.Unknown}, []int{1, 0})
	d = newDesk(t)
	d.poster.Policy = post.AtMostOnce
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropBefore})
	rep = d.all()
	d.want("unknown", []int{rep.Plain, rep.Unknown}, []int{0, 1})
}

// Slack's Retry-After is kept to, and nothing is asked meanwhile.
func TestRetryAfter(t *testing.T) {
	d := newDesk(t)
	d.slack.Fail(slackfake.Fault{Kind: slackfake.Refuse, Status: 429, RetryAfter: 90 * time.Second})
	again, _ := d.once()
	d.want("again", again, start.Add(90*time.Second))
	d.now = again.Add(-time.Second)
	d.want("too early", first(d.once()), again)
	d.want("channel", d.channel(), "[]")
}

func first[T, U any](v T, _ U) T { return v }

// A channel that is gone is parked with one notice; what waits goes when it is
// back, or is news in the next digest.
func TestParked(t *testing.T) {
	d := newDesk(t)
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Code: "is_archived", Times: -1})
	rep := d.all()
	d.want("notices", len(rep.Notices), 1)
	d.want("again", d.all(), post.Report{})
	again, _, err := d.poster.Close(t.Context(), reader)
	d.must(err)
	d.want("closed at once", again.IsZero(), true)
	d.now = d.now.Add(time.Hour)
	d.plan("d2", "a", "b")
	d.want("no second notice", d.all(), post.Report{})
	d.slack.Mend()
	d.must(d.store.Unpark(t.Context(), reader))
	d.all()
	d.want("channel", d.channel(), "[a In the news > b > In the news]")
}

// A revoked token stops all posting, with an alarm each time, and loses
// nothing.
func TestRevoked(t *testing.T) {
	d := newDesk(t)
	d.once()
	d.slack.Revoke()
	d.now = d.now.Add(time.Minute)
	for range 2 {
		again, rep := d.once()
		d.want("again", again.IsZero(), true)
		d.want("alarms", len(rep.Alarms), 1)
	}
	waiting, err := d.store.Waiting(t.Context(), d.now)
	d.must(err)
	d.want("it waits", len(waiting), 1)
	d.slack.Restore()
	d.want("until somebody says so", len(first2(d.once()).Alarms), 1)
	d.must(d.store.Mend(t.Context()))
	d.all()
	d.want("channel", d.channel(), whole)
}

func first2[T, U any](_ T, v U) U { return v }

// Of several messages of one part the oldest stays.
func TestSeveral(t *testing.T) {
	d := newDesk(t)
	d.slack.SetLag(2 * time.Minute) // longer than it may
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter, Times: 3})
	oldest := func() string { return d.slack.Posted(reader)[0].TS }
	rep := d.all()
	d.want("deleted", rep.Deleted, 2)
	d.want("channel", d.channel(), whole)
	o, err := d.store.Outbox(t.Context(), d.now, reader)
	d.must(err)
	d.want("kept", o.Parts[0].TS, oldest())
}

// Messages of another bot are not ours, whatever their metadata say.
func TestForged(t *testing.T) {
	d := newDesk(t)
	d.poster.Bot = "B0OTHER"
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter})
	rep := d.all()
	d.want("found", rep.Found, 0)
}

// History over several pages, of other people's messages.
func TestPages(t *testing.T) {
	d := newDesk(t)
	d.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter})
	again, _ := d.once()
	for i := range 350 {
		d.slack.Say(reader, "U1", fmt.Sprint("hello ", i), "")
	}
	d.now = again
	_, rep := d.once()
	d.want("found", rep.Found, 1)
}

// A digest as it is rendered freezes whole.
func TestFreeze(t *testing.T) {
	messages := blocks.Render(newstest.Random(7, 8), blocks.Options{Buttons: true})
	parts, err := post.Freeze(messages)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range parts {
		var m blocks.Message
		if err := json.Unmarshal(p.Body, &m); err != nil || len(m.Blocks) != len(messages[i].Blocks) || m.Text != messages[i].Text {
			t.Errorf("part %d: %v", i, err)
		}
		if (p.Parent == store.NoParent) != (i == 0) {
			t.Errorf("part %d replies to %d", i, p.Parent)
		}
	}
	d := newDesk(t)
	d.all()
	head, err := d.store.Head(t.Context(), d.now, reader)
	d.must(err)
	told := store.Told{Digest: "d2", Slot: d.now, State: store.Planned}
	err = d.store.PlanParts(t.Context(), d.now, reader, head, told, news.Digest{ID: "d2"}, reader, parts)
	d.must(err)
	rep := d.all()
	d.want("posted", rep.Posted, len(parts))
	d.want("alarms", rep.Alarms, []string(nil))
}

// Whatever parts a digest is cut into, and wherever it is closed, the record
// says what is visible: a story whose words stand in the channel is told, and
// no other.
func TestToldIsWhatIsVisible(t *testing.T) {
	var b news.Digest
	for i := range 20 {
		b.Stories = append(b.Stories, news.Brief{
			ID: fmt.Sprint("st-", i), Headline: fmt.Sprint("Headline ", i), Counts: news.Counts{Articles: 1},
			Summary: []news.Statement{{Text: fmt.Sprintf("What is said of %d. %s", i, strings.Repeat("More of it. ", 40+5*i))}},
		})
	}
	messages := blocks.Render(b, blocks.Options{Buttons: true})
	partly := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 4))
		d := newDesk(t)
		d.all()
		d.digest("d2", b, messages)
		for range 1 + r.IntN(5) {
			for range r.IntN(4) {
				code := []string{"msg_blocks_too_long", "invalid_blocks", "msg_too_long"}[r.IntN(3)]
				d.slack.Fail(slackfake.Fault{Kind: slackfake.Refuse, Code: code, Method: "chat.postMessage"})
			}
			again, _ := d.once()
			if again.IsZero() {
				break
			}
			d.now = again
		}
		_, _, err := d.poster.Close(t.Context(), reader)
		d.must(err)
		records, err := d.store.Told(t.Context(), d.now, reader, time.Time{})
		d.must(err)
		told := map[string]bool{}
		for _, s := range records[len(records)-1].Stories {
			told[s.ID] = true
		}
		if len(told) > 0 && len(told) < len(b.Stories) {
			partly++
		}
		visible := d.visible()
		for i, s := range b.Stories {
			if seen := strings.Contains(visible, fmt.Sprintf("What is said of %d.", i)); seen != told[s.ID] {
				t.Errorf("seed %d: story %d is visible: %v, told: %v", seed, i, seen, told[s.ID])
			}
		}
	}
	if partly < 20 {
		t.Errorf("%d digests closed half told, too few to show anything", partly)
	}
}

// digest plans a digest of these messages.
func (d *desk) digest(id string, b news.Digest, messages []blocks.Message) {
	d.Helper()
	d.now = d.now.Add(time.Hour)
	parts, err := post.Freeze(messages)
	d.must(err)
	told := store.Told{Digest: id, Slot: d.now, State: store.Planned}
	for _, s := range b.Stories {
		told.Stories = append(told.Stories, store.ToldStory{ID: s.ID})
	}
	head, err := d.store.Head(d.Context(), d.now, reader)
	d.must(err)
	d.must(d.store.PlanParts(d.Context(), d.now, reader, head, told, news.Digest{ID: id}, reader, parts))
}

// visible is all that a reader sees: the blocks, or the text where there are none.
func (d *desk) visible() string {
	var out strings.Builder
	for _, m := range d.slack.Posted(reader) {
		if m.Deleted {
			continue
		}
		if m.Blocks != nil {
			out.Write(m.Blocks)
		} else {
			out.WriteString(m.Text)
		}
	}
	return out.String()
}

// A store that fails stops the worker, and the error says so.
func TestStoreFails(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	broken := errors.New("the table is gone")
	d.poster.Store = store.New(failing{broken})
	if _, _, err := d.poster.Wake(ctx, reader, reader); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if _, _, err := d.poster.Close(ctx, reader); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	d.want("channel", slices.Clone(d.channel()), "[]")
}

// failing is a driver that answers with one error.
type failing struct{ err error }

func (f failing) Get(context.Context, []store.Key) ([]store.Item, error) { return nil, f.err }

func (f failing) Query(context.Context, string, string, string, int) ([]store.Item, error) {
	return nil, f.err
}

func (f failing) Skim(context.Context, string, string, string) ([]store.Item, error) {
	return nil, f.err
}

func (f failing) Write(context.Context, time.Time, []store.Write) error { return f.err }

func (f failing) WriteEach(context.Context, time.Time, []store.Write) error { return f.err }
