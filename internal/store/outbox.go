package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// PartState is how far a part of a digest has got.
type PartState string

// The states of a part. All but the first two are final.
const (
	PartPlanned   PartState = "planned"   // surely not posted
	PartPosting   PartState = "posting"   // may have been posted, by its owner or one before
	PartPosted    PartState = "posted"    // visible, at TS
	PartReplaced  PartState = "replaced"  // two others stand for it
	PartAmbiguous PartState = "ambiguous" // given up without knowing whether it is visible
	PartFailed    PartState = "failed"    // refused for good
	PartDropped   PartState = "dropped"   // closed before it was posted
)

func (s PartState) final() bool { return s != PartPlanned && s != PartPosting }

// NoParent is the parent of a part that is no reply.
const NoParent = -1

// Frozen is a part of a digest as it will be posted: whatever happens, each
// attempt posts these bytes.
type Frozen struct {
	Number  int             // its name among the digest's parts
	Parent  int             // the part in whose thread it goes, or NoParent
	Stories []string        // the stories that it tells
	Body    json.RawMessage // text and blocks
}

// Part is a part's place in the outbox. Which changes may follow which is
// decided by the methods in this package alone.
type Part struct {
	Number    int       `json:"number"`
	Parent    int       `json:"parent"`
	SHA       string    `json:"sha"` // of the frozen bytes, in hex
	Stories   []string  `json:"stories,omitempty"`
	State     PartState `json:"state"`
	Owner     string    `json:"owner,omitempty"`
	Turn      int       `json:"turn,omitempty"` // how often it was reserved: who holds the last one may change it
	Attempt   int       `json:"attempt,omitempty"`
	Lease     time.Time `json:"lease,omitzero"`      // while posting: when others may take over
	FirstTry  time.Time `json:"first_try,omitzero"`  // no post of it is older
	Ended     time.Time `json:"ended,omitzero"`      // while posting: the last attempt is surely over
	NotBefore time.Time `json:"not_before,omitzero"` // nothing is done with it earlier
	Misses    int       `json:"misses,omitempty"`    // how often it was looked for in vain since Ended
	Missed    time.Time `json:"missed,omitzero"`     // when last
	Rounds    int       `json:"rounds,omitempty"`    // attempts whose outcome was unknown
	Degraded  bool      `json:"degraded,omitempty"`  // it is plain text by now
	TS        string    `json:"ts,omitempty"`        // of the visible message
	Reason    string    `json:"reason,omitempty"`
}

// due is when something is to be done with an unfinished part.
func (p Part) due() time.Time {
	if p.State == PartPosting && p.Lease.After(p.NotBefore) {
		return p.Lease
	}
	return p.NotBefore
}

// Outbox is the parts of one digest, in the order in which they are posted. It
// is one item: whatever happens to a part, to its digest's record and to the
// index of what waits is one batch.
type Outbox struct {
	Digest  string    `json:"digest"`
	Reader  string    `json:"reader"`
	Channel string    `json:"channel"`
	Slot    time.Time `json:"slot"`
	State   State     `json:"state,omitempty"` // of the digest, as its record has it
	Parts   []Part    `json:"parts"`
	Due     time.Time `json:"due,omitzero"` // its place in the index, at most a little before anything is due; zero: finished

	rev int64
}

// Next returns the part that is to be posted next, and when; ok is false where
// none is left.
func (o Outbox) Next() (p Part, due time.Time, ok bool) {
	i := slices.IndexFunc(o.Parts, func(p Part) bool { return !p.State.final() })
	if i < 0 {
		return Part{}, time.Time{}, false
	}
	return o.Parts[i], o.Parts[i].due(), true
}

// Finished reports whether no part will change any more.
func (o Outbox) Finished() bool {
	return !slices.ContainsFunc(o.Parts, func(p Part) bool { return !p.State.final() })
}

func (o *Outbox) part(number int) *Part {
	for i := range o.Parts {
		if o.Parts[i].Number == number {
			return &o.Parts[i]
		}
	}
	return nil
}

// Why a part cannot be had, or a digest not be closed or planned.
var (
	ErrLost       = errors.New("this part has another owner, or is finished")
	ErrUnfinished = errors.New("the digest before is not finished: close it first")
	ErrUnsure     = errors.New("a part may have been posted, and has to be looked for first")
	ErrEarlier    = errors.New("an earlier part is not finished")
)

// DuplicateError is a part that was posted twice: the message TS is the one
// that stays.
type DuplicateError struct{ TS string }

func (e DuplicateError) Error() string { return "posted already, as message " + e.TS }

// WaitError is a part with which nothing may be done yet.
type WaitError struct{ Until time.Time }

func (e WaitError) Error() string { return "not before " + moment(e.Until) }

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// freeze writes parts' bytes, named by their sums, as items that nothing refers
// to yet, and returns their places in an outbox.
func (s *Store) freeze(ctx context.Context, now, expires time.Time, digest string, parts ...Frozen) ([]Part, error) {
	out := make([]Part, len(parts))
	for i, f := range parts {
		body, err := json.Marshal(f.Body) // the form in which it comes back
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", f.Number, err)
		}
		out[i] = Part{Number: f.Number, Parent: f.Parent, SHA: sumOf(body), Stories: f.Stories, State: PartPlanned, NotBefore: now}
		w, err := s.put(now, frozenKey(digest, out[i].SHA), 0, expires, f.Body)
		if err != nil {
			return nil, err
		}
		w.If = Any // the name says the bytes
		if err := s.write(ctx, now, []Write{w}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkParts refuses parts that could never all be posted: each is a reply to
// nobody or to an earlier one that is no reply itself.
func checkParts(parts []Frozen) error {
	seen := map[int]bool{}
	for _, f := range parts {
		if f.Number < 0 || seen[f.Number] {
			return fmt.Errorf("part %d: negative, or twice", f.Number)
		}
		if f.Parent != NoParent && !seen[f.Parent] {
			return fmt.Errorf("part %d: replies to part %d, which is not before it", f.Number, f.Parent)
		}
		seen[f.Number] = true
	}
	return nil
}

// Outbox returns the outbox of a reader's last digest; ErrNotKept where it has
// none.
func (s *Store) Outbox(ctx context.Context, now time.Time, reader string) (Outbox, error) {
	h, err := s.Head(ctx, now, reader)
	if err != nil {
		return Outbox{}, err
	}
	if h.Digest == "" {
		return Outbox{}, fmt.Errorf("digests of %s: %w", reader, ErrNotKept)
	}
	return s.OutboxOf(ctx, now, h.Digest)
}

// OutboxOf returns a digest's outbox; ErrNotKept where it was not planned in
// parts.
func (s *Store) OutboxOf(ctx context.Context, now time.Time, digest string) (o Outbox, err error) {
	there, err := s.get(ctx, now, outboxKey(digest))
	if err != nil {
		return o, err
	}
	i, ok := there[outboxKey(digest)]
	if !ok {
		return o, fmt.Errorf("parts of digest %s: %w", digest, ErrNotKept)
	}
	err = s.read(i, &o)
	o.rev = i.Rev
	return o, err
}

// change does one step of an outbox's state machine: do changes the outbox, and
// one batch writes it, its place in the index, and its digest's record where
// the state of that follows.
func (s *Store) change(ctx context.Context, now time.Time, digest string, do func(*Outbox) error) error {
	err := again(func() error {
		o, err := s.OutboxOf(ctx, now, digest)
		if err != nil {
			return err
		}
		was := o.Due
		if err := do(&o); err != nil {
			return err
		}
		told, err := s.followParts(ctx, now, &o)
		if err != nil {
			return err
		}
		batch, err := s.writesOf(now, &o, was)
		if err != nil {
			return err
		}
		return s.write(ctx, now, append(batch, told...))
	})
	if err != nil {
		return fmt.Errorf("parts of digest %s: %w", digest, err)
	}
	return nil
}

// early is how much earlier than anything is due an outbox's place in the index
// may be. Most steps of posting take seconds, and leave it where it is: then the
// outbox alone is written, at a sixth of the price. It is never later.
const early = 2 * time.Minute

// writesOf writes an outbox and moves its place in the index from where it was,
// if that is too late or too early.
func (s *Store) writesOf(now time.Time, o *Outbox, was time.Time) ([]Write, error) {
	o.Due = time.Time{}
	if _, due, ok := o.Next(); ok {
		o.Due = due
		if due.IsZero() {
			o.Due = now
		}
		if !was.IsZero() && !was.After(o.Due) && o.Due.Sub(was) <= early {
			o.Due = was
		}
	}
	expires := now.Add(keepDigest)
	w, err := s.put(now, outboxKey(o.Digest), o.rev, expires, o)
	if err != nil {
		return nil, err
	}
	batch := []Write{w}
	if !was.IsZero() && !was.Equal(o.Due) {
		batch = append(batch, remove(waitingKey(was, o.Digest), Any))
	}
	if !o.Due.IsZero() && !was.Equal(o.Due) {
		w, err := s.put(now, waitingKey(o.Due, o.Digest), 0, expires, Waiting{o.Reader, o.Channel})
		if err != nil {
			return nil, err
		}
		w.If = Any
		batch = append(batch, w)
	}
	return batch, nil
}

// Waiting is a reader whose digest has parts to be posted, and its channel.
type Waiting struct {
	Reader  string `json:"reader"`
	Channel string `json:"channel"`
}

// Waiting returns the readers whose digests have parts due and unposted, or due
// in two minutes at most, the longest waiting first. Who wakes them looks.
func (s *Store) Waiting(ctx context.Context, now time.Time) ([]Waiting, error) {
	items, err := s.query(ctx, now, waitingPartition, "", moment(now.Add(1)))
	if err != nil {
		return nil, fmt.Errorf("which digests wait: %w", err)
	}
	out := make([]Waiting, len(items))
	for i, it := range items {
		if err := s.read(it, &out[i]); err != nil {
			return nil, err
		}
	}
	return unique(out, func(w Waiting) string { return w.Reader }), nil
}
