package deliver_test

import (
	"strings"
	"testing"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/errand"
	"counterpoint/internal/store"
)

// Somebody asks for a digest: feeds that were not asked lately are, and it
// comes a minute later; asked twice by one message, it comes once.
func TestDigestNow(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.now = slot.Add(20 * time.Minute)
	e := job(command.Job{Do: command.Digest})
	e.Slot = w.now
	w.must(w.do(e))
	w.want("posted at once", len(w.firsts()), 0)
	asked := w.feeds.Receive(10)
	if len(asked) != 1 || !strings.Contains(asked[0].Body, `"do":"feeds"`) {
		t.Errorf("feeds are asked by %v", asked)
	}
	w.want("waits", w.digests.Next().Sub(w.now), time.Minute)
	w.play()
	w.want("messages", len(w.firsts()), 1)
	w.send(e)
	w.want("messages after a double", len(w.firsts()), 1)
}

// Feeds that were asked lately are not asked again.
func TestDigestNowFresh(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.send(job(command.Job{Do: command.Digest}))
	w.want("messages", len(w.firsts()), 1)
	w.want("feeds asked", w.feeds.Len(), 0)
}

// A view is for the asker alone, and told to nobody.
func TestShow(t *testing.T) {
	w := newWorld(t)
	w.article("Goat found on a roof")
	w.now = slot.Add(20 * time.Minute)
	w.send(job(command.Job{Do: command.Show, Fetch: true, Words: "goat", Request: command.Request{ResponseURL: hook}}))
	w.want("feeds asked", w.feeds.Len(), 1)
	w.want("told", len(w.states()), 0)
	if len(w.answers) != 1 || !strings.Contains(w.answers[0], "Goat") || !strings.Contains(w.answers[0], `"ephemeral"`) {
		t.Errorf("%q", w.answers)
	}
}

// What the web function may not do is done here, with what follows from it.
func TestAgain(t *testing.T) {
	w := newWorld(t)
	w.send(job(command.Job{Do: command.Again, Request: command.Request{Text: "add https://heron.example/rss", ResponseURL: hook}}))
	if len(w.answers) != 1 || !strings.Contains(w.answers[0], "Added") {
		t.Errorf("%q", w.answers)
	}
	asked := w.feeds.Receive(10)
	w.want("the new feed is asked", len(asked), 1)
	w.send(job(command.Job{Do: command.Again, Request: command.Request{Text: "schedule daily 07:15 UTC", ResponseURL: hook}}))
	w.want("rescheduled", w.rescheduled, []string{channel})
	ch, err := w.store.Channel(t.Context(), channel)
	w.must(err)
	w.want("times", ch.Times, []string{"07:15"})
	w.deliverer.Reschedule = nil
	w.must(w.do(job(command.Job{Do: command.Reschedule})))
}

// An answer that does not arrive is told, and the job not done again.
func TestReply(t *testing.T) {
	w := newWorld(t)
	a := &command.Answer{Lines: []command.Line{{{Text: "Thank you"}}}}
	w.must(w.do(job(command.Job{Do: command.Reply, Answer: a, Request: command.Request{ResponseURL: hook}})))
	w.must(w.do(job(command.Job{Do: command.Reply, Answer: a, Request: command.Request{ResponseURL: "https://gone.example/"}})))
	w.must(w.do(job(command.Job{Do: command.Reply, Answer: a})))
	w.must(w.do(job(command.Job{Do: command.Reply})))
	w.want("answers", len(w.answers), 1)
	w.want("told", strings.Count(w.out.String(), "did not get to who asked"), 1)
}

// A channel that was removed meanwhile gets nothing.
func TestJobOfNoChannel(t *testing.T) {
	w := newWorld(t)
	w.must(w.store.RemoveChannel(t.Context(), channel))
	for _, do := range []command.Do{command.Digest, command.Show, command.Refresh, command.Reschedule} {
		w.must(w.do(job(command.Job{Do: do})))
	}
	w.want("queued", w.digests.Len()+w.feeds.Len(), 0)
	if _, err := w.store.Outbox(t.Context(), w.now, channel); err == nil {
		t.Error("something was planned")
	}
	w.must(w.do(errand.Errand{Do: errand.Wake, Channel: channel}))
	w.want("states", w.states(), []store.State(nil))
}
