package deliver

import (
	"context"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/edition"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/schedule"
	"counterpoint/internal/wording"
)

// Plan is a channel's digest that is to be made and written down with its
// messages, on AWS and in one local process alike.
type Plan struct {
	edition.Round
	ByHand   bool                       // somebody asked for it, and gets an answer on a quiet day too
	Late     bool                       // it says when it was due
	Evidence func(digest string) string // address of its evidence page; empty for none
}

// Write makes the digest and writes it down. Where nothing is new and the
// channel does not want to hear so, nothing is written down, and parts is 0:
// what adds nothing today may do so tomorrow.
func (p Plan) Write(ctx context.Context) (d news.Digest, parts int, err error) {
	when, err := schedule.Of(p.Channel)
	if err != nil {
		return d, 0, err
	}
	planned, err := p.Make(ctx)
	if err != nil || planned.Quiet() && p.Channel.SkipQuiet && !p.ByHand {
		return planned.Digest, 0, err
	}
	if p.Late {
		planned.Digest.Title += " · late: it was due at " + wording.At(planned.Digest).Format("15:04")
	}
	if next := when.Next(later(p.Slot, p.Now)); !next.IsZero() && !p.Channel.Paused {
		planned.Digest.Next = &next
	}
	frozen, err := post.Freeze(blocks.Render(planned.Digest, blocks.Options{Buttons: true, Zone: when.Zone, Evidence: p.Evidence(planned.Digest.ID)}))
	if err != nil {
		return planned.Digest, 0, err
	}
	return planned.Digest, len(frozen), planned.TellParts(ctx, p.Now, p.Reader, frozen)
}

// later is the later of two times: however late a digest is, the next comes
// not before now.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
