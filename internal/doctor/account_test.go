package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"counterpoint/internal/errand"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

const (
	arn      = "arn:aws:sqs:eu-central-1:123456789012:"
	role     = "arn:aws:iam::123456789012:role/schedules"
	of       = "arn:aws:lambda:eu-central-1:123456789012:function:"
	linkKey  = "SECRET-key-of-more-than-thirty-two-bytes"
	prefixed = "cp-FetchSchedule-1A"
)

type fields = map[string]any

// account is what AWS has, on this machine. A test spoils parts of it.
type account struct {
	mu         sync.Mutex
	denied     map[string]string // by action: the code of the error that it answers with
	names      map[string]string // outputs and parameters of the stack; none: there is no stack
	status     string            // of the stack
	ttl, pitr  string
	queues     map[string]fields // attributes, by name
	parameters []fields
	schedules  map[string]fields
	own        []fields // schedules of the default group
	items      map[string]fields
	functions  map[string]fields   // configurations, by name
	mappings   map[string][]fields // by queue
	forbidden  map[string]string   // by action that a role may not: what forbids it, as IAM tells
	refusal    string              // what AWS says to who may not ask
	asked      map[string]bool     // actions
}

func newAccount() *account {
	dead := func(name string) fields {
		return fields{"QueueArn": arn + name, "ApproximateNumberOfMessages": "0", "RedrivePolicy": `{"deadLetterTargetArn":"` + arn + name + `-dead"}`}
	}
	return &account{
		denied: map[string]string{}, refusal: "not you", asked: map[string]bool{}, forbidden: map[string]string{}, status: "UPDATE_COMPLETE", ttl: "ENABLED", pitr: "ENABLED", items: map[string]fields{},
		names: map[string]string{
			"TableName": "table", "FetchQueueUrl": "https://sqs.example/fetch", "DigestQueueUrl": "https://sqs.example/digest",
			"DigestQueueArn":    arn + "digest",
			"FetchFunctionName": "cp-Fetch", "DigestFunctionName": "cp-Digest", "WebFunctionName": "cp-Web",
			"FetchDeadLettersArn": arn + "fetch-dead", "DigestDeadLettersArn": arn + "digest-dead", "ScheduleGroup": "cp", "ScheduleRoleArn": role,
			"SlackCommandsUrl": "https://api.example/slack/commands", "BotTokenParameter": "/cp/bot", "SigningSecretParameter": "/cp/signing", "LinkKeyParameter": "/cp/link", "CatchUp": "6h",
		},
		queues:     map[string]fields{"fetch": dead("fetch"), "digest": dead("digest"), "fetch-dead": {"ApproximateNumberOfMessages": "0"}, "digest-dead": {"ApproximateNumberOfMessages": "0"}},
		parameters: []fields{parameter("/cp/bot", ofBot), parameter("/cp/signing", "SECRETf00d"), parameter("/cp/link", linkKey)},
		schedules:  map[string]fields{"C0NEWS-0830-daily": scheduled("C0NEWS-0830-daily", "C0NEWS", "cron(30 8 * * ? *)")},
		functions:  map[string]fields{"cp-Fetch": function("fetching"), "cp-Digest": function("digesting"), "cp-Web": function("answering")},
		mappings:   map[string][]fields{"fetch": {mapping("cp-Fetch")}, "digest": {mapping("cp-Digest")}},
		own:        []fields{{"Name": prefixed, "State": "ENABLED"}, {"Name": "cp-SweepSchedule-2B", "State": "ENABLED"}},
	}
}

func parameter(name, value string) fields {
	return fields{"Name": name, "Value": value, "Type": "SecureString"}
}

func function(role string) fields {
	return fields{"State": "Active", "LastUpdateStatus": "Successful", "Role": "arn:aws:iam::123456789012:role/" + role}
}

func mapping(function string) fields {
	return fields{"UUID": "uuid-of-" + function, "FunctionArn": of + function, "State": "Enabled", "FunctionResponseTypes": []string{"ReportBatchItemFailures"}}
}

func scheduled(name, channel, cron string) fields {
	return fields{
		"Name": name, "ScheduleExpression": cron, "ScheduleExpressionTimezone": "Europe/London", "State": "ENABLED",
		"FlexibleTimeWindow": fields{"Mode": "OFF"},
		"Target": fields{
			"Arn": arn + "digest", "RoleArn": role, "Input": errand.Scheduled(channel), "DeadLetterConfig": fields{"Arn": arn + "digest-dead"},
			"RetryPolicy": fields{"MaximumEventAgeInSeconds": 6 * 3600, "MaximumRetryAttempts": 185},
		},
	}
}

// config is for a server that answers for the account.
func (a *account) config(t *testing.T) aws.Config {
	t.Helper()
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	return aws.Config{
		Region: "eu-central-1", BaseEndpoint: &srv.URL, Retryer: func() aws.Retryer { return aws.NopRetryer{} },
		Credentials: credentials.NewStaticCredentialsProvider("AKSECRET", "SECRET", ""),
	}
}

// kept writes into the account's table.
func kept(t *testing.T, cfg aws.Config, do func(*store.Store) error) {
	t.Helper()
	s := store.New(dynamo.New(dynamodb.NewFromConfig(cfg), "table", func(context.Context, time.Duration) error { return nil }))
	if err := do(s); err != nil {
		t.Fatal(err)
	}
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	action := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "DynamoDB_20120810.")
	var in fields
	switch {
	case action != "":
		_ = json.NewDecoder(r.Body).Decode(&in)
		action = action[strings.LastIndex(action, ".")+1:]
	case r.Method == http.MethodGet:
		action = asked(r.URL.Path)
	default:
		_ = r.ParseForm()
		action = r.PostForm.Get("Action")
	}
	a.mu.Lock()
	a.asked[action] = true
	a.mu.Unlock()
	if code := a.denied[action]; code != "" {
		w.Header().Set("X-Amzn-Errortype", code)
		w.WriteHeader(http.StatusBadRequest)
		if r.PostForm != nil {
			fmt.Fprintf(w, "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>", code, a.refusal)
			return
		}
		answer(w, fields{"__type": code, "message": a.refusal, "Message": a.refusal})
		return
	}
	a.do(w, r, action, in)
}

// asked is the action of an address that is read.
func asked(path string) string {
	switch {
	case path == "/schedules":
		return "ListSchedules"
	case path == "/2015-03-31/event-source-mappings":
		return "ListEventSourceMappings"
	case strings.HasSuffix(path, "/configuration"):
		return "GetFunctionConfiguration"
	}
	return "GetSchedule"
}

func answer(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func (a *account) do(w http.ResponseWriter, r *http.Request, action string, in fields) {
	switch action {
	case "GetCallerIdentity":
		fmt.Fprint(w, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/anna</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")
	case "DescribeStacks":
		a.stack(w, r.PostForm)
	case "DescribeTable":
		answer(w, fields{"Table": fields{"TableStatus": "ACTIVE"}})
	case "DescribeTimeToLive":
		answer(w, fields{"TimeToLiveDescription": fields{"TimeToLiveStatus": a.ttl}})
	case "DescribeContinuousBackups":
		answer(w, fields{"ContinuousBackupsDescription": fields{"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": fields{"PointInTimeRecoveryStatus": a.pitr}}})
	case "GetQueueUrl":
		answer(w, fields{"QueueUrl": "https://sqs.example/" + in["QueueName"].(string)})
	case "GetQueueAttributes":
		at := in["QueueUrl"].(string)
		answer(w, fields{"Attributes": a.queues[at[strings.LastIndex(at, "/")+1:]]})
	case "GetParameters":
		answer(w, fields{"Parameters": a.parameters})
	case "GetFunctionConfiguration":
		answer(w, a.functions[strings.Split(r.URL.Path, "/")[3]])
	case "ListEventSourceMappings":
		answer(w, fields{"EventSourceMappings": a.mappings[strings.TrimPrefix(r.URL.Query().Get("EventSourceArn"), arn)]})
	case "SimulatePrincipalPolicy":
		a.simulate(w, r.PostForm)
	case "ListSchedules":
		a.list(w, r.URL.Query())
	case "GetSchedule":
		answer(w, a.schedules[strings.TrimPrefix(r.URL.Path, "/schedules/")])
	default:
		a.item(w, action, in)
	}
}

func (a *account) stack(w http.ResponseWriter, form url.Values) {
	if len(a.names) == 0 {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id %s does not exist</Message></Error></ErrorResponse>", form.Get("StackName"))
		return
	}
	fmt.Fprintf(w, "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>cp</StackName><CreationTime>2026-03-01T00:00:00Z</CreationTime><StackStatus>%s</StackStatus><Outputs>", a.status)
	for name, value := range a.names {
		fmt.Fprintf(w, "<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member>", name, value)
	}
	fmt.Fprint(w, "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>")
}

// simulate answers as IAM does for the one role that is asked about, and for no
// other resource than the statement of the template names.
func (a *account) simulate(w http.ResponseWriter, form url.Values) {
	fmt.Fprint(w, "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>")
	for i := 1; form.Get(fmt.Sprintf("ActionNames.member.%d", i)) != ""; i++ {
		action := form.Get(fmt.Sprintf("ActionNames.member.%d", i))
		resource := form.Get("ResourceArns.member.1")
		passed := form.Get("ContextEntries.member.1.ContextKeyName") + "=" + form.Get("ContextEntries.member.1.ContextKeyValues.member.1")
		decision, detail := "allowed", ""
		switch want := "arn:aws:scheduler:eu-central-1:123456789012:schedule/cp/"; {
		case form.Get("PolicySourceArn") != "arn:aws:iam::123456789012:role/digesting",
			action == "iam:PassRole" && (resource != role || passed != "iam:PassedToService=scheduler.amazonaws.com"),
			action == "scheduler:ListSchedules" && resource != "",
			strings.HasSuffix(action, "Schedule") && !strings.HasPrefix(resource, want):
			decision = "implicitDeny"
		}
		if by, ok := a.forbidden[action]; ok {
			decision, detail = "implicitDeny", by
		}
		fmt.Fprintf(w, "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision>%s</member>", action, decision, detail)
	}
	fmt.Fprint(w, "</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>")
}

func (a *account) list(w http.ResponseWriter, query url.Values) {
	out := a.own
	if query.Get("ScheduleGroup") == "cp" {
		out = nil
		for _, s := range a.schedules {
			out = append(out, fields{"Name": s["Name"]})
		}
	}
	answer(w, fields{"Schedules": out})
}

// item keeps items, and gives them out by their partition.
func (a *account) item(w http.ResponseWriter, action string, in fields) {
	of := func(item any, name string) string { return item.(fields)[name].(fields)["S"].(string) }
	put := func(item any) { a.items[of(item, "PK")+" "+of(item, "SK")] = item.(fields) }
	var out []fields
	switch action {
	case "PutItem":
		put(in["Item"])
	case "TransactWriteItems":
		for _, w := range in["TransactItems"].([]any) {
			if p, ok := w.(fields)["Put"].(fields); ok { // what is deleted does no harm here
				put(p["Item"])
			}
		}
	case "Query":
		for _, i := range a.items {
			if of(i, "PK") == of(in["ExpressionAttributeValues"], ":pk") {
				out = append(out, i)
			}
		}
		slices.SortFunc(out, func(x, y fields) int { return strings.Compare(of(x, "SK"), of(y, "SK")) })
		answer(w, fields{"Items": out})
		return
	case "BatchGetItem":
		for _, k := range in["RequestItems"].(fields)["table"].(fields)["Keys"].([]any) {
			if i, ok := a.items[of(k, "PK")+" "+of(k, "SK")]; ok {
				out = append(out, i)
			}
		}
		answer(w, fields{"Responses": fields{"table": out}})
		return
	default:
		http.Error(w, "no such action: "+action, http.StatusNotFound)
		return
	}
	answer(w, fields{})
}
