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
	if _, due, ok := o.Next(); ok != !o.Due.IsZero() || ok && !due.IsZero() && (due.Before(o.Due) || due.Sub(o.Due) > 2*minute) {
		t.Errorf("its place is %v, and something is due at %v", o.Due, due)
	}
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
	equal(t, "a lease is too short for its place to be moved", outbox(t, s, now).Due.Equal(now), true)
	equal(t, "waiting still", waiting(t, s, now), 1)
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
			_, due, _ := outbox(t, s, at).Next()
			equal(t, "next look", due.Equal(now.Add(step.next*time.Second)), true)
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
	must(t, s.Postpone(t.Context(), until, r, until.Add(2*minute), "rate"))
	equal(t, "its place stays", waiting(t, s, until), 1)
	r = reserve(t, s, until.Add(2*minute), "d1", 0) // until a minute later
	equal(t, "its place is moved", waiting(t, s, until.Add(3*minute-1)), 0)
	equal(t, "due again", waiting(t, s, until.Add(3*minute)), 1)
	must(t, s.Postpone(t.Context(), until.Add(2*minute), r, until.Add(2*minute), "rate"))
	equal(t, "never later", waiting(t, s, until.Add(2*minute)), 1)
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
