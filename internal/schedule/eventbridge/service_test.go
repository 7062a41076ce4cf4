package eventbridge_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"counterpoint/internal/schedule/eventbridge/standin"
)

// start runs the service on this machine.
func start(t *testing.T) (*standin.Scheduler, aws.Config) {
	t.Helper()
	s := &standin.Scheduler{Group: "news"}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, config(server.URL)
}

func config(url string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: &url, Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
		HTTPClient: &http.Client{Timeout: 10 * time.Second}, RetryMaxAttempts: 1,
	}
}
