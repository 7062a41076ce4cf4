package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"counterpoint/internal/news"
)

// entries is what is remembered of a feed's entries.
type entries struct {
	Seen    []news.Seen    `json:"seen,omitempty"`
	Pending []news.Pending `json:"pending,omitempty"`
}

// recent is what is new about a feed's entries since they were written. It is
// kept in the feed's turn, which is written anyway, as long as it costs nothing
// there: few entries are new at a time, and those that are known differ from what
// was written in when they were last listed, most of them alike.
type recent struct {
	Base  int64                `json:"b,omitempty"` // the revision of the entries that it is about; 0: there are none
	Last  time.Time            `json:"l"`           // when those were last listed that were last listed together
	Left  map[string]time.Time `json:"o,omitempty"` // by key: when others were; the zero time: they are forgotten
	Added []news.Seen          `json:"a,omitempty"` // new and edited ones; without Last where it is that above
}

// unitBytes is what one unit of writing pays for on DynamoDB, and overhead what
// it counts of a turn beside its keys and its value.
const (
	unitBytes = 1 << 10
	overhead  = 60
)

func units(w Write) int {
	return (len(w.Item.PK) + len(w.Item.SK) + len(w.Item.Data) + overhead + unitBytes - 1) / unitBytes
}

// over is what is remembered of entries, given what was written of them.
func (r recent) over(base []news.Seen) []news.Seen {
	top, added := newest(base), map[string]bool{}
	out := slices.Clone(r.Added)
	for i, e := range out {
		added[e.Key] = true
		if e.Last.IsZero() {
			out[i].Last = r.Last
		}
	}
	for _, e := range base {
		last, left := r.Left[e.Key]
		switch {
		case added[e.Key] || left && last.IsZero():
			continue
		case left:
			e.Last = last
		case e.Last.Equal(top):
			e.Last = r.Last
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b news.Seen) int { return b.Last.Compare(a.Last) })
	return out
}

// since is what is new about entries since others were written. It reports
// whether they can be told by that.
func since(rev int64, base, all []news.Seen) (recent, bool) {
	r := recent{Base: rev, Last: newest(all), Left: map[string]time.Time{}}
	top, known := newest(base), map[string]news.Seen{}
	for _, e := range base {
		known[e.Key] = e
	}
	for _, e := range all {
		b, ok := known[e.Key]
		delete(known, e.Key)
		want := b.Last
		if want.Equal(top) {
			want = r.Last
		}
		switch last := e.Last; {
		case !ok || !sameSeen(withLast(b, last), e):
			if last.Equal(r.Last) {
				e.Last = time.Time{}
			}
			r.Added = append(r.Added, e)
		case !last.Equal(want):
			r.Left[e.Key] = last
		}
	}
	for key := range known {
		r.Left[key] = time.Time{}
	}
	return r, slices.EqualFunc(r.over(base), all, sameSeen)
}

func newest(all []news.Seen) (last time.Time) {
	for _, e := range all {
		last = later(last, e.Last)
	}
	return last
}

func withLast(e news.Seen, last time.Time) news.Seen {
	e.Last = last
	return e
}

func sameSeen(a, b news.Seen) bool {
	return a.Key == b.Key && a.Fingerprint == b.Fingerprint && a.Article == b.Article && a.First.Equal(b.First) && a.Last.Equal(b.Last)
}

// withRecent is the write of a turn with what is new about the feed's entries,
// and reports whether that is all there is to write: their pages still to be read
// are as they were, and the turn has room, so that it costs no more than without.
func (s *Store) withRecent(now time.Time, taken Taken, f news.Feed, next turn) (Write, bool) {
	if !samePending(taken.entries.Pending, f.Pending) {
		return Write{}, false
	}
	r, ok := since(taken.entriesRev, taken.entries.Seen, f.Seen)
	if !ok {
		return Write{}, false
	}
	without, err := s.putTurn(now, taken.rev, next)
	if err != nil || len(r.Added)+len(r.Left) == 0 && r.Last.Equal(newest(taken.entries.Seen)) {
		return without, err == nil
	}
	next.Recent = &r
	with, err := s.putTurn(now, taken.rev, next)
	return with, err == nil && units(with) <= units(without)
}

// samePending reports whether pages still to be read are kept as they are.
func samePending(kept, all []news.Pending) bool {
	if len(kept) != len(all) || len(all) == 0 {
		return len(kept) == len(all)
	}
	a, err1 := json.Marshal(kept)
	b, err2 := json.Marshal(writablePending(all))
	return err1 == nil && err2 == nil && string(a) == string(b)
}

func writablePending(all []news.Pending) []news.Pending {
	out := slices.Clone(all)
	for i, p := range out {
		out[i].Published, out[i].Updated = writable(p.Published), writable(p.Updated)
	}
	return out
}

// entriesIn is what is remembered of a feed's entries, what was written of them,
// and its revision.
func (s *Store) entriesIn(there found, feed string, t turn) (all, written entries, rev int64, err error) {
	i, ok := there[feedKey(feed)]
	if ok {
		err = s.read(i, &written)
	}
	all = written
	if t.Recent != nil && t.Recent.Base == i.Rev { // else they were written since, with all that was new
		all.Seen = t.Recent.over(written.Seen)
	}
	return all, written, i.Rev, err
}

// entriesOf is the write of what is remembered of a feed's entries. Where it is
// too large for an item, pages still to be read lose the text that the feed had
// of them: they have an address to read them at. Where that is not enough, the
// last of them go: no feed may keep others from being saved.
func (s *Store) entriesOf(now time.Time, taken Taken, f news.Feed, saved *Saved) ([]Write, error) {
	e := entries{Seen: f.Seen, Pending: writablePending(f.Pending)}
	for {
		w, err := s.put(now, feedKey(taken.Feed.ID), taken.entriesRev, never, e)
		if !errors.Is(err, ErrTooLarge) {
			return []Write{w}, err
		}
		if more := strip(e.Pending); more > 0 {
			saved.Stripped += more
			continue
		}
		if len(e.Pending) == 0 {
			return nil, fmt.Errorf("what is remembered of it, with %d entries seen: %w", len(f.Seen), err)
		}
		n := len(e.Pending) / 2
		saved.Dropped += len(e.Pending) - n
		e.Pending = e.Pending[:n]
	}
}

// strip drops the feed's text of the older half of the entries that have one
// and an address, and returns their number.
func strip(pending []news.Pending) int {
	var full []int
	for i, e := range pending {
		if e.URL != "" && e.Content+e.Summary != "" {
			full = append(full, i)
		}
	}
	n := (len(full) + 1) / 2
	for _, i := range full[len(full)-n:] {
		pending[i].Content, pending[i].Summary = "", ""
	}
	return n
}
