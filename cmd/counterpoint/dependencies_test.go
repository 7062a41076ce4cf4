package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A module that the program or its tests require stands in
// docs/dependencies.md with its version and the reason, and none stands there
// that they do not require.
func TestDependenciesAreListed(t *testing.T) {
	doc, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	inProgram, inTests, ok := strings.Cut(string(doc), "## In tests only")
	if !ok {
		t.Fatal(`docs/dependencies.md has no part "In tests only"`)
	}
	listed := map[string]string{}
	for where, part := range map[string]string{"program": inProgram, "tests": inTests} {
		for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (\\S+) \\|").FindAllStringSubmatch(part, -1) {
			listed[m[1]] = where + " " + m[2]
		}
	}
	required := requiredModules(t)
	for module, want := range required {
		if got := listed[module]; got != want {
			t.Errorf("docs/dependencies.md lists %s as %q, want %q", module, got, want)
		}
	}
	for module := range listed {
		if required[module] == "" {
			t.Errorf("docs/dependencies.md lists %s, which is not required", module)
		}
	}
}

// requiredModules maps the modules that go.mod requires directly to where they
// are used and their version.
func requiredModules(t *testing.T) map[string]string {
	t.Helper()
	used := importsOfProgram(t)
	var mod struct {
		Require []struct {
			Path, Version string
			Indirect      bool
		}
	}
	if err := json.Unmarshal([]byte(goRun(t, "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range mod.Require {
		if m.Indirect {
			continue
		}
		where := "tests"
		for path := range strings.FieldsSeq(used) {
			if path == m.Path || strings.HasPrefix(path, m.Path+"/") {
				where = "program"
			}
		}
		out[m.Path] = where + " " + m.Version
	}
	return out
}

// importsOfProgram are what the packages import, but for those that only tests
// do: their names end in test.
func importsOfProgram(t *testing.T) string {
	t.Helper()
	var used []string
	for line := range strings.Lines(goRun(t, "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")) {
		if path, imports, _ := strings.Cut(line, " "); !strings.HasSuffix(path, "test") {
			used = append(used, imports)
		}
	}
	return strings.Join(used, " ")
}

// What a function links says what it could do: only the one that fetches reads
// the web, only the one that posts calls Slack.
func TestFunctionsLinkWhatTheyNeed(t *testing.T) {
	const internal = "counterpoint/internal/"
	fetching := []string{internal + "extract", internal + "feed", internal + "feed/web", internal + "feed/parse", internal + "ingest", "github.com/markusmobius/go-trafilatura"}
	posting := []string{internal + "post", internal + "deliver", internal + "schedule/eventbridge", "github.com/slack-go/slack"}
	fakes := []string{internal + "slackfake", internal + "store/memory", internal + "store/bolt", "counterpoint/sample"}
	models := []string{internal + "model/chat", internal + "model/files"}
	asking := append(models, internal+"model/bedrock")
	const sdk = "github.com/aws/aws-sdk-go-v2/service/"
	operating := []string{internal + "doctor", internal + "deployment", sdk + "cloudformation", sdk + "lambda", sdk + "iam"}
	for function, never := range map[string][]string{
		"fetch": slices.Concat(posting, fakes, asking, operating), "digest": slices.Concat(fetching, fakes, models, operating), "web": slices.Concat(fetching, posting, fakes, asking, operating),
	} {
		linked := strings.Fields(goRun(t, "list", "-deps", "./functions/"+function))
		if !slices.Contains(linked, internal+"lambdaenv") {
			t.Errorf("functions/%s: go list tells nothing", function)
		}
		for _, path := range never {
			if slices.Contains(linked, path) {
				t.Errorf("functions/%s links %s", function, path)
			}
		}
	}
}

func goRun(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}
