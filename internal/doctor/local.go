package doctor

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/socket"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// Local examines the set-up on one machine: the file, its store, and Slack
// where tokens are set.
func (e *Exam) Local(ctx context.Context) {
	cfg, broken := e.config(true)
	s, busy, done := e.openStore(cfg.Store)
	defer done()
	channels := cfg.Channels
	if s != nil {
		channels = e.joined(ctx, s, cfg.Channels)
	}
	w := e.tokens(ctx)
	if s != nil {
		e.stopped(ctx, s, "counterpoint serve, once the lines on Slack are right")
	}
	for _, ch := range channels {
		e.member(ctx, w, ch.ID)
		if s != nil {
			e.parked(ctx, s, ch.ID)
		}
		if broken {
			e.fault("digest of "+ch.ID, "put "+e.File+" right, as the lines on config say", "scheduled: no, counterpoint serve does not start with such a file")
		} else if sched, ok := e.zone(ch); ok {
			e.digest(ch, sched, nil, serving(busy))
		}
	}
	e.feeds(ctx, channels, s, "counterpoint fetch --all --config "+e.File)
}

// serving says on what digests hang here. That the store is in use need not
// mean that serve runs.
func serving(busy bool) string {
	if busy {
		return ", while counterpoint serve runs"
	}
	return ", while counterpoint serve runs, which it does not now"
}

// openStore opens the store, if it is there and nobody has it; otherwise it is
// nil, and busy tells whether somebody has it.
func (e *Exam) openStore(path string) (s *store.Store, busy bool, done func()) {
	done = func() {}
	if path == "" {
		return nil, false, done
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		dir := filepath.Dir(path)
		if _, err := os.Stat(dir); err != nil {
			e.fault("store", "mkdir -p "+dir, "%s cannot be made: there is no folder %s", path, dir)
		} else {
			e.note("store", "counterpoint fetch, or counterpoint serve", "%s is not there yet: the first run makes it", path)
		}
		return nil, false, done
	}
	db, err := bolt.Open(path, "counterpoint doctor")
	if held, ok := errors.AsType[bolt.InUseError](err); ok {
		e.note("store", "to see them, stop it and run counterpoint doctor again", "%s is in use by %s: what was set in Slack, what is parked and how feeds answered is not seen", path, held.Holder)
		return nil, true, done
	}
	if err != nil {
		e.faultOf("store", err)
		return nil, false, done
	}
	e.ok("store", "%s can be read and written", path)
	return store.New(db), false, func() { _ = db.Close() } // it was only looked at
}

// joined are the channels as serve has them: those of the file, and those that
// were set in Slack.
func (e *Exam) joined(ctx context.Context, s *store.Store, file []news.Channel) []news.Channel {
	kept, err := s.Channels(ctx)
	if err != nil {
		e.unread(err)
	}
	out := slices.Clone(file)
	for _, ch := range kept {
		named := slices.ContainsFunc(file, func(f news.Channel) bool { return f.ID == ch.ID })
		switch {
		case named && ch.By != "file":
			e.fault("channel "+ch.ID, "take it out of "+e.File, "it was set in %s, and the file would change it: counterpoint serve does not start", ch.By)
		case !named && ch.By != "file": // serve removes what the file no longer has
			out = append(out, ch)
		}
	}
	return out
}

// tokens looks at Slack's tokens. Without, serve has a stand-in for Slack.
func (e *Exam) tokens(ctx context.Context) *workspace {
	tokens, err := config.ReadSlackTokens(e.Getenv, config.ReadToken)
	if err != nil {
		e.faultOf("Slack tokens", err)
		return nil
	}
	if tokens.None() {
		e.note("Slack tokens", "for a workspace, docs/slack.md", "none are set: counterpoint serve shows the channels in a stand-in for Slack")
		return nil
	}
	if err := socket.Check(ctx, socket.Options{Token: tokens.App.Reveal(), URL: e.Slack, Now: e.Now, HTTP: http.DefaultTransport}); err != nil && strings.HasPrefix(err.Error(), "cannot ") {
		e.fault("Slack app-level token", "counterpoint doctor, once more in a minute", "%v", err)
	} else if err != nil {
		e.faultOf("Slack app-level token", err)
	} else {
		e.ok("Slack app-level token", "Slack takes it, and Socket Mode is on")
	}
	return e.workspace(ctx, tokens.Bot, "export COUNTERPOINT_SLACK_BOT_TOKEN=xoxb-…")
}
