package lambdaenv_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"counterpoint/internal/ops"
)

// rule is what a template must keep. broken tells where it does not.
type rule struct {
	name   string
	broken func(template) []string
}

var rules = []rule{
	{"dead letters", deadLetters},
	{"encryption", each("AWS::SQS::Queue", func(_ template, q object) string {
		return unless(q.at("SqsManagedSseEnabled") == true, "it is not encrypted")
	})},
	{"visibility", visibility},
	{"batches", batches},
	{"logs", logs},
	{"actions", actions},
	{"roles", roles},
	{"alarms", alarms},
	{"runtime", runtimes},
	{"environment", environment},
	{"web", web},
	{"fetch", fetch},
	{"models", models},
	{"table", each("AWS::DynamoDB::Table", table)},
	{"api", api},
	{"endpoints", endpointsAreEmpty},
	{"schedules", schedules},
	{"outputs", outputs},
}

func unless(holds bool, fault string) string {
	if holds {
		return ""
	}
	return fault
}

// each is a rule for every resource of a type.
func each(kind string, fault func(template, object) string) func(template) []string {
	return func(t template) (out []string) {
		for _, name := range t.of(kind) {
			if f := fault(t, t.properties(name)); f != "" {
				out = append(out, name+": "+f)
			}
		}
		return out
	}
}

// dead are the queues that others send to what they gave up.
func dead(t template) []string {
	return slices.DeleteFunc(t.of("AWS::SQS::Queue"), func(name string) bool { return !strings.HasSuffix(name, "DeadLetters") })
}

func deadLetters(t template) (out []string) {
	for _, name := range t.of("AWS::SQS::Queue") {
		to := named(t.properties(name).at("RedrivePolicy", "deadLetterTargetArn"))
		if !slices.Contains(dead(t), name) && !slices.Contains(dead(t), to) {
			out = append(out, name+" gives up into nothing")
		}
	}
	return out
}

// sources are a function's queues.
func sources(f object) (events []object) {
	for _, e := range f.object("Events") {
		if event, ok := e.(object); ok && event.text("Type") == "SQS" {
			events = append(events, event.object("Properties"))
		}
	}
	return events
}

func visibility(t template) (out []string) {
	for _, name := range t.of("AWS::Serverless::Function") {
		f := t.properties(name)
		for _, e := range sources(f) {
			queue := named(e.at("Queue"))
			visible, _ := strconv.Atoi(t.properties(queue).text("VisibilityTimeout"))
			timeout, err := strconv.Atoi(f.text("Timeout"))
			if err != nil || visible < 6*timeout {
				out = append(out, fmt.Sprintf("%s hides messages for %d s, and %s takes up to %d s", queue, visible, name, timeout))
			}
		}
	}
	return out
}

func batches(t template) (out []string) {
	for _, name := range t.of("AWS::Serverless::Function") {
		for _, e := range sources(t.properties(name)) {
			if !slices.Contains(e.list("FunctionResponseTypes"), any("ReportBatchItemFailures")) {
				out = append(out, name+" fails whole batches")
			}
			scaling := e.list("ScalingConfig", "Fn::If") // bounded unless a parameter is 0
			bounds, ok := object(nil), false
			if len(scaling) == 3 {
				bounds, ok = scaling[1].(object)
			}
			if !ok || bounds.at("MaximumConcurrency") == nil {
				out = append(out, name+" may take all of the account's concurrency, whatever it is told")
			}
		}
	}
	if t.text("Parameters", "FetchConcurrency", "Default") == "0" {
		out = append(out, "FetchFunction may take all of the account's concurrency, and reach for the web with it, unless it is told otherwise")
	}
	return out
}

func logs(t template) (out []string) {
	for _, name := range t.of("AWS::Serverless::Function") {
		group := named(t.properties(name).at("LoggingConfig", "LogGroup"))
		if t.properties(group).at("RetentionInDays") == nil {
			out = append(out, name+" logs into a group that keeps for ever")
		}
	}
	return out
}

// statements are those of a role's own policies, conditional ones too.
func statements(role object) (out []object) {
	for _, p := range role.list("Policies") {
		policy, _ := p.(object)
		for _, s := range policy.list("PolicyDocument", "Statement") {
			st, _ := s.(object)
			if choice := st.list("Fn::If"); choice != nil {
				st, _ = choice[1].(object)
			}
			out = append(out, st)
		}
	}
	return out
}

func actions(t template) (out []string) {
	for _, name := range t.of("AWS::IAM::Role") {
		for _, s := range statements(t.properties(name)) {
			for _, a := range s.list("Action") {
				action := fmt.Sprint(a)
				if strings.Contains(action, "*") || action == "dynamodb:Scan" || s.at("NotAction") != nil {
					out = append(out, name+" may "+action)
				}
				for _, r := range s.list("Resource") {
					if r == "*" && action != "scheduler:ListSchedules" {
						out = append(out, name+" may "+action+" anywhere")
					}
				}
			}
		}
	}
	return out
}

// roleOf is the name of a function's own role.
func roleOf(function string) string { return strings.TrimSuffix(function, "Function") + "Role" }

// roles: each function has its own, with nothing but what stands here.
func roles(t template) (out []string) {
	for _, name := range t.of("AWS::Serverless::Function") {
		role := named(t.properties(name).at("Role"))
		if role != roleOf(name) || !slices.Contains(t.of("AWS::IAM::Role"), role) || t.properties(name).at("Policies") != nil {
			out = append(out, name+" has no role of its own")
		}
	}
	for _, name := range t.of("AWS::IAM::Role") {
		if t.properties(name).at("ManagedPolicyArns") != nil {
			out = append(out, name+" has policies that stand elsewhere")
		}
		if len(t.properties(name).list("PermissionsBoundary", "Fn::If")) != 3 {
			out = append(out, name+" knows no permissions boundary")
		}
	}
	return out
}

// alarms: on each queue of dead letters, each function's errors, the age of
// what waits for digests, digests that are late, feeds that are all dead. Their
// metrics are ones that the code writes.
func alarms(t template) (out []string) {
	var on []string
	for _, name := range t.of("AWS::CloudWatch::Alarm") {
		a := t.properties(name)
		if len(a.list("AlarmActions")) != 1 {
			out = append(out, name+" tells nobody")
		}
		metrics := []object{a}
		for _, m := range a.list("Metrics") {
			if q, ok := m.(object); ok && q.at("MetricStat") != nil {
				metrics = append(metrics, q.object("MetricStat", "Metric"))
			}
		}
		for _, m := range metrics {
			of := ""
			for _, d := range m.list("Dimensions") {
				dimension, _ := d.(object)
				of = named(dimension.at("Value"))
			}
			on = append(on, m.text("MetricName")+" "+of)
			if m.text("Namespace") == ops.Namespace && !slices.Contains(ops.Metrics(), ops.Metric(m.text("MetricName"))) {
				out = append(out, name+" looks at a metric that nobody writes")
			}
		}
	}
	want := []string{"ApproximateAgeOfOldestMessage DigestQueue", "Overdue AWS::StackName", "Failed AWS::StackName", "Fetched AWS::StackName"}
	for _, q := range dead(t) {
		want = append(want, "ApproximateNumberOfMessagesVisible "+q)
	}
	for _, f := range t.of("AWS::Serverless::Function") {
		want = append(want, "Errors "+f)
	}
	for _, w := range want {
		if !slices.Contains(on, w) {
			out = append(out, "no alarm on "+w)
		}
	}
	return out
}
