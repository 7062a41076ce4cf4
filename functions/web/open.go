package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"counterpoint/internal/command"
	"counterpoint/internal/errand"
	"counterpoint/internal/evidence"
	"counterpoint/internal/lambdaenv"
	"counterpoint/internal/queue"
)

// newFunction reads what the function is configured with, and wires it.
func newFunction(ctx context.Context, getenv func(string) string, now func() time.Time) (function, error) {
	s, err := lambdaenv.ReadWeb(getenv)
	secrets, err2 := lambdaenv.ReadSecrets(ctx, &http.Client{Timeout: 5 * time.Second}, s.AWS, s.Secrets, now)
	var keys evidence.Keys
	var err3 error
	if !secrets.LinkKey.Empty() { // else that is told already
		keys, err3 = evidence.NewKeys(secrets.LinkKey.Reveal(), secrets.PreviousKey.Reveal())
	}
	if err := errors.Join(err, err2, err3); err != nil {
		return function{}, err
	}
	verifier, err := command.NewVerifier(secrets.SigningSecret.Reveal(), now)
	if err != nil {
		return function{}, err
	}
	st, jobs := s.Store(), queue.NewSQS(s.AWS, s.DigestQueue)
	send := func(ctx context.Context, job command.Job) error {
		raw, err := json.Marshal(job)
		if err != nil {
			return err
		}
		return jobs.Send(ctx, errand.Errand{Do: errand.Job, Slot: now().UTC(), Job: raw}.Body(), 0)
	}
	return function{
		settings: s,
		commands: command.Handler{
			Verifier: verifier, Now: now, Queue: send, Team: s.Slack.Team, Hooks: s.Slack.Hooks,
			Desk: command.Desk{Store: st, ReadOnly: true},
		},
		pages: evidence.Handler{Keys: keys, Store: st, Now: now},
	}, nil
}
