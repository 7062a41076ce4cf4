package command

import (
	"context"
	"errors"
	"strings"
	"time"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// Desk does what requests ask for, through the store. A channel's reader has
// the channel's ID.
type Desk struct {
	Store  *store.Store
	Policy Policy
	// VoterKey makes the hash by which a voter is known again. Without it no
	// votes are counted.
	VoterKey []byte
	// ReadOnly makes a Desk that changes nothing, as it may not: changes and
	// presses of buttons are left to a Job of kind Again, for another Desk.
	ReadOnly bool
}

// Request is what somebody asked for.
type Request struct {
	Team        string `json:"team"`
	Channel     string `json:"channel"`
	Direct      bool   `json:"direct,omitempty"` // a conversation that is no channel
	User        string `json:"user"`
	Text        string `json:"text,omitempty"`   // of a command
	Action      string `json:"action,omitempty"` // of a button: its action_id
	Value       string `json:"value,omitempty"`  // of a button
	Trigger     string `json:"trigger"`          // unlike that of any other request
	ResponseURL string `json:"response_url"`
}

// Do does what a request asks for. The error is for the operator: who asked is
// told in the Answer what they can do about theirs. To do a request again does
// nothing twice, but for a digest that is told.
func (d Desk) Do(ctx context.Context, now time.Time, r Request) (Answer, error) {
	if r.Action != "" && d.ReadOnly {
		return Answer{Work: &Job{Do: Again, Request: r}}, nil
	}
	if r.Action != "" {
		return d.press(ctx, now, r)
	}
	c, r, no, err := d.understand(ctx, r)
	if err != nil || no != nil {
		return answer(no), err
	}
	switch {
	case c.Verb.settings():
		return d.change(ctx, now, r, c)
	case c.Verb == Help:
		return d.help(ctx, r)
	case c.Verb == Now || c.Verb == Since || c.Verb == List || c.Verb == Status:
		return d.ofChannel(ctx, now, r, c)
	}
	return d.last(ctx, now, r, c)
}

// understand reads a command. In a direct conversation it finds the channel
// that a question is about; settings are left to be refused.
func (d Desk) understand(ctx context.Context, r Request) (Command, Request, *Answer, error) {
	c, err := Parse(r.Text)
	named := channelForm.MatchString(strings.TrimSpace(r.Text))
	if r.Direct && (named || err == nil && c.Verb != Help && !c.Verb.settings()) {
		aimed, no, failed := d.aim(ctx, r)
		if failed != nil || no != nil {
			return c, r, no, failed
		}
		r = aimed
		c, err = Parse(r.Text)
	}
	if err != nil {
		a := say("%s.", err)
		return c, r, &a, nil
	}
	return c, r, nil, nil
}

// settings reports whether a verb changes a channel's settings.
func (v Verb) settings() bool {
	switch v {
	case Add, Remove, Mute, Unmute, Schedule, Pause, Resume:
		return true
	case Last, Now, Why, Sources, Disputes, Since, List, Status, Help:
	}
	return false
}

// ofChannel does what needs a channel that is set up.
func (d Desk) ofChannel(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	ch, err := d.Store.Channel(ctx, r.Channel)
	if errors.Is(err, store.ErrNotKept) {
		return say("No feeds are followed here yet: write %s.", forms[Add]), nil
	}
	if err != nil {
		return Answer{}, err
	}
	if c.Verb == List {
		return d.list(ctx, now, ch)
	}
	if c.Verb == Status {
		return d.status(ctx, now, ch)
	}
	a := d.queue(now, r, c)
	if a.Work.Do == Digest {
		if lines, err := d.stopped(ctx, now, ch); err != nil || len(lines) > 0 {
			return Answer{Lines: lines}, err
		}
	}
	return a, nil
}

// queue asks for a digest that has to be made. Without words, and in a
// channel, it is told to all.
func (d Desk) queue(now time.Time, r Request, c Command) Answer {
	job := Job{Do: Show, Request: r, Words: c.Text, Fetch: c.Verb == Now}
	a := say("I am looking; the answer comes here in a moment.")
	switch {
	case c.Verb == Since:
		job.Since = now.Add(-c.Span)
	case c.Text != "":
		a = say("I am asking the feeds, and then look for “%s”: that takes about a minute.", c.Text)
	case r.Direct:
		a = say("I am asking the feeds: your digest comes in about a minute.")
	default:
		job.Do, job.Fetch = Digest, false
		a = say("I am asking the feeds: the digest comes to this channel in about a minute.")
	}
	a.Work = &job
	return a
}

// Shown to those who would change what they may not.
const (
	setInFile  = "The settings of this channel are in a file, which the operator of this bot keeps: they are changed there, and hold when serve is started again, or after counterpoint apply. What I can do here is shown by /digest help."
	muteInFile = "This story cannot be muted from here: the settings of this channel are in a file, which the operator of this bot keeps. What is not told stands there under mute."
	onlyThere  = "Settings are those of a channel: type this in the channel that gets the digest."
)

// change changes a channel's settings, by who may.
func (d Desk) change(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	if r.Direct {
		return say(onlyThere), nil
	}
	if no, err := d.Policy.refuses(ctx, r.User); err != nil || no != "" {
		return say("%s", no), err
	}
	if d.ReadOnly {
		a := say("I am writing it down; the answer comes here in a moment.")
		a.Work = &Job{Do: Again, Request: r}
		return a, nil
	}
	do := map[Verb]func(context.Context, time.Time, Request, Command) (Answer, error){
		Add: d.add, Remove: d.remove, Mute: d.mute, Unmute: d.mute, Schedule: d.time, Pause: d.time, Resume: d.resume,
	}[c.Verb]
	return do(ctx, now, r, c)
}

// told is the sentence that ends a change: what keeps it from being made.
type told string

func (t told) Error() string { return string(t) }

// settle changes a channel and notes who did what. A sentence that ends the
// change is returned as an Answer.
func (d Desk) settle(ctx context.Context, now time.Time, r Request, what string, change func(*news.Channel) error) (news.Channel, *Answer, error) {
	fresh := config.Fresh("slack")
	fresh.ID = r.Channel
	c, err := d.Store.ChangeChannel(ctx, fresh, store.Change{At: now.UTC(), Who: r.User, What: what}, change)
	if sentence, ok := errors.AsType[told](err); ok {
		a := say("%s", sentence)
		return c, &a, nil
	}
	if errors.Is(err, store.ErrSetElsewhere) {
		a := say(setInFile)
		return c, &a, nil
	}
	return c, nil, err
}

// inFile reports whether a channel's settings are in a file, which nobody
// changes from here.
func inFile(ch news.Channel) bool { return ch.By != "slack" }

// help is what can be typed. In a channel that is set in a file it leaves out
// what would be refused there.
func (d Desk) help(ctx context.Context, r Request) (Answer, error) {
	ch, err := d.Store.Channel(ctx, r.Channel)
	if err != nil && !errors.Is(err, store.ErrNotKept) {
		return Answer{}, err
	}
	file := err == nil && inFile(ch)
	var a Answer
	for _, l := range []struct {
		form, what string
		sets       bool
	}{
		{"/digest", "the stories of the last digest, to you alone", false},
		{"/digest now", "a digest for the channel, of what is new; with words, what there is about them, to you alone", false},
		{"/digest why 2 · sources 2 · disputes 2", "why a story's reports are together, where they stand, what they dispute", false},
		{"/digest since 6h", "what came in the last hours, to you alone", false},
		{"/digest list", "the feeds of this channel", false},
		{"/digest add https://example.org/rss · remove 2", "which feeds these are", true},
		{"/digest mute football · unmute football", "what is not told", true},
		{"/digest schedule weekdays 08:30 Europe/London", "when digests come", true},
		{"/digest pause · resume", "no digests until you say so", true},
		{"/digest status", "when the last came and the next comes, feeds that fail, what keeps posts back, who changed what", false},
	} {
		if !l.sets || !file {
			a.Lines = append(a.Lines, Line{{Text: l.form, Bold: true}, {Text: " — " + l.what}})
		}
	}
	if file {
		a.Lines = append(a.Lines, words("The feeds, times and muted words of this channel are in a file, which the operator of this bot keeps: they are changed there."))
	}
	return Answer{Lines: append(a.Lines, Line{{Text: "In a conversation with me alone, begin with the channel: "}, {Text: "/digest #news why 2", Bold: true}, {Text: " — all but settings"}})}, nil
}
