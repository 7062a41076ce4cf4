package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// BenchmarkGet reads 1,000 feeds on hosts of their own that answer after
// 100 ms, 64 at once: the latency alone asks for 1.6 s. The CPU time is that of
// the server, too.
func BenchmarkGet(b *testing.B) {
	feed := packed([]byte("<rss>" + strings.Repeat("<item><title>News of the day</title></item>", 500)))
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		time.Sleep(100 * time.Millisecond)
		rw.Header().Set("Content-Encoding", "gzip")
		_, _ = rw.Write(feed)
	}))
	defer srv.Close()
	c, err := New(Options{UserAgent: "Counterpoint/bench", Now: time.Now, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, srv.Listener.Addr().String())
	}})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	run := 0
	began := cpuTime()
	for b.Loop() {
		run++
		hosts := make(chan int)
		var wg sync.WaitGroup
		for range 64 {
			wg.Go(func() {
				for i := range hosts {
					if _, err := c.Get(b.Context(), Request{URL: fmt.Sprintf("http://host%d-%d.example/feed", run, i)}); err != nil {
						b.Error(err)
					}
				}
			})
		}
		for i := range 1000 {
			hosts <- i
		}
		close(hosts)
		wg.Wait()
	}
	b.ReportMetric((cpuTime()-began).Seconds()/float64(b.N), "cpu-s/op")
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
