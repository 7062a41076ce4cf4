package command

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/text"
	"counterpoint/internal/wording"
)

// How much of a digest an answer shows.
const (
	maxStories = 20
	maxSources = 25
	maxDispute = 6 // disputes of a story, and answers of a dispute
	quoteLimit = 160
)

// last tells of the channel's last digest that had stories.
func (d Desk) last(ctx context.Context, now time.Time, r Request, c Command) (Answer, error) {
	digest, after, err := d.lastTold(ctx, now, r.Channel)
	switch {
	case errors.Is(err, store.ErrNotKept):
		return say("This channel has had no digest yet. /digest now makes one, and /digest status says when the next comes."), nil
	case err != nil:
		return Answer{}, err
	}
	zone := wording.Zone(digest, d.zone(ctx, r.Channel))
	switch {
	case c.Verb == Last:
		a := stories("Digest of", digest, zone, true)
		if !after.IsZero() {
			a.Lines = append(a.Lines, words("The last digest, of %s, has no stories.", moment(after.In(zone))))
		}
		return a, nil
	case c.N > len(digest.Stories):
		return say("The last digest has %s: /digest shows them.", counted(len(digest.Stories), "story")), nil
	}
	return story(c, digest.Stories[c.N-1], zone), nil
}

// lastTold is the last digest that had stories, and the time of the last one
// where that has none; the last one where no digest has any. store.ErrNotKept
// means that there is none.
func (d Desk) lastTold(ctx context.Context, now time.Time, channel string) (digest news.Digest, after time.Time, err error) {
	head, err := d.Store.Head(ctx, now, channel)
	if err != nil || head.Digest == "" {
		return digest, after, cmp.Or(err, store.ErrNotKept)
	}
	if digest, err = d.Store.Digest(ctx, now, head.Digest); err != nil || len(digest.Stories) > 0 {
		return digest, after, err
	}
	has := func(t store.Told) bool { return len(t.Stories) > 0 }
	records, err := d.records(ctx, now, channel, func(all []store.Told) bool { return slices.ContainsFunc(all, has) })
	if err != nil {
		return digest, after, err
	}
	for _, t := range slices.Backward(records) {
		if has(t) {
			after = wording.At(digest)
			digest, err = d.Store.Digest(ctx, now, t.Digest)
			return digest, after, err
		}
	}
	return digest, after, nil
}

// zone is the zone that a channel reads times in; nil where it has none, and
// the digest's own is taken.
func (d Desk) zone(ctx context.Context, channel string) *time.Location {
	ch, err := d.Store.Channel(ctx, channel)
	if err != nil || ch.Zone == "" {
		return nil
	}
	zone, err := time.LoadLocation(ch.Zone)
	if err != nil {
		return nil
	}
	return zone
}

// counted is a number of things, or none.
func counted(n int, noun string) string {
	if n == 0 {
		return "no " + strings.TrimPrefix(wording.Count(0, noun), "0 ")
	}
	return wording.Count(n, noun)
}

// stories lists a digest's stories; each with its number, where these are those
// that a story can be asked for by.
func stories(what string, d news.Digest, zone *time.Location, asked bool) Answer {
	at := wording.At(d).In(wording.Zone(d, zone))
	a := Answer{Lines: []Line{{{Text: what + " " + moment(at), Bold: true}, {Text: ": " + counted(len(d.Stories), "story")}}}}
	for i, b := range d.Stories[:min(len(d.Stories), maxStories)] {
		mark := "• "
		if asked {
			mark = strconv.Itoa(i+1) + ". "
		}
		a.Lines = append(a.Lines, Line{{Text: mark}, {Text: headline(b), Bold: true}, {Text: " — " + size(b)}})
	}
	if more := len(d.Stories) - maxStories; more > 0 {
		a.Lines = append(a.Lines, words("… and %s.", wording.Count(more, "more story")))
	}
	for _, f := range d.Coverage.FeedsFailed[:min(len(d.Coverage.FeedsFailed), 3)] {
		a.Lines = append(a.Lines, words("Without %s: %s", wording.Shorten(wording.Clean(f.Feed), 80), wording.Shorten(wording.Clean(f.Reason), 120)))
	}
	return a
}

// story answers why, sources or disputes.
func story(c Command, b news.Brief, zone *time.Location) Answer {
	a := Answer{Lines: []Line{{{Text: headline(b), Bold: true}, {Text: " — " + size(b)}}}}
	lines := because(b)
	if c.Verb == Sources {
		lines = sources(b, zone)
	}
	if c.Verb == Disputes {
		lines = disputes(b)
	}
	a.Lines = append(a.Lines, lines...)
	return a
}

// because tells why articles are one story.
func because(b news.Brief) []Line {
	var lines []Line
	for _, reason := range b.Because {
		lines = append(lines, words("• %s", wording.Shorten(wording.Clean(reason), 300)))
	}
	switch {
	case len(b.Articles) == 1:
		lines = append(lines, words("A single article tells it, so that nothing was grouped."))
	case len(lines) == 0:
		lines = append(lines, words("No reason is noted."))
	}
	return lines
}

// sources lists where a story stands, copies below what they repeat.
func sources(b news.Brief, zone *time.Location) []Line {
	var lines []Line
	add := func(s wording.Source, copied bool) {
		article := s.Article
		mark, note := "• ", ""
		if copied {
			mark, note = "◦ ", " · a copy"
		}
		if clock := wording.Clock(article.Published, zone); clock != "" {
			note = " · " + clock + note
		}
		title := wording.Clean(article.Title)
		if title == "" {
			title = "(no title)"
		}
		lines = append(lines, Line{{Text: mark}, {Text: wording.Outlet(article) + ": "}, {Text: wording.Shorten(title, 150), Link: article.URL}, {Text: note}})
	}
	for _, s := range wording.NewIndex(b).Sources() {
		add(s, false)
		for _, c := range s.Copies {
			add(c, true)
		}
	}
	if more := len(lines) - maxSources; more > 0 {
		lines = append(lines[:maxSources], words("… and %d more", more))
	}
	return lines
}

// disputes tells what a story's sources dispute, and who says what.
func disputes(b news.Brief) []Line {
	index := wording.NewIndex(b)
	var lines []Line
	add := func(sign string, all []news.Dispute) {
		for _, d := range all[:min(len(all), maxDispute)] {
			lines = append(lines, Line{{Text: sign}, {Text: wording.Shorten(wording.Clean(d.Question), 200), Bold: true}})
			if note := wording.Clean(d.Note); note != "" {
				lines = append(lines, words("(%s)", wording.Shorten(note, 200)))
			}
			for _, p := range d.Positions[:min(len(d.Positions), maxDispute)] {
				lines = append(lines, position(index, p))
			}
		}
		if more := len(all) - maxDispute; more > 0 {
			lines = append(lines, words("… and %d more", more))
		}
	}
	add("⚖ ", b.Disputed)
	add("≈ Reports differ: ", b.Differ)
	if len(lines) == 0 {
		return []Line{words("Its sources dispute nothing.")}
	}
	return lines
}

func position(index wording.Index, p news.Position) Line {
	l := Line{{Text: "• "}, {Text: wording.Shorten(wording.Clean(p.Answer), 160), Bold: true}}
	if holder := wording.Clean(p.Holder); holder != "" {
		l = append(l, Run{Text: ", according to " + wording.Shorten(holder, 100)})
	}
	for i, e := range p.Evidence {
		if i == 2 {
			l = append(l, Run{Text: " · " + wording.Count(len(p.Evidence)-i, "more passage")})
			break
		}
		article, _ := index.Article(e.Article)
		quote := wording.Excerpt(wording.Clean(e.Quote), wording.Clean(p.Answer), quoteLimit)
		before, after := wording.Marks(quote)
		l = append(l, Run{Text: " — "}, Run{Text: index.Outlet(e.Article), Link: article.URL}, Run{Text: ": " + before + quote + after})
	}
	return l
}

func headline(b news.Brief) string {
	if s := wording.Clean(b.Headline); s != "" {
		return wording.Shorten(s, 200)
	}
	return "(no headline)"
}

// size is how much stands behind a story.
func size(b news.Brief) string {
	s := wording.Count(b.Counts.Articles, "article") + ", " + wording.Count(b.Counts.Origins, "origin")
	if n := len(b.Disputed); n > 0 {
		s += ", " + wording.Count(n, "dispute")
	}
	return s
}

// Work does a Job of kind Show or Again, which takes longer than a request may.
// The feeds were refreshed before, where the job asks for that. Other jobs are
// the caller's own. shown makes a digest of what was published since a time, as
// edition.Shown has it: a program that only answers is not to carry all that
// makes digests.
func (d Desk) Work(ctx context.Context, now time.Time, job Job, shown func(ctx context.Context, ch news.Channel, since time.Time) (news.Digest, error)) (Answer, error) {
	if job.Do == Again {
		return d.Do(ctx, now, job.Request)
	}
	ch, err := d.Store.Channel(ctx, job.Request.Channel)
	if err != nil {
		return Answer{}, err
	}
	since := job.Since
	if job.Words != "" {
		since = now.Add(-ch.Window)
		ch.Stories = 0
	}
	digest, err := shown(ctx, ch, since)
	if err != nil {
		return Answer{}, err
	}
	what := "What is new,"
	if job.Words != "" {
		digest.Stories = about(digest.Stories, job.Words)
		what = "About “" + job.Words + "”,"
	} else if !since.IsZero() {
		what = "Since " + moment(since.In(wording.Zone(digest, d.zone(ctx, ch.ID)))) + ","
	}
	return stories(what, digest, d.zone(ctx, ch.ID), false), nil
}

// about keeps the stories whose headline or titles have all of the words.
func about(all []news.Brief, wanted string) []news.Brief {
	var out []news.Brief
	for _, b := range all {
		has := map[string]bool{}
		for _, s := range append([]string{b.Headline}, titles(b)...) {
			for _, t := range text.Tokens(s) {
				has[t.Norm] = true
			}
		}
		every := true
		for _, t := range text.Tokens(wanted) {
			every = every && has[t.Norm]
		}
		if every {
			out = append(out, b)
		}
	}
	return out
}

func titles(b news.Brief) []string {
	out := make([]string, len(b.Articles))
	for i, a := range b.Articles {
		out[i] = a.Title
	}
	return out
}
