package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// What becomes of a time that has passed since the last look, by how long that
// is ago; and the digest that it leads to says when the next comes, which is
// never past.
func TestServeSlots(t *testing.T) {
	at := func(s string) time.Time {
		out, err := time.Parse("2006-01-02 15:04:05", "2026-03-"+s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		name      string
		last, now string
		byHand    bool
		slot      string
		state     store.State
		title     string
		next      string
	}{
		{"on time", "02 07:59:59", "02 08:00:01", false, "02 08:00:00", store.Planned, "News", "02 18:00:00"},
		{"a nap", "02 07:59:59", "02 09:30:00", false, "02 08:00:00", store.Planned, "News · late: it was due at 08:00", "02 18:00:00"},
		{"a weekend", "01 07:59:59", "03 19:00:00", false, "03 18:00:00", store.Planned, "News · late: it was due at 18:00", "04 08:00:00"},
		{"too long", "01 17:59:59", "02 01:00:00", false, "01 18:00:00", store.Skipped, "News", ""},
		{"by hand, after too long", "01 17:59:59", "02 01:00:00", true, "02 01:00:00", store.Planned, "News", "02 08:00:00"},
		{"by hand, while one is due", "02 07:59:59", "02 08:00:01", true, "02 08:00:00", store.Planned, "News", "02 18:00:00"},
		{"by hand alone", "02 09:00:00", "02 09:00:01", true, "02 09:00:01", store.Planned, "News", "02 18:00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, sampleConfig(t))
			now := at(c.now)
			s, r, _ := d.open(t, func() time.Time { return now })
			ch := news.Channel{ID: "team", Title: "News", Window: time.Hour, Times: []string{"08:00", "18:00"}, Zone: "UTC", By: "slack"}
			if err := r.store.PutChannel(t.Context(), ch); err != nil {
				t.Fatal(err)
			}
			v, err := newServe(s, r, "http://127.0.0.1:1")
			if err != nil {
				t.Fatal(err)
			}
			due, wake := map[string]telling{}, map[string]time.Time{}
			if c.byHand {
				due["team"] = telling{at: now, byHand: true}
			}
			if err := v.lookUp(t.Context(), at(c.last), now, due); err != nil {
				t.Fatal(err)
			}
			if err := v.tellDue(t.Context(), now, due, wake); err != nil {
				t.Fatal(err)
			}
			records, err := r.store.Told(t.Context(), now, "team", time.Time{})
			if err != nil || len(records) != 1 || len(due) > 0 {
				t.Fatalf("told %+v, %v; still due: %v", records, err, due)
			}
			digest, err := r.store.Digest(t.Context(), now, records[0].Digest)
			if err != nil {
				t.Fatal(err)
			}
			next := ""
			if digest.Next != nil {
				next = digest.Next.Format("02 15:04:05")
			}
			got := []string{records[0].Slot.UTC().Format("02 15:04:05"), string(records[0].State), digest.Title, next}
			if diff := cmp.Diff([]string{c.slot, string(c.state), c.title, c.next}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is asked for while a scheduled digest waits is that digest, and the other
// way round.
func TestTellingsAreOne(t *testing.T) {
	slot, now := time.Unix(1000, 0), time.Unix(2000, 0)
	scheduled, byHand := telling{at: slot, slot: slot}, telling{at: now, asked: now, byHand: true}
	for name, got := range map[string]telling{
		"asked for later": scheduled.and(byHand),
		"due later":       byHand.and(telling{at: now, slot: slot}),
	} {
		want := telling{at: now, slot: slot, asked: now, byHand: true}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(telling{}), cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A digest of which no feed could be read is told to the operator as well.
func TestServeSaysWhatIsDead(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	s, r, said := d.open(t, d.clock())
	v, err := newServe(s, r, "http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	ch := r.cfg.Channels[0]
	if err := v.plan(t.Context(), ch, telling{}, map[string]time.Time{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said.String(), "none of its") {
		t.Errorf("it says %s", said)
	}
}
