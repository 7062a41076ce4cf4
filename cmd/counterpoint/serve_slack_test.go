package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/sample"
)

const (
	ofBot = "xoxb-SECRET-bot"
	ofApp = "xapp-SECRET-app"
)

// office is a workspace that serve speaks to as to a real one.
type office struct {
	t     *testing.T
	desk  *desk
	fake  *slackfake.Server
	url   string
	env   map[string]string
	said  *lockedBuffer
	began func() time.Time
	ahead atomic.Int64 // how far the clock was put forward
	stop  context.CancelFunc
	ended chan int
}

// newOffice makes a workspace with the channels of a configuration, whose
// feeds are those of the first sample day.
func newOffice(t *testing.T, o slackfake.Options, yaml string, channels ...string) *office {
	t.Helper()
	f := &office{t: t, desk: newDesk(t, yaml), said: &lockedBuffer{}, ended: make(chan int, 1), env: map[string]string{
		"COUNTERPOINT_SLACK_BOT_TOKEN": ofBot, "COUNTERPOINT_SLACK_APP_TOKEN": ofApp,
	}}
	f.desk.serveSample(t)
	f.began = f.desk.clock()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.fake.ServeHTTP(w, r) }))
	t.Cleanup(srv.Close)
	f.url = srv.URL
	o.Now, o.URL, o.Token, o.AppToken = f.clock, f.url, ofBot, ofApp
	f.fake = slackfake.New(o)
	f.fake.AddUser(slackfake.User{ID: "U0ANNA", Name: "anna"})
	for _, id := range channels {
		f.fake.AddChannel(id, strings.ToLower(id[2:]))
	}
	return f
}

func (f *office) clock() time.Time { return f.began().Add(time.Duration(f.ahead.Load())) }

// jump puts the clock forward.
func (f *office) jump(d time.Duration) { f.ahead.Add(int64(d)) }

// open starts the program, as a user does.
func (f *office) open() {
	ctx, stop := context.WithCancel(f.t.Context())
	f.stop = stop
	f.t.Cleanup(func() {
		stop()
		text := f.said.String()
		if strings.Contains(text, "SECRET") {
			f.t.Errorf("a token or ticket is printed:\n%s", text)
		}
	})
	s := streams{out: io.Discard, err: f.said, getenv: func(k string) string { return f.env[k] }, now: f.clock, web: f.desk.web, slack: slackOptions{api: f.url + "/api/", hooks: f.url + "/response/"}}
	go func() { f.ended <- run(ctx, []string{"serve", "--config", f.desk.dir + "/counterpoint.yaml"}, s) }()
}

// until waits for what is to come.
func (f *office) until(what string, ok func() bool) {
	f.t.Helper()
	for end := time.Now().Add(60 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		select {
		case code := <-f.ended:
			f.t.Fatalf("%s does not come; the program ended with %d and said:\n%s", what, code, f.said)
		default:
		}
		if time.Now().After(end) {
			f.t.Fatalf("%s does not come; the program said:\n%s", what, f.said)
		}
	}
}

func (f *office) says(words string) {
	f.t.Helper()
	f.until(fmt.Sprintf("%q", words), func() bool { return strings.Contains(f.said.String(), words) })
}

// end waits for the end of the program.
func (f *office) end(want int) {
	f.t.Helper()
	select {
	case code := <-f.ended:
		if code != want {
			f.t.Errorf("the program ends with %d, want %d:\n%s", code, want, f.said)
		}
	case <-time.After(30 * time.Second):
		f.t.Fatalf("the program does not end; it said:\n%s", f.said)
	}
}

// types sends a command, and returns what its user is shown.
func (f *office) types(channel, text string) string {
	f.t.Helper()
	before := len(f.fake.Responses())
	f.deliver(f.fake.TypedEnvelope(channel, "U0ANNA", text))
	f.until("the answer to "+text, func() bool { return len(f.fake.Responses()) > before })
	return f.fake.Responses()[before].Text
}

// deliver sends an envelope and waits until it is acknowledged, which must be
// within Slack's three seconds.
func (f *office) deliver(d slackfake.Delivery) {
	f.t.Helper()
	before, sent := len(f.fake.Acks()), time.Now()
	if err := f.fake.Deliver(d); err != nil {
		f.t.Fatal(err)
	}
	f.until("an acknowledgement", func() bool { return len(f.fake.Acks()) > before })
	if took := time.Since(sent); took > 3*time.Second {
		f.t.Errorf("the acknowledgement took %s", took)
	}
}

// officeConfig is two channels with some feeds of the sample, which answer at
// once.
func officeConfig(t *testing.T, times string) string {
	t.Helper()
	sources, err := sample.Sources()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("contact: https://counterpoint.example/bot\nchannels:\n")
	for _, id := range []string{"C0NEWS", "C0DESK"} {
		fmt.Fprintf(&b, "  - id: %s\n    stories: 5%s\n    feeds:\n", id, times)
		for _, s := range sources[:5] {
			fmt.Fprintf(&b, "      - url: %s\n        outlet: %s\n", s.URL, s.Outlet)
		}
	}
	return b.String()
}

// The whole way in a workspace: commands, a digest, its buttons, an envelope
// that comes twice, a connection that is renewed, the end.
func TestServeSlack(t *testing.T) {
	t.Parallel()
	var granted []string
	for _, s := range post.Scopes() {
		granted = append(granted, s.Name)
	}
	f := newOffice(t, slackfake.Options{Scopes: granted}, officeConfig(t, ""), "C0NEWS", "C0DESK")
	f.open()
	f.says("connected to Slack")
	for _, want := range []string{"the workspace is Counterpoint, the app is @counterpoint\n", "#news (C0NEWS): no times are set; /digest now there brings a digest\n", "#desk (C0DESK): "} {
		if !strings.Contains(f.said.String(), want) {
			t.Errorf("at the start %q is not said:\n%s", want, f.said)
		}
	}
	if got := f.types("C0NEWS", "help"); !strings.Contains(got, "/digest now") {
		t.Errorf("help is answered with %q", got)
	}
	now := f.fake.TypedEnvelope("C0NEWS", "U0ANNA", "now")
	f.deliver(now)
	f.deliver(now) // Slack missed the answer
	f.until("a digest", func() bool { return len(f.fake.Posted("C0NEWS")) > 2 })
	posted := f.fake.Posted("C0NEWS")
	if !strings.Contains(string(posted[0].Blocks), "Port Maddern") || posted[1].ThreadTS != posted[0].TS || strings.Contains(string(posted[0].Blocks), f.url) {
		t.Errorf("the first message is no digest with a thread, or links to a page that is not there: %.300s", posted[0].Blocks)
	}
	if acks := f.fake.Acks(); len(acks[1].Payload) == 0 || len(acks[2].Payload) != 0 {
		t.Errorf("the envelope is answered with %s and then with %s, want an answer once", acks[1].Payload, acks[2].Payload)
	}
	story := button(t, posted[0])
	before := len(f.fake.Responses())
	f.deliver(f.fake.PressedEnvelope("C0NEWS", "U0ANNA", posted[0].TS, "b", "story_why", story))
	f.until("why", func() bool { return len(f.fake.Responses()) > before })
	if r := f.fake.Responses()[before]; !r.Ephemeral || r.User != "U0ANNA" || !strings.Contains(r.Text, "articles") {
		t.Errorf("the button is answered with %+v", r)
	}
	if err := f.fake.Disconnect("refresh_requested"); err != nil {
		t.Fatal(err)
	}
	f.until("the next connection", func() bool { _, ever := f.fake.Sockets(); return ever == 2 })
	f.fake.Cut()
	f.until("the one after it", func() bool { _, ever := f.fake.Sockets(); return ever == 3 })
	if got := f.types("C0DESK", "status"); !strings.Contains(got, "digest") {
		t.Errorf("after a break status is answered with %q", got)
	}
	time.Sleep(2 * tick) // another digest of the envelope that came twice would be planned by now
	digests := 0
	for _, p := range f.fake.Posted("C0NEWS") {
		if p.ThreadTS == "" {
			digests++
		}
	}
	if digests != 1 || len(f.fake.Posted("C0DESK")) != 0 {
		t.Errorf("%d digests were posted, and %d messages in the other channel, want 1 and none", digests, len(f.fake.Posted("C0DESK")))
	}
	f.stop()
	f.end(exitDone)
	if text := f.said.String(); !strings.HasSuffix(text, "stopped: what was not posted yet is posted when serve runs again\n") {
		t.Errorf("at the end it says:\n%s", text)
	}
}

// button is the story of the first button below a message.
func button(t *testing.T, p slackfake.Posted) string {
	t.Helper()
	_, after, ok := strings.Cut(string(p.Blocks), `"action_id":"story_why"`)
	if !ok {
		t.Fatalf("there is no button: %.300s", p.Blocks)
	}
	_, value, _ := strings.Cut(after, `"value":"`)
	story, _, _ := strings.Cut(value, `"`)
	return story
}

// Each channel gets its own digest, at its own time.
func TestServeSlackTimes(t *testing.T) {
	t.Parallel()
	soon := sample.One().Now.UTC().Truncate(time.Minute)
	at := func(minutes int) string { return soon.Add(time.Duration(minutes) * time.Minute).Format("15:04") }
	yaml := officeConfig(t, "\n    times: [\"FIRST\"]\n    zone: UTC")
	yaml = strings.Replace(strings.Replace(yaml, "FIRST", at(10), 1), "FIRST", at(20), 1)
	f := newOffice(t, slackfake.Options{}, yaml, "C0NEWS", "C0DESK")
	f.open()
	f.says("connected to Slack")
	f.says("#desk (C0DESK): next digest " + soon.Add(20*time.Minute).Format("Mon 2 Jan 15:04") + " UTC\n")
	f.types("C0NEWS", "now roof")
	f.until("the feeds", func() bool { return len(f.fake.Responses()) > 1 })
	for _, step := range []struct{ channel, other string }{{"C0NEWS", "C0DESK"}, {"C0DESK", ""}} {
		f.jump(10 * time.Minute)
		f.until("the digest of "+step.channel, func() bool { return len(f.fake.Posted(step.channel)) > 2 })
		if p := f.fake.Posted(step.channel); !strings.Contains(string(p[0].Blocks), "Port Maddern") {
			t.Errorf("channel %s gets %.300s", step.channel, p[0].Blocks)
		}
		if step.other != "" && len(f.fake.Posted(step.other)) > 0 {
			t.Errorf("channel %s has its digest before its time", step.other)
		}
	}
	f.stop()
	f.end(exitDone)
}

// A channel without the app is named at the start, gets nothing, and gets all
// once the app is invited.
func TestServeSlackInvited(t *testing.T) {
	t.Parallel()
	yaml := strings.Replace(officeConfig(t, ""), "id: C0DESK", "id: desk", 1)
	f := newOffice(t, slackfake.Options{}, yaml, "C0NEWS")
	f.fake.Leave("C0NEWS")
	f.open()
	f.says("connected to Slack")
	for _, want := range []string{
		"#news (C0NEWS): the app is not in it: type /invite @counterpoint there\n", "desk: this is no channel ID of Slack's",
		"0 of 2 channels can be posted to; the others follow within 5 minutes of what is missing\n",
	} {
		if !strings.Contains(f.said.String(), want) {
			t.Errorf("at the start %q is not said:\n%s", want, f.said)
		}
	}
	f.types("C0NEWS", "now")
	f.says("channel C0NEWS takes no messages (not_in_channel)")
	f.fake.Join("C0NEWS")
	f.jump(sweepEvery + time.Second)
	f.says("posting to channel C0NEWS goes on")
	f.until("the digest", func() bool { return len(f.fake.Posted("C0NEWS")) > 2 })
	f.stop()
	f.end(exitDone)
}

// A bot token that is refused stops all posting, and loses nothing.
func TestServeSlackRestored(t *testing.T) {
	t.Parallel()
	f := newOffice(t, slackfake.Options{}, officeConfig(t, ""), "C0NEWS", "C0DESK")
	f.open()
	f.says("connected to Slack")
	f.fake.Revoke()
	f.types("C0NEWS", "now")
	f.says("Slack says token_revoked; put the app's token or scopes right")
	f.jump(sweepEvery + time.Second)
	f.until("another look", func() bool { return strings.Count(f.said.String(), "Slack says token_revoked") > 1 })
	f.fake.Restore()
	f.jump(sweepEvery + time.Second)
	f.says("posting goes on: Slack takes the bot token again\n")
	f.until("the digest", func() bool { return len(f.fake.Posted("C0NEWS")) > 2 })
	f.stop()
	f.end(exitDone)
}

// What was begun before the program was stopped is ended when it runs again:
// the message whose receipt was lost is found, and the rest is posted.
func TestServeSlackAgain(t *testing.T) {
	t.Parallel()
	f := newOffice(t, slackfake.Options{}, officeConfig(t, ""), "C0NEWS", "C0DESK")
	f.open()
	f.says("connected to Slack")
	f.fake.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropAfter})
	f.fake.Fail(slackfake.Fault{Method: "chat.postMessage", Kind: slackfake.DropBefore, Times: -1})
	f.types("C0NEWS", "now")
	f.until("the first message", func() bool { return len(f.fake.Posted("C0NEWS")) == 1 })
	f.stop()
	f.end(exitDone)
	f.fake.Mend()
	f.jump(2 * time.Minute)
	f.open()
	f.until("the thread", func() bool { return len(f.fake.Posted("C0NEWS")) > 2 })
	for i, p := range f.fake.Posted("C0NEWS") {
		if (p.ThreadTS == "") != (i == 0) {
			t.Errorf("message %d is posted beside the first one", i)
		}
	}
	f.stop()
	f.end(exitDone)
}

// What only a person can put right is told in words that say how, and ends the
// program.
func TestServeSlackRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*office)
		want []string
	}{
		{"no app token", func(f *office) { delete(f.env, "COUNTERPOINT_SLACK_APP_TOKEN") }, []string{"COUNTERPOINT_SLACK_APP_TOKEN is not", "App-Level Tokens"}},
		{"no bot token", func(f *office) { delete(f.env, "COUNTERPOINT_SLACK_BOT_TOKEN") }, []string{"COUNTERPOINT_SLACK_BOT_TOKEN is not", "OAuth & Permissions"}},
		{"bot token revoked", func(f *office) { f.fake.Revoke() }, []string{"the bot token is not taken by Slack (token_revoked)", "COUNTERPOINT_SLACK_BOT_TOKEN"}},
		{"app token revoked", func(f *office) { f.fake.RefuseSockets("token_revoked") }, []string{"Slack does not take the app-level token (token_revoked)", "COUNTERPOINT_SLACK_APP_TOKEN"}},
		{"socket mode off", func(f *office) { f.fake.RefuseSockets("forbidden_team") }, []string{"Socket Mode is off"}},
		{"Slack is down", func(f *office) { f.fake.Fail(slackfake.Fault{Method: "auth.test", Kind: slackfake.Refuse}) }, []string{"cannot ask Slack", "status 503", "try again"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newOffice(t, slackfake.Options{}, officeConfig(t, ""), "C0NEWS", "C0DESK")
			c.do(f)
			f.open()
			f.end(exitFailed)
			for _, want := range c.want {
				if !strings.Contains(f.said.String(), want) {
					t.Errorf("%q is not said:\n%s", want, f.said)
				}
			}
		})
	}
	t.Run("scopes", func(t *testing.T) {
		f := newOffice(t, slackfake.Options{Scopes: []string{"chat:write", "channels:read"}}, officeConfig(t, ""), "C0NEWS", "C0DESK")
		f.open()
		f.end(exitFailed)
		for _, s := range post.Scopes() {
			if missing := strings.Contains(f.said.String(), "the Slack app lacks the scope "+s.Name+", which it needs "+s.For+"\n"); missing == (s.Name == "chat:write" || s.Name == "channels:read") {
				t.Errorf("that %s is missing is said: %v\n%s", s.Name, missing, f.said)
			}
		}
		if want := "add commands, groups:read, channels:history, groups:history at api.slack.com/apps"; !strings.Contains(f.said.String(), want) {
			t.Errorf("%q is not said:\n%s", want, f.said)
		}
	})
}

// Where the app token is revoked while the program runs, it says so and ends.
func TestServeSlackRevokedLater(t *testing.T) {
	f := newOffice(t, slackfake.Options{}, officeConfig(t, ""), "C0NEWS", "C0DESK")
	f.open()
	f.says("connected to Slack")
	f.fake.RefuseSockets("token_revoked")
	f.fake.Cut()
	f.end(exitFailed)
	if want := "Slack does not take the app-level token (token_revoked)"; !strings.Contains(f.said.String(), want) {
		t.Errorf("%q is not said:\n%s", want, f.said)
	}
}
