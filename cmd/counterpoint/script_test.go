package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/rogpeppe/go-internal/testscript"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
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
//	hold STORE             holds a store until the end, as serve does
//	answered STORE URL     notes that a feed answered; with "gone" after it, that it was given up
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails": fails, "page": bigPage, "line": bigLine, "noise": noise, "hold": hold, "answered": answered,
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

func hold(ts *testscript.TestScript, _ bool, args []string) {
	db, err := bolt.Open(ts.MkAbs(args[0]), "counterpoint serve")
	ts.Check(err)
	ts.Defer(func() { _ = db.Close() })
}

// kept does something in a store, and closes it.
func kept(ts *testscript.TestScript, file string, do func(context.Context, *store.Store) error) {
	db, err := bolt.Open(ts.MkAbs(file), "test")
	ts.Check(err)
	err = do(context.Background(), store.New(db))
	ts.Check(errors.Join(err, db.Close()))
}

func answered(ts *testscript.TestScript, _ bool, args []string) {
	kept(ts, args[0], func(ctx context.Context, s *store.Store) error {
		now, src := time.Now(), news.Source{URL: args[1]}
		if err := s.Follow(ctx, now, []news.Source{src}); err != nil {
			return err
		}
		taken, err := s.Take(ctx, now, src.ID(), time.Minute)
		if err != nil {
			return err
		}
		f := taken.Feed
		f.Tried, f.Worked, f.Next = now, now, now.Add(time.Hour)
		if len(args) > 2 {
			f.Parked, f.Failures, f.Reason = true, 1, "is gone for good"
		}
		_, err = s.SaveFeed(ctx, now, taken, f, nil)
		return err
	})
}
