package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/errand"
	"counterpoint/internal/queue"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
	"counterpoint/sample"
)

// startSlack starts the fake Slack with a channel and somebody in it.
func (r *round) startSlack() error {
	l, err := net.Listen("tcp", net.JoinHostPort(r.host, "0")) //nolint:noctx // closed with the round
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	r.slackURL = "http://" + net.JoinHostPort(r.name, port)
	r.slack = slackfake.New(slackfake.Options{Now: r.now, Token: token, URL: r.slackURL, SigningSecret: signing})
	r.slack.AddUser(slackfake.User{ID: reader, Name: "reader", Admin: true})
	r.slack.AddChannel(channel, "news")
	r.serveOn(l, r.slack)
	return nil
}

// plan has the fetch function look up what is due.
func (r *round) plan(ctx context.Context) error {
	return r.invoke(ctx, "FetchFunction", filepath.Join("events", "fetch.json"))
}

// fetch hands what was queued to the fetch function, and looks at what came of
// each feed: one answers 500, one is broken and read all the same.
func (r *round) fetch(ctx context.Context) error {
	errands := 0
	for {
		messages, err := r.cloud.receive(ctx, "fetch")
		if err != nil {
			return err
		}
		if len(messages) == 0 {
			break
		}
		errands += len(messages)
		if err := r.hand(ctx, "FetchFunction", messages); err != nil {
			return err
		}
	}
	all, err := sources()
	if err != nil {
		return err
	}
	ids := make([]string, len(all))
	for i, s := range all {
		ids[i] = s.ID()
	}
	feeds, err := r.cloud.store.Feeds(ctx, r.now(), ids)
	if err != nil {
		return err
	}
	var worked, mended int
	for _, f := range feeds {
		switch {
		case f.Worked.IsZero() != (f.Source.Outlet == sample.Down):
			return fmt.Errorf("feed %s: %s", f.Source.Outlet, f.Reason)
		case !f.Worked.IsZero():
			worked++
		}
		if f.Mended != "" {
			mended++
		}
	}
	window, err := r.cloud.store.Window(ctx, r.now(), ids, r.now().Add(-72*time.Hour), r.now().Add(time.Hour))
	if err != nil {
		return err
	}
	r.say("%d errands; %d of %d feeds answered, %d mended; %d articles", errands, worked, len(feeds), mended, len(window))
	if worked != len(all)-1 || mended == 0 || len(window) < 30 {
		return errors.New("these are not the feeds of the bundled day")
	}
	return nil
}

// digest has the digest made that events/digest.json asks for, and looks at its
// first message.
func (r *round) digest(ctx context.Context) error {
	if err := r.invoke(ctx, "DigestFunction", filepath.Join("events", "digest.json")); err != nil {
		return err
	}
	posted := r.slack.Posted(channel)
	if len(posted) != 1 || posted[0].ThreadTS != "" || len(posted[0].Blocks) == 0 {
		return fmt.Errorf("the channel has %d messages after one", len(posted))
	}
	r.say("posted: %.100s", firstLine(posted[0].Text))
	return nil
}

// finish hands on wake-ups until the digest is posted whole.
func (r *round) finish(ctx context.Context) error {
	invoked, err := r.handOn(ctx)
	if err != nil {
		return err
	}
	records, err := r.cloud.store.Told(ctx, r.now(), channel, time.Time{})
	if err != nil {
		return err
	}
	if len(records) != 1 || records[0].State != store.Posted || len(records[0].Stories) != stories {
		return fmt.Errorf("what the channel was told: %+v", records)
	}
	r.say("%d wake-ups; %d stories in %d messages", invoked, len(records[0].Stories), len(r.slack.Posted(channel)))
	return nil
}

// handOn hands what is queued for digests to their function, until nothing is.
func (r *round) handOn(ctx context.Context) (invoked int, err error) {
	for quiet := 0; quiet < 2; {
		messages, err := r.cloud.receive(ctx, "digest")
		if err != nil {
			return invoked, err
		}
		if len(messages) == 0 {
			quiet++
			continue
		}
		quiet = 0
		if invoked += len(messages); invoked > 100 {
			return invoked, errors.New("it never ends")
		}
		if err := r.hand(ctx, "DigestFunction", messages); err != nil {
			return invoked, err
		}
	}
	return invoked, nil
}

var evidenceLink = regexp.MustCompile(`http://127\.0\.0\.1:\d+/evidence/[A-Za-z0-9_/-]+`)

// commands starts the HTTP API, and asks it what it may answer and what not.
func (r *round) commands(ctx context.Context) error {
	if err := r.startAPI(); err != nil {
		return err
	}
	link := evidenceLink.FindString(strings.ReplaceAll(string(r.slack.Posted(channel)[0].Blocks), `\/`, "/"))
	if link == "" {
		return errors.New("the message has no link to its evidence page")
	}
	for address, want := range map[string]int{link: http.StatusOK, link + "A": http.StatusForbidden} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		body, status, err := do(req)
		if err != nil || status != want || strings.Contains(body, "<h1") != (want == http.StatusOK) {
			return fmt.Errorf("the evidence page answers %d, want %d: %w %.300s", status, want, err, body)
		}
	}
	r.say("the evidence page is shown, and a changed link to it refused")
	form := r.slack.Slash(channel, reader, "status")
	if body, status, err := r.send(ctx, form, "another secret"); err != nil || status != http.StatusUnauthorized {
		return fmt.Errorf("a forged command is answered %d: %w %s", status, err, body)
	}
	answer, err := r.slash(ctx, "status")
	if err == nil && !strings.Contains(answer, "was posted") {
		err = fmt.Errorf("/digest status answers %s", answer)
	}
	if err != nil {
		return err
	}
	r.say("a forged command is refused; /digest status: %.90s", firstLine(answer))
	return nil
}

// digestNow asks for a digest, and hands what that queues to the digest
// function.
func (r *round) digestNow(ctx context.Context) error {
	before := len(r.inChannel())
	answer, err := r.slash(ctx, "now")
	if err != nil {
		return err
	}
	r.say("/digest now: %.90s", firstLine(answer))
	queued, err := r.cloud.receive(ctx, "digest")
	if err != nil {
		return err
	}
	if len(queued) != 1 || !isJob(queued[0]) {
		return fmt.Errorf("it queued %d messages: %v", len(queued), queued)
	}
	if err := r.hand(ctx, "DigestFunction", queued); err != nil {
		return err
	}
	// The same message again, as a queue may bring it: nothing is posted twice.
	if err := r.hand(ctx, "DigestFunction", queued); err != nil {
		return err
	}
	if _, err := r.handOn(ctx); err != nil {
		return err
	}
	if after := len(r.inChannel()); after != before+1 {
		return fmt.Errorf("the channel has %d messages more", after-before)
	}
	return nil
}

func isJob(m queue.Message) bool {
	e, err := errand.Read(m.Body)
	return err == nil && e.Do == errand.Job
}

// show prints what the channel shows.
func (r *round) show(context.Context) error {
	for _, m := range r.inChannel() {
		for line := range strings.Lines(strings.TrimSpace(m.Text)) {
			r.say("| %s", strings.TrimSpace(line))
		}
		r.say("|")
	}
	return nil
}

// inChannel are the channel's messages without the replies below them.
func (r *round) inChannel() []slackfake.Posted {
	return slices.DeleteFunc(r.slack.Posted(channel), func(m slackfake.Posted) bool { return m.ThreadTS != "" })
}

// slash types a slash command, and returns the text of the answer.
func (r *round) slash(ctx context.Context, text string) (string, error) {
	body, status, err := r.send(ctx, r.slack.Slash(channel, reader, text), signing)
	if err != nil {
		return "", err
	}
	var answer struct {
		Text string `json:"text"`
	}
	if status != http.StatusOK || json.Unmarshal([]byte(body), &answer) != nil || answer.Text == "" {
		return "", fmt.Errorf("/digest %s is answered %d: %s", text, status, body)
	}
	return answer.Text, nil
}

// send sends a slash command as Slack does.
func (r *round) send(ctx context.Context, form url.Values, secret string) (body string, status int, err error) {
	req := slackfake.Command(secret, form, r.now()) //nolint:contextcheck // only its headers are taken
	return post(ctx, r.api+"/slack/commands", "application/x-www-form-urlencoded", form.Encode(), req.Header)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
