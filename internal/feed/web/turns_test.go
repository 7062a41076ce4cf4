package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"counterpoint/internal/pause"
)

// Of many that want one host at once, two have it at a time, and one starts a
// second.
func TestTurns(t *testing.T) {
	rows := []struct {
		name     string
		interval time.Duration
		takes    time.Duration // a request
		all      time.Duration // 10 requests, by hand
	}{
		{"quick answers wait for the interval", time.Second, 100 * time.Millisecond, 9*time.Second + 100*time.Millisecond},
		{"slow answers wait for each other", time.Second, 4 * time.Second, 21 * time.Second},
		{"a host that wants more time", 3 * time.Second, 0, 27 * time.Second},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				turns, began := newTurns(time.Now, pause.For), time.Now()
				var mu sync.Mutex
				var wg sync.WaitGroup
				var last time.Time
				inside := 0
				for range 10 {
					wg.Go(func() {
						release, err := turns.take(t.Context(), "a", row.interval)
						if err != nil {
							t.Error(err)
							return
						}
						mu.Lock()
						if inside++; inside > perHost {
							t.Errorf("%d at a time", inside)
						}
						if gap := time.Since(last); gap < row.interval {
							t.Errorf("%v after the one before", gap)
						}
						last = time.Now()
						mu.Unlock()
						time.Sleep(row.takes)
						mu.Lock()
						inside--
						mu.Unlock()
						release()
					})
				}
				wg.Wait()
				if took := time.Since(began); took != row.all {
					t.Errorf("took %v, want %v", took, row.all)
				}
			})
		})
	}
}

// Hosts do not wait for each other, and whoever is stopped leaves nothing behind.
func TestTurnsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, began := newTurns(time.Now, pause.For), time.Now()
		first, _ := turns.take(t.Context(), "a", time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 3 { // the first waits for the interval, the others for a slot
			go func() {
				if _, err := turns.take(ctx, "a", time.Minute); err == nil {
					t.Error("got a turn")
				}
			}()
		}
		other, _ := turns.take(t.Context(), "b", time.Minute)
		if waited := time.Since(began); waited != 0 {
			t.Errorf("another host waited %v", waited)
		}
		time.Sleep(2 * time.Second)
		first()
		other()
		for name, h := range turns.hosts {
			if h.users != 0 || len(h.slots) != 0 {
				t.Errorf("%s: %d users, %d slots taken", name, h.users, len(h.slots))
			}
		}
	})
}

// However many hosts are asked, few are remembered; one that may not be asked
// yet is.
func TestTurnsForget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(time.Now, pause.For)
		for i := range 20_000 {
			release, err := turns.take(t.Context(), fmt.Sprint("host", i), time.Second)
			if err != nil {
				t.Fatal(err)
			}
			release()
			if n := len(turns.hosts); n < min(i, 499) { // those of the last second
				t.Fatalf("%d hosts are remembered after %d", n, i)
			}
			time.Sleep(2 * time.Millisecond)
		}
		if n := len(turns.hosts); n > maxHosts {
			t.Errorf("%d hosts are remembered", n)
		}
	})
}

// One host under many spellings has one turn; a redirect takes the turn of the
// host that it leads to.
func TestHostTurn(t *testing.T) {
	var mu sync.Mutex
	taken := map[string]int{}
	w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.Host != frontHost {
			http.Redirect(rw, r, front+"/", http.StatusFound)
		}
	})
	w.client = newTestClient(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", w.front.String())
	})
	now := time.Now()
	w.client.turns = newTurns(func() time.Time { return now }, func(context.Context, time.Duration) error { return nil })
	for _, url := range []string{"http://News.example/", "http://news.EXAMPLE.:80/", "http://news.example:8080/x"} {
		if _, err := w.client.Get(t.Context(), Request{URL: url}); err != nil {
			t.Error(err)
		}
	}
	for name, h := range w.client.turns.hosts {
		taken[name] = int(h.next.Sub(now).Seconds())
	}
	if len(taken) != 2 || taken["news.example"] != 3 || taken[frontHost] != 3 {
		t.Errorf("turns taken: %v, want three of each host", taken)
	}
}

// After many hosts, good and bad, neither connections nor goroutines are left.
func TestNothingLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("", func(t *testing.T) {
		w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.Host, "bad") {
				rw.Header().Set("Content-Length", "99")
			}
			_, _ = rw.Write([]byte("<rss/>"))
		})
		var mu sync.Mutex
		open, most := 0, 0
		c := newTestClient(t, func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", w.front.String())
			if err != nil {
				return nil, err
			}
			mu.Lock()
			defer mu.Unlock()
			open++
			most = max(most, open)
			return &noted{Conn: conn, closed: func() { mu.Lock(); open--; mu.Unlock() }}, nil
		})
		for i := range 500 {
			kind := "good"
			if i%5 == 0 {
				kind = "bad"
			}
			if _, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://%s%d.example/", kind, i)}); err != nil {
				t.Fatal(err)
			}
		}
		if most > 2*64 { // 64 wait for another request; those that made room are closed in their own time
			t.Errorf("%d connections were open at once", most)
		}
		c.Close()
	})
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

type noted struct {
	net.Conn
	once   sync.Once
	closed func()
}

func (n *noted) Close() error {
	n.once.Do(n.closed)
	return n.Conn.Close()
}
