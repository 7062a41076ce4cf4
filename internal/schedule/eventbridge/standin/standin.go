// Package standin is for tests and local rounds: it answers as Amazon
// EventBridge Scheduler does, for the calls that Counterpoint's functions make.
// Nothing is ever sent: who plays reads what is kept.
package standin

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Scheduler is a group of schedules: an http.Handler. It lists two of them a
// page.
type Scheduler struct {
	Group string
	// Meet may refuse a call, such as "POST NAME", with a status; nil: none is.
	Meet func(call string) int

	mu   sync.Mutex
	kept map[string]map[string]any
}

// Kept returns the schedules, as they were written, by name. They may be
// changed, which bends the schedule.
func (s *Scheduler) Kept() map[string]map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.kept)
}

// Put keeps a schedule that somebody else made.
func (s *Scheduler) Put(name string, as map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]map[string]any{}
	}
	s.kept[name] = as
}

// ServeHTTP answers one call.

func (s *Scheduler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := strings.TrimPrefix(r.URL.Path, "/schedules/")
	call := r.Method + " " + name
	if s.Meet != nil {
		if status := s.Meet(call); status != 0 {
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
	if group+r.URL.Query().Get("groupName") != s.Group {
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
		delete(s.kept, name)
		_, _ = w.Write([]byte("{}"))
	default:
		if s.kept == nil {
			s.kept = map[string]map[string]any{}
		}
		s.kept[name] = body
		_, _ = w.Write([]byte(`{"ScheduleArn":"arn:aws:scheduler:::x"}`))
	}
}

func fail(w http.ResponseWriter, status int) {
	w.Header().Set("X-Amzn-ErrorType", map[int]string{404: "ResourceNotFoundException", 409: "ConflictException"}[status])
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"Message":"no"}`))
}

func (s *Scheduler) list(w http.ResponseWriter, r *http.Request) {
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
