package doctor_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"counterpoint/internal/config"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// deployed is a workspace, and an account with its deployment in it.
type deployed struct {
	*world
	*account
	cfg aws.Config
}

// newDeployed applies the world's configuration.
func newDeployed(t *testing.T) deployed {
	d := deployed{world: newWorld(t), account: newAccount()}
	d.cfg = d.config(t)
	file, err := config.Read(d.file())
	if err != nil {
		t.Fatal(err)
	}
	d.change(func(s *store.Store) error { return s.PutChannel(t.Context(), file.Channels[0]) })
	return d
}

func (d deployed) change(do func(*store.Store) error) {
	d.t.Helper()
	kept(d.t, d.cfg, do)
}

// A deployment in order, and everything in it that can be wrong.
func TestDeployed(t *testing.T) {
	const (
		again = "mend: sam build && sam deploy --stack-name cp\n"
		back  = "mend: sam build && sam deploy --stack-name cp; what was changed by hand is put back as docs/deploy.md says (Changed by hand)\n"
		apply = "mend: counterpoint apply "
	)
	for _, c := range []struct {
		name  string
		spoil func(deployed)
		want  []string
	}{
		{"in order", func(deployed) {}, []string{
			"ok     credentials: arn:aws:iam::123456789012:user/anna in region eu-central-1\n",
			"ok     stack cp: deployed (UPDATE_COMPLETE); Slack's commands go to https://api.example/slack/commands\n",
			"ok     table table: it is there, with time to live and point-in-time recovery\n",
			"ok     fetch queue: it is there; 0 wait\n", "ok     dead letters of the fetch queue: none\n",
			"ok     digest queue: it is there; 0 wait\n", "ok     dead letters of the digest queue: none\n",
			"ok     fetch function: cp-Fetch is active\n", "ok     digest function: cp-Digest is active\n", "ok     web function: cp-Web is active\n",
			"ok     errands of the fetch queue: cp-Fetch takes them, and says which failed\n", "ok     errands of the digest queue: cp-Digest takes them, and says which failed\n",
			"ok     role of the digest function: it may write schedules, and pass them their role\n",
			"ok     parameter /cp/bot: the bot token is there, encrypted\n", "ok     parameter /cp/signing: the signing secret is there, encrypted\n", "ok     parameter /cp/link: the link key is there, encrypted\n",
			"ok     schedule for fetching: it is on\n", "ok     schedule for what waits: it is on\n", "ok     schedule group cp: it is there\n",
			"ok     Slack token: the workspace is Counterpoint", "ok     Slack scopes: all that are needed\n", "ok     channel C0NEWS: the app is in #news\n",
			"ok     digest of C0NEWS: scheduled: yes, next run Tue 3 Mar 2026 08:30 Europe/London\n",
			"note   feeds: whether 1 feed can be read is not known",
		}},
		{"no stack", func(d deployed) { clear(d.names) }, []string{"fault  stack cp: there is none of that name in eu-central-1 — mend: sam build && sam deploy --guided"}},
		{"a stack that is not ours", func(d deployed) { delete(d.names, "ScheduleGroup"); delete(d.names, "LinkKeyParameter") }, []string{"fault  stack cp: it does not say what its ScheduleGroup, LinkKeyParameter is: ", again}},
		{"a stack that failed", func(d deployed) { d.status = "UPDATE_ROLLBACK_COMPLETE" }, []string{"fault  stack cp: its last change failed (UPDATE_ROLLBACK_COMPLETE)", "mend: sam build && sam deploy --stack-name cp; why it failed: aws cloudformation describe-stack-events --stack-name cp\n"}},
		{"a stack under way", func(d deployed) { d.status = "UPDATE_IN_PROGRESS" }, []string{"note   stack cp: it is being changed (UPDATE_IN_PROGRESS)"}},
		{"keys that AWS does not take", func(d deployed) { d.denied["GetCallerIdentity"] = "InvalidClientTokenId" }, []string{"fault  credentials: AWS does not take them: InvalidClientTokenId: not you — mend: aws configure, or aws sso login"}},
		{"no right to look", func(d deployed) { d.denied["DescribeStacks"] = "AccessDenied" }, []string{"fault  stack cp: AccessDenied: not you — mend: allow cloudformation:DescribeStacks to whom the line on credentials names\n"}},
		{"no table", func(d deployed) { d.denied["DescribeTable"] = "ResourceNotFoundException" }, []string{"fault  table table: ResourceNotFoundException: not you — " + back, "note   channels: they are not looked at"}},
		{"no time to live", func(d deployed) { d.ttl = "DISABLED" }, []string{"fault  table table: what is no longer kept is not deleted", "mend: aws dynamodb update-time-to-live --table-name table --time-to-live-specification Enabled=true,AttributeName=ttl\n"}},
		{"no recovery", func(d deployed) { d.pitr = "DISABLED" }, []string{"fault  table table: it cannot be restored", "mend: aws dynamodb update-continuous-backups --table-name table"}},
		{"no queue", func(d deployed) { d.denied["GetQueueAttributes"] = "QueueDoesNotExist" }, []string{"fault  fetch queue: QueueDoesNotExist", "fault  digest queue: QueueDoesNotExist", "fault  dead letters of the fetch queue: ", "fault  dead letters of the digest queue: ", back, "note   errands of the fetch queue: who takes them is not looked at — put the fetch queue right first\n", "note   errands of the digest queue: "}},
		{"a queue without dead letters", func(d deployed) { delete(d.queues["fetch"], "RedrivePolicy") }, []string{"fault  fetch queue: what fails again and again is not put aside", back}},
		{"dead letters", func(d deployed) { d.queues["digest-dead"]["ApproximateNumberOfMessages"] = "3" }, []string{"fault  dead letters of the digest queue: 3 were given up", "aws sqs start-message-move-task --source-arn " + arn + "digest-dead --destination-arn " + arn + "digest\n"}},
		{"no function", func(d deployed) { d.denied["GetFunctionConfiguration"] = "ResourceNotFoundException" }, []string{"fault  fetch function: ResourceNotFoundException: not you — " + back, "fault  digest function: ", "fault  web function: ", "note   role of the digest function: what it may do is not looked at — put the digest function right first\n"}},
		{"a function that cannot run", func(d deployed) {
			d.functions["cp-Web"]["State"], d.functions["cp-Web"]["StateReason"] = "Failed", "no room"
		}, []string{"fault  web function: cp-Web cannot run: no room — " + again}},
		{"a function whose change failed", func(d deployed) {
			d.functions["cp-Fetch"]["LastUpdateStatus"], d.functions["cp-Fetch"]["LastUpdateStatusReason"] = "Failed", "the archive is broken"
		}, []string{"fault  fetch function: the last change of cp-Fetch failed, and what was there before runs: the archive is broken — " + again}},
		{"a function that is being made", func(d deployed) { d.functions["cp-Fetch"]["State"] = "Pending" }, []string{"note   fetch function: cp-Fetch is being made ready (Pending, last change Successful)"}},
		{"a function that is being changed", func(d deployed) { d.functions["cp-Fetch"]["LastUpdateStatus"] = "InProgress" }, []string{"note   fetch function: cp-Fetch is being made ready (Active, last change InProgress)"}},
		{"nobody takes errands", func(d deployed) { delete(d.mappings, "digest") }, []string{"fault  errands of the digest queue: cp-Digest does not take them: it has no event source mapping — mend: aws lambda create-event-source-mapping --function-name cp-Digest --event-source-arn " + arn + "digest --batch-size 5 --function-response-types ReportBatchItemFailures\n"}},
		{"another function takes errands", func(d deployed) {
			d.mappings["fetch"] = append(d.mappings["fetch"], mapping("old-cp-Fetch"))
		}, []string{"ok     errands of the fetch queue: cp-Fetch takes them", "fault  errands of the fetch queue: another function takes them, too: " + of + "old-cp-Fetch — mend: aws lambda delete-event-source-mapping --uuid uuid-of-old-cp-Fetch\n"}},
		{"errands to the wrong function", func(d deployed) { d.mappings["fetch"][0]["FunctionArn"] = of + "cp-Web" }, []string{"fault  errands of the fetch queue: another function takes them, too", "fault  errands of the fetch queue: cp-Fetch does not take them: it has no event source mapping — mend: aws lambda create-event-source-mapping --function-name cp-Fetch --event-source-arn " + arn + "fetch --batch-size 1 "}},
		{"errands switched off", func(d deployed) { d.mappings["digest"][0]["State"] = "Disabled" }, []string{"fault  errands of the digest queue: cp-Digest does not take them: its event source mapping is switched off — mend: aws lambda update-event-source-mapping --uuid uuid-of-cp-Digest --enabled\n"}},
		{"errands whose failures nobody hears", func(d deployed) { delete(d.mappings["digest"][0], "FunctionResponseTypes") }, []string{"fault  errands of the digest queue: one that fails is taken for done", "mend: aws lambda update-event-source-mapping --uuid uuid-of-cp-Digest --function-response-types ReportBatchItemFailures\n"}},
		{"errands that are being switched on", func(d deployed) { d.mappings["digest"][0]["State"] = "Enabling" }, []string{"note   errands of the digest queue: the event source mapping to cp-Digest is being changed (Enabling)"}},
		{"no right to see who takes errands", func(d deployed) { d.denied["ListEventSourceMappings"] = "AccessDeniedException" }, []string{"fault  errands of the fetch queue: AccessDeniedException: not you — mend: allow lambda:ListEventSourceMappings to whom the line on credentials names\n", "fault  errands of the digest queue: "}},
		{"no right that AWS names itself", func(d deployed) {
			d.denied["GetParameters"], d.refusal = "AccessDeniedException", "User: arn:aws:iam::1:user/anna is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:x"
		}, []string{"fault  parameters: AccessDeniedException: User: ", "mend: allow kms:Decrypt to whom the line on credentials names\n", "note   Slack token: "}},
		{"a role without a right", func(d deployed) { d.forbidden["scheduler:CreateSchedule"] = "" }, []string{"fault  role of the digest function: it may not scheduler:CreateSchedule (implicitDeny) — " + back}},
		{"a role that a boundary keeps from it", func(d deployed) {
			d.forbidden["iam:PassRole"] = "<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>"
		}, []string{"fault  role of the digest function: it may not iam:PassRole: its permissions boundary does not allow it — mend: allow iam:PassRole in the policy that the stack's parameter PermissionsBoundary names\n"}},
		{"a role that the organization keeps from it", func(d deployed) {
			d.forbidden["scheduler:ListSchedules"] = "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>"
		}, []string{"fault  role of the digest function: it may not scheduler:ListSchedules: the organization does not allow it — mend: have scheduler:ListSchedules allowed"}},
		{"no right to look at the role", func(d deployed) { d.denied["SimulatePrincipalPolicy"] = "AccessDenied" }, []string{"note   role of the digest function: what it may do is not known: AccessDenied: not you — allow iam:SimulatePrincipalPolicy to whom the line on credentials names\n"}},
		{"no parameters", func(d deployed) { d.parameters = nil }, []string{
			"fault  parameter /cp/bot: the bot token is not there, or empty — mend: aws ssm put-parameter --overwrite --type SecureString --name /cp/bot --value file://bot-token\n",
			"fault  parameter /cp/signing: the signing secret is not there", "fault  parameter /cp/link: the link key is not there", `--value "$(openssl rand -base64 33)"`, "note   Slack token: Slack is not asked",
		}},
		{"a secret of Secrets Manager", func(d deployed) { d.names["SigningSecretParameter"] = "/aws/reference/secretsmanager/cp/signing" }, []string{"fault  parameter /aws/reference/secretsmanager/cp/signing: the signing secret is not there, or empty — mend: aws secretsmanager create-secret --name cp/signing --secret-string file://signing-secret\n"}},
		{"a secret that lies open", func(d deployed) { d.parameters[1]["Type"] = "String" }, []string{"fault  parameter /cp/signing: the signing secret lies there unencrypted: its type is String — mend: aws ssm delete-parameter --name /cp/signing && aws ssm put-parameter"}},
		{"secrets of another form", func(d deployed) {
			d.parameters = []fields{parameter("/cp/bot", ofApp), parameter("/cp/signing", ofBot), parameter("/cp/link", "SECRET")}
		}, []string{
			"fault  parameter /cp/bot: it holds no bot token", "&& sam build && sam deploy --stack-name cp --parameter-overrides SecretsVersion=$(date +%s)\n",
			"fault  parameter /cp/signing: it holds no signing secret", "fault  parameter /cp/link: the current key for links has 6 bytes", "note   Slack token: ",
		}},
		{"a token that was revoked", func(d deployed) { d.slack.Revoke() }, []string{"fault  Slack token: the bot token is not taken by Slack (token_revoked) — mend: copy the Bot User OAuth Token again", "aws ssm put-parameter --overwrite --type SecureString --name /cp/bot"}},
		{"not in the channel", func(d deployed) { d.slack.Leave("C0NEWS") }, []string{"fault  channel C0NEWS: the app is not in it — mend: type /invite @counterpoint there\n"}},
		{"fetching switched off", func(d deployed) { d.own[0]["State"] = "DISABLED" }, []string{"fault  schedule for fetching: it is switched off — mend: aws scheduler get-schedule --name " + prefixed + " | jq"}},
		{"no sweep", func(d deployed) { d.own = d.own[:1] }, []string{"fault  schedule for what waits: it is not there — " + back}},
		{"no schedule group", func(d deployed) { d.denied["ListSchedules"] = "ResourceNotFoundException" }, []string{"fault  schedule group cp: ResourceNotFoundException", "fault  schedules of the stack: ", back, "note   digest of C0NEWS: scheduled: not known"}},
		{"no schedule of a channel", func(d deployed) { clear(d.schedules) }, []string{"fault  digest of C0NEWS: scheduled: no, EventBridge Scheduler is not as the channel is set: add schedule C0NEWS-0830-daily: C0NEWS at cron(30 8 * * ? *) Europe/London — " + apply}},
		{"a schedule that is off", func(d deployed) { d.schedules["C0NEWS-0830-daily"]["State"] = "DISABLED" }, []string{"fault  digest of C0NEWS: scheduled: no, EventBridge Scheduler is not as the channel is set: change schedule C0NEWS-0830-daily: C0NEWS at cron(30 8 * * ? *) Europe/London — " + apply}},
		{"a schedule that sends elsewhere", func(d deployed) { d.schedules["C0NEWS-0830-daily"]["Target"].(fields)["Arn"] = arn + "other" }, []string{"fault  digest of C0NEWS: scheduled: no, EventBridge Scheduler is not as the channel is set: change schedule C0NEWS-0830-daily"}},
		{"a schedule with another role", func(d deployed) { d.schedules["C0NEWS-0830-daily"]["Target"].(fields)["RoleArn"] = "arn:other" }, []string{"fault  digest of C0NEWS: scheduled: no, EventBridge Scheduler is not as the channel is set: change schedule C0NEWS-0830-daily"}},
		{"a schedule in another zone", func(d deployed) { d.schedules["C0NEWS-0830-daily"]["ScheduleExpressionTimezone"] = "UTC" }, []string{"fault  digest of C0NEWS: scheduled: no, EventBridge Scheduler is not as the channel is set: change schedule C0NEWS-0830-daily"}},
		{"a schedule of nobody's", func(d deployed) {
			d.schedules["C0GONE-0700-daily"] = scheduled("C0GONE-0700-daily", "C0GONE", "cron(0 7 * * ? *)")
		}, []string{"fault  schedules: no channel asks for one that is there: remove schedule C0GONE-0700-daily: C0GONE at cron(0 7 * * ? *) Europe/London — " + apply}},
		{"posting to a channel stopped", func(d deployed) {
			d.change(func(s *store.Store) error { return park(d.t, s, "C0NEWS", "is_archived") })
		}, []string{"fault  posting to C0NEWS: stopped since 2 Mar 09:15 UTC: Slack said is_archived — mend: unarchive the channel, then type /digest resume there\n"}},
		{"a channel that was not applied", func(d deployed) { d.write(configuration + "  - id: C0DESK\n    feeds: [https://one.example/rss]\n") }, []string{"fault  channel C0DESK: it stands in ", "and is not deployed — " + apply}},
		{"a change that was not applied", func(d deployed) { d.write(configuration + "    stories: 3\n") }, []string{"fault  channel C0NEWS: it is deployed with other settings than ", apply}},
		{"no channels", func(d deployed) { clear(d.items); clear(d.schedules); _ = os.Remove(d.file()) }, []string{"note   config: there is no ", "fault  channels: there are none — " + apply}},
		{"no right to the table's items", func(d deployed) { d.denied["Query"] = "AccessDeniedException" }, []string{"fault  store: AccessDeniedException: not you — mend: allow dynamodb:Query and dynamodb:BatchGetItem to whom the line on credentials names\n"}},
		{"a channel of Slack's on some days", func(d deployed) {
			d.slack.AddChannel("C0DESK", "desk")
			d.change(func(s *store.Store) error {
				return s.PutChannel(d.t.Context(), news.Channel{ID: "C0DESK", By: "slack", Times: []string{"07:05"}, Days: []string{"mon", "wed"}, Zone: "Europe/London"})
			})
			d.schedules["C0DESK-0705-mon.wed"] = scheduled("C0DESK-0705-mon.wed", "C0DESK", "cron(5 7 ? * MON,WED *)")
		}, []string{"ok     digest of C0DESK: scheduled: yes, next run Wed 4 Mar 2026 07:05 Europe/London\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDeployed(t)
			c.spoil(d)
			e, out := d.exam()
			e.Deployed(t.Context(), d.cfg, "cp")
			tells(t, e, out.String(), c.want...)
		})
	}
}

// Who may not ask something is told which right it takes, and the rest is looked
// at: each action that an examination takes is refused once.
func TestDeployedWithoutRights(t *testing.T) {
	d := newDeployed(t)
	clear(d.asked)
	e, _ := d.exam()
	e.Deployed(t.Context(), d.cfg, "cp")
	actions := slices.Sorted(maps.Keys(d.asked))
	if len(actions) < 15 {
		t.Fatalf("only %q are asked", actions)
	}
	page, err := os.ReadFile("../../docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range actions {
		if action == "GetCallerIdentity" {
			continue // takes no right
		}
		if !regexp.MustCompile("[`:]" + action + "`").Match(page) {
			t.Errorf("docs/deploy.md does not say that %s is taken", action)
		}
		d := newDeployed(t)
		d.denied[action] = "AccessDeniedException"
		e, out := d.exam()
		e.Deployed(t.Context(), d.cfg, "cp")
		told := false
		for line := range strings.Lines(out.String()) {
			_, then, _ := strings.Cut(line, " — ")
			told = told || strings.Contains(line, "AccessDeniedException") && regexp.MustCompile(`allow .*\w:`+action+`\b.* to whom the line on credentials names`).MatchString(then)
		}
		if lines := strings.Count(out.String(), "\n"); !told || lines < 3 {
			t.Errorf("without %s is told:\n%s", action, out)
		}
	}
}

// Without a region or credentials nothing is asked.
func TestDeployedWithoutCredentials(t *testing.T) {
	w := newWorld(t)
	for want, cfg := range map[string]aws.Config{
		"fault  credentials: no region is set — mend: export AWS_REGION=":  {},
		"fault  credentials: none are found for AWS — mend: aws configure": {Region: "eu-central-1", Credentials: aws.NewCredentialsCache(aws.AnonymousCredentials{})},
	} {
		e, out := w.exam()
		e.Deployed(t.Context(), cfg, "cp")
		tells(t, e, out.String(), want)
	}
}
