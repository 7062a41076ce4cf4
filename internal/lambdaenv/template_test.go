package lambdaenv_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"counterpoint/internal/errand"
)

// object is a mapping of the template. A short form such as !Ref X is an object
// with the one field "Ref", as its long form is.
type object map[string]any

// at is what stands at a path of fields; nil where nothing does.
func (o object) at(path ...string) any {
	var v any = o
	for _, name := range path {
		m, ok := v.(object)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

func (o object) object(path ...string) object {
	m, _ := o.at(path...).(object)
	return m
}

func (o object) text(path ...string) string {
	switch v := o.at(path...).(type) {
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

func (o object) list(path ...string) []any {
	switch v := o.at(path...).(type) {
	case []any:
		return v
	case nil:
		return nil
	default:
		return []any{v}
	}
}

// template is template.yaml.
type template struct{ object }

// of are the resources of a type, by name, in order.
func (t template) of(kind string) (names []string) {
	for name, r := range t.object.object("Resources") {
		if res, ok := r.(object); ok && res.text("Type") == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// properties are those of a resource.
func (t template) properties(name string) object {
	return t.object.object("Resources", name, "Properties")
}

// named is the resource that a !Ref, or a !GetAtt of its ARN, names.
func named(v any) string {
	o, ok := v.(object)
	if !ok {
		return ""
	}
	if ref := o.text("Ref"); ref != "" {
		return ref
	}
	name, _, _ := strings.Cut(o.text("Fn::GetAtt"), ".")
	return name
}

func parse(t *testing.T, source string) template {
	t.Helper()
	file, err := parser.ParseBytes([]byte(source), 0)
	if err != nil {
		t.Fatal(err)
	}
	o, ok := value(file.Docs[0].Body).(object)
	if !ok {
		t.Fatal("the template is no mapping")
	}
	return template{o}
}

// value is a node as Go has it, with tags in their long form.
func value(n ast.Node) any {
	switch n := n.(type) {
	case *ast.MappingNode:
		o := object{}
		for _, v := range n.Values {
			o[v.Key.GetToken().Value] = value(v.Value)
		}
		return o
	case *ast.MappingValueNode:
		return object{n.Key.GetToken().Value: value(n.Value)}
	case *ast.SequenceNode:
		list := []any{}
		for _, v := range n.Values {
			list = append(list, value(v))
		}
		return list
	case *ast.TagNode:
		name := strings.TrimPrefix(n.Start.Value, "!")
		if name != "Ref" {
			name = "Fn::" + name
		}
		return object{name: value(n.Value)}
	case *ast.IntegerNode:
		return n.Value
	case *ast.BoolNode:
		return n.Value
	case nil:
		return nil
	default:
		return n.GetToken().Value
	}
}

func readTemplate(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// The template keeps every rule.
func TestTemplate(t *testing.T) {
	tmpl := parse(t, readTemplate(t))
	if n := len(tmpl.of("AWS::Serverless::Function")); n != 3 {
		t.Fatalf("the template has %d functions: it is not read as it should be", n)
	}
	for _, r := range rules {
		for _, fault := range r.broken(tmpl) {
			t.Errorf("%s: %s", r.name, fault)
		}
	}
}

// Every rule can fail: each row breaks the template at one place, for one rule.
func TestBrokenTemplates(t *testing.T) {
	source := readTemplate(t)
	for _, row := range brokenTemplates {
		t.Run(row.rule+"/"+row.name, func(t *testing.T) {
			if strings.Count(source, row.old) == 0 {
				t.Fatalf("the template has no %q to be broken", row.old)
			}
			tmpl := parse(t, strings.Replace(source, row.old, row.new, 1))
			for _, r := range rules {
				if faults := r.broken(tmpl); (len(faults) > 0) != (r.name == row.rule) {
					t.Errorf("rule %q finds %q", r.name, faults)
				}
			}
		})
	}
	for _, r := range rules {
		if !slices.ContainsFunc(brokenTemplates, func(row broken) bool { return row.rule == r.name }) {
			t.Errorf("nothing shows that rule %q can fail", r.name)
		}
	}
}

// What the page on deployment types names outputs and parameters that there are.
func TestPage(t *testing.T) {
	tmpl := parse(t, readTemplate(t))
	page, err := os.ReadFile("../../docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	for part, pattern := range map[string]string{"Outputs": `\(out (\w+)`, "Parameters": `\b([A-Z][a-z]+[A-Z]\w+)=[^=]`} {
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(page), -1)
		if len(found) < 3 {
			t.Errorf("the page names %q: it is not read as it should be", found)
		}
		for _, m := range found {
			if tmpl.at(part, m[1]) == nil && m[1] != "ParameterKey" && m[1] != "UsePreviousValue" {
				t.Errorf("the page names %s, which is not under %s", m[1], part)
			}
		}
	}
}

// The events are batches of errands.
func TestEvents(t *testing.T) {
	files, err := filepath.Glob("../../events/*.json")
	if err != nil || len(files) < 2 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		var batch events.SQSEvent
		if err == nil {
			err = json.Unmarshal(raw, &batch)
		}
		if err != nil || len(batch.Records) == 0 {
			t.Fatalf("%s: %v", file, err)
		}
		for _, r := range batch.Records {
			if e, err := errand.Read(r.Body); err != nil || !known(e.Do) {
				t.Errorf("%s: %+v, %v", file, e, err)
			}
		}
	}
}

func known(do errand.Do) bool {
	return slices.Contains([]errand.Do{errand.Plan, errand.Feeds, errand.Tell, errand.Wake, errand.Sweep, errand.Job}, do)
}
