package posttest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

// verdict collects what does not hold in a channel at the end.
type verdict struct {
	w       *world
	channel string
	out     []string

	accepted map[string]int              // by part: how often Slack took it
	stamps   map[string]slackfake.Posted // what is there now
	told     map[string][]string         // by article: the parts that tell it
	known    map[string]bool             // timestamps that the store knows
	doubtful map[string]bool             // articles of parts given up in doubt, which may be there or not
	recorded map[string]int              // by article: in how many records it is
	unsure   bool
}

func (v *verdict) fault(format string, args ...any) {
	v.out = append(v.out, v.channel+": "+fmt.Sprintf(format, args...))
}

// faults says what does not hold at the end.
func (w *world) faults(ctx context.Context) (out []string) {
	w.struck()
	for _, c := range w.channels {
		v := &verdict{
			w: w, channel: c, accepted: map[string]int{}, stamps: map[string]slackfake.Posted{}, told: map[string][]string{},
			known: map[string]bool{}, doubtful: map[string]bool{}, recorded: map[string]int{},
		}
		v.look()
		v.digests(ctx)
		v.articles()
		if n, most := w.notices[c], 1+w.unparks[c]; n > most {
			v.fault("%d notices, and it was parked %d times at most", n, most)
		}
		out = append(out, v.out...)
	}
	if waiting, err := w.store.Waiting(ctx, w.now.Add(24*time.Hour)); err != nil || len(waiting) > 0 {
		out = append(out, fmt.Sprintf("%d digests wait in the end, %v", len(waiting), err))
	}
	return out
}

// look reads the channel: what was ever accepted by name, and what is there now
// by article.
func (v *verdict) look() {
	for _, m := range v.w.slack.Posted(v.channel) {
		var meta struct {
			Payload struct {
				K, H string
				P    int
			} `json:"event_payload"`
		}
		if err := json.Unmarshal(m.Metadata, &meta); err != nil {
			v.fault("message %s: %v", m.TS, err)
		}
		name := fmt.Sprint(meta.Payload.K, " ", meta.Payload.P, " ", meta.Payload.H)
		if v.accepted[name]++; v.accepted[name] == 2 {
			v.fault("part %s was posted twice", name)
		}
		if m.Deleted {
			continue
		}
		v.stamps[m.TS] = m
		for _, a := range v.w.arrivals {
			if strings.Contains(m.Text+string(m.Blocks), a.id) {
				v.told[a.id] = append(v.told[a.id], name)
			}
		}
	}
}

// digests compares the store with the channel.
func (v *verdict) digests(ctx context.Context) {
	w := v.w
	records, err := w.store.Told(ctx, w.now, v.channel, time.Time{})
	if err != nil {
		v.fault("%v", err)
	}
	if len(records) == 0 {
		v.fault("nothing was planned")
	}
	there := map[string]bool{}
	for i, r := range records {
		there[r.Digest] = true
		o, err := w.store.OutboxOf(ctx, w.now, r.Digest)
		if err != nil {
			v.fault("%v", err)
			continue
		}
		hindered := v.parts(i, o)
		switch {
		case r.State == store.Closed && i+1 < len(records):
			w.see("closed by its successor")
			if len(r.Articles) > 0 {
				w.see("closed with a part visible")
			}
		case r.State == store.Closed && !hindered:
			v.fault("digest %d is closed in the end, and nothing hindered it", i)
		case r.State != store.Posted && r.State != store.Closed:
			v.fault("digest %d is %s in the end", i, r.State)
		}
		if r.Slot.Equal(w.last) && r.State != store.Posted {
			v.fault("digest %d is %s, and nothing hindered it", i, r.State)
		}
		for _, a := range r.Articles {
			v.recorded[a]++
		}
	}
	for id, c := range w.plans {
		if c == v.channel && !there[id] {
			v.fault("digest %s was planned, and is lost", id)
		}
	}
}

// parts compares the parts of digest i with the channel, and reports whether
// one was given up.
func (v *verdict) parts(i int, o store.Outbox) (hindered bool) {
	before := ""
	for at, p := range o.Parts {
		switch p.State {
		case store.PartPosted:
			m, ok := v.stamps[p.TS]
			switch {
			case !ok:
				v.fault("part %d of digest %d is posted, and not there", p.Number, i)
			case p.TS <= before:
				v.fault("part %d of digest %d is out of order", p.Number, i)
			}
			if parent := v.parent(o, p); parent != m.ThreadTS {
				v.fault("part %d of digest %d replies to %q, not to %q", p.Number, i, m.ThreadTS, parent)
			}
			v.known[p.TS], before = true, p.TS
		case store.PartReplaced:
			v.w.see("a part split")
			if o.Parts[at+1].State == store.PartReplaced || o.Parts[at+2].State == store.PartReplaced {
				v.w.see("a half split")
			}
		case store.PartAmbiguous:
			hindered, v.unsure = true, true
			for _, a := range p.Stories {
				v.doubtful[a] = true
			}
		case store.PartFailed:
			hindered = true
		case store.PartPlanned, store.PartPosting, store.PartDropped:
		}
		if p.Degraded {
			v.w.see("a part degraded")
		}
	}
	return hindered
}

func (v *verdict) parent(o store.Outbox, p store.Part) string {
	for _, q := range o.Parts {
		if p.Parent != store.NoParent && q.Number == p.Parent {
			return q.TS
		}
	}
	return ""
}

// articles holds that each is told once.
func (v *verdict) articles() {
	for ts := range v.stamps {
		if !v.known[ts] && !v.unsure {
			v.fault("message %s is there, and the store does not know it", ts)
		}
	}
	for _, a := range v.w.arrivals {
		switch n := len(v.told[a.id]); {
		case n > 1:
			v.fault("article %s is told %d times: %v", a.id, n, v.told[a.id])
		case n == 0 && (v.w.set.Policy == post.AtLeastOnce || !v.doubtful[a.id]):
			v.fault("article %s is swallowed", a.id)
		}
		if v.recorded[a.id] != 1 {
			v.fault("article %s is in the records of %d digests", a.id, v.recorded[a.id])
		}
	}
}
