package command_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/blocks"
	"counterpoint/internal/command"
	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// wants holds what an answer has to say, and what not.
func wants(t *testing.T, what, got string, want ...string) {
	t.Helper()
	for _, s := range want {
		if not, found := strings.CutPrefix(s, "!"); strings.Contains(got, strings.TrimPrefix(s, "!")) == found {
			t.Errorf("%s: %q\nwants %q, or not: %q", what, got, s, not)
		}
	}
}

func (w *world) settings() news.Channel {
	w.t.Helper()
	c, err := w.store.Channel(w.t.Context(), "C1")
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// jobsOf are what was queued since the last look: "do, do".
func (w *world) jobsOf() []command.Do {
	var out []command.Do
	for _, j := range w.jobs {
		out = append(out, j.Do)
	}
	w.jobs = nil
	return out
}

// A channel is set up, used and changed by commands alone.
func TestSettings(t *testing.T) {
	w := newWorld(t)
	wants(t, "list before", w.typed("C1", "U1", "list"), "No feeds are followed", "/digest add https://")
	wants(t, "status before", w.typed("C1", "U1", "status"), "No feeds are followed")

	wants(t, "add", w.typed("C1", "U1", "add <https://gull.example/rss?token=secret&amp;a=1|gull.example>"), "Added https://gull.example/rss.", "follows 1 feed", "No time is set", "!secret")
	gull := news.Source{URL: "https://gull.example/rss?token=secret&a=1"}
	if diff := cmp.Diff([]news.Source{gull}, w.settings().Sources); diff != "" {
		t.Error(diff)
	}
	if len(w.jobs) != 1 || !cmp.Equal(w.jobs[0].Feeds, []string{gull.ID()}) {
		t.Errorf("jobs: %v", w.jobs)
	}
	if diff := cmp.Diff([]command.Do{command.Refresh}, w.jobsOf()); diff != "" {
		t.Error(diff)
	}
	if due, err := w.store.Due(t.Context(), w.now, 0); err != nil || len(due) != 1 || due[0].ID() != gull.ID() {
		t.Errorf("due: %v, %v", due, err)
	}
	if c := w.settings(); c.By != "slack" || c.Window != 72*time.Hour || c.Stories != 12 {
		t.Errorf("made %+v", c)
	}
	wants(t, "the same", w.typed("C1", "U1", "add HTTPS://GULL.example/rss?token=secret&amp;a=1"), "followed here already", "!secret")
	wants(t, "another", w.typed("C1", "U2", "add http://post.example/feed"), "follows 2 feeds")
	for typed, why := range map[string]string{
		"add ftp://a.example/rss":       "begins with https://",
		"add https://u:p@a.example/rss": "name or password",
		"add https://":                  "names no host",
		"add news":                      "begins with https://",
	} {
		wants(t, typed, w.typed("C1", "U1", typed), why)
	}
	wants(t, "list", w.typed("C1", "U1", "list"), "follows 2 feeds", "1. https://gull.example/rss", "2. http://post.example/feed", "!secret")
	wants(t, "remove by number, of none", w.typed("C1", "U1", "remove 3"), "not followed here")
	wants(t, "remove by number", w.typed("C1", "U1", "remove 2"), "Removed http://post.example/feed", "follows 1 feed")
	wants(t, "remove by name", w.typed("C1", "U1", "remove https://post.example/feed"), "not followed here")
	if known, err := w.store.Feeds(t.Context(), w.now, []string{news.FeedID("http://post.example/feed")}); err != nil || len(known) > 0 {
		t.Errorf("a feed that nobody follows stays: %v, %v", known, err)
	}

	wants(t, "mute", w.typed("C1", "U1", "mute “Football”"), "“Football” are not told")
	wants(t, "mute again", w.typed("C1", "U1", "mute football"), "muted already")
	wants(t, "mute nothing", w.typed("C1", "U1", "mute ..."), "letters or digits", "/digest mute football")
	wants(t, "unmute", w.typed("C1", "U1", "unmute FOOTBALL"), "told again")
	wants(t, "unmute again", w.typed("C1", "U1", "unmute football"), "not muted")

	w.jobsOf()
	wants(t, "no zone", w.typed("C1", "U1", "schedule 08:30"), "Name the zone", "/digest schedule weekdays")
	wants(t, "schedule", w.typed("C1", "U1", "schedule weekdays 08:30 01:30 europe/london"), "weekdays 01:30 08:30 Europe/London", "The next is due Fri 13 July 01:30 Europe/London", "!clocks")
	wants(t, "echo", w.typed("C1", "U1", "schedule Morning"), "“Morning” is no day")
	wants(t, "zone stays", w.typed("C1", "U1", "schedule sun 01:30"), "sun 01:30 Europe/London", "On Sunday 31 March 2019", "On Sunday 28 October 2018")
	if diff := cmp.Diff([]command.Do{command.Reschedule, command.Reschedule}, w.jobsOf()); diff != "" {
		t.Error(diff)
	}
	if c := w.settings(); !cmp.Equal(c.Days, []string{"sun"}) || !cmp.Equal(c.Times, []string{"01:30"}) || c.Zone != "Europe/London" {
		t.Errorf("schedule: %+v", c)
	}
	wants(t, "resume unpaused", w.typed("C1", "U1", "resume"), "not paused")
	wants(t, "pause", w.typed("C1", "U1", "pause"), "until /digest resume")
	wants(t, "pause again", w.typed("C1", "U1", "pause"), "paused already")
	wants(t, "status", w.typed("C1", "U1", "status"), "no digest yet", "Digests come sun 01:30 Europe/London", "They are paused", "1 feed followed, 0 failing",
		"@U2 add http://post.example/feed", "@U1 pause", "@U1 add https://gull.example/rss", "@U1 remove http://post.example/feed", "!secret")
	wants(t, "resume", w.typed("C1", "U1", "resume"), "The next is due Sun 15 July 01:30")

	log, err := w.store.Changes(t.Context(), "C1")
	if err != nil || len(log) != 9 || log[0].What != "resume" || log[0].Who != "U1" || !log[0].At.Equal(w.now) {
		t.Errorf("%d changes: %+v, %v", len(log), log, err)
	}
	wants(t, "in a DM", w.typed("D1", "U1", "pause"), "those of a channel")
}

// A feed that another channel follows stays, with its name; one that was given
// up is asked again.
func TestSharedFeed(t *testing.T) {
	w := newWorld(t)
	gull := news.Source{URL: "https://gull.example/rss", Outlet: "The Gull"}
	if err := w.store.PutChannel(t.Context(), news.Channel{ID: "C2", Sources: []news.Source{gull}, By: "file"}); err != nil {
		t.Fatal(err)
	}
	if err := w.store.Follow(t.Context(), w.now, []news.Source{gull}); err != nil {
		t.Fatal(err)
	}
	w.typed("C1", "U1", "add https://gull.example/rss")
	if jobs := w.jobsOf(); len(jobs) > 0 {
		t.Errorf("a feed that is known is fetched at once: %v", jobs)
	}
	w.typed("C1", "U1", "remove https://gull.example/rss")
	known, err := w.store.Feeds(t.Context(), w.now, []string{gull.ID()})
	if err != nil || len(known) != 1 || known[0].Source != gull {
		t.Fatalf("got %v, %v", known, err)
	}
	w.typed("C1", "U1", "add https://gull.example/rss")
	taken, err := w.store.Take(t.Context(), w.now, gull.ID(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	f := taken.Feed
	f.Parked, f.Failures, f.Reason, f.Tried = true, 9, "answers 410 <!here>", w.now
	if _, err := w.store.SaveFeed(t.Context(), w.now, taken, f, nil); err != nil {
		t.Fatal(err)
	}
	wants(t, "list", w.typed("C1", "U1", "list"), "The Gull — given up, it answers 410 <!here>")
	if err := w.store.Start(t.Context(), w.now, "C1"); err != nil {
		t.Fatal(err)
	}
	wants(t, "last", w.typed("C1", "U1", ""), "no digest yet")
	wants(t, "status", w.typed("C1", "U1", "status"), "It begins with what comes after", "1 failing or given up", "The Gull — given up")
	wants(t, "add again", w.typed("C1", "U1", "add https://gull.example/rss"), "followed here already")
	if diff := cmp.Diff([]command.Do{command.Refresh}, w.jobsOf()); diff != "" {
		t.Error(diff)
	}
	wants(t, "remove by its name", w.typed("C1", "U1", "remove the gull"), "Removed The Gull")
}

// What a file sets is not changed in Slack, and whoever tries is told where.
func TestSetInFile(t *testing.T) {
	w := newWorld(t)
	before := news.Channel{ID: "C1", Sources: []news.Source{{URL: "https://gull.example/rss"}}, Times: []string{"08:00"}, Zone: "UTC", Window: time.Hour, By: "file"}
	if err := w.store.PutChannel(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	w.tell()
	for _, typed := range []string{"add https://a.example/rss", "remove 1", "mute football", "unmute football", "schedule 08:30 UTC", "pause", "resume"} {
		wants(t, typed, w.typed("C1", "U1", typed), "are in a file", "counterpoint apply")
	}
	wants(t, "the button", w.pressed("C1", "U1", blocks.ActionMute, "story1"), "This story cannot be muted from here", "are in a file")
	wants(t, "help", w.typed("C1", "U1", "help"), "/digest now", "/digest list", "/digest status", "are in a file", "!/digest add", "!/digest mute", "!/digest schedule", "!/digest pause")
	if diff := cmp.Diff(before, w.settings()); diff != "" {
		t.Error(diff)
	}
	wants(t, "status", w.typed("C1", "U1", "status"), "Settings are made in a file")
	for _, c := range []struct {
		name   string
		change func(*news.Channel)
		want   []string
	}{
		{"paused", func(c *news.Channel) { c.Paused = true }, []string{"They are paused, in the file", "!/digest resume"}},
		{"no times", func(c *news.Channel) { c.Times = nil }, []string{"No digest is scheduled", "into the file", "!/digest schedule"}},
	} {
		ch := before
		c.change(&ch)
		if err := w.store.PutChannel(t.Context(), ch); err != nil {
			t.Fatal(err)
		}
		wants(t, c.name, w.typed("C1", "U1", "status"), c.want...)
	}
}

func TestWhoMayChange(t *testing.T) {
	broken := errors.New("users.info does not answer")
	admin := func(_ context.Context, user string) (bool, error) {
		if user == "U9" {
			return false, broken
		}
		return user == "U1", nil
	}
	for _, c := range []struct{ who, user, want string }{
		{"", "U3", "told"},
		{"everyone", "U3", "told"},
		{"admins", "U1", "told"},
		{"admins", "U2", "Only admins"},
		{"admins", "U9", "did not work"},
		{"U01, U02", "U02", "told"},
		{"U01,U02", "U03", "Only some users"},
	} {
		w := newWorld(t)
		policy, err := command.NewPolicy(c.who, admin)
		if err != nil {
			t.Fatal(err)
		}
		w.handler.Desk.Policy = policy
		w.tell()
		wants(t, c.who+" "+c.user, w.typed("C1", c.user, "mute football"), c.want)
		button := w.pressed("C1", c.user, blocks.ActionMute, "story1")
		wants(t, c.who+" "+c.user+", the button", button, strings.Replace(c.want, "told", "Nothing more is told", 1))
		if _, err := w.store.Channel(t.Context(), "C1"); (err == nil) != (c.want == "told") {
			t.Errorf("%s %s: changed: %v", c.who, c.user, err)
		}
		wants(t, "reading", w.typed("C1", c.user, ""), "1. Ferry")
	}
	for _, bad := range []string{"nobody", "U01,", "admins,U01", "u01"} {
		if _, err := command.NewPolicy(bad, admin); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
	if _, err := command.NewPolicy("admins", nil); err == nil {
		t.Error("admins that nobody knows pass")
	}
}

// tellNothing has channel C1 told a digest without stories, a while after tell's.
func (w *world) tellNothing(id string, after time.Duration, state store.State, c news.Coverage) {
	w.t.Helper()
	slot := start.Add(after).UTC()
	head, err := w.store.Head(w.t.Context(), w.now, "C1")
	if err != nil {
		w.t.Fatal(err)
	}
	d := news.Digest{Schema: news.SchemaVersion, ID: id, Channel: "C1", Slot: &slot, Stories: []news.Brief{}, Coverage: c}
	if err := w.store.Plan(w.t.Context(), w.now, "C1", head, store.Told{Digest: id, Slot: slot, State: state}, d); err != nil {
		w.t.Fatal(err)
	}
}

// A number is that of the last digest that had stories, whatever came after it;
// status says why the last one has none. A view has no numbers.
func TestNumbersOfTheLastStories(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	w.tell()
	for i, c := range []struct {
		state    store.State
		coverage news.Coverage
		status   []string
	}{
		{store.Posted, news.Coverage{Feeds: 1}, []string{"was posted: nothing was new."}},
		{store.Posted, news.Coverage{Feeds: 1, FeedsFailed: []news.FeedFailed{{Feed: "Gull", Reason: "answers 500"}}}, []string{"was posted: none of 1 feed could be read.", "!no stories"}},
		{store.Skipped, news.Coverage{}, []string{"was skipped, as its time was long past; its news come in the next.", "!no stories"}},
	} {
		w.tellNothing(fmt.Sprint("quiet", i), time.Duration(i-30)*time.Minute, c.state, c.coverage)
		wants(t, "stories", w.typed("C1", "U1", ""), "Digest of Thu 12 July 17:36 UTC", "1. Ferry", "2. A goat", "The last digest, of Thu 12 July 18:", "has no stories")
		wants(t, "why", w.typed("C1", "U1", "why 1"), "• all name Port & Co")
		wants(t, "status", w.typed("C1", "U1", "status"), c.status...)
	}
	taken, err := w.store.Take(t.Context(), w.now, news.FeedID("https://gull.example/rss"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	goat := news.Stamped{Stamp: w.now.Add(-time.Hour), Article: news.Article{
		ID: "goat", URL: "https://gull.example/goat", Outlet: "Gull", Title: "A goat stands on the roof", Published: w.now.Add(-time.Hour), Lang: "en",
		Body: "A goat stands on the roof of the town hall in Selby since Monday. Nobody knows how it came there, the mayor Ada Quist said.",
	}}
	if _, err := w.store.SaveFeed(t.Context(), w.now, taken, taken.Feed, []news.Stamped{goat}); err != nil {
		t.Fatal(err)
	}
	w.jobsOf()
	w.typed("C1", "U1", "since 6h")
	a, err := w.work(t, w.jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "since", read(t, string(a.Message())), "Since ", "• A goat stands on the roof", "!1. ")
}

// The last digest is told to the asker alone, with nothing of it as markup.
func TestLastDigest(t *testing.T) {
	w := newWorld(t)
	wants(t, "before", w.typed("C1", "U1", "why 1"), "no digest yet")
	w.tell()
	wants(t, "stories", w.typed("C1", "U1", ""), "Digest of Thu 12 July 17:36 UTC", ": 2 stories", "1. Ferry <!channel> *strike* goes on — 3 articles, 2 origins, 1 dispute", "2. A goat is found — 1 article, 1 origin")
	wants(t, "why", w.typed("C1", "U1", "why 1"), "• all name Port & Co")
	wants(t, "why of one article", w.typed("C1", "U1", "why 2"), "A single article")
	wants(t, "sources", w.typed("C1", "U1", "sources 1"), "• Gull: [Ferry strike](https://gull.example/1) · 12 Jul 16:36", "◦ Echo: Ferry strike · a copy", "!javascript")
	wants(t, "disputes", w.typed("C1", "U1", "disputes 1"), "⚖ How long?", "• two days — [Gull](https://gull.example/1): “It takes two days.”", "• a week, according to the union — [Post]")
	wants(t, "no disputes", w.typed("C1", "U1", "disputes 2"), "dispute nothing")
	wants(t, "no such story", w.typed("C1", "U1", "why 3"), "has 2 stories")
	wants(t, "help", w.typed("C1", "U1", "help"), "/digest schedule weekdays", "/digest pause")
	wants(t, "wrong", w.typed("C1", "U1", "nwo <!here>"), "I do not know “nwo”", "/digest help")

	a := command.Answer{Lines: []command.Line{{{Text: "a\u202eb <!channel> & *c*\n<@U1>"}, {Text: "x", Link: "javascript:a"}, {User: "U1|<!here>"}}}}
	const want = `{"response_type":"ephemeral","replace_original":false,"text":"ab \u0026lt;!channel\u0026gt; \u0026amp; *c* \u0026lt;@U1\u0026gt;xU1|\u0026lt;!here\u0026gt;","mrkdwn":false,"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"ab \u003c!channel\u003e \u0026 *c* \u003c@U1\u003e"},{"type":"text","text":"x"},{"type":"text","text":"U1|\u003c!here\u003e"}]}]}]}`
	if diff := cmp.Diff(want, string(a.Message())); diff != "" {
		t.Error(diff)
	}
	var long command.Answer
	for range 500 {
		long.Lines = append(long.Lines, command.Line{{Text: strings.Repeat("word ", 1000)}})
	}
	if n := len(long.Message()); n > 20000 || !json.Valid(long.Message()) {
		t.Errorf("a long answer has %d bytes", n)
	}
}

// Jobs that make a view tell what is in the store, and count nothing as told.
func TestView(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	gull := news.Source{URL: "https://gull.example/rss"}
	taken, err := w.store.Take(t.Context(), w.now, gull.ID(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	var articles []news.Stamped
	for id, title := range map[string]string{"a": "Ferry strike stops the port", "b": "Goat found on a roof"} {
		at := w.now.Add(-time.Hour)
		articles = append(articles, news.Stamped{Stamp: at, Article: news.Article{ID: id, URL: "https://gull.example/" + id, Outlet: "Gull", Title: title, Body: title + ". It was on Monday, the town said.", Lang: "en", Published: at.UTC()}})
	}
	if _, err := w.store.SaveFeed(t.Context(), w.now, taken, taken.Feed, articles); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"since 6h", []string{"2 stories", "Ferry", "Goat", "Since Thu 12 July"}},
		{"since 30m", []string{"no stories"}},
		{"now FERRY", []string{"1 story", "Ferry", "!Goat", "About “FERRY”"}},
		{"now ferry goat", []string{"no stories"}},
	} {
		w.jobsOf()
		w.typed("C1", "U1", c.typed)
		if len(w.jobs) != 1 {
			t.Fatalf("%s: %v", c.typed, w.jobs)
		}
		// A job survives the queue.
		raw, err := json.Marshal(w.jobs[0])
		if err != nil {
			t.Fatal(err)
		}
		var job command.Job
		if err := json.Unmarshal(raw, &job); err != nil {
			t.Fatal(err)
		}
		a, err := w.work(t, job)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, c.typed, read(t, string(a.Message())), c.want...)
	}
	if head, err := w.store.Head(t.Context(), w.now, "C1"); err != nil || head != (store.Head{}) {
		t.Errorf("a view was told: %v, %v", head, err)
	}
}

func TestButtons(t *testing.T) {
	w := newWorld(t)
	w.tell()
	wants(t, "why", w.pressed("C1", "U1", blocks.ActionWhy, "story1"), "all name Port & Co")
	wants(t, "a story that is not kept", w.pressed("C1", "U1", blocks.ActionWhy, "story9"), "no longer kept")
	wants(t, "a story of another channel", w.pressed("C2", "U1", blocks.ActionWhy, "story1"), "no longer kept")
	if got := w.pressed("C1", "U1", "a_link", "x"); got != "" || len(w.jobs) > 0 {
		t.Errorf("another button: %q, %v", got, w.jobs)
	}
	wants(t, "helpful", w.pressed("C1", "U1", blocks.ActionHelpful, "story1"), "counted. Your name is not kept; for 14 days")
	wants(t, "helpful again", w.pressed("C1", "U1", blocks.ActionHelpful, "story1"), "counted before")
	wants(t, "another reader", w.pressed("C1", "U2", blocks.ActionNotHelpful, "story1"), "counted")
	wants(t, "another story", w.pressed("C1", "U1", blocks.ActionNotHelpful, "story2"), "counted")
	f, err := w.store.Feedback(t.Context(), w.now, "C1")
	want := store.Feedback{
		Stories: map[string]store.Votes{"story1": {Helpful: 1, Not: 1}, "story2": {Not: 1}},
		Outlets: map[string]store.Votes{"Gull": {Helpful: 1, Not: 2}, "Post": {Helpful: 1, Not: 1}, "Echo": {Helpful: 1, Not: 1}},
	}
	if diff := cmp.Diff(want, f); diff != "" || err != nil {
		t.Error(diff, err)
	}
	w.typed("C1", "U1", "add https://gull.example/rss")
	wants(t, "mute", w.pressed("C1", "U1", blocks.ActionMute, "story1"), "Nothing more is told", "/digest unmute story1")
	wants(t, "mute again", w.pressed("C1", "U1", blocks.ActionMute, "story1"), "muted already")
	if err := w.store.KeepReply(t.Context(), w.now.AddDate(0, -1, 0), "", nil, 7_000_000); err != nil { // another month's
		t.Fatal(err)
	}
	if err := w.store.KeepReply(t.Context(), w.now, "", nil, 1_234_567); err != nil {
		t.Fatal(err)
	}
	wants(t, "status", w.typed("C1", "U1", "status"), "Helpful: 1 of 3 votes.", "By story: “Ferry <!channel> *strike* goes on” 1 (1 not) and “A goat is found” 0 (1 not).", "By outlet: Gull 1 (2 not), Echo 1 (1 not)", "Language models have cost $1.2346 this month", "Muted: 1 story", "was posted: 2 stories")
	wants(t, "unmute", w.typed("C1", "U1", "unmute story1"), "told again")
	if c := w.settings(); len(c.Mute.Stories) > 0 {
		t.Errorf("still muted: %v", c.Mute)
	}
	now := w.now
	w.now = start.Add(-time.Hour + 14*24*time.Hour) // 14 days after the digest
	wants(t, "late", w.pressed("C1", "U3", blocks.ActionHelpful, "story1"), "taken for 14 days")
	w.now = w.now.Add(-time.Second)
	wants(t, "in time", w.pressed("C1", "U3", blocks.ActionHelpful, "story1"), "is counted")
	wants(t, "once in time", w.pressed("C1", "U3", blocks.ActionHelpful, "story1"), "counted before")
	w.now = now
	w.handler.Desk.VoterKey = nil
	wants(t, "without key", w.pressed("C1", "U1", blocks.ActionHelpful, "story2"), "not counted here")
}

// A Desk that may only read leaves every change and every button to a job, and
// changes nothing; what it may read it answers.
func TestReadOnly(t *testing.T) {
	w := newWorld(t)
	w.typed("C1", "U1", "add https://gull.example/rss")
	before, err := w.store.Channel(t.Context(), "C1")
	if err != nil {
		t.Fatal(err)
	}
	w.handler.Desk.ReadOnly = true
	for _, text := range []string{"add https://heron.example/rss", "remove 1", "mute goats", "unmute goats", "schedule daily 08:30 UTC", "pause", "resume"} {
		w.jobs = nil
		if got := w.typed("C1", "U1", text); !strings.Contains(got, "in a moment") || len(w.jobs) != 1 || w.jobs[0].Do != command.Again || w.jobs[0].Request.Text != text {
			t.Errorf("%s: %q, %+v", text, got, w.jobs)
		}
	}
	w.pressed("C1", "U1", "story_helpful", "a story")
	if len(w.jobs) != 1 || w.jobs[0].Do != command.Again || w.jobs[0].Request.Value != "a story" {
		t.Errorf("a button: %+v", w.jobs)
	}
	if after, err := w.store.Channel(t.Context(), "C1"); err != nil || !cmp.Equal(before, after) {
		t.Errorf("%v, changed: %s", err, cmp.Diff(before, after))
	}
	w.jobs = nil
	if got := w.typed("C1", "U1", "list"); !strings.Contains(got, "gull.example") || len(w.jobs) != 0 {
		t.Errorf("list: %q, %+v", got, w.jobs)
	}
	// The other Desk does what was left.
	job := command.Job{Do: command.Again, Request: command.Request{Team: "T1DC2JH3J", Channel: "C1", User: "U1", Text: "pause"}}
	a, err := command.Desk{Store: w.store}.Work(t.Context(), w.clock(), job, edition.Shown(w.store, w.clock(), job.Asked))
	if ch, err2 := w.store.Channel(t.Context(), "C1"); err != nil || err2 != nil || !ch.Paused || len(a.Lines) == 0 {
		t.Errorf("%+v, %v, %v", a, err, err2)
	}
}
