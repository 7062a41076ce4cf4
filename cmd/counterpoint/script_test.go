package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"counterpoint": main})
}

// The program as a user types it: each file of testdata/script is a session.
// Besides testscript's own commands there are
//
//	fails STATUS COMMAND…  runs a command that must end with the status
//	page FILE BYTES        writes a page of about so many bytes
//	line FILE BYTES        puts a line of about so many bytes before those of the file
//	noise FILE             writes bytes that are text in no charset
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails": fails, "page": bigPage, "line": bigLine, "noise": noise,
		},
	})
}

func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails STATUS COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	exit, ok := errors.AsType[*exec.ExitError](ts.Exec(args[1], args[2:]...))
	switch {
	case !ok:
		ts.Fatalf("%s did not fail, want status %d", strings.Join(args[1:], " "), want)
	case exit.ExitCode() != want:
		ts.Fatalf("%s ended with status %d, want %d", strings.Join(args[1:], " "), exit.ExitCode(), want)
	}
}

func bigPage(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	const paragraph = "<p>The harbour wall at Selby has held through the night, the engineers said.</p>\n"
	page := "<html><body><article><h1>Harbour wall holds</h1>" + strings.Repeat(paragraph, size/len(paragraph)+1) + "</article></body></html>"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(page), 0o600))
}

func bigLine(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	line := `{"id": "large", "text": "` + strings.Repeat("The harbour wall has held. ", size/27+1) + "\"}\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(line+ts.ReadFile(args[0])), 0o600))
}

func noise(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	for x := uint32(1); b.Len() < 4096; {
		x = x*1664525 + 1013904223
		b.WriteByte(byte(x >> 24))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// The help of each verb shows how it is typed.
func TestEveryVerbShowsAnExample(t *testing.T) {
	parser, err := kong.New(&commands{}, helpVars())
	if err != nil {
		t.Fatal(err)
	}
	verbs := 0
	for _, verb := range parser.Model.Leaves(true) {
		verbs++
		name := verb.Path()
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			if code := run(t.Context(), append(strings.Fields(name), "--help"), streams{out: &out, err: &errs}); code != exitDone {
				t.Fatalf("%s --help ends with %d: %s", name, code, errs.String())
			}
			if !strings.Contains(out.String(), "Example:\n") || !strings.Contains(out.String(), "  counterpoint "+name) {
				t.Errorf("%s --help has no example:\n%s", name, out.String())
			}
		})
	}
	if verbs < 4 {
		t.Errorf("%d verbs were found, want 4 or more", verbs)
	}
}
