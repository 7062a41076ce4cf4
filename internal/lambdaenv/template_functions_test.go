package lambdaenv_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"counterpoint/internal/command"
	"counterpoint/internal/deployment"
	"counterpoint/internal/errand"
	"counterpoint/internal/evidence"
	"counterpoint/internal/lambdaenv"
)

func runtimes(t template) (out []string) {
	g := t.object.object("Globals", "Function")
	if g.text("Runtime") != "provided.al2023" || g.text("Handler") != "bootstrap" {
		out = append(out, "the runtime is another")
	}
	if a := g.list("Architectures"); len(a) != 1 || named(a[0]) != "Architecture" || t.text("Parameters", "Architecture", "Default") != "arm64" {
		out = append(out, "the architecture is not arm64 by parameter")
	}
	for _, name := range t.of("AWS::Serverless::Function") {
		f := t.properties(name)
		if f.at("Runtime") != nil || f.at("Architectures") != nil || f.at("VpcConfig") != nil {
			out = append(out, name+" has a runtime, an architecture or a network of its own")
		}
		if t.text("Resources", name, "Metadata", "BuildMethod") != "go1.x" {
			out = append(out, name+" is not built by Go")
		}
	}
	return out
}

// given is what Lambda gives every function itself.
var given = []string{"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_FUNCTION_NAME"}

// reads are the variables that a function reads.
func reads(function string) (names []string) {
	getenv := func(name string) string { names = append(names, name); return good()[name] }
	var err error
	switch function {
	case "FetchFunction":
		_, err = lambdaenv.ReadFetch(getenv)
	case "DigestFunction":
		_, err = lambdaenv.ReadDigest(getenv)
	case "WebFunction":
		_, err = lambdaenv.ReadWeb(getenv)
	}
	if err != nil {
		return []string{err.Error()}
	}
	return names
}

func environment(t template) (out []string) {
	for _, name := range t.of("AWS::Serverless::Function") {
		declared := object{}
		for _, vars := range []object{t.object.object("Globals", "Function", "Environment", "Variables"), t.properties(name).object("Environment", "Variables")} {
			maps.Copy(declared, vars)
		}
		read := reads(name)
		for _, v := range read {
			if _, ok := declared[v]; !ok && !slices.Contains(given, v) {
				out = append(out, name+" reads "+v+", which is not declared")
			}
		}
		for v := range declared {
			// SECRETS_VERSION is there to be changed, which starts functions anew; Go itself reads GOMEMLIMIT.
			if v != "SECRETS_VERSION" && v != "GOMEMLIMIT" && !slices.Contains(read, v) {
				out = append(out, name+" is told "+v+", and does not read it")
			}
		}
	}
	return out
}

// may are the actions of a function's role.
func may(t template, function string) (out []string) {
	for _, s := range statements(t.properties(roleOf(function))) {
		for _, a := range s.list("Action") {
			out = append(out, fmt.Sprint(a))
		}
	}
	return out
}

// web may neither pass a role nor write a schedule, deletes nothing, and writes
// what it has seen alone.
func web(t template) (out []string) {
	for _, a := range may(t, "WebFunction") {
		service, action, _ := strings.Cut(a, ":")
		if service == "iam" || service == "scheduler" || service == "sts" || strings.HasPrefix(action, "Delete") || strings.HasPrefix(action, "Update") {
			out = append(out, "it may "+a)
		}
	}
	for _, s := range statements(t.properties(roleOf("WebFunction"))) {
		keys := s.object("Condition", "ForAllValues:StringLike").list("dynamodb:LeadingKeys")
		if slices.Contains(s.list("Action"), any("dynamodb:PutItem")) && !slices.Equal(keys, []any{"seen#*"}) {
			out = append(out, "it may write all of the table")
		}
	}
	return out
}

// fetch reads the hostile web: it may know no secret, and not reach the queue of
// digests.
func fetch(t template) (out []string) {
	for _, a := range may(t, "FetchFunction") {
		if service, _, _ := strings.Cut(a, ":"); !slices.Contains([]string{"dynamodb", "sqs", "logs"}, service) {
			out = append(out, "it may "+a)
		}
	}
	for _, s := range statements(t.properties(roleOf("FetchFunction"))) {
		for _, r := range s.list("Resource") {
			if strings.HasPrefix(named(r), "Digest") {
				out = append(out, "it reaches "+named(r))
			}
		}
	}
	return out
}

// models: a model is off unless a parameter names one; then the digest function
// alone may invoke it, and what its ARNs name alone.
func models(t template) (out []string) {
	for _, p := range []string{"ModelId", "ModelArns"} {
		if t.at("Parameters", p, "Default") != "" || t.text("Parameters", p, "AllowedPattern") == "" {
			out = append(out, p+" is not empty, or may be anything")
		}
	}
	may := regexp.MustCompile(`^(?:` + t.text("Parameters", "ModelArns", "AllowedPattern") + `)$`)
	for arns, want := range map[string]bool{
		"": true, "arn:aws:bedrock:eu-west-1::foundation-model/a.b-v1:0,arn:aws:bedrock:eu-west-1:1:inference-profile/eu.a": true,
		"*": false, "arn:aws:bedrock:*::foundation-model/a": false, "arn:aws:bedrock:eu-west-1::foundation-model/a,*": false,
	} {
		if may.MatchString(arns) != want {
			out = append(out, "ModelArns and "+arns)
		}
	}
	if c := t.object.object("Conditions").list("HasModelArns", "Fn::And"); len(c) != 2 || c[0].(object).text("Fn::Condition") != "HasModel" {
		out = append(out, "HasModelArns holds without a model")
	}
	if c := t.properties("DigestFunction").list("Environment", "Variables", "MODEL", "Fn::If"); len(c) != 3 || c[0] != "HasModel" || c[2] != "" {
		out = append(out, "the digest function is told of a model without HasModel")
	}
	for _, name := range t.of("AWS::IAM::Role") {
		for _, p := range t.properties(name).list("Policies") {
			policy, _ := p.(object)
			for _, s := range policy.list("PolicyDocument", "Statement") {
				out = append(out, modelStatement(name, s)...)
			}
		}
	}
	return out
}

// modelStatement looks at one statement of a role, and at what stands in its
// condition.
func modelStatement(role string, statement any) (out []string) {
	st, _ := statement.(object)
	var condition any
	choice := st.list("Fn::If")
	if len(choice) == 3 {
		condition = choice[0]
		st, _ = choice[1].(object)
	}
	for _, a := range st.list("Action") {
		action := fmt.Sprint(a)
		if !strings.HasPrefix(action, "bedrock:") {
			continue
		}
		if role != roleOf("DigestFunction") || action != "bedrock:InvokeModel" || condition != "HasModelArns" || fmt.Sprint(st.list("Resource", "Fn::Split")) != "[, map[Ref:ModelArns]]" {
			out = append(out, role+" may "+action+" elsewhere than on ModelArns, or without a model")
		}
	}
	return out
}

func table(_ template, p object) string {
	return strings.Join(slices.DeleteFunc([]string{
		unless(p.text("BillingMode") == "PAY_PER_REQUEST", "it is not paid by request"),
		unless(p.at("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled") == true, "no point in time can be recovered"),
		unless(p.at("TimeToLiveSpecification", "Enabled") == true && p.text("TimeToLiveSpecification", "AttributeName") == "ttl", "what expired stays"),
		unless(p.at("DeletionProtectionEnabled", "Ref") == "DeletionProtection", "it can be deleted"),
	}, func(s string) bool { return s == "" }), "; ")
}

// api: requests are throttled, and come where the code expects them.
func api(t template) (out []string) {
	for _, name := range t.of("AWS::Serverless::HttpApi") {
		r := t.properties(name).object("DefaultRouteSettings")
		if r.at("ThrottlingRateLimit") == nil || r.at("ThrottlingBurstLimit") == nil {
			out = append(out, name+" takes requests without limit")
		}
	}
	var routes []string
	for _, e := range t.properties("WebFunction").object("Events") {
		event, _ := e.(object)
		routes = append(routes, event.text("Properties", "Method")+" "+event.text("Properties", "Path"))
	}
	for _, want := range []string{"POST " + command.CommandsPath, "POST " + command.ActionsPath, "GET " + evidence.Path + "{digest}/{signature}"} {
		if !slices.Contains(routes, want) {
			out = append(out, "no route "+want)
		}
	}
	return out
}

func endpointsAreEmpty(t template) (out []string) {
	for name, p := range t.object.object("Parameters") {
		if parameter, ok := p.(object); ok && (strings.HasSuffix(name, "Endpoint") || strings.HasSuffix(name, "Url")) && parameter.at("Default") != "" {
			out = append(out, name+" is not empty")
		}
	}
	return out
}

// schedules send errands that are known, and what cannot be sent to where it is
// seen.
func schedules(t template) (out []string) {
	var sent []errand.Do
	for _, name := range t.of("AWS::Scheduler::Schedule") {
		target := t.properties(name).object("Target")
		e, err := errand.Read(target.text("Input"))
		if err != nil || !known(e.Do) {
			out = append(out, name+" sends no errand")
		}
		if !slices.Contains(dead(t), named(target.at("DeadLetterConfig", "Arn"))) {
			out = append(out, name+" may fail unseen")
		}
		sent = append(sent, e.Do)
	}
	for _, do := range []errand.Do{errand.Plan, errand.Sweep} {
		if !slices.Contains(sent, do) {
			out = append(out, "nothing sends "+string(do))
		}
	}
	return out
}

func outputs(t template) (out []string) {
	for name, path := range map[string]string{"SlackCommandsUrl": command.CommandsPath, "SlackActionsUrl": command.ActionsPath} {
		if !strings.HasSuffix(t.text("Outputs", name, "Value", "Fn::Sub"), path) {
			out = append(out, name+" does not name "+path)
		}
	}
	_, needed := deployment.Read(types.Stack{})
	for _, name := range needed {
		if t.at("Outputs", name) == nil && t.at("Parameters", name) == nil {
			out = append(out, "no output or parameter is called "+name)
		}
	}
	return out
}
