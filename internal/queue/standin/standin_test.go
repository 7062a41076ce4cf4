package standin_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"counterpoint/internal/queue"
	"counterpoint/internal/queue/standin"
)

// The real client sends to the stand-in: one at a time, and many at once.
func TestRealClientSends(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	q := queue.NewLocal(queue.Options{Now: func() time.Time { return now }})
	server := httptest.NewServer(standin.Handler{"work": q})
	defer server.Close()
	cfg := aws.Config{Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: credentials.NewStaticCredentialsProvider("a", "b", "")}
	s := queue.NewSQS(cfg, server.URL+"/000000000000/work")
	if err := s.Send(t.Context(), "one", 1500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if got := q.Receive(10); len(got) != 0 {
		t.Errorf("received %v before its delay was over", got)
	}
	now = now.Add(2 * time.Second)
	if got := q.Receive(10); len(got) != 1 || got[0].Body != "one" {
		t.Errorf("received %v after its delay", got)
	}
	var many []queue.Outgoing
	for i := range 23 {
		many = append(many, queue.Outgoing{Body: fmt.Sprint("m", i)})
	}
	if err := s.SendAll(t.Context(), many); err != nil {
		t.Fatal(err)
	}
	if c := q.Counts(); c.Sends != 1+3 || c.Messages != 24 {
		t.Errorf("%+v, want 23 messages in 3 requests", c)
	}
	large := strings.Repeat("x", queue.MaxBody/2)
	if err := s.SendAll(t.Context(), []queue.Outgoing{{Body: large}, {Body: large}, {Body: large}}); err != nil {
		t.Fatal(err)
	}
	if c := q.Counts(); c.Sends != 4+2 {
		t.Errorf("%d requests, want two more, as a request has a size", c.Sends)
	}
}

func TestRefusals(t *testing.T) {
	q := queue.NewLocal(queue.Options{Now: time.Now})
	server := httptest.NewServer(standin.Handler{"work": q})
	defer server.Close()
	cfg := aws.Config{Region: "us-east-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("a", "b", "")}
	for _, c := range []struct{ name, queue, body, want string }{
		{"no such queue", "play", "x", "QueueDoesNotExist"},
		{"empty", "work", "", "0 bytes"},
		{"too large", "work", strings.Repeat("x", queue.MaxBody+1), "262145 bytes"},
	} {
		err := queue.NewSQS(cfg, server.URL+"/0/"+c.queue).Send(t.Context(), c.body, 0)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if q.Len() != 0 {
		t.Errorf("%d messages were taken", q.Len())
	}
}
