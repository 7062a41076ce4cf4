package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/deliver"
	"counterpoint/internal/edition"
	"counterpoint/internal/evidence"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/model/modelopen"
	"counterpoint/internal/news"
	"counterpoint/internal/post"
	"counterpoint/internal/queue"
	"counterpoint/internal/schedule/eventbridge"
)

const (
	toPost = 60 * time.Second // of a run, kept from a model for posting
	settle = 30 * time.Second // how long Slack's history may lag behind
)

// newFunction reads what the function is configured with, and wires it.
func newFunction(ctx context.Context, getenv func(string) string, now func() time.Time) (function, error) {
	var slack *post.Client // of the token, which is read below
	s, err := lambdaenv.ReadDigest(getenv)
	policy, err2 := command.NewPolicy(s.Slack.Changers, func(ctx context.Context, user string) (bool, error) { return slack.Admin(ctx, now(), user) })
	writer, err3 := newWriter(s, now)
	client := &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	secrets, err4 := lambdaenv.ReadSecrets(ctx, client, s.AWS, s.Secrets, now)
	var keys evidence.Keys
	var err5 error
	if !secrets.LinkKey.Empty() { // else that is told already
		keys, err5 = evidence.NewKeys(secrets.LinkKey.Reveal(), secrets.PreviousKey.Reveal())
	}
	if err := errors.Join(err, err2, err3, err4, err5); err != nil {
		return function{}, err
	}
	slack = post.NewClient(post.ClientOptions{Token: secrets.BotToken.Reveal(), URL: s.Slack.API})
	f := function{settings: s}
	f.poster = post.Poster{
		Slack: slack,
		Store: s.Store(), Now: now, Settle: settle,
	}
	if s.AtMostOnce {
		f.poster.Policy = post.AtMostOnce
	}
	f.deliverer = deliver.Deliverer{
		Store: f.poster.Store, Desk: command.Desk{Store: f.poster.Store, Policy: policy, VoterKey: secrets.VoterKey()},
		Digests: queue.NewSQS(s.AWS, s.DigestQueue), Feeds: queue.NewSQS(s.AWS, s.FetchQueue),
		Reschedule: reschedule(s), Now: now, CatchUp: s.CatchUp, Writer: writer, Links: keys, Public: s.Slack.Public, Answer: answerer{client, s.Slack.Hooks}.send,
	}
	return f, nil
}

// newWriter makes what words stories; nil: the engine alone does.
func newWriter(s lambdaenv.Digest, now func() time.Time) (edition.Writer, error) {
	id, ok := strings.CutPrefix(s.Model.Use, "bedrock:")
	if !ok {
		return nil, nil
	}
	w, err := modelopen.Bedrock(s.AWS, id, s.Model, s.Store(), now)
	if err != nil {
		return nil, fmt.Errorf("%w, as the parameters ModelInput and ModelOutput", err)
	}
	return modelopen.InTime{Writer: w, Leave: toPost}, nil
}

// reschedule makes a channel's schedules those of its settings.
func reschedule(s lambdaenv.Digest) func(context.Context, news.Channel) error {
	schedules := eventbridge.New(s.AWS, eventbridge.Target{
		Group: s.ScheduleGroup, Queue: s.DigestQueueARN, Role: s.ScheduleRole, Dead: s.DeadLettersARN, CatchUp: s.CatchUp,
	})
	return func(ctx context.Context, ch news.Channel) error {
		p, err := schedules.PlanChannel(ctx, ch)
		if err != nil {
			return err
		}
		return schedules.Apply(ctx, p)
	}
}
