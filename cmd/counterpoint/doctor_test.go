package main

import (
	"strings"
	"testing"
	"time"

	"counterpoint/sample"
)

// Asked now, feeds tell how they answer, and nothing of it is kept: the next
// fetch asks them as if nobody had.
func TestDoctorAsksFeeds(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	d.serveSample(t)
	d.web.Timeout = time.Second
	code, out, _ := d.run(t, "doctor", "--local", "--feeds", "--config", "FILE")
	for _, want := range []string{
		"fault  feed " + sample.Slow + ": it takes longer than 1 s (1 failure in a row) — mend: counterpoint fetch --all --config ",
		"fault  feed " + sample.Down + ": it answers 500 (1 failure in a row) — mend: counterpoint fetch --all --config ",
		"ok     feeds: 14 of 16 answered when they were last asked\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not told", want)
		}
	}
	if code != exitFailed {
		t.Errorf("it ends with %d, want %d", code, exitFailed)
	}
	if t.Failed() {
		t.Logf("told is:\n%s", out)
	}
	if _, out, _ := d.run(t, "doctor", "--local", "--config", "FILE"); !strings.Contains(out, "note   feeds: whether 16 feeds can be read is not known") {
		t.Errorf("asking left something behind:\n%s", out)
	}
}
