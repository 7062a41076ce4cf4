package edition_test

import (
	"encoding/json"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
)

// From JSON Lines to JSON, the whole way. The aims, on one core (make bench):
// 2,000 articles in 3 s and 256 MB, 20,000 in at most 14 times as long.
func BenchmarkDigest2000(b *testing.B)  { benchmark(b, 2_000) }
func BenchmarkDigest20000(b *testing.B) { benchmark(b, 20_000) }

func benchmark(b *testing.B, n int) {
	path := generate(b, n)
	before := debug.SetGCPercent(300) // as the program has it
	defer debug.SetGCPercent(before)
	debug.FreeOSMemory()
	done := make(chan struct{})
	peak := make(chan uint64)
	go func() { peak <- watchHeap(done) }()
	b.ResetTimer()
	for range b.N {
		rep, err := ingest.Articles(path, os.Stdin)
		if err != nil || len(rep.LeftOut) > 0 {
			b.Fatal(rep.LeftOut, err)
		}
		d := edition.Build(rep.Articles, rep.LeftOut, edition.Options{})
		if err := json.NewEncoder(io.Discard).Encode(d); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	close(done)
	b.ReportMetric(float64(<-peak)/(1<<20), "MB-peak")
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}

// watchHeap is the most memory that the heap took until done: objects, dead
// ones and free spans alike, all but what went back to the system.
func watchHeap(done <-chan struct{}) uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}, {Name: "/memory/classes/heap/free:bytes"}}
	var most uint64
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		metrics.Read(sample)
		var sum uint64
		for _, s := range sample {
			sum += s.Value.Uint64()
		}
		most = max(most, sum)
		select {
		case <-tick.C:
		case <-done:
			return most
		}
	}
}
