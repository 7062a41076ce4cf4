package lambdatest

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// sandbox is a process and the Runtime API that it speaks to.
type sandbox struct {
	cmd     *exec.Cmd
	server  *http.Server
	next    chan *invocation
	asked   chan struct{} // closed at the first request for an event
	first   sync.Once
	failed  chan error // the error of a start
	over    chan struct{}
	mu      sync.Mutex
	running *invocation
	counted time.Duration // of the processor, in Stats
}

func start(o Options) (*sandbox, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a moment on loopback
	if err != nil {
		return nil, err
	}
	s := &sandbox{next: make(chan *invocation), asked: make(chan struct{}), failed: make(chan error, 1), over: make(chan struct{})}
	s.server = &http.Server{Handler: s.mux(), ReadHeaderTimeout: startTime}
	go func() { _ = s.server.Serve(l) }()
	s.cmd = exec.Command(o.Bootstrap) //nolint:gosec,noctx // the program under test; it is ended by end
	s.cmd.Dir = filepath.Dir(o.Bootstrap)
	s.cmd.Stdout, s.cmd.Stderr = o.Log, o.Log
	s.cmd.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + l.Addr().String(), "AWS_LAMBDA_FUNCTION_NAME=" + o.Name, "TZ=:UTC", "LANG=en_US.UTF-8"}
	for k, v := range o.Env {
		s.cmd.Env = append(s.cmd.Env, k+"="+v)
	}
	if err := s.cmd.Start(); err != nil {
		_ = s.server.Close()
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.over)
		_ = s.server.Close()
	}()
	return s, nil
}

func (s *sandbox) alive() bool {
	select {
	case <-s.over:
		return false
	default:
		return true
	}
}

// end kills the process, and waits until it is gone.
func (s *sandbox) end() {
	_ = s.cmd.Process.Kill()
	<-s.over
}

// used is what the process has taken of the processor, and its largest memory,
// where the system says so in /proc.
func (s *sandbox) used() (cpu time.Duration, memory int64) {
	dir := fmt.Sprintf("/proc/%d/", s.cmd.Process.Pid)
	if stat, err := os.ReadFile(dir + "stat"); err == nil {
		_, rest, _ := strings.Cut(string(stat), ") ")
		if f := strings.Fields(rest); len(f) > 12 {
			user, _ := strconv.ParseInt(f[11], 10, 64)
			system, _ := strconv.ParseInt(f[12], 10, 64)
			cpu = time.Duration(user+system) * 10 * time.Millisecond // a clock tick of Linux
		}
	}
	if status, err := os.ReadFile(dir + "status"); err == nil {
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		if f := strings.Fields(rest); len(f) > 0 {
			kb, _ := strconv.ParseInt(f[0], 10, 64)
			memory = kb << 10
		}
	}
	return cpu, memory
}
