package integration_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/wording"
)

// modelID is that of the model, modelPrice what it costs in dollars for a
// million tokens.
const (
	modelID     = "eu.some.reader-v1:0"
	modelPrice  = 10
	tokensAsked = 1200
	tokensSaid  = 300
	perReply    = modelPrice * (tokensAsked + tokensSaid) // millionths of a dollar
)

// converse is a language model on Bedrock, by its REST API.
type converse struct {
	throttled bool
	mu        sync.Mutex
	packets   []string
}

func (c *converse) asked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.packets)
}

func (c *converse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct {
		System   []struct{ Text string }
		Messages []struct{ Content []struct{ Text string } }
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || len(in.System) != 1 || len(in.Messages) != 1 || len(in.Messages[0].Content) != 1 ||
		r.URL.EscapedPath() != "/model/"+strings.ReplaceAll(modelID, ":", "%3A")+"/converse" || !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") {
		http.Error(w, "no such request", http.StatusBadRequest)
		return
	}
	packet := in.Messages[0].Content[0].Text
	c.mu.Lock()
	c.packets = append(c.packets, packet)
	c.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if c.throttled {
		w.Header().Set("X-Amzn-ErrorType", "ThrottlingException")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write([]byte(`{"message":"Too many tokens, please wait before trying again."}`))
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"output": map[string]any{"message": map[string]any{"role": "assistant", "content": []any{map[string]string{"text": read(packet)}}}},
		"usage":  map[string]int{"inputTokens": tokensAsked, "outputTokens": tokensSaid, "totalTokens": tokensAsked + tokensSaid}, "stopReason": "end_turn",
		"metrics": map[string]int{"latencyMs": 900},
	})
}

var numbered = regexp.MustCompile(`(?m)^\[(a\d+\.\d+)\] (.*)$`)

var paired = regexp.MustCompile(`(?m)^\[?(p\d+)\b`)

// look is what the model says of pairs that it is shown again: they stay disputed.
func look(packet string) string {
	pairs := []map[string]any{}
	for _, m := range paired.FindAllStringSubmatch(packet, -1) {
		pairs = append(pairs, map[string]any{"id": m[1], "both_can_be_true": false})
	}
	raw, _ := json.Marshal(map[string]any{"pairs": pairs})
	return string(raw)
}

// read is what the model finds in the sentences of a story.
func read(packet string) string {
	if strings.HasPrefix(packet, "PAIRS") {
		return look(packet)
	}
	at := func(says string) []string {
		var ids []string
		for _, m := range numbered.FindAllStringSubmatch(packet, -1) {
			if strings.Contains(m[2], says) {
				ids = append(ids, m[1])
			}
		}
		return ids
	}
	type object = map[string]any
	line := func(text, says string) object { return object{"text": text, "ids": at(says)} }
	out := object{
		"headline": line("Orm to get a new bridge over the Tarn", "new bridge over the Tarn"),
		"summary":  []object{}, "agreed": []object{}, "disputed": []object{}, "superseded": []object{}, "candidates": []object{},
	}
	if strings.Contains(packet, "Marsa") {
		out["headline"] = line("Ferry Marsa strikes pier at Halden", "Marsa struck the pier")
		out["agreed"] = []object{line("On board the Marsa were 240 passengers.", "240 passengers")}
		out["disputed"] = []object{{"question": "How many people were injured at Halden?", "kind": "quantity", "positions": []object{
			{"answer": "Twelve people", "holder": "", "ids": at("Twelve people")}, {"answer": "Fifteen people", "holder": "", "ids": at("Fifteen people")},
		}}}
	}
	raw, _ := json.Marshal(out)
	return string(raw)
}

// environment is what the digest function is told of the model.
func (c *converse) environment(endpoint string) map[string]string {
	price := strconv.Itoa(modelPrice)
	return map[string]string{
		"AWS_ENDPOINT_URL_BEDROCK_RUNTIME": endpoint, "MODEL": "bedrock:" + modelID,
		"MODEL_MONTH": "20", "MODEL_DIGEST": "0.50", "MODEL_INPUT": price, "MODEL_OUTPUT": price,
	}
}

// worded plays a digest that a model words, and a second wake-up for it.
func worded(w *world) {
	w.setUp()
	w.plan()
	slot := time.Now()
	w.fires(slot)
	w.told(time.Minute)
	w.says("On board the Marsa were 240 passengers.", "Ferry Marsa strikes pier at Halden", modelID, wording.Dollars(w.spent()))
	w.fires(slot)
	w.until("it is looked at", time.Minute, w.quiet)
	w.told(time.Minute)
	w.paid()
	if status := w.slash("status"); !strings.Contains(status, wording.Dollars(w.spent())) {
		w.t.Errorf("the status tells nothing of %s: %s", wording.Dollars(w.spent()), status)
	}
	w.model.blind(w.t)
}

// wordedAgain plays a digest that is made again: its function is killed once the
// model is paid.
func wordedAgain(w *world) {
	w.setUp()
	w.plan()
	var once sync.Mutex
	killed := false
	w.table.trouble(nil, func(function, _ string, _ int) {
		once.Lock()
		defer once.Unlock()
		if function == "digest" && !killed && w.model.asked() >= 2 && w.spent() >= 2*perReply {
			killed = true
			w.digest.Kill()
		}
	})
	w.fires(time.Now())
	w.told(2 * time.Minute)
	if !killed {
		w.t.Error("the function was not killed")
	}
	w.says("On board the Marsa were 240 passengers.", "Ferry Marsa strikes pier at Halden", modelID)
	w.paid()
}

// paid looks whether each of the two stories was asked for once, and that and what
// was looked at again paid for once: what a killed function was waiting for is
// asked for again.
func (w *world) paid() {
	w.t.Helper()
	w.model.mu.Lock()
	defer w.model.mu.Unlock()
	once, stories := map[string]bool{}, 0
	for _, p := range w.model.packets {
		once[p] = true
		if !strings.HasPrefix(p, "PAIRS") {
			stories++
		}
	}
	if spent := w.spent(); stories != 2 || spent != int64(len(once))*perReply {
		w.t.Errorf("the model was asked for %d stories, for %d things in all, and %d millionths are spent", stories, len(once), spent)
	}
}

// unworded plays a digest of a model that takes no requests.
func unworded(w *world) {
	w.setUp()
	w.plan()
	w.fires(time.Now())
	w.told(2 * time.Minute)
	w.says("240 passengers", "the engine alone where the model takes no more requests now")
	if strings.Contains(w.text(), "On board the Marsa were") || w.model.asked() == 0 || w.spent() != 0 {
		w.t.Errorf("the model was asked %d times, and %d millionths are spent", w.model.asked(), w.spent())
	}
}

// spent is what the model cost, in millionths of a dollar.
func (w *world) spent() int64 {
	n, err := w.store.Spent(w.t.Context(), time.Now())
	if err != nil {
		w.t.Error(err)
	}
	return n
}

// text is all that is posted.
func (w *world) text() string {
	var b strings.Builder
	for _, p := range w.posted() {
		b.Write(p.Blocks)
	}
	return b.String()
}

func (w *world) says(words ...string) {
	w.t.Helper()
	text := w.text()
	for _, s := range words {
		if !strings.Contains(text, s) {
			w.t.Errorf("the digest does not say %q: %s", s, text)
		}
	}
}

// What the model is told is the story's sentences, and nothing of the workspace.
func (c *converse) blind(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.packets {
		for _, secret := range []string{channel, botToken, signingSecret, linkKey} {
			if strings.Contains(p, secret) {
				t.Errorf("the model is told %q", secret)
			}
		}
	}
}
