package lambdatest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"counterpoint/internal/lambdatest"
)

// The test binary is the function, where the Runtime API calls.
func TestMain(m *testing.M) {
	if os.Getenv("AWS_LAMBDA_RUNTIME_API") == "" { //nolint:forbidigo // what makes the process a function
		os.Exit(m.Run())
	}
	switch os.Getenv("FAULT") { //nolint:forbidigo // as above
	case "exit":
		os.Exit(1)
	case "sleep":
		time.Sleep(time.Minute)
	}
	lambda.StartWithOptions(handle)
}

type event struct{ Do string }

func handle(ctx context.Context, e event) (any, error) {
	switch e.Do {
	case "fail":
		return nil, errors.New("no such thing")
	case "panic":
		panic("at the disco")
	case "exit":
		os.Exit(3)
	case "hang":
		time.Sleep(time.Minute)
	}
	deadline, _ := ctx.Deadline()
	lc, _ := lambdacontext.FromContext(ctx)
	fmt.Println("did", e.Do)
	return map[string]any{"did": e.Do, "left": time.Until(deadline).Seconds(), "id": lc.AwsRequestID, "pid": os.Getpid()}, nil
}

type answer struct {
	Did, ID string
	Left    float64
	PID     int
}

// logs is written to by a process.
type logs struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func function(t *testing.T, fault string) (*lambdatest.Function, *logs) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out := &logs{}
	f := lambdatest.New(lambdatest.Options{
		Bootstrap: self, Name: "f", Env: map[string]string{"FAULT": fault}, Timeout: 3 * time.Second, Log: out, Now: time.Now,
	})
	t.Cleanup(f.Stop)
	return f, out
}

func call(t *testing.T, f *lambdatest.Function, do string) (a answer, err error) {
	t.Helper()
	raw, err := f.Invoke(t.Context(), []byte(`{"do":"`+do+`"}`))
	if err == nil {
		err = json.Unmarshal(raw, &a)
	}
	return a, err
}

// Events are answered one after the other by one process; one that ends is
// replaced at the next event.
func TestInvoke(t *testing.T) {
	f, out := function(t, "")
	first, err := call(t, f, "one")
	if err != nil || first.Did != "one" || first.ID != "f-1" || first.Left < 2 || first.Left > 3 {
		t.Fatalf("%+v, %v\n%s", first, err, out)
	}
	if second, err := call(t, f, "two"); err != nil || second.ID != "f-2" || second.PID != first.PID {
		t.Errorf("%+v, %v", second, err)
	}
	_, err = call(t, f, "fail")
	if e, ok := errors.AsType[lambdatest.FunctionError](err); !ok || e.Message != "no such thing" {
		t.Errorf("a failure is %v", err)
	}
	if after, err := call(t, f, "three"); err != nil || after.PID != first.PID {
		t.Errorf("after a failure: %+v, %v", after, err)
	}
	_, err = call(t, f, "panic")
	if e, ok := errors.AsType[lambdatest.FunctionError](err); !ok || e.Message != "at the disco" {
		t.Errorf("a panic is %v", err)
	}
	last := first.PID
	for do, want := range map[string]error{"exit": lambdatest.ErrExited, "hang": lambdatest.ErrTimedOut} {
		if _, err := call(t, f, do); !errors.Is(err, want) {
			t.Errorf("%s ends with %v, want %v", do, err, want)
		}
		if after, err := call(t, f, "again"); err != nil || after.PID == last {
			t.Errorf("after %s: %+v, %v", do, after, err)
		} else {
			last = after.PID
		}
	}
	f.Kill()
	if after, err := call(t, f, "again"); err != nil || after.PID == last {
		t.Errorf("after a kill: %+v, %v", after, err)
	}
	if s := f.Stats(); s.Invocations != 10 || s.Failures != 4 || s.Starts < 4 || s.Took < 3*time.Second {
		t.Errorf("%+v", s)
	}
	f.Stop()
	if !strings.Contains(out.String(), "did three") {
		t.Errorf("it printed %q", out)
	}
}

// A function that cannot start says so, at once or after its time.
func TestStart(t *testing.T) {
	f, _ := function(t, "exit")
	if _, err := call(t, f, "one"); !errors.Is(err, lambdatest.ErrExited) {
		t.Errorf("%v", err)
	}
	g, _ := function(t, "sleep")
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := g.Invoke(ctx, []byte("{}")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	none := lambdatest.New(lambdatest.Options{Bootstrap: "/no/such/bootstrap", Timeout: time.Second, Now: time.Now})
	if _, err := none.Invoke(t.Context(), nil); err == nil {
		t.Error("a bootstrap that is not there answers")
	}
}

// What is running when the function is killed fails, and nothing hangs.
func TestKilledAtWork(t *testing.T) {
	f, _ := function(t, "")
	if _, err := call(t, f, "one"); err != nil {
		t.Fatal(err)
	}
	go func() { time.Sleep(200 * time.Millisecond); f.Kill() }()
	if _, err := call(t, f, "hang"); !errors.Is(err, lambdatest.ErrExited) {
		t.Errorf("%v", err)
	}
}
