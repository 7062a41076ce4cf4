package command_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"counterpoint/internal/command"
)

// BenchmarkCommand sends commands as readers do, each a new request, to a
// channel of 100 feeds whose digest has been told, on a file on the disk:
// verified, noted, done and answered. Beside it stands what two flushes to the
// same disk cost, which is what a request that changes nothing waits for: on a
// busy machine they are nearly all of it.
func BenchmarkCommand(b *testing.B) {
	w := newWorld(b)
	for i := range 100 {
		w.typed("C1", "U1", "add https://outlet"+strconv.Itoa(i)+".example/rss")
	}
	w.typed("C1", "U1", "schedule weekdays 08:30 Europe/London")
	w.tell()
	typed := []string{"", "why 1", "sources 1", "disputes 1", "now", "list", "status", "mute football", "unmute football", "help"}
	var took []time.Duration
	for b.Loop() {
		s := w.signed(command.CommandsPath, w.fields("C1", "U1", typed[len(took)%len(typed)]).Encode())
		began := time.Now()
		a := shapes["local"](w, s)
		took = append(took, time.Since(began))
		if a.status != http.StatusOK || a.body == "" {
			b.Fatal(a, w.reports)
		}
	}
	b.ReportMetric(at(took, 99), "p99-ms")
	b.ReportMetric(at(took, 50), "p50-ms")
	b.ReportMetric(at(flushes(b, len(took)), 99), "disk-p99-ms")
}

// at is a percentile in milliseconds.
func at(took []time.Duration, percent int) float64 {
	slices.Sort(took)
	return float64(took[len(took)*percent/100].Microseconds()) / 1000
}

// flushes are how long two small writes take until each is on the disk, as a
// transaction of bbolt makes them.
func flushes(b *testing.B, n int) []time.Duration {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "disk"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 8<<10)
	took := make([]time.Duration, n)
	for i := range took {
		began := time.Now()
		for range 2 {
			if _, err := f.WriteAt(page, int64(i%64*len(page))); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
		took[i] = time.Since(began)
	}
	return took
}
