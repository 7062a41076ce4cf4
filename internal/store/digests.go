package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"counterpoint/internal/news"
)

// State is how far a digest has got.
type State string

// The states of a digest. Skipped ones were never made; closed ones were given
// up in part or whole when the next one came.
const (
	Planned State = "planned"
	Posting State = "posting"
	Posted  State = "posted"
	Closed  State = "closed"
	Skipped State = "skipped"
)

// after holds which state may follow which. What is posted, closed or skipped
// stays so.
func (s State) after(old State) bool {
	switch old {
	case Planned:
		return s == Posting || s == Posted || s == Closed || s == Skipped
	case Posting:
		return s == Planned || s == Posted || s == Closed
	case Posted, Closed, Skipped:
		return false
	}
	return false
}

// ErrState is a change of state that may not be.
var ErrState = errors.New("a digest cannot go from one of these states to the other")

// Told is what a reader was told in a digest, or is about to be.
type Told struct {
	Digest   string      `json:"digest"`
	Slot     time.Time   `json:"slot"` // the time that it was due
	State    State       `json:"state"`
	Articles []string    `json:"articles"`
	Stories  []ToldStory `json:"stories"`
	// Cited are the articles that it cites, as it read them: Plan keeps them with
	// the digest, and Store.Cited returns them. A record that is read has none.
	Cited []news.Article `json:"-"`
	// From is set in a mark that Start wrote, which is no digest: nothing stamped
	// before is news to the reader.
	From time.Time `json:"from,omitzero"`

	rev int64
}

// ToldStory is a story of a told digest.
type ToldStory struct {
	ID       string   `json:"id"`
	Headline string   `json:"headline"`
	Articles []string `json:"articles"`
}

// Head is the last digest of a reader, and the condition on which the next is
// planned: that it is still the last. The zero Head is that of a reader who was
// told nothing.
type Head struct {
	Digest string
	rev    int64
}

// kept is the stored form of a Head.
type keptHead struct {
	Digest string `json:"digest"`
}

// body says where a digest's JSON is: in parts, named by its SHA-256, so that
// two plans with one ID cannot mix.
type body struct {
	SHA   string `json:"sha"`
	Parts int    `json:"parts"`
	Cited int    `json:"cited,omitempty"` // items of what it cites
}

func (b body) key(digest string, part int) Key {
	return Key{digestKey(digest).PK, fmt.Sprintf("body#%s#%04d", b.SHA, part)}
}

func (b body) citedKey(digest string, n int) Key {
	return Key{digestKey(digest).PK, fmt.Sprintf("cited#%s#%04d", b.SHA, n)}
}

// Head returns a reader's head. Who plans a digest reads it first, before the
// window and what was told, so that the plan fails where they have changed.
func (s *Store) Head(ctx context.Context, now time.Time, reader string) (Head, error) {
	there, err := s.get(ctx, now, readerKey(reader))
	if err != nil {
		return Head{}, err
	}
	i, ok := there[readerKey(reader)]
	if !ok {
		return Head{}, nil
	}
	var h keptHead
	err = s.read(i, &h)
	return Head{Digest: h.Digest, rev: i.Rev}, err
}

// Plan records that a reader is to be told a digest. The digest's parts and the
// articles that it cites are written first, as nothing refers to them; then one
// batch writes the record and moves the reader's head. ErrConflict means that
// somebody else planned since the head was read, or that the digest's ID is
// taken.
func (s *Store) Plan(ctx context.Context, now time.Time, reader string, old Head, t Told, d news.Digest) error {
	return s.plan(ctx, now, reader, old, t, d, nil)
}

// PlanParts is Plan for a digest that is to be posted in parts: their frozen
// bytes are written first too, and the one batch puts the outbox as well, and
// its place in the index of what waits. ErrUnfinished means that the digest
// before is neither posted nor closed: who made this one has to close that one,
// and make this one anew, from what was told then.
func (s *Store) PlanParts(ctx context.Context, now time.Time, reader string, old Head, t Told, d news.Digest, channel string, parts []Frozen) error {
	if len(parts) == 0 || t.State != Planned {
		return fmt.Errorf("digest %s: %s, in %d parts: nothing to be posted", d.ID, t.State, len(parts))
	}
	if err := checkParts(parts); err != nil {
		return fmt.Errorf("digest %s: %w", d.ID, err)
	}
	if old.Digest != "" {
		// Finished is final, so that this holds when the batch is written.
		switch before, err := s.OutboxOf(ctx, now, old.Digest); {
		case errors.Is(err, ErrNotKept): // printed, or long ago
		case err != nil:
			return err
		case !before.Finished():
			return fmt.Errorf("digest %s: %w", d.ID, ErrUnfinished)
		}
	}
	places, err := s.freeze(ctx, now, now.Add(keepDigest), d.ID, parts...)
	if err != nil {
		return fmt.Errorf("digest %s: %w", d.ID, err)
	}
	o := Outbox{Digest: d.ID, Reader: reader, Channel: channel, Slot: t.Slot, State: t.State, Parts: places}
	writes, err := s.writesOf(now, &o, time.Time{})
	if err != nil {
		return fmt.Errorf("digest %s: %w", d.ID, err)
	}
	return s.plan(ctx, now, reader, old, t, d, writes)
}

func (s *Store) plan(ctx context.Context, now time.Time, reader string, old Head, t Told, d news.Digest, more []Write) error {
	if t.Digest == "" || t.Digest != d.ID {
		return fmt.Errorf("digest %q: its record names digest %q", d.ID, t.Digest)
	}
	expires := now.Add(keepDigest)
	b, err := s.writeBody(ctx, now, expires, d)
	if err != nil {
		return fmt.Errorf("digest %s: %w", d.ID, err)
	}
	if b.Cited, err = s.writeCited(ctx, now, expires, d.ID, b, t.Cited); err != nil {
		return fmt.Errorf("digest %s: keep what it cites: %w", d.ID, err)
	}
	record, err1 := s.put(now, toldKey(reader, t), 0, expires, t)
	index, err2 := s.put(now, digestKey(d.ID), 0, expires, b)
	head, err3 := s.put(now, readerKey(reader), old.rev, expires, keptHead{d.ID})
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if err := s.write(ctx, now, append([]Write{record, index, head}, more...)); err != nil {
		return fmt.Errorf("digest %s: %w", d.ID, err)
	}
	return nil
}

// writeBody writes a digest's JSON in parts.
func (s *Store) writeBody(ctx context.Context, now, expires time.Time, d news.Digest) (body, error) {
	data, err := s.c.encode(d)
	if err != nil {
		return body{}, err
	}
	sum := sha256.Sum256(data)
	b := body{SHA: hex.EncodeToString(sum[:8])}
	for part := range slices.Chunk(data, partBytes) {
		w := mark(b.key(d.ID, b.Parts), expires)
		w.Item.Data = part
		if err := s.write(ctx, now, []Write{w}); err != nil {
			return body{}, err
		}
		b.Parts++
	}
	return b, nil
}

// Told returns what a reader was told in the slots from a time on, in order.
func (s *Store) Told(ctx context.Context, now time.Time, reader string, from time.Time) ([]Told, error) {
	items, err := s.query(ctx, now, readerKey(reader).PK, toldAt(from), "told$") // $ follows #
	if err != nil {
		return nil, fmt.Errorf("read what %s was told: %w", reader, err)
	}
	out := make([]Told, len(items))
	for i, it := range items {
		if err := s.read(it, &out[i]); err != nil {
			return nil, err
		}
		out[i].rev = it.Rev
	}
	return out, nil
}

// SetState moves a told record, as Told or SetState returned it, to a state,
// with what the caller changed in its articles and stories: a digest that is
// closed half posted told its posted half. ErrConflict means that somebody else
// changed it since; ErrState that the state cannot follow.
func (s *Store) SetState(ctx context.Context, now time.Time, reader string, t Told, state State) (Told, error) {
	if t.rev == 0 {
		return t, fmt.Errorf("digest %s: its record was not read: %w", t.Digest, ErrConflict)
	}
	if !state.after(t.State) {
		return t, fmt.Errorf("digest %s: %s to %s: %w", t.Digest, t.State, state, ErrState)
	}
	next := t
	next.State = state
	w, err := s.put(now, toldKey(reader, t), t.rev, now.Add(keepDigest), next)
	if err != nil {
		return t, err
	}
	if err := s.write(ctx, now, []Write{w}); err != nil {
		return t, fmt.Errorf("digest %s: %w", t.Digest, err)
	}
	next.rev = w.Item.Rev
	return next, nil
}

// bodyOf says where a digest's JSON is, and what it cites.
func (s *Store) bodyOf(ctx context.Context, now time.Time, id string) (b body, err error) {
	there, err := s.get(ctx, now, digestKey(id))
	if err != nil {
		return b, err
	}
	i, ok := there[digestKey(id)]
	if !ok {
		return b, fmt.Errorf("digest %s: %w", id, ErrNotKept)
	}
	err = s.read(i, &b)
	return b, err
}

// Digest returns a planned digest; ErrNotKept where there is none of this ID.
func (s *Store) Digest(ctx context.Context, now time.Time, id string) (d news.Digest, err error) {
	b, err := s.bodyOf(ctx, now, id)
	if err != nil {
		return d, err
	}
	keys := make([]Key, b.Parts)
	for part := range keys {
		keys[part] = b.key(id, part)
	}
	parts, err := s.get(ctx, now, keys...)
	if err != nil {
		return d, err
	}
	var data []byte
	for _, k := range keys {
		data = append(data, parts[k].Data...)
	}
	if err := s.c.decode(data, &d); err != nil {
		return d, fmt.Errorf("digest %s: cannot be read: %w", id, err)
	}
	return d, nil
}
