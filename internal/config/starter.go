package config

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// starter is a configuration with a channel for each subject.
//
//go:embed starter.yaml
var starter string

// DefaultSubject is what a configuration to begin with follows where no
// subject is named.
const DefaultSubject = "world"

var subjectLine = regexp.MustCompile(`(?m)^  - id: (\w+)\n`)

// Subjects are those that there are feeds to begin with for.
func Subjects() []string {
	var out []string
	for _, m := range subjectLine.FindAllStringSubmatch(starter, -1) {
		out = append(out, m[1])
	}
	return out
}

// Starter is a commented configuration to begin with: a channel for each of the
// subjects, and those for the others as comments.
func Starter(subjects ...string) (string, error) {
	for _, s := range subjects {
		if !slices.Contains(Subjects(), s) {
			return "", fmt.Errorf("there are no feeds on %q: choose of %s", s, strings.Join(Subjects(), ", "))
		}
	}
	places := subjectLine.FindAllStringSubmatchIndex(starter, -1)
	var on, off strings.Builder
	for i, p := range places {
		end := len(starter)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		block := strings.TrimRight(starter[p[0]:end], "\n") + "\n"
		if slices.Contains(subjects, starter[p[2]:p[3]]) {
			on.WriteString("\n" + block)
			continue
		}
		off.WriteString("\n# " + strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", "\n# ") + "\n")
	}
	out := starter[:places[0][0]] + strings.TrimPrefix(on.String(), "\n")
	if off.Len() > 0 {
		out += "\n# Further subjects: take the # and the space after it off a channel's lines to follow it.\n" + off.String()
	}
	return out, nil
}
