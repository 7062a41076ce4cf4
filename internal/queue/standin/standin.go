// Package standin is for tests and local rounds: it answers the requests that
// Counterpoint's functions send to Amazon SQS, in its JSON protocol, from
// queues in this process. It knows SendMessage and SendMessageBatch, and
// refuses everything else; who receives asks the queues themselves.
package standin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"counterpoint/internal/queue"
)

// Handler answers for queues, by the last part of their URLs.
type Handler map[string]*queue.Local

// maxRequest is the size of ten messages, and what is around them.
const maxRequest = 12 * queue.MaxBody

type send struct {
	ID    string `json:"Id"`
	Body  string `json:"MessageBody"`
	Delay int    `json:"DelaySeconds"`
}

type request struct {
	QueueURL string `json:"QueueUrl"`
	send
	Entries []send
}

// ServeHTTP answers one request.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := h.do(r)
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	if err != nil {
		code := "InvalidParameterValue"
		if errors.Is(err, errNoQueue) {
			code = "QueueDoesNotExist"
		}
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]string{"__type": "com.amazonaws.sqs#" + code, "message": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(answer) //nolint:errchkjson // maps of strings
}

var errNoQueue = errors.New("there is no such queue")

func (h Handler) do(r *http.Request) (any, error) {
	data, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
	if err != nil {
		return nil, err
	}
	var req request
	if err := json.Unmarshal(data, &req); err != nil {
		return nil, err
	}
	q := h[path.Base(req.QueueURL)]
	if q == nil {
		return nil, errNoQueue
	}
	switch do := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS."); do {
	case "SendMessage":
		return map[string]string{"MessageId": "sent"}, q.SendAll(r.Context(), outgoing(req.send))
	case "SendMessageBatch":
		if len(req.Entries) == 0 || len(req.Entries) > 10 {
			return nil, fmt.Errorf("a batch of %d messages", len(req.Entries))
		}
		var done []map[string]string
		for _, e := range req.Entries {
			done = append(done, map[string]string{"Id": e.ID, "MessageId": "sent"})
		}
		return map[string]any{"Successful": done, "Failed": []string{}}, q.SendAll(r.Context(), outgoing(req.Entries...))
	default:
		return nil, fmt.Errorf("nothing here does %.40q", do)
	}
}

func outgoing(all ...send) []queue.Outgoing {
	out := make([]queue.Outgoing, len(all))
	for i, m := range all {
		out[i] = queue.Outgoing{Body: m.Body, Delay: time.Duration(m.Delay) * time.Second}
	}
	return out
}
