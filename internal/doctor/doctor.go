// Package doctor looks whether an installation can do its work, and tells of
// each thing that it looked at whether it is in order; of what is not, with
// what to type so that it is.
//
// It looks, and changes nothing: it asks services what they have, reads the
// store, and asks no feed unless told to, as what the last fetch learnt is kept.
// What it cannot see (a store that is in use, a workspace without a token) it
// says, and goes on with the rest. No secret is printed; of one it is told where
// it stands and what is wrong with its form.
//
// The method is that of brew doctor and flutter doctor: a line a check, a mark,
// and the command that mends it.
package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/config"
	"counterpoint/internal/feed"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

// Exam is an examination. Out, File, Getenv and Now are needed.
type Exam struct {
	Out    io.Writer // takes a line a check
	File   string    // the configuration
	Getenv func(string) string
	Now    func() time.Time
	Slack  string   // base of Slack's API; empty: Slack's own
	Ask    feed.Ask // asks feeds now; nil: what is kept of the last asking is told

	faults int
}

// Faults is how many things are not in order.
func (e *Exam) Faults() int { return e.faults }

// ok tells of what is in order.
func (e *Exam) ok(what, format string, args ...any) { e.line("ok", what, "", format, args...) }

// note tells of what is nobody's fault: a choice, or what could not be looked
// at. then is what to do for another; it may be empty.
func (e *Exam) note(what, then, format string, args ...any) {
	e.line("note", what, then, format, args...)
}

// fault tells of what is not in order, and what mends it.
func (e *Exam) fault(what, mend, format string, args ...any) {
	e.faults++
	e.line("fault", what, "mend: "+mend, format, args...)
}

// faultOf tells of an error that says itself what to do, after its first colon.
func (e *Exam) faultOf(what string, err error) {
	for line := range strings.Lines(err.Error()) {
		said, mend, told := strings.Cut(strings.TrimSpace(line), ": ")
		if !told {
			mend = "counterpoint doctor, once more in a minute"
		}
		e.fault(what, mend, "%s", said)
	}
}

const longest = 600 // of a line's parts, in letters: what others say is bounded

func (e *Exam) line(mark, what, then, format string, args ...any) {
	said := wording.Shorten(wording.Clean(fmt.Sprintf(format, args...)), longest)
	if then != "" {
		said += " — " + wording.Shorten(wording.Clean(then), longest)
	}
	fmt.Fprintf(e.Out, "%-5s  %s: %s\n", mark, wording.Clean(what), said)
}

// config reads the file. Broken reports whether it cannot be used as it is; what
// could be read of it is returned all the same.
func (e *Exam) config(needed bool) (cfg config.Config, broken bool) {
	if _, err := os.Stat(e.File); errors.Is(err, fs.ErrNotExist) {
		if needed {
			e.fault("config", "counterpoint init "+e.File, "there is no %s", e.File)
		} else {
			e.note("config", "--config names another", "there is no %s here: the channels are looked at as they are deployed", e.File)
		}
		return cfg, needed
	}
	cfg, err := config.Read(e.File)
	for _, w := range cfg.Warnings {
		e.note("config", "", "%s", w)
	}
	faults, ok := errors.AsType[config.Faults](err)
	switch {
	case ok:
		for _, f := range faults {
			e.fault("config", fmt.Sprintf("$EDITOR +%d %s", max(f.Line, 1), e.File), "%s", f)
		}
	case err != nil:
		e.fault("config", "chmod u+r "+e.File, "%v", err)
	default:
		sources := sourcesOf(cfg.Channels)
		e.ok("config", "%s has %s with %s", e.File, wording.Count(len(cfg.Channels), "channel"), wording.Count(len(sources), "feed"))
	}
	return cfg, err != nil
}

// sourcesOf are the feeds of channels, each once.
func sourcesOf(channels []news.Channel) []news.Source {
	var out []news.Source
	seen := map[string]bool{}
	for _, ch := range channels {
		for _, s := range ch.Sources {
			if !seen[s.URL] {
				seen[s.URL] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// stopped tells whether all posting is stopped.
func (e *Exam) stopped(ctx context.Context, s *store.Store, mend string) {
	st, err := s.Circuit(ctx, e.Now())
	switch {
	case err != nil:
		e.unread(err)
	case st != nil:
		e.fault("posting", mend, "nothing is posted to any channel since %s: Slack said %s", moment(st.Since), st.Reason)
	}
}

// parked tells whether posting to a channel is stopped.
func (e *Exam) parked(ctx context.Context, s *store.Store, channel string) {
	st, err := s.Parked(ctx, e.Now(), channel)
	switch {
	case err != nil:
		e.unread(err)
	case st != nil:
		e.fault("posting to "+channel, letIn(st.Reason)+", then type /digest resume there", "stopped since %s: Slack said %s", moment(st.Since), st.Reason)
	}
}

// letIn is what somebody does about Slack's refusal to post to a channel.
func letIn(code string) string {
	switch {
	case slices.Contains([]string{"not_in_channel", "channel_not_found"}, code):
		return "type /invite and the app's name in the channel"
	case code == "is_archived":
		return "unarchive the channel"
	case strings.HasPrefix(code, "restricted_action"):
		return "let the app post, in the channel's settings, Posting permissions"
	}
	return "ask an admin of the workspace what keeps the app from posting"
}

// unread tells that the store does not answer.
func (e *Exam) unread(err error) {
	e.fault("store", cmp.Or(denied(err, "dynamodb:Query and dynamodb:BatchGetItem"), "counterpoint doctor, once more"), "%s", why(err))
}

func moment(t time.Time) string { return t.UTC().Format("2 Jan 15:04 UTC") }
