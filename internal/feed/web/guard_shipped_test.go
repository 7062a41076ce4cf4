//go:build !localfeeds

package web

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// localMarker stands in every binary built with the tag localfeeds, and in no
// other: the text of allowance in guard_local.go.
const localMarker = "localfeeds: this build reads feeds on loopback"

// readers are the programs that read the web, each to be shown to be shipped
// without the allowance.
var readers = []string{"./testdata/reader", "counterpoint/functions/fetch"}

func TestShippedLacksLocalFeeds(t *testing.T) {
	t.Parallel()
	if allowance != "" || len(allowed()) != 0 {
		t.Errorf("the guard of this build lets through more than the internet: %q", allowance)
	}
	for _, pkg := range readers {
		t.Run(pkg, func(t *testing.T) {
			if builtWithMarker(t, pkg) {
				t.Error("the shipped program holds the allowance for loopback")
			}
			if !builtWithMarker(t, pkg, "-tags", "localfeeds") {
				t.Error("the program built with the tag lacks the allowance: this test would not see it in a shipped one")
			}
		})
	}
}

// builtWithMarker builds a program as it is shipped, without symbols, and looks
// for the marker.
func builtWithMarker(t *testing.T, pkg string, flags ...string) bool {
	t.Helper()
	out := filepath.Join(t.TempDir(), "program")
	args := append([]string{"build", "-ldflags", "-s -w", "-o", out}, flags...)
	build := exec.CommandContext(t.Context(), "go", append(args, pkg)...)
	build.Env = append(os.Environ(), "GOFLAGS=") //nolint:forbidigo // a flag from outside might set the tag
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	binary, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(binary, []byte(localMarker))
}
