package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

const (
	channel = "C1"
	minute  = time.Minute
	settle  = 30 * time.Second
)

// threeParts is a digest of three stories in a message and two replies: one
// story each.
func threeParts(id string, slot time.Time) (store.Told, news.Digest, []store.Frozen) {
	told := store.Told{Digest: id, Slot: slot.UTC(), State: store.Planned, Articles: []string{"a0", "a1", "a2", "context"}}
	var parts []store.Frozen
	for i := range 3 {
		story := fmt.Sprintf("s%d", i)
		told.Stories = append(told.Stories, store.ToldStory{ID: story, Articles: []string{fmt.Sprintf("a%d", i)}})
		parent := 0
		if i == 0 {
			parent = store.NoParent
		}
		parts = append(parts, store.Frozen{Number: i, Parent: parent, Stories: []string{story}, Body: json.RawMessage(fmt.Sprintf(`{"text":"<%s of %s>"}`, story, id))})
	}
	return told, news.Digest{Schema: news.SchemaVersion, ID: id}, parts
}

func planParts(t *testing.T, s *store.Store, at time.Time, id string) {
	t.Helper()
	told, d, parts := threeParts(id, at)
	must(t, s.PlanParts(t.Context(), at, reader, readHead(t, s, at), told, d, channel, parts))
}

func reserve(t *testing.T, s *store.Store, at time.Time, id string, part int) store.Reserved {
	t.Helper()
	r, err := s.Reserve(t.Context(), at, id, part, "me", minute)
	must(t, err)
	return r
}

func outbox(t *testing.T, s *store.Store, at time.Time) store.Outbox {
	t.Helper()
	o, err := s.Outbox(t.Context(), at, reader)
	must(t, err)
	return o
}

func partStates(o store.Outbox) (out []store.PartState) {
	for _, p := range o.Parts {
		out = append(out, p.State)
	}
	return out
}

func waiting(t *testing.T, s *store.Store, at time.Time) int {
	t.Helper()
	all, err := s.Waiting(t.Context(), at)
	must(t, err)
	for _, w := range all {
		equal(t, "who waits", w, store.Waiting{Reader: reader, Channel: channel})
	}
	return len(all)
}

func wantWait(t *testing.T, err error, until time.Time) {
	t.Helper()
	if w, ok := errors.AsType[store.WaitError](err); !ok || !w.Until.Equal(until) {
		t.Errorf("got %v, want that it waits until %v", err, until)
	}
}

func toldState(t *testing.T, s *store.Store, at time.Time) store.State {
	t.Helper()
	all := toldFromTo(t, s, at, time.Time{})
	return all[len(all)-1].State
}

// postAll posts what is left of a digest, without a fault.
func postAll(t *testing.T, s *store.Store, at time.Time) time.Time {
	t.Helper()
	for {
		o := outbox(t, s, at)
		p, due, ok := o.Next()
		if !ok {
			return at
		}
		if due.After(at) {
			at = due
		}
		r := reserve(t, s, at, o.Digest, p.Number)
		must(t, s.Confirm(t.Context(), at, r, fmt.Sprint("ts", p.Number)))
	}
}

// inOrder posts three parts one after the other.
func inOrder(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	equal(t, "waiting", waiting(t, s, now), 1)
	equal(t, "waiting before", waiting(t, s, now.Add(-1)), 0)
	_, err := s.Reserve(ctx, now, "d1", 1, "me", minute)
	wantError(t, err, store.ErrEarlier)
	r := reserve(t, s, now, "d1", 0)
	equal(t, "bytes", string(r.Body), `{"text":"\u003cs0 of d1\u003e"}`)
	equal(t, "of a part being posted", toldState(t, s, now), store.Posting)
	equal(t, "nothing waits while it is posted", waiting(t, s, now.Add(minute-1)), 0)
	equal(t, "the lease is over", waiting(t, s, now.Add(minute)), 1)
	_, err = s.Reserve(ctx, now.Add(time.Second), "d1", 0, "other", minute)
	wantWait(t, err, now.Add(minute))
	must(t, s.Confirm(ctx, now, r, "ts0"))
	must(t, s.Confirm(ctx, now, r, "ts0"))
	_, err = s.Reserve(ctx, now, "d1", 0, "me", minute)
	wantError(t, err, store.ErrLost)
	_, err = s.Reserve(ctx, now, "d1", 1, "me", minute)
	wantWait(t, err, now.Add(time.Second)) // one message a second
	later := now.Add(time.Second)
	r = reserve(t, s, later, "d1", 1)
	equal(t, "parent", r.ParentTS, "ts0")
	must(t, s.Confirm(ctx, later, r, "ts1"))
	equal(t, "before the last", toldState(t, s, now), store.Posting)
	end := postAll(t, s, later)
	equal(t, "after the last", toldState(t, s, end), store.Posted)
	equal(t, "nothing waits", waiting(t, s, end.Add(time.Hour)), 0)
	equal(t, "told", len(toldFromTo(t, s, end, time.Time{})[0].Articles), 4)
}

// takenOver: who takes over must look before it posts, and who was overtaken
// can only say that the part is there.
func takenOver(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	first := reserve(t, s, now, "d1", 0)
	equal(t, "first", first.Reconcile, false)
	over := now.Add(minute)
	second := reserve(t, s, over, "d1", 0)
	equal(t, "second", second.Reconcile, true)
	wantError(t, s.Postpone(ctx, over, first, over, ""), store.ErrLost)
	_, err := s.Unsure(ctx, over, first, over, "")
	wantError(t, err, store.ErrLost)
	_, err = s.Repost(ctx, over, second, minute)
	wantError(t, err, store.ErrUnsure)

	// The attempt was over at the end of the lease; 30 s settle, 10 s skew.
	sure, err := s.Missed(ctx, over, second, settle)
	must(t, err)
	equal(t, "after one look", sure, false)
	wantError(t, s.Postpone(ctx, over, second, over, ""), store.ErrLost)
	_, err = s.Reserve(ctx, over.Add(39*time.Second), "d1", 0, "me", minute)
	wantWait(t, err, over.Add(40*time.Second))
	third := reserve(t, s, over.Add(40*time.Second), "d1", 0)
	sure, err = s.Missed(ctx, over.Add(40*time.Second), third, settle)
	must(t, err)
	equal(t, "after two", sure, true)
	again, err := s.Repost(ctx, over.Add(40*time.Second), third, minute)
	must(t, err)
	equal(t, "attempt", again.Attempt, 2)
	equal(t, "first try", again.FirstTry.Equal(now), true)
	must(t, s.Confirm(ctx, over.Add(41*time.Second), first, "ts0"))
	var twice store.DuplicateError
	if err := s.Confirm(ctx, over.Add(42*time.Second), again, "ts9"); !errors.As(err, &twice) || twice.TS != "ts0" {
		t.Errorf("confirmed twice: %v", err)
	}
}

// looks: misses that lie together are one, and none counts before the settle
// time.
func looks(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	rounds, err := s.Unsure(ctx, now.Add(5*time.Second), r, now.Add(6*time.Second), "answer lost")
	must(t, err)
	equal(t, "rounds", rounds, 1)
	for _, step := range []struct {
		at   time.Duration
		sure bool
		next time.Duration
	}{{6, false, 45}, {45, true, 0}} {
		at := now.Add(step.at * time.Second)
		r = reserve(t, s, at, "d1", 0)
		equal(t, "reconcile", r.Reconcile, true)
		sure, err := s.Missed(ctx, at, r, settle)
		must(t, err)
		equal(t, "sure", sure, step.sure)
		if !sure {
			equal(t, "next look", outbox(t, s, at).Due.Equal(now.Add(step.next*time.Second)), true)
		}
	}
	// Another unknown answer begins the count anew.
	r, err = s.Repost(ctx, now.Add(45*time.Second), r, minute)
	must(t, err)
	rounds, err = s.Unsure(ctx, now.Add(50*time.Second), r, now.Add(51*time.Second), "answer lost")
	must(t, err)
	equal(t, "rounds", rounds, 2)
	r = reserve(t, s, now.Add(2*minute), "d1", 0)
	must(t, s.Later(ctx, now.Add(2*minute), r, now.Add(2*minute), "history does not answer"))
	r = reserve(t, s, now.Add(2*minute), "d1", 0)
	sure, err := s.Missed(ctx, now.Add(2*minute), r, settle)
	must(t, err)
	equal(t, "one look, however late", sure, false)
}

func putOff(t *testing.T, s *store.Store, _ store.Driver) {
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	until := now.Add(5 * minute)
	must(t, s.Postpone(t.Context(), now, r, until, "rate"))
	equal(t, "waits", waiting(t, s, until.Add(-1)), 0)
	equal(t, "due", waiting(t, s, until), 1)
	r = reserve(t, s, until, "d1", 0)
	equal(t, "was surely not posted", r.Reconcile, false)
	equal(t, "attempt", r.Attempt, 2)
}

func reservers(t *testing.T, s *store.Store, _ store.Driver) {
	planParts(t, s, now, "d1")
	var won atomic.Int32
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			_, err := s.Reserve(t.Context(), now, "d1", 0, fmt.Sprint("w", n), minute)
			if err == nil {
				won.Add(1)
			} else if _, waits := errors.AsType[store.WaitError](err); !waits {
				t.Error(err)
			}
		})
	}
	group.Wait()
	equal(t, "winners", won.Load(), int32(1))
}

func split(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	must(t, s.Split(ctx, now, r, json.RawMessage(`"one"`), json.RawMessage(`"two"`)))
	o := outbox(t, s, now)
	var got []string
	for _, p := range o.Parts {
		got = append(got, fmt.Sprintf("%d<%d %s %v", p.Number, p.Parent, p.State, p.Stories))
	}
	equal(t, "parts", got, []string{"0<-1 replaced [s0]", "3<-1 planned []", "4<3 planned [s0]", "1<3 planned [s1]", "2<3 planned [s2]"})
	r = reserve(t, s, now, "d1", 3)
	equal(t, "bytes", string(r.Body), `"one"`)
	must(t, s.Confirm(ctx, now, r, "ts3"))
	r = reserve(t, s, now.Add(time.Second), "d1", 4)
	equal(t, "parent", r.ParentTS, "ts3")
	must(t, s.Degrade(ctx, now, r, json.RawMessage(`"plain"`), "invalid_blocks"))
	r = reserve(t, s, now.Add(time.Second), "d1", 4)
	equal(t, "bytes", string(r.Body), `"plain"`)
	equal(t, "degraded", r.Degraded, true)
	must(t, s.Confirm(ctx, now, r, "ts4"))
	end := postAll(t, s, now.Add(time.Second))
	equal(t, "state", toldState(t, s, end), store.Posted)
}

// closing: what is posted stays told, the rest leaves the record, and only then
// may the next digest be planned.
func closing(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	must(t, s.Confirm(ctx, now, r, "ts0"))
	at := now.Add(time.Hour)
	told, d, parts := threeParts("d2", at)
	wantError(t, s.PlanParts(ctx, at, reader, readHead(t, s, at), told, d, channel, parts), store.ErrUnfinished)
	must(t, s.Close(ctx, at, "d1", store.DoubtWait))
	equal(t, "states", partStates(outbox(t, s, at)), []store.PartState{store.PartPosted, store.PartDropped, store.PartDropped})
	got := toldFromTo(t, s, at, time.Time{})[0]
	equal(t, "state", got.State, store.Closed)
	equal(t, "articles", got.Articles, []string{"a0", "context"})
	equal(t, "stories", len(got.Stories), 1)
	equal(t, "nothing waits", waiting(t, s, at), 0)
	must(t, s.Close(ctx, at, "d1", store.DoubtWait))
	planParts(t, s, at, "d2")
	equal(t, "the next waits", waiting(t, s, at), 1)
	_, err := s.Reserve(ctx, at, "d1", 1, "me", minute)
	wantError(t, err, store.ErrLost)
}

func closingUnsure(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	wantWait(t, s.Close(ctx, now, "d1", store.DoubtUntold), now.Add(minute))
	_, err := s.Unsure(ctx, now, r, now, "answer lost")
	must(t, err)
	wantError(t, s.Close(ctx, now, "d1", store.DoubtWait), store.ErrUnsure)
	must(t, s.Close(ctx, now, "d1", store.DoubtUntold))
	equal(t, "articles", toldFromTo(t, s, now, time.Time{})[0].Articles, []string{})

	at := now.Add(time.Hour)
	planParts(t, s, at, "d2")
	r = reserve(t, s, at, "d2", 0)
	_, err = s.Unsure(ctx, at, r, at, "answer lost")
	must(t, err)
	must(t, s.Close(ctx, at, "d2", store.DoubtTold))
	equal(t, "articles", toldFromTo(t, s, at, at)[0].Articles, []string{"a0", "context"})
}

func givenUp(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	wantError(t, s.GiveUp(ctx, now, r, store.PartPosted, ""), store.ErrState)
	must(t, s.GiveUp(ctx, now, r, store.PartAmbiguous, "unknown"))
	equal(t, "no reply without its parent", partStates(outbox(t, s, now)), []store.PartState{store.PartAmbiguous, store.PartDropped, store.PartDropped})
	equal(t, "it may be visible", toldFromTo(t, s, now, now)[0].Articles, []string{"a0", "context"})

	at := now.Add(time.Hour)
	planParts(t, s, at, "d2")
	must(t, s.Confirm(ctx, at, reserve(t, s, at, "d2", 0), "ts0"))
	r = reserve(t, s, at.Add(time.Second), "d2", 1)
	must(t, s.GiveUp(ctx, at, r, store.PartFailed, "refused"))
	end := postAll(t, s, at.Add(time.Second))
	equal(t, "the others are posted", partStates(outbox(t, s, end)), []store.PartState{store.PartPosted, store.PartFailed, store.PartPosted})
	equal(t, "the failed part is not told", toldFromTo(t, s, end, at)[0].Articles, []string{"a0", "a2", "context"})
}

func parkedChannel(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	news, err := s.Park(ctx, now, reserve(t, s, now, "d1", 0), "is_archived")
	must(t, err)
	equal(t, "is news", news, true)
	stopped, err := s.Parked(ctx, now, channel)
	must(t, err)
	equal(t, "why", stopped.Reason, "is_archived")
	equal(t, "nothing waits", waiting(t, s, now.Add(time.Hour)), 0)
	_, err = s.Reserve(ctx, now.Add(time.Hour), "d1", 0, "me", minute)
	wantError(t, err, store.ErrChannel)
	at := now.Add(2 * time.Hour)
	must(t, s.Close(ctx, at, "d1", store.DoubtWait))
	planParts(t, s, at, "d2")
	must(t, s.ParkDigest(ctx, at, "d2", stopped.Reason))
	equal(t, "nor the next", waiting(t, s, at), 0)
	must(t, s.Unpark(ctx, at, reader, channel))
	must(t, s.Unpark(ctx, at, reader, channel))
	stopped, err = s.Parked(ctx, at, channel)
	must(t, err)
	equal(t, "open", stopped == nil, true)
	equal(t, "it waits again", waiting(t, s, at), 1)
	r := reserve(t, s, at, "d2", 0)
	equal(t, "was surely not posted", r.Reconcile, false)
	must(t, s.Unpark(ctx, at, "nobody", "C9"))
}

func circuit(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	for _, news := range []bool{true, false} {
		got, err := s.Break(ctx, now, "token_revoked")
		must(t, err)
		equal(t, "is news", got, news)
	}
	stopped, err := s.Circuit(ctx, now)
	must(t, err)
	equal(t, "why", stopped.Reason, "token_revoked")
	must(t, s.Mend(ctx))
	stopped, err = s.Circuit(ctx, now)
	must(t, err)
	equal(t, "closed", stopped == nil, true)
}

// oddParts are plans that could never all be posted.
func oddParts(t *testing.T, s *store.Store, _ store.Driver) {
	for name, change := range map[string]func(*store.Told, *[]store.Frozen){
		"no parts":               func(_ *store.Told, p *[]store.Frozen) { *p = nil },
		"posted already":         func(told *store.Told, _ *[]store.Frozen) { told.State = store.Posted },
		"a number twice":         func(_ *store.Told, p *[]store.Frozen) { (*p)[2].Number = 1 },
		"a number below 0":       func(_ *store.Told, p *[]store.Frozen) { (*p)[2].Number = -2 },
		"a reply before":         func(_ *store.Told, p *[]store.Frozen) { (*p)[1].Parent = 2 },
		"bytes that are no JSON": func(_ *store.Told, p *[]store.Frozen) { (*p)[1].Body = json.RawMessage("{") },
	} {
		told, d, parts := threeParts("d1", now)
		change(&told, &parts)
		if err := s.PlanParts(t.Context(), now, reader, store.Head{}, told, d, channel, parts); err == nil {
			t.Errorf("%s: planned", name)
		}
	}
	equal(t, "nothing is planned", readHead(t, s, now), store.Head{})
	_, err := s.Outbox(t.Context(), now, reader)
	wantError(t, err, store.ErrNotKept)
}
