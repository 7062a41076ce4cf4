package deliver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"counterpoint/internal/command"
	"counterpoint/internal/deliver"
	"counterpoint/internal/errand"
	"counterpoint/internal/news"
	"counterpoint/internal/ops"
	"counterpoint/internal/post"
	"counterpoint/internal/queue"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

const (
	channel = "C0NEWS001"
	token   = "xoxb-1"
	hook    = "https://hooks.slack.com/1"
)

// slot is a Monday's, in the zone of the channel.
var slot = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)

// world is a digest function between two queues, with a channel that follows
// one feed, on a clock that stands until it is turned.
type world struct {
	*testing.T
	now            time.Time
	store          *store.Store
	slack          *slackfake.Server
	digests, feeds *queue.Local
	deliverer      deliver.Deliverer
	out            bytes.Buffer // logs and metrics
	answers        []string
	rescheduled    []string
	articles       int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, now: slot.Add(20 * time.Second), store: store.New(&memory.DB{})}
	clock := func() time.Time { return w.now }
	w.slack = slackfake.New(slackfake.Options{Now: clock, Token: token})
	w.slack.AddChannel(channel, "news")
	w.digests = queue.NewLocal(queue.Options{Now: clock, Visibility: time.Minute, MaxReceives: 3})
	w.feeds = queue.NewLocal(queue.Options{Now: clock})
	w.deliverer = deliver.Deliverer{
		Store: w.store, Desk: command.Desk{Store: w.store, VoterKey: []byte("key")}, Digests: w.digests, Feeds: w.feeds, Now: clock, CatchUp: 6 * time.Hour,
		Poster: &post.Poster{
			Slack: post.NewClient(post.ClientOptions{Token: token, Transport: w.slack.Transport()}),
			Store: w.store, Now: clock, Owner: "test", Settle: 30 * time.Second,
		},
		Answer: func(_ context.Context, url string, message []byte) error {
			if url != hook {
				return fmt.Errorf("nobody is at %s", url)
			}
			w.answers = append(w.answers, string(message))
			return nil
		},
		Reschedule: func(_ context.Context, ch news.Channel) error {
			w.rescheduled = append(w.rescheduled, ch.ID)
			return nil
		},
	}
	src := news.Source{URL: "https://gull.example/rss", Outlet: "Gull"}
	ch := news.Channel{ID: channel, Sources: []news.Source{src}, Window: 72 * time.Hour, Stories: 5, Times: []string{"08:30"}, Zone: "UTC", By: "slack"}
	w.must(w.store.Follow(t.Context(), w.now, ch.Sources))
	w.must(w.store.PutChannel(t.Context(), ch))
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// change changes the channel's settings.
func (w *world) change(change func(*news.Channel)) {
	w.Helper()
	ch, err := w.store.Channel(w.Context(), channel)
	w.must(err)
	change(&ch)
	w.must(w.store.PutChannel(w.Context(), ch))
}

// article has the feed tell something new, an hour ago.
func (w *world) article(title string) {
	w.Helper()
	id := news.FeedID("https://gull.example/rss")
	w.must(w.store.Again(w.Context(), w.now, []string{id}))
	taken, err := w.store.Take(w.Context(), w.now, id, time.Minute)
	w.must(err)
	w.articles++
	at := w.now.Add(-time.Hour)
	a := news.Article{
		ID: fmt.Sprint("a", w.articles), URL: fmt.Sprint("https://gull.example/", w.articles), Outlet: "Gull", Title: title,
		Body: title + ", the town said.", Lang: "en", Published: at,
	}
	f := taken.Feed
	f.Tried, f.Worked, f.Next = w.now, w.now, w.now.Add(time.Hour)
	_, err = w.store.SaveFeed(w.Context(), w.now, taken, f, []news.Stamped{{Article: a, Stamp: at}})
	w.must(err)
}

// do does one errand, as a run of the function's own.
func (w *world) do(e errand.Errand) error {
	d := w.deliverer
	d.Run = ops.Begin(w.Context(), &w.out, "test", "digest")
	defer d.Run.End(w.now)
	return d.Do(w.Context(), e)
}

// play does what is queued, each at its time, until nothing is.
func (w *world) play() {
	w.Helper()
	for range 200 {
		next := w.digests.Next()
		if next.IsZero() {
			return
		}
		if next.After(w.now) {
			w.now = next
		}
		_, err := w.digests.Deliver(w.Context(), 5, func(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
			return queue.Handle(ctx, batch, w.message), nil
		})
		w.must(err)
	}
	w.Fatal("it never ends")
}

// message does a message's errand.
func (w *world) message(_ context.Context, m queue.Message) error {
	e, err := errand.Read(m.Body)
	if err != nil {
		return err
	}
	return w.do(e) //nolint:contextcheck // a run has the context of its test
}

// send queues an errand and plays it.
func (w *world) send(e errand.Errand) {
	w.Helper()
	w.must(w.digests.Send(w.Context(), e.Body(), 0))
	w.play()
}

func (w *world) tell(at time.Time) {
	w.Helper()
	w.send(errand.Errand{Do: errand.Tell, Channel: channel, Slot: at})
}

func job(j command.Job) errand.Errand {
	j.Request.Channel, j.Request.Team, j.Request.User = channel, "T1", "U1"
	raw, err := json.Marshal(j)
	if err != nil {
		panic(err) // strings
	}
	return errand.Errand{Do: errand.Job, Slot: slot, Job: raw}
}

// firsts are the texts of the channel's own messages; replies are not counted.
func (w *world) firsts() (out []string) {
	for _, m := range w.slack.Posted(channel) {
		if m.ThreadTS == "" && !m.Deleted {
			out = append(out, m.Text)
		}
	}
	return out
}

func (w *world) states() (out []store.State) {
	w.Helper()
	records, err := w.store.Told(w.Context(), w.now, channel, time.Time{})
	w.must(err)
	for _, r := range records {
		out = append(out, r.State)
	}
	return out
}

func (w *world) want(what string, got, want any) {
	w.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("%s: %v, want %v\n%s", what, got, want, &w.out)
	}
}

// saw reports whether the operator was told.
func (w *world) saw(text string) bool { return strings.Contains(w.out.String(), text) }
