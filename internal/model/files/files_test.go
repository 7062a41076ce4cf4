package files_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"counterpoint/internal/model"
	"counterpoint/internal/model/files"
)

func TestAsk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	d, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	r := model.Request{Name: "story-1", Instructions: "read", Packet: "[a1.1] x", Schema: json.RawMessage(`{"type":"object"}`), MostTokens: 77}
	if _, err := d.Ask(t.Context(), r); !errors.Is(err, model.ErrWaiting) {
		t.Fatalf("without a reply: %v", err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "story-1.request.json"))
	if err != nil {
		t.Fatal(err)
	}
	var written model.Request
	if err := json.Unmarshal(raw, &written); err != nil || written.Packet != r.Packet || written.Instructions != r.Instructions || len(written.Schema) == 0 {
		t.Errorf("the request holds %s (%v)", raw, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "story-1.reply.json"), []byte(`{"a":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Ask(t.Context(), r); err != nil || string(got.JSON) != `{"a":1}` {
		t.Errorf("with a reply: %q %v", got.JSON, err)
	}
	r.Name = "../outside"
	if _, err := d.Ask(t.Context(), r); err == nil || errors.Is(err, model.ErrWaiting) {
		t.Errorf("a name that leads outside: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "big.reply.json"), make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Name = "big"
	if _, err := d.Ask(t.Context(), r); err == nil || errors.Is(err, model.ErrWaiting) {
		t.Errorf("a reply that is too large: %v", err)
	}
}
