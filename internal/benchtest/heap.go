// Package benchtest is for benchmarks: what memory a piece of work takes.
package benchtest

import (
	"runtime/metrics"
	"time"
)

// WatchHeap samples, every 10 ms until done is closed, the memory that the heap
// takes (objects, dead ones and free spans alike, all but what went back to the
// system), and sends the most of it, in MB.
func WatchHeap(done <-chan struct{}) <-chan float64 {
	peak := make(chan float64, 1)
	go func() { peak <- float64(watch(done)) / (1 << 20) }()
	return peak
}

func watch(done <-chan struct{}) uint64 {
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
