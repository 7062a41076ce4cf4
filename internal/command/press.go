package command

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

// The action_ids of a story's buttons, as package blocks makes them. The value
// of each is the story's ID.
const (
	actionWhy        = "story_why"
	actionMute       = "story_mute"
	actionHelpful    = "story_helpful"
	actionNotHelpful = "story_not_helpful"
)

// press does what a button says. Other buttons, such as links, do nothing.
func (d Desk) press(ctx context.Context, now time.Time, r Request) (Answer, error) {
	if !slices.Contains([]string{actionWhy, actionMute, actionHelpful, actionNotHelpful}, r.Action) {
		return Answer{}, nil
	}
	b, at, zone, err := d.find(ctx, now, r.Channel, r.Value)
	if errors.Is(err, store.ErrNotKept) {
		return say("This story is no longer kept: stories are for 90 days."), nil
	}
	if err != nil {
		return Answer{}, err
	}
	switch r.Action {
	case actionWhy:
		return story(Command{Verb: Why}, b, zone), nil
	case actionMute:
		return d.muteStory(ctx, now, r, b)
	default:
		return d.vote(ctx, now, r, b, at.Add(voting))
	}
}

// voting is how long votes are taken on a story after it was told, and how long
// it is remembered who has voted.
const voting = 14 * 24 * time.Hour

// find looks for the last telling of a story in a channel, and when that was.
func (d Desk) find(ctx context.Context, now time.Time, channel, id string) (b news.Brief, at time.Time, zone *time.Location, err error) {
	has := func(t store.Told) bool {
		return slices.ContainsFunc(t.Stories, func(s store.ToldStory) bool { return s.ID == id })
	}
	records, err := d.records(ctx, now, channel, func(all []store.Told) bool { return slices.ContainsFunc(all, has) })
	if err != nil {
		return b, at, nil, err
	}
	for _, t := range slices.Backward(records) {
		if !has(t) {
			continue
		}
		digest, err := d.Store.Digest(ctx, now, t.Digest)
		if err != nil {
			return b, at, nil, err
		}
		if i := slices.IndexFunc(digest.Stories, func(b news.Brief) bool { return b.ID == id }); i >= 0 {
			return digest.Stories[i], t.Slot, wording.Zone(digest, d.zone(ctx, channel)), nil
		}
	}
	return b, at, nil, fmt.Errorf("story %.40q: %w", id, store.ErrNotKept)
}

// muteStory mutes a story: nothing more is told of it.
func (d Desk) muteStory(ctx context.Context, now time.Time, r Request, b news.Brief) (Answer, error) {
	if ch, err := d.Store.Channel(ctx, r.Channel); err == nil && inFile(ch) {
		return say(muteInFile), nil
	}
	if no, err := d.Policy.refuses(ctx, r.User); err != nil || no != "" {
		return say("%s", no), err
	}
	_, no, err := d.settle(ctx, now, r, "mute story “"+headline(b)+"”", func(ch *news.Channel) error {
		if slices.Contains(ch.Mute.Stories, b.ID) {
			return told("This story is muted already.")
		}
		ch.Mute.Stories = append(ch.Mute.Stories, b.ID)
		ch.Mute.Stories = ch.Mute.Stories[max(0, len(ch.Mute.Stories)-maxMutedStories):]
		return nil
	})
	if err != nil || no != nil {
		return answer(no), err
	}
	return say("Nothing more is told of “%s”. /digest unmute %s takes that back; /digest mute WORD mutes all that is about a word.", headline(b), b.ID), nil
}

// vote counts what a reader says of a story, once, until votes end.
func (d Desk) vote(ctx context.Context, now time.Time, r Request, b news.Brief, until time.Time) (Answer, error) {
	if len(d.VoterKey) == 0 {
		return say("Votes are not counted here."), nil
	}
	if !now.Before(until) {
		return say("Votes on a story are taken for %d days after it was told.", int(voting.Hours()/24)), nil
	}
	var outlets []string
	for _, a := range b.Articles {
		outlets = append(outlets, wording.Shorten(wording.Outlet(a), 80))
	}
	counted, err := d.Store.CastVote(ctx, now, store.Vote{
		Channel: r.Channel, Story: b.ID, Voter: d.voter(r, b.ID), Until: until, Outlets: outlets, Helpful: r.Action == actionHelpful,
	})
	switch {
	case err != nil:
		return Answer{}, err
	case !counted:
		return say("Your vote on this story was counted before."), nil
	}
	return say("Thank you: your vote is counted. Your name is not kept; for %d days after the story was told a hash of it is, to count you once.", int(voting.Hours()/24)), nil
}

// voter is a hash of a user and a story: nobody without the key can tell who it
// is, nor that two votes are of one user.
func (d Desk) voter(r Request, story string) string {
	mac := hmac.New(sha256.New, d.VoterKey)
	fmt.Fprintf(mac, "%q %q %q %q", r.Team, r.Channel, story, r.User)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
