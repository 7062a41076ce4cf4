package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"counterpoint/internal/config"
	"counterpoint/internal/deployment"
	"counterpoint/internal/news"
	"counterpoint/internal/pause"
	"counterpoint/internal/schedule/eventbridge"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// Deployed examines what template.yaml deployed under the name of a stack: the
// stack's outputs and parameters name everything else.
func (e *Exam) Deployed(ctx context.Context, cfg aws.Config, name string) {
	file, broken := e.config(false)
	c := cloud{Exam: e, aws: cfg, name: name}
	if !c.identity(ctx) {
		return
	}
	st, ok := c.stack(ctx)
	if !ok {
		return
	}
	table := c.table(ctx, st.Table)
	fetchQueue, digestQueue := c.queues(ctx, st)
	c.functions(ctx, st, fetchQueue, digestQueue)
	token := c.secrets(ctx, st)
	c.own(ctx)
	w := c.slack(ctx, token, st)
	if !table {
		e.note("channels", "put the table right first", "they are not looked at")
		return
	}
	s := store.New(dynamo.New(dynamodb.NewFromConfig(cfg), st.Table, pause.For))
	channels, err := s.Channels(ctx)
	if err != nil {
		e.unread(err)
		return
	}
	e.stopped(ctx, s, "put right what the lines on Slack say: posting goes on by itself within five minutes")
	if !broken {
		c.applied(channels, file.Channels)
	}
	plan, known := c.schedules(ctx, st, digestQueue, channels)
	c.channels(ctx, s, w, channels, plan, known)
	e.feeds(ctx, channels, s, "type /digest add and its address in its channel")
}

// channels tells of each channel whether the app can post there and when it
// will.
func (c cloud) channels(ctx context.Context, s *store.Store, w *workspace, channels []news.Channel, plan eventbridge.Plan, known bool) {
	for _, ch := range channels {
		c.member(ctx, w, ch.ID)
		c.parked(ctx, s, ch.ID)
		sched, ok := c.zone(ch)
		if !ok {
			continue
		}
		switch {
		case known:
			c.digest(ch, sched, c.lacking(ch, sched, plan), "")
		default:
			c.note("digest of "+ch.ID, "put the schedule group right first", "scheduled: not known")
		}
	}
	if known {
		c.leftOver(channels, plan)
	}
	if len(channels) == 0 {
		c.fault("channels", c.apply()+", or /digest add in a channel", "there are none")
	}
}

// applied tells which channels of the file are not as they are deployed.
func (c cloud) applied(there, file []news.Channel) {
	for _, ch := range file {
		i := slices.IndexFunc(there, func(t news.Channel) bool { return t.ID == ch.ID })
		switch {
		case i < 0:
			c.fault("channel "+ch.ID, c.apply(), "it stands in %s and is not deployed", c.File)
		case there[i].By != ch.By:
			c.fault("channel "+ch.ID, "take it out of "+c.File, "it was set in %s, and the file would change it", there[i].By)
		case !reflect.DeepEqual(there[i], ch):
			c.fault("channel "+ch.ID, c.apply(), "it is deployed with other settings than %s has", c.File)
		}
	}
}

// cloud is a deployment that is looked at.
type cloud struct {
	*Exam
	aws  aws.Config
	name string // of the stack
}

// deploy is what deploys the stack again.
func (c cloud) deploy() string { return "sam build && sam deploy --stack-name " + c.name }

// putBack is what makes anew what should be there: a deployment leaves alone what
// it made once, though somebody took it away since.
func (c cloud) putBack() string {
	return c.deploy() + "; what was changed by hand is put back as docs/deploy.md says (Changed by hand)"
}

// replace is what puts another secret in the place of one, and has the functions
// read it.
func (c cloud) replace(name, value string) string {
	return put(name, value) + " && " + c.deploy() + " --parameter-overrides SecretsVersion=$(date +%s)"
}

// identity tells as whom AWS is asked.
func (c cloud) identity(ctx context.Context) bool {
	if c.aws.Region == "" {
		c.fault("credentials", "export AWS_REGION=eu-central-1, or where it is deployed", "no region is set")
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	const mend = "aws configure, or aws sso login; export AWS_PROFILE=… names one of several"
	if _, err := c.aws.Credentials.Retrieve(ctx); err != nil {
		c.fault("credentials", mend, "none are found for AWS")
		return false
	}
	who, err := sts.NewFromConfig(c.aws).GetCallerIdentity(ctx, nil)
	if err != nil {
		c.fault("credentials", mend, "AWS does not take them: %s", why(err))
		return false
	}
	c.ok("credentials", "%s in region %s", aws.ToString(who.Arn), c.aws.Region)
	return true
}

// slack asks Slack about the bot token of the deployment.
func (c cloud) slack(ctx context.Context, token config.Secret, st deployment.Stack) *workspace {
	if token.Empty() {
		c.note("Slack token", "put the parameters right first", "Slack is not asked")
		return nil
	}
	return c.workspace(ctx, token, c.replace(st.Bot, "file://bot-token"))
}

// patience is for one look at a service.
const patience = 20 * time.Second

// failed tells that a service does not answer; mend is for where it has not
// what is asked for.
func (c cloud) failed(what, action, mend string, err error) {
	if refused := denied(err, action); refused != "" {
		mend = refused
	} else if _, ok := errors.AsType[smithy.APIError](err); !ok {
		mend = "counterpoint doctor, once more in a minute"
	}
	c.fault(what, mend, "%s", why(err))
}

// denied is what mends that AWS does not let the operator look; empty where the
// error is another. The action is the one asked for, where AWS names none: for a
// secret under a key of the account's own it is another one.
func denied(err error, action string) string {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok || !slices.Contains([]string{"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}, api.ErrorCode()) {
		return ""
	}
	if _, named, ok := strings.Cut(api.ErrorMessage(), "not authorized to perform: "); ok {
		action, _, _ = strings.Cut(named, " ")
	}
	return "allow " + action + " to whom the line on credentials names"
}

// why is an error of a service in a few words: no address, no request.
func why(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return fmt.Sprintf("%s: %s", api.ErrorCode(), api.ErrorMessage())
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return "it cannot be reached: " + u.Err.Error()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "it does not answer"
	}
	return err.Error()
}
