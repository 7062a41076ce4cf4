package edition_test

import (
	"encoding/json"
	"io"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
)

// From texts to JSON, the whole way. The aims, on one core (make bench): 2,000
// articles in 3 s and 256 MB, 20,000 in at most 14 times as long.
func BenchmarkDigest2000(b *testing.B)  { benchmark(b, 2_000) }
func BenchmarkDigest20000(b *testing.B) { benchmark(b, 20_000) }

func benchmark(b *testing.B, n int) {
	rows := generate(b, n)
	debug.FreeOSMemory()
	done := make(chan struct{})
	peak := make(chan uint64)
	go func() { peak <- watchHeap(done) }()
	b.ResetTimer()
	for range b.N {
		rep, err := ingest.Rows(rows)
		if err != nil {
			b.Fatal(err)
		}
		d := edition.Build(rep.Articles, rep.LeftOut, edition.Options{})
		if err := json.NewEncoder(io.Discard).Encode(d); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	close(done)
	b.ReportMetric(float64(<-peak)/(1<<20), "MB-peak")
}

// watchHeap is the most memory that the heap took until done.
func watchHeap(done <-chan struct{}) uint64 {
	var most uint64
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
		select {
		case <-tick.C:
		case <-done:
			return most
		}
	}
}
