// Command samlocal does a whole round of the functions on this machine, as users
// of SAM do it: it builds them, invokes them on the events in events/, sends
// the HTTP API a signed slash command, hands on what they queue, and ends with
// the messages in a channel of the fake Slack. "make sam-local" runs it.
//
// DynamoDB is Amazon's local edition; moto stands in for SQS, Parameter Store
// and EventBridge Scheduler; the feeds are those of the bundled day, at today's
// times. Functions run in containers where an engine answers, in Amazon's base
// image or one that stands in for it; with -emulator they run under the runtime
// emulator that SAM ships. Every port is a free one; what was started is ended.
//
// The functions are built with the tag localfeeds, apart from what "sam build"
// makes, so that this build is not deployed by mistake.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	toolsDir := flag.String("tools", ".tools", "where \"make sam-tools\" put the programs")
	emulator := flag.Bool("emulator", false, "run the functions under the runtime emulator, without containers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	r := &round{
		say:     func(format string, args ...any) { fmt.Printf("    "+format+"\n", args...) },
		now:     time.Now,     //nolint:forbidigo // this main's clock
		outside: os.Environ(), //nolint:forbidigo // for the programs that it starts
		getenv:  os.Getenv,    //nolint:forbidigo // where a tester keeps DynamoDB Local
	}
	err := r.do(ctx, *toolsDir, *emulator)
	r.end()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "sam-local:", err)
		os.Exit(1)
	}
	fmt.Println("sam-local: the round is whole")
}
