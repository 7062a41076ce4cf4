package edition_test

import (
	"encoding/json"
	"io"
	"os"
	"runtime/debug"
	"testing"

	"counterpoint/internal/benchtest"
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
	peak := benchtest.WatchHeap(done)
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
	b.ReportMetric(<-peak, "MB-peak")
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}
