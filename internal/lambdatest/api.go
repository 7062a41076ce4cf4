package lambdatest

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

// invocation is an event, and where its outcome goes.
type invocation struct {
	id       string
	event    []byte
	deadline time.Time
	done     chan outcome
}

type outcome struct {
	answer []byte
	err    error
}

// maxAnswer is what Lambda takes as an answer.
const maxAnswer = 6 << 20

func (s *sandbox) mux() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", s.giveNext)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAnswer))
		if err != nil {
			err = FunctionError{"Function.ResponseSizeTooLarge", "the answer is too large"}
		}
		s.finish(w, r, outcome{body, err})
	})
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", func(w http.ResponseWriter, r *http.Request) {
		s.finish(w, r, outcome{nil, readError(w, r)})
	})
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", func(w http.ResponseWriter, r *http.Request) {
		select {
		case s.failed <- readError(w, r):
		default:
		}
		w.WriteHeader(http.StatusAccepted)
	})
	return mux
}

func (s *sandbox) giveNext(w http.ResponseWriter, r *http.Request) {
	s.first.Do(func() { close(s.asked) })
	select {
	case e := <-s.next:
		s.mu.Lock()
		s.running = e
		s.mu.Unlock()
		h := w.Header()
		h.Set("Lambda-Runtime-Aws-Request-Id", e.id)
		h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(e.deadline.UnixMilli(), 10))
		h.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:test")
		h.Set("Content-Type", "application/json")
		_, _ = w.Write(e.event)
	case <-r.Context().Done():
	case <-s.over:
	}
}

// finish takes the answer to the event that is being worked on.
func (s *sandbox) finish(w http.ResponseWriter, r *http.Request, o outcome) {
	s.mu.Lock()
	e := s.running
	if e != nil && e.id == r.PathValue("id") {
		s.running = nil
	} else {
		e = nil
	}
	s.mu.Unlock()
	if e == nil {
		http.Error(w, `{"errorType":"InvalidRequestID"}`, http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusAccepted)
	e.done <- o
}

func readError(w http.ResponseWriter, r *http.Request) error {
	var e FunctionError
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAnswer)).Decode(&e); err != nil {
		e = FunctionError{"Unknown", err.Error()}
	}
	return e
}
