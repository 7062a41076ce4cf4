package command_test

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"counterpoint/internal/command"
)

// BenchmarkCommand sends commands as readers do, each a new request, to a
// channel of 100 feeds whose digest has been told, on a file on the disk:
// verified, noted, done and answered.
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
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
}
