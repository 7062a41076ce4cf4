package storetest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"counterpoint/internal/store"
)

func split(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	one, two := json.RawMessage(`"one"`), json.RawMessage(`"two"`)
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	must(t, s.Split(ctx, now, r, one, two, []string{"s1"}))
	equal(t, "parts", partsOf(outbox(t, s, now)), []string{"0<-1 replaced [s0]", "3<-1 planned []", "4<3 planned [s0]", "1<3 planned [s1]", "2<3 planned [s2]"})
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

// splitShared: of the halves of a part, each counts as told what it tells.
func splitShared(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	told, d, parts := threeParts("d1", now)
	parts[0].Stories, parts[1].Stories = []string{"s0", "s1"}, nil
	must(t, s.PlanParts(ctx, now, reader, readHead(t, s, now), told, d, channel, parts))
	must(t, s.Split(ctx, now, reserve(t, s, now, "d1", 0), json.RawMessage(`"one"`), json.RawMessage(`"two"`), []string{"s1"}))
	equal(t, "parts", partsOf(outbox(t, s, now))[1:3], []string{"3<-1 planned [s1]", "4<3 planned [s0]"})
	must(t, s.Confirm(ctx, now, reserve(t, s, now, "d1", 3), "ts3"))
	must(t, s.Close(ctx, now, "d1"))
	equal(t, "articles", toldFromTo(t, s, now, time.Time{})[0].Articles, []string{"a1", "context"})
}

func partsOf(o store.Outbox) (out []string) {
	for _, p := range o.Parts {
		out = append(out, fmt.Sprintf("%d<%d %s %v", p.Number, p.Parent, p.State, p.Stories))
	}
	return out
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
	must(t, s.Close(ctx, at, "d1"))
	equal(t, "states", partStates(outbox(t, s, at)), []store.PartState{store.PartPosted, store.PartDropped, store.PartDropped})
	got := toldFromTo(t, s, at, time.Time{})[0]
	equal(t, "state", got.State, store.Closed)
	equal(t, "articles", got.Articles, []string{"a0", "context"})
	equal(t, "stories", len(got.Stories), 1)
	equal(t, "nothing waits", waiting(t, s, at), 0)
	must(t, s.Close(ctx, at, "d1"))
	planParts(t, s, at, "d2")
	equal(t, "the next waits", waiting(t, s, at), 1)
	_, err := s.Reserve(ctx, at, "d1", 1, "me", minute)
	wantError(t, err, store.ErrLost)
}

func closingUnsure(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	planParts(t, s, now, "d1")
	r := reserve(t, s, now, "d1", 0)
	wantWait(t, s.Close(ctx, now, "d1"), now.Add(minute))
	_, err := s.Unsure(ctx, now, r, now, "answer lost")
	must(t, err)
	wantError(t, s.Close(ctx, now, "d1"), store.ErrUnsure)
	equal(t, "parts", partStates(outbox(t, s, now)), []store.PartState{store.PartPosting, store.PartPlanned, store.PartPlanned})
	equal(t, "articles", toldFromTo(t, s, now, time.Time{})[0].Articles, []string{"a0", "a1", "a2", "context"})
}

func halve(t *testing.T, s *store.Store, at time.Time, id string) {
	t.Helper()
	planParts(t, s, at, id)
	must(t, s.Split(t.Context(), at, reserve(t, s, at, id, 0), []byte(`"x"`), []byte(`"y"`), nil))
}

// closingHalves: of a part that became two, what the visible half tells is
// told, and a half that may be visible counts as told.
func closingHalves(t *testing.T, s *store.Store, _ store.Driver) {
	ctx := t.Context()
	halve(t, s, now, "d1")
	must(t, s.Close(ctx, now, "d1"))
	equal(t, "none visible", len(toldFromTo(t, s, now, now)[0].Articles), 0)

	at := now.Add(time.Hour)
	halve(t, s, at, "d2")
	must(t, s.Confirm(ctx, at, reserve(t, s, at, "d2", 3), "ts3"))
	must(t, s.Close(ctx, at, "d2"))
	equal(t, "the first visible, which tells nothing", toldFromTo(t, s, at, at)[0].Articles, []string{"context"})

	at = now.Add(2 * time.Hour)
	halve(t, s, at, "d3")
	must(t, s.Confirm(ctx, at, reserve(t, s, at, "d3", 3), "ts3"))
	must(t, s.GiveUp(ctx, at.Add(time.Second), reserve(t, s, at.Add(time.Second), "d3", 4), store.PartAmbiguous, "unknown"))
	must(t, s.Close(ctx, at.Add(time.Second), "d3"))
	equal(t, "the second in doubt", toldFromTo(t, s, at, at)[0].Articles, []string{"a0", "context"})
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
	for _, isNews := range []bool{true, false} {
		news, err := s.Park(ctx, now, reserve(t, s, now, "d1", 0), "is_archived")
		must(t, err)
		equal(t, "is news", news, isNews)
	}
	stopped, err := s.Parked(ctx, now, channel)
	must(t, err)
	equal(t, "why", stopped.Reason, "is_archived")
	equal(t, "it waits, and the sweep looks at it again", waiting(t, s, now), 1)
	must(t, s.Close(ctx, now, "d1"))

	at := now.Add(2 * time.Hour)
	planParts(t, s, at, "d2")
	r := reserve(t, s, at, "d2", 0)
	equal(t, "was surely not posted", r.Reconcile, false)
	_, err = s.Unsure(ctx, at, r, at, "answer lost")
	must(t, err)
	_, err = s.Park(ctx, at, reserve(t, s, at, "d2", 0), "not_in_channel")
	must(t, err)
	_, err = s.Reserve(ctx, at, "d2", 0, "me", minute)
	wantWait(t, err, at.Add(5*minute))
	at = at.Add(5 * minute)
	equal(t, "may have been posted", reserve(t, s, at, "d2", 0).Reconcile, true)
	for range 2 {
		must(t, s.Unpark(ctx, channel))
	}
	stopped, err = s.Parked(ctx, at, channel)
	must(t, err)
	equal(t, "open", stopped == nil, true)
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
