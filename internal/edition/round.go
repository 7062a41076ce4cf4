package edition

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

const (
	// firstDay is how far back news go for a reader who was told nothing yet:
	// what is older is known, or no news any more.
	firstDay = 24 * time.Hour
	// margin widens the look at what was told: an article may be stamped up to
	// an hour after it was told.
	margin = 2 * time.Hour
)

// Round makes the next digest of one reader: from the articles of the
// channel's window that the store has, less what the reader was told. It has
// no cursor in time: an article that was stored after a digest was made, and
// stamped before, is news in the next.
type Round struct {
	Store   *store.Store
	Channel news.Channel
	Reader  string    // whom it is told to, as the store knows readers
	Now     time.Time // the digest's own time
	Slot    time.Time // when it was due; zero: now
	Since   time.Time // tells again what was told since then; zero: nothing
	Writer  Writer    // words the stories; nil: the engine alone
	Asked   time.Time // when its feeds were asked for it; zero: they were not
}

// Planned is a digest that was made and that its reader does not have yet.
type Planned struct {
	Digest news.Digest
	round  Round
	head   store.Head
	told   store.Told
}

// Shown makes digests that somebody asked to see, of what was published since
// a time: its reader is told nothing by it.
func Shown(st *store.Store, now, asked time.Time) func(context.Context, news.Channel, time.Time) (news.Digest, error) {
	return func(ctx context.Context, ch news.Channel, since time.Time) (news.Digest, error) {
		planned, err := Round{Store: st, Channel: ch, Reader: ch.ID, Now: now, Since: since, Asked: asked}.Make(ctx)
		return planned.Digest, err
	}
}

// Make makes the digest. Nothing is kept of it until Tell.
func (r Round) Make(ctx context.Context) (Planned, error) {
	head, err := r.Store.Head(ctx, r.Now, r.Reader)
	if err != nil {
		return Planned{}, err
	}
	told, from, err := r.told(ctx)
	if err != nil {
		return Planned{}, err
	}
	feeds := make([]string, len(r.Channel.Sources))
	for i, s := range r.Channel.Sources {
		feeds[i] = s.ID()
	}
	stamped, err := r.Store.Window(ctx, r.Now, feeds, r.Now.Add(-r.Channel.Window), r.Now.Add(margin))
	if err != nil {
		return Planned{}, err
	}
	articles, leftOut := r.readable(stamped)
	since := r.Since
	if since.IsZero() && head == (store.Head{}) {
		since = r.Now.Add(-firstDay)
	}
	d := BuildWith(ctx, articles, leftOut, Options{
		Now: r.Now, Stories: r.Channel.Stories, Told: told, Since: since, From: from, MinOrigins: r.Channel.MinOrigins, Mute: r.Channel.Mute,
	}, r.Writer)
	d.Channel, d.Title = r.Channel.ID, cmp.Or(r.Channel.Title, d.Title)
	slot := cmp.Or(r.Slot, r.Now)
	if zone, err := time.LoadLocation(r.Channel.Zone); err == nil { // forms print times as the slot has them
		slot = slot.In(zone)
	}
	d.Slot = &slot
	d.ID = r.name(d.ID, slot)
	states, err := r.Store.States(ctx, r.Now, feeds)
	if err != nil {
		return Planned{}, err
	}
	d.Coverage = feedCoverage(d.Coverage, r.Channel.Sources, states, r.Asked)
	rec := record(d, articles, slot)
	passed := r.passedOver(d, articles, told, head == (store.Head{}))
	rec.Articles = slices.DeleteFunc(rec.Articles, func(id string) bool { return passed[id] })
	return Planned{Digest: d, round: r, head: head, told: rec}, nil
}

// Quiet reports whether the digest has nothing to tell: no story, although some
// feed could be read.
func (p Planned) Quiet() bool { return len(p.Digest.Stories) == 0 && !p.Digest.Coverage.Dead() }

// Tell keeps the digest as told, or about to be: the next one goes on from it.
// store.ErrConflict means that another digest was planned meanwhile.
func (p Planned) Tell(ctx context.Context, now time.Time, state store.State) error {
	p.told.State = state
	return p.round.Store.Plan(ctx, now, p.round.Reader, p.head, p.told, p.Digest)
}

// TellParts keeps the digest as one that is to be posted to a channel in parts.
// It refuses parts that leave one of its stories untold, or name another: the
// record of a digest that is closed half posted is made of what its parts tell.
// store.ErrUnfinished means that the digest before has to be closed first.
func (p Planned) TellParts(ctx context.Context, now time.Time, channel string, parts []store.Frozen) error {
	tells, own := map[string]bool{}, map[string]bool{}
	for _, part := range parts {
		for _, id := range part.Stories {
			tells[id] = true
		}
	}
	for _, s := range p.told.Stories {
		own[s.ID] = true
	}
	if !maps.Equal(tells, own) {
		return fmt.Errorf("digest %s: its parts tell %d stories, and not the %d that it has", p.Digest.ID, len(tells), len(own))
	}
	p.told.State = store.Planned
	return p.round.Store.PlanParts(ctx, now, p.round.Reader, p.head, p.told, p.Digest, channel, parts)
}

// told loads what the reader was told and may still be in the window, and from
// when on there is news for it, where that was noted.
func (r Round) told(ctx context.Context) (out []Told, from time.Time, err error) {
	records, err := r.Store.Told(ctx, r.Now, r.Reader, r.Now.Add(-r.Channel.Window-margin))
	if err != nil {
		return nil, from, err
	}
	for _, rec := range records {
		if rec.State == store.Skipped {
			if rec.From.After(from) {
				from = rec.From
			}
			continue
		}
		d, err := r.Store.Digest(ctx, r.Now, rec.Digest)
		if err != nil {
			return nil, from, fmt.Errorf("digest %s of %s: %w", rec.Digest, r.Reader, err)
		}
		t := Told{Digest: rec.Digest, At: rec.Slot, Articles: rec.Articles}
		for _, b := range d.Stories {
			// closed half posted, a digest told less than it planned
			if slices.ContainsFunc(rec.Stories, func(s store.ToldStory) bool { return s.ID == b.ID }) {
				t.Stories = append(t.Stories, b)
			}
		}
		out = append(out, t)
	}
	return out, from, nil
}

// passedOver are the articles that were not told, and are not told now as the
// reader asked for later ones: they are news still. Of a first digest only those
// of its day are.
func (r Round) passedOver(d news.Digest, articles []news.Article, told []Told, first bool) map[string]bool {
	out := map[string]bool{}
	for _, a := range articles {
		out[a.ID] = stamp(a).Before(r.Since) && !(first && stamp(a).Before(r.Now.Add(-firstDay)))
	}
	for _, t := range told {
		for _, id := range t.Articles {
			delete(out, id)
		}
	}
	for _, b := range d.Stories {
		for _, a := range b.Articles {
			delete(out, a.ID)
		}
	}
	return out
}

// readable leaves out articles in languages that the channel does not read.
// English and unknown ones it always does.
func (r Round) readable(stamped []news.Stamped) (articles []news.Article, leftOut []news.LeftOut) {
	for _, a := range stamped {
		if a.Lang == "" || a.Lang == "en" || slices.Contains(r.Channel.Languages, a.Lang) {
			articles = append(articles, a.Article)
		} else {
			leftOut = append(leftOut, news.LeftOut{ID: a.ID, Reason: "language " + a.Lang})
		}
	}
	return articles, leftOut
}

// name makes a digest's ID one of this reader and slot alone.
func (r Round) name(id string, slot time.Time) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{r.Reader, slot.UTC().Format(time.RFC3339), id}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// record is what the store keeps of a digest to know what was told.
func record(d news.Digest, articles []news.Article, slot time.Time) store.Told {
	t := store.Told{Digest: d.ID, Slot: slot, Articles: Record(d).Articles}
	uncited := map[string]news.Article{}
	for _, a := range articles {
		uncited[a.ID] = a
	}
	for _, b := range d.Stories {
		s := store.ToldStory{ID: b.ID, Headline: b.Headline}
		for _, a := range b.Articles {
			s.Articles = append(s.Articles, a.ID)
			if read, ok := uncited[a.ID]; ok {
				t.Cited = append(t.Cited, read)
				delete(uncited, a.ID)
			}
		}
		t.Stories = append(t.Stories, s)
	}
	return t
}

// feedCoverage says which of a channel's feeds the digest could rest on.
func feedCoverage(c news.Coverage, sources []news.Source, states []news.Feed, asked time.Time) news.Coverage {
	by := map[string]news.Feed{}
	for _, f := range states {
		by[f.ID] = f
	}
	c.Feeds = len(sources)
	for _, s := range sources {
		f, ok := by[s.ID()]
		failed := func(reason string) {
			c.FeedsFailed = append(c.FeedsFailed, news.FeedFailed{Feed: s.Name(f), Reason: reason})
		}
		switch {
		case !ok || f.Tried.IsZero():
			failed("has not been fetched yet")
		case f.Parked:
			failed("was given up: it " + f.Reason)
		case f.Failures > 0:
			failed(f.Reason)
		case f.Old(asked):
			failed("was asked for this digest, and is not back yet")
		case f.NotModified:
			c.NotModified++
		}
		if f.Mended != "" && f.Failures == 0 && !f.Parked {
			c.FeedsMended = append(c.FeedsMended, news.FeedFailed{Feed: s.Name(f), Reason: f.Mended})
		}
		c.Stale += f.Stale
	}
	return c
}
