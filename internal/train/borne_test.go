package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/internal/news"
)

func TestVerdicts(t *testing.T) {
	dir := t.TempDir()
	write := func(s string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "pairs.jsonl"), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := readVerdicts(dir); err != nil || v != nil {
		t.Fatalf("without a file: %v, %v", v, err)
	}
	write(`{"a":{"article":"a1","quote":"Nine died."},"b":{"article":"a2","quote":"Nine people died at the quay."},"verdict":"a"}` + "\n")
	v, err := readVerdicts(dir)
	if err != nil {
		t.Fatal(err)
	}
	short, long := news.Evidence{Article: "a1", Quote: "Nine died."}, news.Evidence{Article: "a2", Quote: "Nine people died at the quay."}
	if yes, known := v.backs(short, long); !yes || !known {
		t.Error("the second bears out the first, and is not taken to")
	}
	if yes, known := v.backs(long, short); yes || !known {
		t.Error("the first is taken to bear out the second")
	}
	if _, known := v.backs(short, short); known {
		t.Error("a pair that nobody read is known")
	}
	write(`{"a":{},"b":{},"verdict":"x"}`)
	if _, err := readVerdicts(dir); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("an unknown verdict: %v", err)
	}
}
