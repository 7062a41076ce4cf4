package doctor_test

import (
	"strings"
	"testing"

	"counterpoint/internal/news"
	"counterpoint/internal/slackfake"
	"counterpoint/internal/store"
)

// A workspace in order, and everything in it that can be wrong.
func TestLocalSlack(t *testing.T) {
	for _, c := range []struct {
		name   string
		scopes []string // nil: all
		spoil  func(*world)
		want   []string
	}{
		{"in order", nil, func(*world) {}, []string{
			"ok     Slack app-level token: Slack takes it, and Socket Mode is on\n",
			"ok     Slack token: the workspace is Counterpoint, the app is @counterpoint\n",
			"ok     Slack scopes: all that are needed\n",
			"ok     channel C0NEWS: the app is in #news\n",
			"ok     time zone of C0NEWS: Europe/London, where it is Mon 2 Mar 09:15\n",
			"ok     digest of C0NEWS: scheduled: yes, next run Tue 3 Mar 2026 08:30 Europe/London, while counterpoint serve runs, which it does not now\n",
		}},
		{"a token that was revoked", nil, func(w *world) { w.slack.Revoke() }, []string{
			"fault  Slack token: the bot token is not taken by Slack (token_revoked) — mend: copy the Bot User OAuth Token again, at https://api.slack.com/apps, your app, OAuth & Permissions: export COUNTERPOINT_SLACK_BOT_TOKEN=xoxb-…\n",
		}},
		{"two scopes missing", []string{"chat:write", "commands", "channels:read", "groups:read"}, func(*world) {}, []string{
			"fault  Slack scopes: channels:history is missing", "mend: add channels:history at https://api.slack.com/apps", "then reinstall the app\n",
			"fault  Slack scopes: groups:history is missing",
		}},
		{"an app-level token that is none", nil, func(w *world) { w.env["COUNTERPOINT_SLACK_APP_TOKEN"] = "xapp-SECRET-other" }, []string{
			"fault  Slack app-level token: Slack does not take the app-level token (invalid_auth) — mend: make another at api.slack.com/apps",
		}},
		{"Socket Mode off", nil, func(w *world) { w.slack.RefuseSockets("socket_mode_not_enabled") }, []string{
			"fault  Slack app-level token: Socket Mode is off for the app (socket_mode_not_enabled) — mend: switch it on at api.slack.com/apps",
		}},
		{"not in the channel", nil, func(w *world) { w.slack.Leave("C0NEWS") }, []string{
			"fault  channel C0NEWS: the app is not in it — mend: type /invite @counterpoint there\n",
		}},
		{"an archived channel", nil, func(w *world) { w.slack.Archive("C0NEWS") }, []string{"fault  channel C0NEWS: it is archived — mend: unarchive it, or choose another\n"}},
		{"no such channel", nil, func(w *world) { w.slack.Remove("C0NEWS") }, []string{"fault  channel C0NEWS: Slack knows no such channel, or it is a private one without the app — mend: check the ID, or type /invite"}},
		{"a name for an ID", nil, func(w *world) { w.write(strings.ReplaceAll(configuration, "C0NEWS", "news")) }, []string{"fault  channel news: this is no channel ID of Slack's — mend: open the channel"}},
		{"Slack does not tell of a channel", nil, func(w *world) {
			w.slack.Fail(slackfake.Fault{Method: "conversations.info", Kind: slackfake.Refuse, Status: 503})
		}, []string{"note   channel C0NEWS: Slack does not tell whether the app is in it (status 503) — counterpoint doctor, once more in a minute\n"}},
		{"Slack is down", nil, func(w *world) {
			w.slack.Fail(slackfake.Fault{Kind: slackfake.Refuse, Status: 503, Times: -1})
		}, []string{
			"fault  Slack app-level token: cannot connect to Slack: it answers with status 503 — mend: counterpoint doctor, once more in a minute\n",
			"fault  Slack token: cannot ask Slack whom the bot token belongs to (status 503) — mend: counterpoint doctor, once more in a minute\n",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, c.scopes...)
			c.spoil(w)
			e, out := w.exam()
			e.Local(t.Context())
			tells(t, e, out.String(), c.want...)
		})
	}
}

// What the store knows is told.
func TestLocalStore(t *testing.T) {
	slack := news.Channel{ID: "C0DESK", By: "slack", Sources: []news.Source{{URL: "https://one.example/rss"}}, Zone: "Europe/London"}
	for _, c := range []struct {
		name  string
		keep  func(*testing.T, *store.Store) error
		spoil func(*world)
		want  []string
	}{
		{"posting to a channel stopped", func(t *testing.T, s *store.Store) error { return park(t, s, "C0NEWS", "not_in_channel") }, nil, []string{
			"fault  posting to C0NEWS: stopped since 2 Mar 09:15 UTC: Slack said not_in_channel — mend: type /invite and the app's name in the channel, then type /digest resume there\n",
		}},
		{"all posting stopped", func(t *testing.T, s *store.Store) error {
			_, err := s.Break(t.Context(), today, "token_revoked")
			return err
		}, nil, []string{"fault  posting: nothing is posted to any channel since 2 Mar 09:15 UTC: Slack said token_revoked — mend: counterpoint serve, once the lines on Slack are right\n"}},
		{"a channel of Slack's", func(t *testing.T, s *store.Store) error { return s.PutChannel(t.Context(), slack) }, func(w *world) { w.slack.AddChannel("C0DESK", "desk") }, []string{
			"ok     channel C0DESK: the app is in #desk\n",
			"note   digest of C0DESK: scheduled: no, no times are set; /digest now brings one — type /digest schedule weekdays 08:30 Europe/London in channel C0DESK\n",
		}},
		{"a channel of Slack's and of the file's", func(t *testing.T, s *store.Store) error {
			ch := slack
			ch.ID = "C0NEWS"
			return s.PutChannel(t.Context(), ch)
		}, nil, []string{"fault  channel C0NEWS: it was set in slack, and the file would change it: counterpoint serve does not start — mend: take it out of "}},
		{"a zone that nobody knows", func(t *testing.T, s *store.Store) error {
			ch := slack
			ch.Zone, ch.Times = "Mars/Olympus", []string{"08:30"}
			return s.PutChannel(t.Context(), ch)
		}, func(w *world) { w.slack.AddChannel("C0DESK", "desk") }, []string{
			"fault  time zone of C0DESK: channel C0DESK: the zone is not known", "mend: type /digest schedule weekdays 08:30 Europe/London in channel C0DESK\n",
		}},
		{"a feed that failed once", failed(1, true), nil, []string{"note   feed https://one.example/rss: when it was last asked, it answers 500; it is asked again at 2 Mar 10:15 UTC\n", "fault  feeds: none of 1 feed answers"}},
		{"a feed that fails", failed(3, true), nil, []string{"fault  feed https://one.example/rss: it answers 500 (3 failures in a row) — mend: counterpoint fetch --all --config ", "fault  feeds: none"}},
		{"a feed that never worked", failed(1, false), nil, []string{"fault  feed https://one.example/rss: it answers 500 (1 failure in a row)", "fault  feeds: none"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.kept(func(s *store.Store) error { return c.keep(t, s) })
			if c.spoil != nil {
				c.spoil(w)
			}
			e, out := w.exam()
			e.Local(t.Context())
			tells(t, e, out.String(), c.want...)
		})
	}
}

// failed keeps of a feed that it failed, after it had worked or not.
func failed(times int, worked bool) func(*testing.T, *store.Store) error {
	return func(t *testing.T, s *store.Store) error {
		src := news.Source{URL: "https://one.example/rss"}
		if err := s.Follow(t.Context(), today, []news.Source{src}); err != nil {
			return err
		}
		taken, err := s.Take(t.Context(), today, src.ID(), hour)
		if err != nil {
			return err
		}
		f := taken.Feed
		f.Tried, f.Next, f.Failures, f.Reason = today, today.Add(hour), times, "answers 500"
		if worked {
			f.Worked = today.Add(-hour)
		}
		_, err = s.SaveFeed(t.Context(), today, taken, f, nil)
		return err
	}
}
