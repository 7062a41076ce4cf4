package deliver_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/summarize"
)

// A slot is told once, whatever comes twice.
func TestTell(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.tell(slot)
	w.want("messages", len(w.firsts()), 1)
	w.want("state", w.states(), []store.State{store.Posted})
	if !strings.Contains(w.firsts()[0], "Goat") || !w.saw(`"Posted":1`) || !w.saw(`"Latency":20000`) {
		t.Errorf("%q\n%s", w.firsts(), &w.out)
	}
	all := len(w.slack.Posted(channel))
	w.article("Bridge closed for a week")
	w.tell(slot) // the message comes again
	w.send(errand.Errand{Do: errand.Wake, Channel: channel})
	w.want("messages after doubles", len(w.slack.Posted(channel)), all)
	w.now = slot.Add(24 * time.Hour)
	w.tell(w.now)
	w.want("messages of two days", len(w.firsts()), 2)
	if strings.Contains(w.firsts()[1], "Goat") {
		t.Errorf("told twice: %q", w.firsts()[1])
	}
	w.tell(slot) // a day late, and told long since
	w.want("messages after a double of the day before", len(w.firsts()), 2)
	w.want("dead letters", len(w.digests.Dead()), 0)
}

// A digest without news is one line, and counted; a channel may have none at
// all.
func TestEmpty(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.tell(slot)
	w.now = slot.Add(24 * time.Hour)
	before := len(w.slack.Posted(channel))
	w.tell(w.now)
	w.want("messages of a quiet day", len(w.slack.Posted(channel)), before+1)
	if !w.saw(`"Empty":1`) {
		t.Error(w.out.String())
	}
	w.change(func(ch *news.Channel) { ch.SkipQuiet = true })
	w.now = slot.Add(48 * time.Hour)
	w.tell(w.now)
	w.want("messages where nobody wants to hear of quiet days", len(w.slack.Posted(channel)), before+1)
	e := job(command.Job{Do: command.Digest})
	e.Slot = w.now
	w.send(e)
	w.want("messages where somebody asked", len(w.firsts()), 3)
}

// What stopped all posting is looked at by each sweep, and what stopped one
// channel when its next digest is due.
func TestStopped(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.slack.Revoke()
	w.tell(slot)
	w.send(errand.Errand{Do: errand.Sweep})
	w.want("messages without a token", len(w.firsts()), 0)
	w.slack.Restore()
	w.send(errand.Errand{Do: errand.Sweep})
	w.want("messages with a token", len(w.firsts()), 1)
	if !w.saw("posting goes on") {
		t.Error(w.out.String())
	}
	w.slack.Leave(channel)
	w.article("Bridge closed for a week")
	w.now = slot.Add(24 * time.Hour)
	w.tell(w.now)
	w.want("messages without the bot", len(w.firsts()), 1)
	w.slack.Join(channel)
	w.article("Rain floods the museum")
	w.now = slot.Add(48 * time.Hour)
	w.tell(w.now)
	if got := w.firsts(); len(got) != 2 || !strings.Contains(got[1], "Bridge") || !strings.Contains(got[1], "museum") {
		t.Errorf("what waited is lost: %q", got)
	}
}

func TestLate(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.now = slot.Add(6*time.Hour - time.Minute)
	w.tell(slot)
	if got := w.firsts(); len(got) != 1 || !strings.Contains(got[0], "late") || !strings.Contains(got[0], "08:30") {
		t.Errorf("within the time to catch up: %q", got)
	}
}

// What is too old is noted as skipped, posts nothing, and is in the next.
func TestSkipped(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.now = slot.Add(6*time.Hour + time.Minute)
	w.tell(slot)
	w.want("messages", len(w.firsts()), 0)
	w.want("state", w.states(), []store.State{store.Skipped})
	w.tell(slot)
	w.want("noted once", len(w.states()), 1)
	w.now = slot.Add(24 * time.Hour)
	w.article("Bridge closed for a week")
	w.tell(w.now)
	if got := w.firsts(); len(got) != 1 || !strings.Contains(got[0], "Bridge") {
		t.Errorf("the next: %q", got)
	}
}

// Nothing is told where nothing is to be told.
func TestNothingToTell(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.change(func(ch *news.Channel) { ch.Paused = true })
	w.tell(slot)
	w.want("states of a paused channel", len(w.states()), 0)
	w.send(errand.Errand{Do: errand.Tell, Channel: "C9", Slot: slot})
	w.send(errand.Errand{Do: errand.Wake, Channel: "C9"})
	w.want("dead letters", len(w.digests.Dead()), 0)
	w.want("messages", len(w.firsts()), 0)
	if !w.saw("paused") || !w.saw("not set up") {
		t.Error(w.out.String())
	}
}

// What could not be posted when the next digest is due is closed, and told in
// that.
func TestClosed(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Unreachable, Times: -1})
	w.must(w.do(errand.Errand{Do: errand.Tell, Channel: channel, Slot: slot}))
	w.want("posted before", len(w.firsts()), 0)
	w.digests.Purge()
	w.slack.Mend()
	w.now = slot.Add(24 * time.Hour)
	w.article("Bridge closed for a week")
	w.tell(w.now)
	w.want("states", w.states(), []store.State{store.Closed, store.Posted})
	if got := w.firsts(); len(got) != 1 || !strings.Contains(got[0], "Goat") || !strings.Contains(got[0], "Bridge") {
		t.Errorf("%q", got)
	}
}

// Where the queue loses everything in the middle of a digest, the sweep posts
// the rest.
func TestSweep(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.must(w.do(errand.Errand{Do: errand.Tell, Channel: channel, Slot: slot}))
	w.want("posted before", len(w.slack.Posted(channel)), 1)
	w.digests.Purge()
	w.now = w.now.Add(20 * time.Minute)
	w.send(errand.Errand{Do: errand.Sweep})
	w.want("state", w.states(), []store.State{store.Posted})
	if len(w.slack.Posted(channel)) < 2 || !w.saw(`"Overdue":1`) {
		t.Errorf("%d messages\n%s", len(w.slack.Posted(channel)), &w.out)
	}
	w.out.Reset()
	w.send(errand.Errand{Do: errand.Sweep})
	if !w.saw(`"Overdue":0`) {
		t.Errorf("that nothing waits is not told:\n%s", &w.out)
	}
}

// A wake-up that comes long before its time does not breed others.
func TestWakeTooEarly(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.slack.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.Refuse, Status: 429, RetryAfter: 5 * time.Minute, Times: 1})
	w.must(w.do(errand.Errand{Do: errand.Tell, Channel: channel, Slot: slot}))
	w.want("waiting", w.digests.Len(), 1)
	for range 10 {
		w.must(w.do(errand.Errand{Do: errand.Wake, Channel: channel}))
	}
	w.want("waiting after ten more", w.digests.Len(), 1)
	w.play()
	w.want("state", w.states(), []store.State{store.Posted})
}

func TestWrongErrands(t *testing.T) {
	w := newWorld(t)
	for _, e := range []errand.Errand{{Do: "dance"}, {Do: errand.Plan}, {Do: errand.Job, Job: []byte(`"x"`)}, job(command.Job{Do: "dance"})} {
		if w.do(e) == nil {
			t.Errorf("%+v is done", e)
		}
	}
}

// A channel that moves here begins now: what was published before is not told,
// by the slot before neither, and what comes after is.
func TestStart(t *testing.T) {
	w := newWorld(t)
	w.now = slot.Add(time.Minute)
	w.must(w.store.Start(t.Context(), w.now, channel))
	w.article("Goat found on a roof")
	w.tell(slot)
	w.want("messages of the slot before", len(w.firsts()), 0)
	w.now = slot.Add(24 * time.Hour)
	w.article("Bridge closed for a week")
	w.tell(w.now)
	if got := w.slack.Posted(channel); len(w.firsts()) != 1 || strings.Contains(fmt.Sprint(got), "Goat") || !strings.Contains(w.firsts()[0], "Bridge") {
		t.Errorf("%+v", got)
	}
}

// shouter words headlines in capitals.
type shouter struct{}

func (shouter) Write(_ context.Context, drafts []summarize.Draft) (out []news.Brief, e news.Engine) {
	for _, d := range drafts {
		d.Brief.Headline = strings.ToUpper(d.Brief.Headline)
		out = append(out, d.Brief)
	}
	return out, news.Engine{Name: "shouted"}
}

// What is posted is worded by the writer, where there is one.
func TestWriter(t *testing.T) {
	w := newWorld(t)
	w.deliverer.Writer = shouter{}
	w.article("Goat found on a roof")
	w.tell(slot)
	if got := w.firsts(); len(got) != 1 || !strings.Contains(got[0], "GOAT") {
		t.Errorf("%q", got)
	}
}
