package terminal_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
	"counterpoint/internal/terminal"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const digests = "../news/newstest/testdata/"

func readDigest(t *testing.T, name string) news.Digest {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var d news.Digest
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return d
}

func render(t *testing.T, d news.Digest, opts terminal.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := terminal.Render(&b, d, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRenderGolden(t *testing.T) {
	names, err := filepath.Glob(digests + "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no digests: %v", err)
	}
	for _, name := range names {
		for _, width := range []int{80, 100} {
			base := strings.TrimSuffix(filepath.Base(name), ".json")
			t.Run(fmt.Sprintf("%s/%d", base, width), func(t *testing.T) {
				got := render(t, readDigest(t, name), terminal.Options{Width: width})
				golden := filepath.Join("testdata", fmt.Sprintf("%s.%d.txt", base, width))
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("Render(%s) at %d columns (-want +got):\n%s", name, width, diff)
				}
			})
		}
	}
}
