package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/logging"

	"counterpoint/internal/config"
	"counterpoint/internal/doctor"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/wording"
)

type doctorCmd struct {
	Config string `default:"counterpoint.yaml" placeholder:"FILE" help:"The configuration (${default})."`
	Local  bool   `help:"Look at the set-up on this machine: the store, serve, Slack's tokens where they are set."`
	Stack  string `default:"counterpoint" placeholder:"NAME" help:"The stack that was deployed to AWS (${default})."`
	Feeds  bool   `help:"Ask every feed now. Without, what came of its last asking is told."`
}

// Help is shown under "doctor --help".
func (doctorCmd) Help() string {
	return `Example:
  counterpoint doctor --local
  counterpoint doctor --local --config news/counterpoint.yaml --feeds
  counterpoint doctor --stack counterpoint

Looks, and changes nothing: a line for each thing, with "ok", "fault" and what mends it, or "note"
for a choice and for what could not be seen. It tells for each channel whether a digest is
scheduled and when the next one comes. Without --local it looks at a deployment on AWS, with the
credentials and the region that the AWS CLI uses. It ends with 1 where there is a fault.`
}

// awsOptions say how AWS is reached. What a test replaces; main leaves it alone.
type awsOptions func(context.Context) (aws.Config, error)

// cloud is how AWS is reached: as its CLI does it.
func (s streams) cloud() (aws.Config, error) {
	load := s.aws
	if load == nil {
		load = func(ctx context.Context) (aws.Config, error) {
			return awsconfig.LoadDefaultConfig(ctx, awsconfig.WithLogger(logging.Nop{}))
		}
	}
	cfg, err := load(s.ctx)
	if err != nil {
		return aws.Config{}, fmt.Errorf("the settings of the AWS CLI cannot be read: aws configure mends them: %w", err)
	}
	return cfg, nil
}

// Run looks at everything.
func (c doctorCmd) Run(s streams) error {
	e := &doctor.Exam{Out: s.out, File: c.Config, Getenv: s.getenv, Now: s.now, Slack: s.slack.api}
	if c.Feeds {
		client, err := c.client(s)
		if err != nil {
			return err
		}
		defer client.Close()
		e.Ask = client.Get
	}
	if c.Local {
		e.Local(s.ctx)
	} else {
		cfg, err := s.cloud()
		if err != nil {
			return err
		}
		e.Deployed(s.ctx, cfg, c.Stack)
	}
	if n := e.Faults(); n > 0 {
		return errors.New(wording.Count(n, "fault"))
	}
	return nil
}

// client asks feeds as a fetch does. A broken file has no contact.
func (c doctorCmd) client(s streams) (*web.Client, error) {
	cfg, _ := config.Read(c.Config) // the examination tells what is wrong with it
	return round{cfg: cfg}.client(s)
}
