package eventbridge_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// service answers as EventBridge Scheduler does, for the five calls that are
// made of it; it lists two schedules a page.
type service struct {
	mu     sync.Mutex
	group  string
	kept   map[string]map[string]any
	writes []string // the calls that change something
	meet   func(call string) int
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := strings.TrimPrefix(r.URL.Path, "/schedules/")
	call := r.Method + " " + name
	if s.meet != nil {
		if status := s.meet(call); status != 0 {
			fail(w, status)
			return
		}
	}
	if r.URL.Path == "/schedules" {
		s.list(w, r)
		return
	}
	var body map[string]any
	_ = json.NewDecoder(r.Body).Decode(&body)
	group, _ := body["GroupName"].(string)
	if group+r.URL.Query().Get("groupName") != s.group {
		fail(w, http.StatusNotFound)
		return
	}
	_, there := s.kept[name]
	switch {
	case r.Method == http.MethodPost && there:
		fail(w, http.StatusConflict)
	case r.Method != http.MethodPost && !there:
		fail(w, http.StatusNotFound)
	case r.Method == http.MethodGet:
		_ = json.NewEncoder(w).Encode(s.kept[name])
	case r.Method == http.MethodDelete:
		s.writes = append(s.writes, call)
		delete(s.kept, name)
		_, _ = w.Write([]byte("{}"))
	default:
		s.writes = append(s.writes, call)
		s.kept[name] = body
		_, _ = w.Write([]byte(`{"ScheduleArn":"arn:aws:scheduler:::x"}`))
	}
}

func fail(w http.ResponseWriter, status int) {
	w.Header().Set("X-Amzn-ErrorType", map[int]string{404: "ResourceNotFoundException", 409: "ConflictException"}[status])
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"Message":"no"}`))
}

func (s *service) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	var names []string
	for n := range s.kept {
		if strings.HasPrefix(n, q.Get("NamePrefix")) && n > q.Get("NextToken") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	out := map[string]any{}
	if len(names) > 2 {
		names = names[:2]
		out["NextToken"] = names[1]
	}
	var all []map[string]string
	for _, n := range names {
		all = append(all, map[string]string{"Name": n})
	}
	out["Schedules"] = all
	_ = json.NewEncoder(w).Encode(out)
}

// start runs the service on this machine.
func start(t *testing.T) (*service, aws.Config) {
	t.Helper()
	s := &service{group: "news", kept: map[string]map[string]any{}}
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
