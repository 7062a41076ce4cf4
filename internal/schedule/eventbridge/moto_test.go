package eventbridge_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/scheduler"
)

// moto names the executable of the moto server (pip install "moto[server]").
// Where it is set, the test fails without it; where it is not, it is skipped.
const moto = "COUNTERPOINT_MOTO"

// A service that others wrote takes the same calls.
func TestLifeOnMoto(t *testing.T) {
	path := os.Getenv(moto) //nolint:forbidigo // where a tester keeps it
	if path == "" {
		t.Skip(`the moto server is not there: pip install "moto[server]" into a virtual environment, and set ` + moto + " to its moto_server")
	}
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	ctx, end := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "-H", "127.0.0.1", "-p", strconv.Itoa(port))
	if err := cmd.Start(); err != nil {
		end()
		t.Fatal(err)
	}
	defer func() { end(); _ = cmd.Wait() }()
	cfg := config(fmt.Sprintf("http://127.0.0.1:%d", port))
	client := scheduler.NewFromConfig(cfg)
	for n := 0; ; n++ {
		_, err = client.CreateScheduleGroup(t.Context(), &scheduler.CreateScheduleGroupInput{Name: &target.Group})
		if err == nil {
			break
		}
		if n == 100 {
			t.Fatalf("the moto server does not answer: %v", err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	life(t, cfg)
}
