// Counterpoint reads what several outlets write about one event and tells what
// independent sources agree on, what they dispute and who says what. Every line
// is quoted from its source.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"counterpoint/internal/config"
	"counterpoint/internal/feed/web"
)

// Exit codes, as scripts rely on them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// A run is short and its heap small: collecting seldom saves a twentieth of the
// time, within 200 MB for a thousand feeds and 256 MB for the digest of 2,000
// articles (make bench).
const (
	gcFetching = 200
	gcMaking   = 300
)

func main() {
	debug.SetGCPercent(gcFetching)
	log.SetOutput(io.Discard) // net/http's notices, which quote what servers send
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now})
	stop()
	os.Exit(code)
}

// commands is the command line.
type commands struct {
	Demo    demoCmd    `cmd:"" help:"Show the main job on a bundled, invented news day."`
	Digest  digestCmd  `cmd:"" help:"Make a digest of articles: what is agreed, what is disputed, who says what."`
	Fetch   fetchCmd   `cmd:"" help:"Fetch the feeds of a configuration, and report each."`
	Apply   applyCmd   `cmd:"" help:"Write a configuration's channels and feeds into its store; shows the plan first."`
	Serve   serveCmd   `cmd:"" help:"Fetch, make and post digests on this machine, into Slack, or into a stand-in that a browser shows."`
	Doctor  doctorCmd  `cmd:"" help:"Look whether everything is in order, and tell of each fault what mends it."`
	Extract extractCmd `cmd:"" help:"Print the article of each page as a line of JSON."`
	Eval    evalCmd    `cmd:"" help:"Score the engine on annotated cases."`
	Init    initCmd    `cmd:"" help:"Write a commented configuration with feeds to begin with."`
	Feeds   feedsCmd   `cmd:"" help:"Move lists of feeds between Counterpoint and other readers."`
}

// streams are what a verb reads, and writes its result and its warnings to.
type streams struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	now      func() time.Time
	web      web.Options     // what a test replaces of the client; main leaves it alone
	slack    slackOptions    // and of Slack
	aws      awsOptions      // and of AWS
	ctx      context.Context //nolint:containedctx // the verbs' one argument, made by kong's call
}

// warn tells the user of something that did not stop the run.
func (s streams) warn(format string, args ...any) {
	fmt.Fprintf(s.err, "counterpoint: "+format+"\n", args...)
}

// exitCode is panicked with by kong's help, which ends the program where it
// stands, and recovered in run.
type exitCode int

func run(ctx context.Context, args []string, s streams) (code int) {
	s.ctx = ctx
	defer func() {
		switch v := recover().(type) {
		case nil:
		case exitCode:
			code = int(v)
		default:
			panic(v)
		}
	}()
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("counterpoint"),
		kong.Description("Fold the coverage of one event into one story; tell what independent sources agree on and dispute, and who says what."),
		kong.Writers(s.out, s.err),
		helpVars(),
		kong.Exit(func(c int) { panic(exitCode(c)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		s.warn("%v", err)
		return exitFailed
	}
	verb, err := parser.Parse(args)
	if err != nil {
		s.warn("%v", err)
		s.warn("see counterpoint --help, or counterpoint VERB --help for an example")
		return exitUsage
	}
	if err := verb.Run(s); err != nil {
		if ctx.Err() != nil {
			err = errInterrupted
		}
		s.warn("%v", err)
		if errors.As(err, new(usageError)) {
			return exitUsage
		}
		return exitFailed
	}
	return exitDone
}

// errInterrupted is all that a run says that was stopped from outside.
var errInterrupted = errors.New("interrupted: what was stored until then is kept, and the next run goes on from there")

// helpVars are the words that the help of a verb takes from elsewhere.
func helpVars() kong.Vars {
	return kong.Vars{"subjects": strings.Join(config.Subjects(), ", "), "subject": config.DefaultSubject}
}

// usageError is a wrong use of a verb that only the verb itself can see.
type usageError string

func (e usageError) Error() string { return string(e) }
