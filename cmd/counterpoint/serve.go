package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/config"
	"counterpoint/internal/evidence"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
)

type serveCmd struct {
	Config string `default:"counterpoint.yaml" placeholder:"FILE" help:"The configuration; \"counterpoint init\" writes one."`
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Where the channels are shown: an address of this machine."`
}

// Help is shown under "serve --help".
func (serveCmd) Help() string {
	return `Example:
  counterpoint serve
  counterpoint serve --config news/counterpoint.yaml --listen 127.0.0.1:9090

Fetches, makes digests at their times and posts them, until Ctrl-C. Without tokens they go into a
stand-in for Slack, whose channels a browser shows at the address: type /digest now, press the
buttons. Nothing leaves this machine but the requests for feeds and pages.

With the tokens of a Slack app they go into its workspace, and /digest and the buttons are answered
there; this machine needs no public address. docs/slack.md tells how to make the app.
  COUNTERPOINT_SLACK_BOT_TOKEN   the bot token, xoxb-…
  COUNTERPOINT_SLACK_APP_TOKEN   the app-level token, xapp-…
Each may be in a file instead, which the same name with _FILE after it names.`
}

// Run serves until it is interrupted.
func (c serveCmd) Run(s streams) error {
	tokens, err := config.ReadSlackTokens(s.getenv, config.ReadToken)
	if err != nil {
		return err
	}
	r, err := openRound(s, c.Config)
	if err != nil {
		return err
	}
	defer r.close()
	if !tokens.None() {
		return serveSlack(s, r, tokens)
	}
	if err := serveRound(s, r, c.Listen); err != nil {
		return err
	}
	fmt.Fprintln(s.err, "stopped: settings, articles and what was told are kept, the messages of the stand-in are not")
	return nil
}

// serveRound serves a configuration's channels until it is interrupted. First
// are jobs that it begins with.
func serveRound(s streams, r round, address string, first ...command.Job) error {
	if err := r.applyAll(s); err != nil {
		return err
	}
	l, err := listen(s.ctx, address)
	if err != nil {
		return err
	}
	d, err := newServe(s, r, "http://"+l.Addr().String())
	if err != nil {
		return errors.Join(err, l.Close())
	}
	for _, job := range first {
		d.jobs <- job
	}
	srv := &http.Server{Handler: only(l.Addr().String(), d.mux()), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute}
	fmt.Fprintf(s.err, "the channels are shown at http://%s in a stand-in for Slack; Ctrl-C ends it\n", l.Addr())
	var wg sync.WaitGroup
	wg.Go(func() { d.run(s.ctx) })
	wg.Go(func() { <-s.ctx.Done(); _ = srv.Close() })
	err = srv.Serve(l)
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// only answers requests for one host: a name that somebody else points at this
// machine opens nothing. Whoever types localhost is led there.
func only(host string, h http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(host) // as a listener has it
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == net.JoinHostPort("localhost", port) && r.Method == http.MethodGet {
			http.Redirect(w, r, "http://"+host+"/", http.StatusFound)
			return
		}
		if r.Host != host {
			http.Error(w, "ask for http://"+host, http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// listen listens on this machine alone: the view of the channels asks for no
// password.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !net.ParseIP(host).IsLoopback() {
		return nil, usageError(fmt.Sprintf("--listen %q is no address of this machine alone, such as 127.0.0.1:8080", address))
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: another program is there, or the address is not this machine's; name another with --listen, such as --listen 127.0.0.1:8081: %w", address, err)
	}
	return l, nil
}

// applyAll writes the file's channels and feeds into the store.
func (r round) applyAll(s streams) error {
	p, err := goal{round: r}.plan(s, false)
	if err != nil {
		return err
	}
	for i, step := range p.steps {
		fmt.Fprintln(s.err, p.lines[i])
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// serve is one local process: what the functions do on AWS, on this machine.
type serve struct {
	streams streams
	round   round
	fake    *slackfake.Server // nil in a real workspace
	slack   *post.Client
	poster  *post.Poster
	desk    command.Desk
	handler command.Handler
	hooks   *http.Client                                   // for response URLs
	look    func(ctx context.Context, now time.Time) error // whether what stopped posting is put right; nil: nobody knows
	quick   chan command.Job                               // done at once
	jobs    chan command.Job                               // wait for feeds
	tells   chan command.Job                               // digests to be made now
	secret  string                                         // what requests are signed with
	base    string                                         // where evidence pages are; empty: nowhere
	links   evidence.Keys
}

// scratch is a channel of the stand-in that is in no file, so that feeds and
// times can be set by commands, as in a channel that the app is invited to.
const scratch = "scratch"

func newServe(s streams, r round, base string) (*serve, error) {
	secret, token := rand.Text(), "xoxb-"+rand.Text()
	fake := slackfake.New(slackfake.Options{
		Now: s.now, Token: token, URL: base, SigningSecret: secret,
		CommandsURL: base + command.CommandsPath, ActionsURL: base + command.ActionsPath,
	})
	fake.AddUser(slackfake.User{ID: "U0READER", Name: "reader", Admin: true})
	channels, err := r.store.Channels(s.ctx)
	if err != nil {
		return nil, err
	}
	for _, ch := range channels {
		fake.AddChannel(ch.ID, ch.ID)
		setZone(fake, ch)
	}
	if !slices.ContainsFunc(channels, func(ch news.Channel) bool { return ch.By == "slack" }) {
		fake.AddChannel(scratch, scratch)
	}
	verifier, err := command.NewVerifier(secret, s.now)
	if err != nil {
		return nil, err
	}
	d, err := wire(s, r, post.NewClient(post.ClientOptions{Token: token, Transport: fake.Transport()}), post.Identity{Bot: slackfake.BotID}, []byte(rand.Text()), fake.Transport())
	if err != nil {
		return nil, err
	}
	if d.links, err = evidence.NewKeys(rand.Text()+rand.Text(), ""); err != nil {
		return nil, err
	}
	d.fake, d.secret, d.base = fake, secret, base
	d.handler.Verifier, d.handler.Hooks = verifier, base+"/response/"
	return d, nil
}

// setZone has the stand-in show a channel's times in the channel's zone.
func setZone(fake *slackfake.Server, ch news.Channel) {
	if zone, err := time.LoadLocation(ch.Zone); err == nil {
		fake.SetZone(ch.ID, zone)
	}
}

// wire puts a process together that posts with a client, as whom Slack knows
// it. hooks brings answers to response URLs.
func wire(s streams, r round, client *post.Client, id post.Identity, voters []byte, hooks http.RoundTripper) (*serve, error) {
	policy, err := command.NewPolicy(r.cfg.Changes, func(ctx context.Context, user string) (bool, error) { return client.Admin(ctx, s.now(), user) })
	if err != nil {
		return nil, err
	}
	d := &serve{
		streams: s, round: r, slack: client, hooks: newHooks(hooks),
		quick: make(chan command.Job, 100), jobs: make(chan command.Job, 100), tells: make(chan command.Job, 100),
		poster: &post.Poster{Slack: client, Store: r.store, Now: s.now, Owner: "serve", Settle: 30 * time.Second, Bot: id.Bot},
		desk:   command.Desk{Store: r.store, Policy: policy, VoterKey: voters},
	}
	if r.cfg.Delivery == config.AtMostOnce {
		d.poster.Policy = post.AtMostOnce
	}
	d.handler = command.Handler{Desk: d.desk, Now: s.now, Queue: d.queue, Report: func(err error) { s.warn("%v", err) }, Team: id.TeamID}
	return d, nil
}

func (d *serve) mux() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(command.CommandsPath, d.handler)
	mux.Handle(command.ActionsPath, d.handler)
	mux.Handle(evidence.Path, evidence.Handler{Keys: d.links, Store: d.round.store, Now: d.streams.now, Report: func(err error) { d.streams.warn("%v", err) }})
	mux.Handle("/api/", d.fake)
	mux.Handle("/response/", d.fake)
	mux.Handle("/", d.fake.Live())
	return mux
}
