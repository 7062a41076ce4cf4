package page_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/internal/news"
	"counterpoint/internal/page"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// readDigest decodes a digest of testdata.
func readDigest(t testing.TB, file string) news.Digest {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var d news.Digest
	if err := dec.Decode(&d); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return d
}

func render(t testing.TB, d news.Digest) string {
	t.Helper()
	var b strings.Builder
	if err := page.Render(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func digests(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no digests in testdata: %v", err)
	}
	return files
}

func TestGolden(t *testing.T) {
	for _, file := range digests(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := render(t, readDigest(t, file))
			golden := strings.TrimSuffix(file, ".json") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("page of %s (-want +got), rewrite with -update:\n%s", file, diff)
			}
		})
	}
}
