package edition_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/ingest"
	"counterpoint/internal/news/newstest"
)

// generate writes n articles as JSON Lines, to a file as a user would have it.
func generate(t testing.TB, n int) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, a := range newstest.Generate(n, everyday(t)) {
		r := ingest.Row{ID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Published: a.Published.Format(time.RFC3339), Text: a.Title + "\n\n" + a.Body}
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	path := t.TempDir() + "/articles.jsonl"
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// everyday is the words that the clustering knows, the most frequent first.
func everyday(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile("../cluster/background.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for row := range strings.Lines(string(raw)) {
		if row[0] != '#' {
			out = append(out, strings.Fields(row)[1:]...)
		}
	}
	return out
}
