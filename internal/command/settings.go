package command

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/schedule"
	"counterpoint/internal/wording"
)

// add follows a feed in a channel. One that is followed and was given up is
// asked again.
func (d Desk) add(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	if err := config.CheckAddress(c.Text); err != nil {
		return say("%s.", wrong{capital(err.Error()), Add}), nil
	}
	source := news.Source{URL: c.Text}
	name := source.Name(news.Feed{})
	var there news.Source
	ch, no, err := d.settle(ctx, now, r, "add "+name, func(ch *news.Channel) error {
		same := func(s news.Source) bool { return config.Comparable(s.URL) == config.Comparable(source.URL) }
		if i := slices.IndexFunc(ch.Sources, same); i >= 0 {
			there = ch.Sources[i]
			return told(there.Name(news.Feed{}) + " is followed here already.")
		}
		if len(ch.Sources) >= config.MaxFeeds {
			return told(fmt.Sprintf("This channel follows %d feeds, and no channel more: remove one first.", len(ch.Sources)))
		}
		ch.Sources = append(ch.Sources, source)
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	if there.URL != "" {
		source = there
	} else if no != nil {
		return *no, nil
	}
	fetch, err := d.follow(ctx, now, source)
	if err != nil {
		return Answer{}, err
	}
	var a Answer
	if no != nil {
		a = *no
	} else {
		a = say("Added %s. This channel follows %s.", name, wording.Count(len(ch.Sources), "feed"))
		if len(ch.Times) == 0 {
			a.Lines = append(a.Lines, words("No time is set yet: write /digest schedule weekdays 08:30 Europe/London."))
		}
	}
	if fetch {
		a.Work = &Job{Do: Refresh, Request: r, Feeds: []string{source.ID()}}
	}
	return a, nil
}

// follow makes the store follow a feed that it does not, or has given up, and
// reports whether it did. A feed that is known keeps its name.
func (d Desk) follow(ctx context.Context, now time.Time, source news.Source) (bool, error) {
	known, err := d.Store.Feeds(ctx, now, []string{source.ID()})
	switch {
	case err != nil:
		return false, err
	case len(known) == 0:
		return true, d.Store.Follow(ctx, now, []news.Source{source})
	case known[0].Parked:
		return true, d.Store.Again(ctx, now, []string{source.ID()})
	}
	return false, nil
}

// remove follows a feed no longer: the one at an address, of a name, or at a
// place of the list. Another channel may still follow it.
func (d Desk) remove(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	feeds, err := d.feeds(ctx, now, r.Channel)
	if err != nil {
		return Answer{}, err
	}
	var gone news.Source
	what := "remove " + name(news.Source{URL: c.Text}, feeds)
	if c.N > 0 {
		what = fmt.Sprintf("remove feed %d", c.N)
		if ch, err := d.Store.Channel(ctx, r.Channel); err == nil && c.N <= len(ch.Sources) {
			c.Text, what = ch.Sources[c.N-1].URL, "remove "+name(ch.Sources[c.N-1], feeds)
		}
	}
	ch, no, err := d.settle(ctx, now, r, what, func(ch *news.Channel) error {
		i := slices.IndexFunc(ch.Sources, func(s news.Source) bool {
			return c.Text != "" && (config.Comparable(s.URL) == config.Comparable(c.Text) || strings.EqualFold(name(s, feeds), c.Text))
		})
		if i < 0 {
			return told("This feed is not followed here: /digest list shows those that are.")
		}
		gone = ch.Sources[i]
		ch.Sources = slices.Delete(ch.Sources, i, i+1)
		return nil
	})
	if err != nil || no != nil {
		return answer(no), err
	}
	if err := d.unfollow(ctx, gone); err != nil {
		return Answer{}, err
	}
	return say("Removed %s. This channel follows %s.", name(gone, feeds), wording.Count(len(ch.Sources), "feed")), nil
}

func answer(a *Answer) Answer {
	if a == nil {
		return Answer{}
	}
	return *a
}

// unfollow forgets a feed that no channel follows any more.
func (d Desk) unfollow(ctx context.Context, gone news.Source) error {
	channels, err := d.Store.Channels(ctx)
	if err != nil {
		return err
	}
	for _, ch := range channels {
		if slices.ContainsFunc(ch.Sources, func(s news.Source) bool { return s.ID() == gone.ID() }) {
			return nil
		}
	}
	return d.Store.Unfollow(ctx, []string{gone.ID()})
}

// maxMutedStories bounds the stories that a channel mutes; the oldest go.
const maxMutedStories = 200

// tooCommon reports whether words are those that hold any sentence together, or
// single letters: to mute them would mute nearly all.
func tooCommon(s string) bool {
	const common = " a about after all also an and any are as at be been but by can for from had has have he her his how if in into is it its more most new news no not of off on one or our out over said say says she so than that the their them then there they this to under up us was we were what when where which who why will with would you your "
	for word := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if utf8.RuneCountInString(word) > 1 && !strings.Contains(common, " "+word+" ") {
			return false
		}
	}
	return true
}

// mute takes a word into those that are not told, or out of them.
func (d Desk) mute(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	if !strings.ContainsFunc(c.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return say("%s.", wrong{"A muted word has letters or digits", c.Verb}), nil
	}
	if c.Verb == Mute && tooCommon(c.Text) {
		return say("%s.", wrong{fmt.Sprintf("“%s” stands in nearly every story", c.Text), Mute}), nil
	}
	same := func(s string) bool { return strings.EqualFold(s, c.Text) }
	_, no, err := d.settle(ctx, now, r, string(c.Verb)+" "+c.Text, func(ch *news.Channel) error {
		i := slices.IndexFunc(ch.Mute.Words, same)
		story := slices.Index(ch.Mute.Stories, c.Text)
		switch {
		case c.Verb == Mute && i >= 0:
			return told(fmt.Sprintf("“%s” is muted already.", c.Text))
		case c.Verb == Mute && len(ch.Mute.Words) >= config.MaxMuted:
			return told(fmt.Sprintf("%d words are muted here, and nowhere more: unmute one first.", len(ch.Mute.Words)))
		case c.Verb == Mute:
			ch.Mute.Words = append(ch.Mute.Words, c.Text)
		case i >= 0:
			ch.Mute.Words = slices.Delete(ch.Mute.Words, i, i+1)
		case story >= 0:
			ch.Mute.Stories = slices.Delete(ch.Mute.Stories, story, story+1)
		default:
			return told(fmt.Sprintf("“%s” is not muted: /digest status shows what is.", c.Text))
		}
		return nil
	})
	if err != nil || no != nil {
		return answer(no), err
	}
	if c.Verb == Unmute {
		return say("“%s” is told again.", c.Text), nil
	}
	return say("Stories about “%s” are not told from now on. /digest unmute %s takes that back.", c.Text, c.Text), nil
}

// time sets when digests come, or that none do.
func (d Desk) time(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	ch, no, err := d.settle(ctx, now, r, c.String(), func(ch *news.Channel) error {
		if c.Verb == Schedule {
			return reschedule(ch, c.When)
		}
		pause := c.Verb == Pause
		if ch.Paused == pause && pause {
			return told("Digests are paused already: /digest resume brings them back.")
		}
		if ch.Paused == pause {
			return told("Digests are not paused.")
		}
		ch.Paused = pause
		return nil
	})
	if err != nil || no != nil {
		return answer(no), err
	}
	a := say("No digests come until /digest resume. What comes in meanwhile is kept for %d days.", 14)
	if c.Verb != Pause {
		a.Lines, err = due(now, ch)
	}
	a.Work = &Job{Do: Reschedule, Request: r}
	return a, err
}

// reschedule writes times into a channel. Where no zone is named the channel's
// own stays.
func reschedule(ch *news.Channel, s schedule.Schedule) error {
	if s.Zone == nil {
		if ch.Zone == "" {
			return told(wrong{"Name the zone too", Schedule}.Error() + ".")
		}
		zone, err := schedule.ParseZone(ch.Zone)
		if err != nil {
			return err
		}
		s.Zone = zone
	}
	if len(s.Times) > config.MaxTimes {
		return told(fmt.Sprintf("A channel has at most %d times a day.", config.MaxTimes))
	}
	s.Into(ch)
	return nil
}

// due tells when a channel's digests come, and what the clocks do to them.
func due(now time.Time, ch news.Channel) ([]Line, error) {
	s, err := schedule.Of(ch)
	if err != nil {
		return nil, err
	}
	switch {
	case len(s.Times) > 0:
	case inFile(ch):
		return []Line{words("No digest is scheduled: the operator of this bot writes times: and zone: into the file that sets this channel. /digest now makes one.")}, nil
	default:
		return []Line{words("No digest is scheduled: write %s.", forms[Schedule])}, nil
	}
	lines := []Line{words("Digests come %s.", s)}
	switch {
	case ch.Paused && inFile(ch):
		return append(lines, words("They are paused, in the file that sets this channel.")), nil
	case ch.Paused:
		return append(lines, words("They are paused: /digest resume brings them back.")), nil
	}
	next := s.Next(now)
	lines = append(lines, words("The next is due %s.", moment(next)))
	for _, sentence := range s.Explain(now) {
		lines = append(lines, words("%s", sentence))
	}
	return lines, nil
}

// moment is a time as a reader of its zone writes it.
func moment(t time.Time) string {
	return t.Format("Mon 2 January 15:04 ") + wording.ZoneName(t.Location(), t)
}

func capital(s string) string {
	return strings.ToUpper(s[:1]) + s[1:]
}
